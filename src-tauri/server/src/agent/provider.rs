//! The port behind which the interviewer's voice stands: the built-in one, or a language model. It
//! words what the planner chose and finds in an answer what it says of the person. What is asked is
//! never its business, and nothing it gives changes anything but through the jobs.

mod address;
mod built_in;
mod claims;
mod guard;
mod model;
mod prompt;
mod thought;
mod trouble;

pub(crate) use built_in::BuiltIn;
pub(crate) use model::LanguageModel;
pub use model::{Model, Patience};
pub(crate) use prompt::question_of;
pub(crate) use trouble::Trouble;

use async_trait::async_trait;
use extraction::Found;
use futures_util::stream::BoxStream;
use protocol::records::TokenCount;
use std::fmt::Debug;

/// What was said last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Spoken {
    /// What the question was about.
    pub(crate) topic: interview::Topic,
    /// The question that was open.
    pub(crate) question: String,
    /// The person's words.
    pub(crate) answer: String,
}

/// What is to be said, and what it answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Brief {
    /// What it answers.
    pub(crate) spoken: Spoken,
    /// The reply as the planner has it, with its question in bold.
    pub(crate) planned: String,
    /// What of the reply has been shown already.
    pub(crate) written: String,
}

/// A piece of a reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// More of its text.
    Words(String),
    /// It is whole; what it cost, where that is counted.
    End(Option<TokenCount>),
}

/// A reply as it comes. Without [`Piece::End`] it is not whole.
pub(crate) type Pieces = BoxStream<'static, Result<Piece, Trouble>>;

/// What was found in an answer.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Extracted {
    /// Each with words that stand in the answer.
    pub(crate) found: Vec<Found>,
    /// How much was dropped: without a true quote, or beside the schema.
    pub(crate) dropped: u32,
    /// What it cost, where that is counted.
    pub(crate) tokens: Option<TokenCount>,
}

/// A voice of the interviewer.
#[async_trait]
pub(crate) trait Provider: Debug + Send + Sync {
    /// Words a reply, from where it was left.
    async fn word(&self, brief: &Brief) -> Result<Pieces, Trouble>;
    /// Finds what an answer says of the person.
    async fn extract(&self, spoken: &Spoken) -> Result<Extracted, Trouble>;
}
