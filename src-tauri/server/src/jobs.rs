//! Long work: the runner gives due jobs to workers, a worker takes one interview turn from the
//! answer to the stored reply under a lease. Every step is a commit, so whoever goes on after a stop
//! knows where.

mod keeping;
mod runner;
mod turn;
mod worker;
mod writing;

pub(crate) use runner::run;
pub(crate) use turn::{Ending, NewJob, end, queue, retry};
