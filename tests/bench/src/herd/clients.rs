//! Clients that come back: the link's state machine, and the delays of others as they publish them.

use link::machine::{Action, DialFailure, Input, Introduction, Machine, Now};
use protocol::{
    ConnectionId, DeviceId, ServerId, Timestamp,
    frame::{Limits, ReconnectAdvice, ServerFrame},
};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use std::time::Duration;
use uuid::Uuid;

/// One client; times are since the outage began, and each answer is when it dials next.
pub(super) trait Client {
    /// Its connection is gone.
    fn cut(&mut self, at: Duration) -> Duration;
    /// Its dial was refused.
    fn refused(&mut self, at: Duration) -> Duration;
}

/// How long every link has been connected before the outage.
const BEFORE: Duration = Duration::from_secs(100);

/// Clients that are the link's machines, ready when the outage begins.
pub(super) fn links(count: usize, seed: u64) -> Vec<impl Client> {
    let mut seeds = StdRng::seed_from_u64(seed);
    (0..count).map(|_| Link::connected(seeds.random())).collect()
}

struct Link {
    machine: Machine,
    attempt: u64,
}

fn now(elapsed: Duration) -> Now {
    Now { elapsed, wall: Timestamp::UNIX_EPOCH + elapsed }
}

impl Link {
    fn connected(seed: u64) -> Self {
        let device = DeviceId(Uuid::from_u128(u128::from(seed)));
        let client = String::from("bench");
        let machine = Machine::new(Introduction { device, client, is_embedded: false }, seed);
        let mut link = Self { machine, attempt: 0 };
        let at = Duration::ZERO;
        link.take(Input::Start, at);
        let attempt = link.attempt;
        link.take(Input::Opened { attempt }, at);
        let ready = Box::new(ready());
        link.take(Input::Frame { attempt, frame: ready, bytes: 0 }, at);
        link
    }

    /// Whether it dials.
    fn take(&mut self, input: Input, at: Duration) -> bool {
        let before = self.attempt;
        for action in self.machine.step(input, now(at)) {
            if let Action::Dial { attempt, .. } = action {
                self.attempt = attempt;
            }
        }
        before != self.attempt
    }

    /// Lets time pass until it dials.
    fn dials(&mut self) -> Duration {
        loop {
            let due = self.machine.next_deadline().expect("a link that was cut comes again");
            if self.take(Input::Tick, due) {
                return due.saturating_sub(BEFORE);
            }
        }
    }
}

impl Client for Link {
    fn cut(&mut self, at: Duration) -> Duration {
        // What is due while it is connected, short of the pong that a server would send.
        let attempt = self.attempt;
        while let Some(due) = self.machine.next_deadline().filter(|due| *due < BEFORE) {
            self.take(Input::Tick, due);
            self.take(Input::Frame { attempt, frame: Box::new(pong()), bytes: 0 }, due);
        }
        self.take(Input::Closed { attempt, code: None }, BEFORE + at);
        self.dials()
    }

    fn refused(&mut self, at: Duration) -> Duration {
        let failure = DialFailure::Unreachable;
        self.take(Input::DialFailed { attempt: self.attempt, failure }, BEFORE + at);
        self.dials()
    }
}

/// What the server says, with its usual advice.
fn ready() -> ServerFrame {
    ServerFrame::Ready {
        conn: ConnectionId(Uuid::nil()),
        server_id: ServerId(Uuid::nil()),
        node: String::new(),
        now: Timestamp::UNIX_EPOCH,
        hb_ms: 30_000,
        pong_ms: 10_000,
        token_exp: Timestamp::UNIX_EPOCH + Duration::from_hours(1),
        limits: Limits {
            frame_in: 262_144,
            frame_out: 1_048_576,
            channels: 128,
            unacked_events: 512,
            unacked_bytes: 1_048_576,
        },
        reconnect: ReconnectAdvice { min_ms: 1_000, max_ms: 30_000 },
    }
}

fn pong() -> ServerFrame {
    ServerFrame::Pong { n: 0, now: Timestamp::UNIX_EPOCH, top: std::collections::BTreeMap::new() }
}

/// How others wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Delays {
    /// socket.io-client 4.8 as it comes: 1 s doubled, half more or less, cut off at 5 s.
    SocketIo,
    /// phoenix.js 1.8 as it comes: a table, then 5 s.
    Phoenix,
    /// 1 s doubled up to 30 s, the same for everybody.
    Exponential,
}

impl Delays {
    pub(super) const ALL: [Self; 3] = [Self::SocketIo, Self::Phoenix, Self::Exponential];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::SocketIo => "socket.io's delays",
            Self::Phoenix => "Phoenix's table",
            Self::Exponential => "exponential without jitter",
        }
    }

    /// After `failures` refused dials. `lot` is from 0 to 1.
    fn delay(self, failures: u32, lot: f64) -> Duration {
        const PHOENIX: [u64; 9] = [10, 50, 100, 150, 200, 250, 500, 1_000, 2_000];
        let second = Duration::from_secs(1);
        let doubled = second.saturating_mul(2_u32.saturating_pow(failures));
        match self {
            Self::SocketIo => {
                doubled.min(second * 1_000).mul_f64(0.5 + lot).min(Duration::from_secs(5))
            }
            Self::Phoenix => {
                let step = usize::try_from(failures).ok().and_then(|step| PHOENIX.get(step));
                Duration::from_millis(step.copied().unwrap_or(5_000))
            }
            Self::Exponential => doubled.min(Duration::from_secs(30)),
        }
    }

    pub(super) fn clients(self, count: usize, seed: u64) -> Vec<impl Client> {
        let mut seeds = StdRng::seed_from_u64(seed);
        let new =
            || Other { delays: self, failures: 0, lots: StdRng::seed_from_u64(seeds.random()) };
        std::iter::repeat_with(new).take(count).collect()
    }
}

struct Other {
    delays: Delays,
    failures: u32,
    lots: StdRng,
}

impl Client for Other {
    fn cut(&mut self, at: Duration) -> Duration {
        at + self.delays.delay(0, self.lots.random())
    }

    fn refused(&mut self, at: Duration) -> Duration {
        self.failures += 1;
        at + self.delays.delay(self.failures, self.lots.random())
    }
}
