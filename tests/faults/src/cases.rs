//! The cases, each with what is done in one run of it.

mod answers;
mod clock;
mod cuts;
mod damage;
mod disk;
mod kills;
mod outages;
mod outbox;
mod secrets;
pub(crate) mod stall;
mod tokens;

use crate::{
    verdict::{Tally, Verdict},
    world::{Setting, World},
};
use anyhow::{Result, bail};
use std::{collections::BTreeMap, time::Duration};

/// A case of the scoreboard.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Case {
    /// Its letter.
    pub(crate) letter: char,
    /// What happens, in a few words.
    pub(crate) title: &'static str,
    /// How much of the room one run takes: those that mostly wait take little.
    pub(crate) share: u32,
}

const fn case(letter: char, title: &'static str, share: u32) -> Case {
    Case { letter, title, share }
}

/// All of them, in order.
pub(crate) const ALL: &[Case] = &[
    case('A', "30 random cuts in a stream", 3),
    case('B', "cut before the first event", 3),
    case('C', "server killed in a stream", 3),
    case('D', "outage longer than any window", 1),
    case('E', "30 cuts, desktop to server", 3),
    case('F', "server killed in a commit", 4),
    case('G', "desktop killed while applying", 3),
    case('I', "clock jumps 8 h, sleep and wake", 2),
    case('J', "reader stalled", 2),
    case('K', "token expires while cut", 3),
    case('L', "disk full on either side", 3),
    case('M', "keyring locked or absent", 3),
    case('N', "answers broken off", 4),
    case('O', "database truncated or garbage", 3),
];

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
    /// What else is to be said.
    pub(crate) notes: Vec<String>,
    /// What else was measured, by its name and unit; the largest of all runs counts.
    pub(crate) measures: BTreeMap<&'static str, u64>,
}

impl Outcome {
    /// Of a run that has come to its end.
    fn of(world: &mut World, verdict: Verdict) -> Self {
        let restarted = |ids: &[u32]| if ids.len() > 1 { ids.to_vec() } else { Vec::new() };
        Self {
            tally: verdict.tally,
            wrong: verdict.wrong,
            cuts: world.proxy.cuts(),
            servers: restarted(world.server.process().ids()),
            desktops: restarted(world.desktop.process().ids()),
            notes: Vec::new(),
            measures: BTreeMap::new(),
        }
    }

    fn measure(mut self, name: &'static str, measured: u64) -> Self {
        self.measures.insert(name, measured);
        self
    }

    fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }
}

/// One run of a case. `number` tells the runs of a case apart that have several kinds.
pub(crate) async fn run(case: &Case, number: u64, setting: Setting) -> Result<Outcome> {
    match case.letter {
        'A' => cuts::in_a_stream(setting, number).await,
        'B' => cuts::before_the_first_event(setting).await,
        'C' => kills::server(setting).await,
        'D' => outages::long(setting, number).await,
        'E' => outbox::under_cuts(setting).await,
        'F' => kills::server_in_a_commit(setting).await,
        'G' => kills::desktop(setting).await,
        'I' => clock::jumps_and_sleep(setting).await,
        'J' => stall::reader(setting, number).await,
        'K' => tokens::expire_while_cut(setting).await,
        'L' => disk::full(setting, number).await,
        'M' => secrets::unkept(setting, number).await,
        'N' => answers::broken_off(setting).await,
        'O' => damage::to_a_file(setting, number).await,
        letter => bail!("there is no case {letter}"),
    }
}

/// Whether this run of the case takes minutes, most of them asleep.
pub(crate) fn is_long(case: &Case, number: u64) -> bool {
    case.letter == 'J' && stall::is_long(number)
}

/// Some milliseconds, as chance wants it.
fn between(chance: &mut rand::rngs::StdRng, milliseconds: std::ops::Range<u64>) -> Duration {
    Duration::from_millis(rand::RngExt::random_range(chance, milliseconds))
}
