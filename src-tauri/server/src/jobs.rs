//! Long work: the runner gives due jobs to workers, a worker takes one interview turn or import from
//! the person's words to the stored reply under a lease. Every step is a commit, so whoever goes on after a stop
//! knows where.

mod importing;
mod keeping;
mod replying;
mod runner;
mod turn;
mod worker;
mod writing;

pub(crate) use runner::run;
pub(crate) use turn::{Ending, NewJob, end, queue, retry};
