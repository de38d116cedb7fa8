//! The cases, each with what is done in one run of it.

mod cuts;

use crate::{
    verdict::{Tally, Verdict},
    world::{Setting, World},
};
use anyhow::{Result, bail};

/// A case of the scoreboard.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Case {
    /// Its letter.
    pub(crate) letter: char,
    /// What happens, in a few words.
    pub(crate) title: &'static str,
    /// How many runs at the same time: those that mostly wait can be many.
    pub(crate) at_once: usize,
}

/// All of them, in order.
pub(crate) const ALL: &[Case] =
    &[Case { letter: 'A', title: "30 random cuts in a stream", at_once: 6 }];

/// What one run gave.
#[derive(Debug, Clone, Default)]
pub(crate) struct Outcome {
    /// What was counted.
    pub(crate) tally: Tally,
    /// What is wrong, in words.
    pub(crate) wrong: Vec<String>,
    /// How often the proxy cut the line.
    pub(crate) cuts: u64,
    /// The server's processes, when it was started again.
    pub(crate) servers: Vec<u32>,
    /// The desktop's processes, when it was started again.
    pub(crate) desktops: Vec<u32>,
    /// What else was measured, in words.
    pub(crate) notes: Vec<String>,
}

impl Outcome {
    /// Of a run that has come to its end.
    pub(crate) fn of(world: &mut World, verdict: Verdict) -> Self {
        let restarted = |ids: &[u32]| if ids.len() > 1 { ids.to_vec() } else { Vec::new() };
        Self {
            tally: verdict.tally,
            wrong: verdict.wrong,
            cuts: world.proxy.cuts(),
            servers: restarted(world.server.process().ids()),
            desktops: restarted(world.desktop.process().ids()),
            notes: Vec::new(),
        }
    }
}

/// One run of a case.
pub(crate) async fn run(letter: char, setting: Setting) -> Result<Outcome> {
    match letter {
        'A' => cuts::in_a_stream(setting).await,
        _ => bail!("there is no case {letter}"),
    }
}
