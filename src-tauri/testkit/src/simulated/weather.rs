//! What befalls a simulated world: cuts, outages, crashes, full disks, clocks that jump. Each seed has
//! its share of what must be survived, and some of what rarely happens.

use super::{
    backend::{Backend, Order},
    chance::Chance,
    clock::Sun,
    disk::Trap,
    line::{Fault, Outage},
    machine::Machine,
    tally::Tally,
};
use db::Moment;
use jiff::SignedDuration;
use std::{sync::Arc, time::Duration};

/// One blow.
#[derive(Debug, Clone, Copy)]
enum Blow {
    Cut,
    Deaden,
    OutageKnown,
    OutageSilent,
    RefuseSockets,
    Slow,
    Fault(Fault),
    Crash,
    CrashServer,
    RestartServer,
    RestoreServer,
    Sleep,
    WrongClock,
    FullDisk,
    FullServerDisk,
    Quit,
}

/// What each seed has.
const SHARE: &[Blow] = &[
    Blow::Cut,
    Blow::Cut,
    Blow::Cut,
    Blow::Cut,
    Blow::Cut,
    Blow::Crash,
    Blow::Crash,
    Blow::CrashServer,
    Blow::Fault(Fault::LoseResponse),
    Blow::Fault(Fault::Duplicate),
    Blow::Fault(Fault::LoseRequest),
];

/// What it may have besides.
const MORE: &[(u32, Blow)] = &[
    (4, Blow::Cut),
    (4, Blow::Deaden),
    (4, Blow::OutageKnown),
    (4, Blow::OutageSilent),
    (5, Blow::RefuseSockets),
    (2, Blow::Slow),
    (4, Blow::Fault(Fault::LoseResponse)),
    (3, Blow::Fault(Fault::Duplicate)),
    (2, Blow::Fault(Fault::LoseRequest)),
    (6, Blow::Crash),
    (4, Blow::CrashServer),
    (3, Blow::RestartServer),
    (1, Blow::RestoreServer),
    (3, Blow::Sleep),
    (1, Blow::WrongClock),
    (2, Blow::FullDisk),
    (1, Blow::FullServerDisk),
    (2, Blow::Quit),
];

/// What befalls those who only work.
const TROUBLE: &[(u32, Blow)] = &[
    (6, Blow::Cut),
    (3, Blow::Deaden),
    (3, Blow::OutageKnown),
    (2, Blow::OutageSilent),
    (2, Blow::RefuseSockets),
    (2, Blow::Slow),
    (1, Blow::RestartServer),
];

