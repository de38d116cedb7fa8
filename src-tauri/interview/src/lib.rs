//! What the interviewer asks next, and in which words.
//!
//! A deterministic planner chooses stage and topic, a hand-written question bank words them. Pure:
//! no clock, no I/O, no ambient randomness; the session's id is the seed. What is found in an
//! answer is the extraction crate's business, what is stored is the server's.

mod answer;
mod bank;
mod candidates;
mod danger;
mod effect;
mod facts;
mod lever;
mod names;
mod plan;
mod planner;
mod quote;
mod recap;
mod story;
mod theme;
mod topic;
mod wording;

pub use facts::{alignment, severity};
pub use plan::Plan;
pub use topic::{Part, Topic};

use protocol::{
    Timestamp,
    ids::SessionId,
    records::{Asked, Constraint, Finding, LifeState, Progress, Project, SessionKind, Skill},
};

/// What is known when the next question is chosen; includes what this answer brought.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// Every skill of the person, whatever its status.
    pub skills: &'a [Skill],
    /// Every project.
    pub projects: &'a [Project],
    /// Every constraint.
    pub constraints: &'a [Constraint],
    /// Direction, dependants, hours and what has been asked.
    pub state: &'a LifeState,
    /// What was found in the answer just given.
    pub findings: &'a [Finding],
    /// Now.
    pub now: Timestamp,
}

/// What the interviewer does with an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    /// The reply as Markdown: a short acknowledgement and one question in bold, the last sentence.
    pub text: String,
    /// How far the interview is once this reply is shown.
    pub progress: Progress,
    /// What has been asked and answered or declined, in this session or before.
    pub asked: Asked,
    /// The plan to keep for the next answer.
    pub plan: Plan,
}

/// The first question of a session, as plain text. Equal on every machine for the same session.
pub fn opening(session: SessionId, kind: SessionKind) -> String {
    wording::opening(&mut Plan::blank(session, kind))
}

/// By how much an answer to `topic` is expected to narrow η, or what it supposes to move it; 0 when η
/// does not hang on it.
pub fn effect(topic: Topic, known: &Known<'_>) -> f64 {
    effect::Outlook::new(known).of(topic)
}

/// Whether `answer` tells something: it is neither a refusal, a question back, a yes or no, "I don't
/// know", nor a wish to stop.
pub fn tells(answer: &str) -> bool {
    let cues = &bank::language("en").cues;
    answer::Answer::read(answer, cues).reading == answer::Reading::Full
}

/// The words of `answer` in which the person tells what they did, if it is a story; never of death
/// or illness.
pub fn deed(answer: &str) -> Option<&str> {
    let cues = &bank::language("en").cues;
    story::deed(&answer::Answer::read(answer, cues), cues)
}

/// Read `answer` to the question now open and choose the next one.
///
/// Never repeats a wording within a session, except what is said at every sign of danger, and ends
/// in at most 40 answers; after that each answer gets a closing line.
pub fn next(plan: &Plan, answer: &str, known: &Known<'_>) -> Turn {
    planner::next(plan, answer, known)
}
