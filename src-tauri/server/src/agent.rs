//! The interviewer: reads an answer for findings and facts, plans the reply and gives it a voice. Works
//! on what is stored and gives back what is to be stored; running it belongs to the jobs.

mod http;
mod imported;
mod measure;
mod memory;
mod models;
mod provider;
mod reading;
mod reply;
pub(crate) mod rereading;
mod stated;
mod tools;
mod touched;

pub(crate) use imported::plan_import_reply;
pub(crate) use measure::{Eta, summary};
pub(crate) use memory::{Interview, Stand, Turn, begin};
pub use models::Models;
pub(crate) use provider::{
    Brief, BuiltIn, Extracted, Piece, Provider, Spoken, Trouble, question_of,
};
pub use provider::{Model, Patience};
pub(crate) use reading::{Answer, found_in, read, read_beside, take_facts, theme};
pub(crate) use reply::plan_reply;
pub(crate) use tools::{consulted, noted};
pub(crate) use touched::{Profile, Word};
