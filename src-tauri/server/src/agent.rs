//! The built-in interviewer: reads an answer for findings and facts, and words the reply. Works
//! on what is stored and gives back what is to be stored; running it belongs to the jobs.

mod measure;
mod memory;
mod reading;
mod reply;
mod stated;
mod touched;

pub(crate) use measure::{known_eta, summary};
pub(crate) use memory::{BeforeReply, Interview, Turn};
pub(crate) use reading::{Answer, read};
pub(crate) use reply::plan_reply;
pub(crate) use touched::{Profile, Word};