const fn trap(name: &'static str, moment: Moment, works: &'static [&'static str]) -> Trap {
    Trap { name, moment, works, after_answer: false }
}

const MARKS: &[&str] = &["mark"];
const SNAPSHOTS: &[&str] = &["replace_user", "replace_session", "replace_job"];

/// Where a desktop crashes.
const TRAPS: &[(u32, Trap)] = &[
    (3, trap("row not written", Moment::Commit, &["enqueue"])),
    (4, trap("row written", Moment::Committed, &["enqueue"])),
    (2, trap("row marked as sent", Moment::Committed, MARKS)),
    (
        2,
        Trap {
            name: "response not stored",
            moment: Moment::Commit,
            works: MARKS,
            after_answer: true,
        },
    ),
    (
        4,
        Trap {
            name: "response stored",
            moment: Moment::Committed,
            works: MARKS,
            after_answer: true,
        },
    ),
    (4, trap("event applied, not stored", Moment::Commit, &["apply_all"])),
    (4, trap("event applied, position stored", Moment::Committed, &["apply_all"])),
    (4, trap("all read, not stored", Moment::Commit, SNAPSHOTS)),
    (4, trap("all read and stored", Moment::Committed, SNAPSHOTS)),
    (3, trap("row not yet dropped", Moment::Commit, &["drop_accepted"])),
    (3, trap("row dropped", Moment::Committed, &["drop_accepted"])),
    (1, trap("any commit, not stored", Moment::Commit, &[])),
    (1, trap("any commit, stored", Moment::Committed, &[])),
];

/// Where the server crashes.
const SERVER_TRAPS: &[(u32, Trap)] = &[
    (3, trap("change not stored", Moment::Commit, &["commit"])),
    (4, trap("change stored, nobody told", Moment::Committed, &["commit"])),
    (1, trap("any commit, not stored", Moment::Commit, &[])),
    (1, trap("any commit, stored", Moment::Committed, &[])),
];

/// Where a desktop crashes that is about to speak with the server.
const NETWORK_TRAPS: &[Fault] = &[Fault::CrashSent, Fault::CrashUnanswered];

/// The weather of a world.
#[derive(Debug)]
pub(crate) struct Weather {
    pub(crate) chance: Chance,
    pub(crate) tally: Arc<Tally>,
    pub(crate) sun: Arc<Sun>,
    pub(crate) backend: Arc<Backend>,
    pub(crate) machines: Vec<Arc<Machine>>,
}

impl Weather {
    /// All that is to come, one blow after the other.
    pub(crate) async fn rage(&self) {
        let mut blows = SHARE.to_vec();
        let more = 6 + self.chance.below(7);
        blows.extend((0..more).map(|_| self.chance.weighted(MORE)));
        self.chance.shuffle(&mut blows);
        for blow in blows {
            tokio::time::sleep(self.chance.millis(200..12_000)).await;
            self.backend.copy_at_times(&self.chance);
            for machine in &self.machines {
                if self.chance.one_in(3) {
                    machine.disk.press();
                }
            }
            self.strike(blow).await;
        }
    }

    /// One of the things that befall those who only work.
    pub(crate) async fn trouble(&self) {
        self.strike(self.chance.weighted(TROUBLE)).await;
    }

    fn machine(&self) -> &Arc<Machine> {
        self.chance.pick(&self.machines)
    }

    async fn strike(&self, blow: Blow) {
        let machine = self.machine();
        tracing::debug!(?blow, name = machine.name, "the weather");
        match blow {
            Blow::Cut => machine.line.cut(),
            Blow::Deaden => machine.line.deaden(),
            Blow::OutageKnown => self.outage(Outage::Known),
            Blow::OutageSilent => self.outage(Outage::Silent),
            Blow::RefuseSockets => self.refuse_sockets(),
            Blow::Slow => self.slow(),
            Blow::Fault(fault) => machine.line.arm(fault),
            Blow::Crash => self.crash(),
            Blow::CrashServer => self.crash_server().await,
            Blow::RestartServer => self.backend.order(Order::Restart).await,
            Blow::RestoreServer => self.backend.order(Order::Restore).await,
            Blow::Sleep => self.sleep(),
            Blow::WrongClock => self.wrong_clock(),
            Blow::FullDisk => self.full_disk(),
            Blow::FullServerDisk => self.full_server_disk(),
            Blow::Quit => machine.quit().await,
        }
    }

    fn outage(&self, outage: Outage) {
        let line = Arc::clone(&self.machine().line);
        let long = if self.chance.one_in(3) { 20_000..120_000 } else { 500..15_000 };
        let time = self.chance.millis(long);
        line.set_outage(Some(outage));
        later(time, move || line.set_outage(None));
    }

    fn refuse_sockets(&self) {
        let line = Arc::clone(&self.machine().line);
        let time = self.chance.millis(60_000..400_000);
        line.refuse_sockets(true);
        later(time, move || line.refuse_sockets(false));
    }

    fn slow(&self) {
        self.tally.count("times of a slow line");
        let line = Arc::clone(&self.machine().line);
        line.set_slow(self.chance.millis(100..2_500));
        later(self.chance.millis(5_000..40_000), move || line.set_slow(Duration::ZERO));
    }

    fn crash(&self) {
        let machine = self.machine();
        if self.chance.one_in(4) {
            machine.line.arm(*self.chance.pick(NETWORK_TRAPS));
        } else {
            machine.disk.set_trap(self.chance.weighted(TRAPS));
        }
    }

    async fn crash_server(&self) {
        if self.chance.one_in(3) {
            self.backend.order(Order::Crash).await;
        } else {
            self.backend.disk.set_trap(self.chance.weighted(SERVER_TRAPS));
        }
    }

    fn sleep(&self) {
        let long = match self.chance.below(4) {
            0 => 25 * 3_600_000,
            1 => 8 * 3_600_000,
            _ => 0,
        };
        self.tally.count("times that all machines sleep");
        self.sun.sleep(self.chance.millis(20_000..600_000) + Duration::from_millis(long));
        for machine in &self.machines {
            if self.chance.one_in(2) {
                machine.line.deaden();
            }
        }
    }

    fn wrong_clock(&self) {
        self.tally.count("clocks set wrong");
        let minutes = i64::try_from(self.chance.below(600)).unwrap_or_default() - 300;
        self.machine().clock.set_wrong(SignedDuration::from_mins(minutes));
    }

    fn full_disk(&self) {
        let disk = Arc::clone(&self.machine().disk);
        disk.set_full(true);
        later(self.chance.millis(500..8_000), move || disk.set_full(false));
    }

    fn full_server_disk(&self) {
        let disk = Arc::clone(&self.backend.disk);
        disk.set_full(true);
        later(self.chance.millis(500..8_000), move || disk.set_full(false));
    }

    /// Whether something that was set up has not struck yet.
    pub(crate) fn is_brewing(&self) -> bool {
        self.backend.disk.has_trap()
            || self.machines.iter().any(|it| it.disk.has_trap() || it.line.is_armed())
    }

    /// From now on everything works.
    pub(crate) fn clear_up(&self) {
        self.backend.disk.clear_up();
        for machine in &self.machines {
            machine.line.clear();
            machine.disk.clear_up();
        }
    }
}

fn later(time: Duration, work: impl FnOnce() + Send + 'static) {
    tokio::spawn(async move {
        tokio::time::sleep(time).await;
        work();
    });
}
