//! How often something may be asked for: commands by device, attempts to sign in by address. A server
//! inside a program has no such limits.

use governor::{
    Quota, RateLimiter, clock::Clock, middleware::NoOpMiddleware, state::keyed::HashMapStateStore,
};
use protocol::{DeviceId, ErrorCode, Problem, UserId};
use std::{
    fmt,
    hash::Hash,
    net::{IpAddr, Ipv6Addr},
    num::NonZeroU32,
    time::Duration,
};
use tokio::time::Instant;

/// So many keys are kept before those are dropped that have all their allowance again.
const KEYS: usize = 10_000;
/// Attempts to sign in from one address: per minute in the long run, and at once.
const SIGN_INS: Rate = Rate { per_minute: 20, burst: 20 };

/// How often something may happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// In the long run; 0 means without limit.
    pub per_minute: u32,
    /// At once, after a pause; at least 1.
    pub burst: u32,
}

/// The limits of a server.
#[derive(Debug)]
pub(crate) struct Limits {
    commands: Option<Limiter<(UserId, DeviceId)>>,
    sign_ins: Option<Limiter<IpAddr>>,
}

impl Limits {
    /// With this rate of commands for each device; none at all for a program's own server.
    pub(crate) fn new(commands: Rate, is_shared: bool) -> Self {
        if !is_shared {
            return Self { commands: None, sign_ins: None };
        }
        Self { commands: Limiter::new(commands), sign_ins: Limiter::new(SIGN_INS) }
    }

    /// Count a command.
    ///
    /// # Errors
    ///
    /// [`ErrorCode::RateLimited`] with the time to wait.
    pub(crate) fn command(&self, user: UserId, device: DeviceId) -> Result<(), Problem> {
        check(self.commands.as_ref(), &(user, device))
    }

    /// Count an attempt to sign in from an address.
    ///
    /// # Errors
    ///
    /// [`ErrorCode::RateLimited`] with the time to wait.
    pub(crate) fn sign_in(&self, from: IpAddr) -> Result<(), Problem> {
        check(self.sign_ins.as_ref(), &network(from))
    }
}

fn check<K: Hash + Eq + Clone>(limiter: Option<&Limiter<K>>, key: &K) -> Result<(), Problem> {
    limiter.map_or(Ok(()), |limiter| limiter.check(key)).map_err(|wait| {
        let wait = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX) + 1;
        let problem = Problem::temporary(ErrorCode::RateLimited, "Too many requests.");
        Problem { retry_after_ms: Some(wait), ..problem }
    })
}

/// One subscriber has at least this part of the version 6 addresses.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        address @ IpAddr::V4(_) => address,
    }
}

/// The runtime's clock, which tests can pause.
#[derive(Debug, Clone, Copy)]
struct RuntimeClock(Instant);

impl Clock for RuntimeClock {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.0.elapsed()
    }
}

type Counts<K> = RateLimiter<K, HashMapStateStore<K>, RuntimeClock, NoOpMiddleware<Duration>>;

struct Limiter<K: Hash + Eq + Clone> {
    counts: Counts<K>,
}

impl<K: Hash + Eq + Clone> fmt::Debug for Limiter<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Limiter").field("keys", &self.counts.len()).finish_non_exhaustive()
    }
}

impl<K: Hash + Eq + Clone> Limiter<K> {
    /// `None` when there is no limit.
    fn new(rate: Rate) -> Option<Self> {
        let per_minute = NonZeroU32::new(rate.per_minute)?;
        let burst = NonZeroU32::new(rate.burst).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::per_minute(per_minute).allow_burst(burst);
        let counts = Counts::hashmap_with_clock(quota, RuntimeClock(Instant::now()));
        Some(Self { counts })
    }

    /// Count one more. The error is the time to wait.
    fn check(&self, key: &K) -> Result<(), Duration> {
        if self.counts.len() > KEYS {
            self.counts.retain_recent();
        }
        let counted = self.counts.check_key(key);
        counted.map_err(|until| until.wait_time_from(self.counts.clock().now()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const RATE: Rate = Rate { per_minute: 600, burst: 200 };

    fn device(number: u128) -> DeviceId {
        DeviceId(Uuid::from_u128(number))
    }

    #[tokio::test(start_paused = true)]
    async fn a_device_gets_its_burst_then_ten_in_a_second_and_is_told_how_long_to_wait() {
        let limits = Limits::new(RATE, true);
        let user = UserId(Uuid::nil());
        let mut done = 0;
        let refused = loop {
            match limits.command(user, device(1)) {
                Ok(()) => done += 1,
                Err(problem) => break problem,
            }
        };
        assert_eq!((done, refused.code, refused.retryable), (200, ErrorCode::RateLimited, true));
        assert!(limits.command(user, device(2)).is_ok(), "another device waits for nobody");
        let wait = refused.retry_after_ms.unwrap();
        assert!((1..=101).contains(&wait), "{wait}");
        tokio::time::advance(Duration::from_millis(wait)).await;
        assert!(limits.command(user, device(1)).is_ok());
        assert!(limits.command(user, device(1)).is_err());
    }

    #[tokio::test(start_paused = true)]
    async fn addresses_of_one_subscriber_count_together() {
        let limits = Limits::new(RATE, true);
        let subscriber = |rest: u16| IpAddr::from([0x2001, 0xdb8, 0, 1, 0, 0, 0, rest]);
        let allowed = (0..100).filter(|rest| limits.sign_in(subscriber(*rest)).is_ok()).count();
        assert_eq!(allowed, 20);
        let neighbour = IpAddr::from([0x2001, 0xdb8, 0, 2, 0, 0, 0, 1]);
        assert!(limits.sign_in(neighbour).is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_remembered_of_strangers_is_bounded() {
        let limiter = Limiter::new(RATE).unwrap();
        for number in 0..30_000_u32 {
            assert!(limiter.check(&number).is_ok());
            tokio::time::advance(Duration::from_millis(1)).await;
        }
        assert!(limiter.counts.len() <= KEYS + 1, "{}", limiter.counts.len());
    }

    #[test]
    fn a_programs_own_server_and_one_told_so_have_no_limit() {
        let user = UserId(Uuid::nil());
        for limits in [Limits::new(RATE, false), Limits::new(Rate { per_minute: 0, ..RATE }, true)]
        {
            assert!((0..10_000).all(|_| limits.command(user, device(1)).is_ok()));
        }
    }
}
