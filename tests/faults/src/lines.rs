//! The lines of JSON between the scoreboard and a headless desktop: orders go in on the standard
//! input, everything the desktop does comes out on the standard output.

use protocol::{Announcement, Command, Problem, Reply};
use serde::{Deserialize, Serialize};

/// What a desktop is told to do.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Carry a command out, as if its window asked.
    Dispatch(Box<Command>),
    /// Show a time of day that is so many seconds off.
    Clock(i64),
    /// End in good order.
    Stop,
}

/// An order with its number.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Numbered {
    /// Comes back in the answer.
    pub n: u64,
    /// What to do.
    pub order: Order,
}

/// An event that the engine says it has applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applied {
    /// The log.
    pub channel: String,
    /// Its number there.
    pub seq: u64,
    /// Its id.
    pub id: String,
    /// What became of it, in the store's words.
    pub outcome: String,
}

/// What a desktop says.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    /// It runs.
    Started {
        /// Its process.
        pid: u32,
    },
    /// It could not start.
    Failed {
        /// Why, as the person would be told.
        problem: Problem,
    },
    /// An order was carried out.
    Answer {
        /// Which.
        n: u64,
        /// What came of it.
        result: Result<Reply, Problem>,
    },
    /// The engine applied an event.
    Applied(Applied),
    /// The engine told its window something.
    Told(Box<Announcement>),
}
