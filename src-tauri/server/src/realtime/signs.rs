//! What a connection shows of itself to the other devices: in which sessions it is, and where the
//! person writes. Nothing of it is stored; all of it lapses by itself.

use protocol::Channel;
use std::{collections::BTreeMap, time::Duration};

/// How long writing shows without another sign of it.
const TYPING: Duration = Duration::from_secs(10);
/// How long a device shows without a sign of life.
const PRESENCE: Duration = Duration::from_secs(45);
/// How often a device that lives shows itself again.
const AGAIN: Duration = Duration::from_secs(20);

/// What is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// The person writes.
    Typing,
    /// The device follows the session.
    Presence,
}

/// Something to be shown to the other devices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sign {
    /// The session's channel.
    pub(crate) channel: Channel,
    /// What.
    pub(crate) kind: Kind,
    /// Whether it begins or goes on; else it ends.
    pub(crate) on: bool,
}

impl Sign {
    fn new(channel: Channel, kind: Kind, on: bool) -> Self {
        Self { channel, kind, on }
    }
}

/// What one connection shows.
#[derive(Debug, Default)]
pub(super) struct Signs {
    /// Until when the person counts as writing, by session in which the device is.
    present: BTreeMap<Channel, Option<Duration>>,
    shown_at: Duration,
    is_away: bool,
}

impl Signs {
    /// The channel is followed from now on.
    pub(super) fn enter(&mut self, channel: Channel) -> Option<Sign> {
        let is_session = matches!(channel, Channel::Session(_));
        let enters = is_session && self.present.insert(channel, None).is_none();
        enters.then_some(Sign::new(channel, Kind::Presence, true))
    }

    /// The channel is no longer followed.
    pub(super) fn leave(&mut self, channel: Channel) -> impl Iterator<Item = Sign> + use<> {
        let was = self.present.remove(&channel);
        let typed = was.flatten().map(|_| Sign::new(channel, Kind::Typing, false));
        typed.into_iter().chain(was.map(|_| Sign::new(channel, Kind::Presence, false)))
    }

    /// The person writes there or has stopped.
    pub(super) fn typing(&mut self, channel: Channel, on: bool, now: Duration) -> Option<Sign> {
        let until = self.present.get_mut(&channel)?;
        let before = std::mem::replace(until, on.then_some(now + TYPING));
        (on || before.is_some()).then_some(Sign::new(channel, Kind::Typing, on))
    }

    /// What follows from the time that has passed since the client was last heard.
    pub(super) fn pass(&mut self, heard_at: Duration, now: Duration) -> Vec<Sign> {
        let mut signs = Vec::new();
        for (channel, until) in &mut self.present {
            if until.take_if(|until| now >= *until).is_some() {
                signs.push(Sign::new(*channel, Kind::Typing, false));
            }
        }
        let is_away = now >= heard_at + PRESENCE;
        let again = !is_away && heard_at >= self.shown_at + AGAIN;
        if is_away != self.is_away || again {
            (self.is_away, self.shown_at) = (is_away, now);
            let channels = self.present.keys();
            signs.extend(channels.map(|channel| Sign::new(*channel, Kind::Presence, !is_away)));
        }
        signs
    }

    /// When [`Self::pass`] has something to say at the latest.
    pub(super) fn next_deadline(&self, heard_at: Duration) -> Duration {
        let lapses = !self.is_away && !self.present.is_empty();
        let lapse = if lapses { heard_at + PRESENCE } else { Duration::MAX };
        self.present.values().flatten().copied().fold(lapse, Duration::min)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::{SessionId, UserId};
    use uuid::Uuid;

    fn room() -> Channel {
        Channel::Session(SessionId(Uuid::from_u128(1)))
    }

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn sign(kind: Kind, on: bool) -> Sign {
        Sign::new(room(), kind, on)
    }

    #[test]
    fn only_sessions_show_who_is_there() {
        let mut signs = Signs::default();
        assert_eq!(signs.enter(Channel::User(UserId(Uuid::nil()))), None);
        assert_eq!(signs.enter(room()), Some(sign(Kind::Presence, true)));
        assert_eq!(signs.enter(room()), None);
        assert_eq!(signs.leave(room()).collect::<Vec<_>>(), vec![sign(Kind::Presence, false)]);
        assert_eq!(signs.typing(room(), true, at(0)), None);
    }

    #[test]
    fn writing_lapses_after_ten_seconds_and_ends_when_the_session_is_left() {
        let mut signs = Signs::default();
        signs.enter(room());
        assert_eq!(signs.typing(room(), false, at(0)), None);
        assert_eq!(signs.typing(room(), true, at(0)), Some(sign(Kind::Typing, true)));
        assert_eq!(signs.typing(room(), true, at(4)), Some(sign(Kind::Typing, true)));
        assert_eq!(signs.next_deadline(at(4)), at(14));
        assert_eq!(signs.pass(at(4), at(13)), Vec::new());
        assert_eq!(signs.pass(at(4), at(14)), vec![sign(Kind::Typing, false)]);
        assert_eq!(signs.pass(at(4), at(15)), Vec::new());
        signs.typing(room(), true, at(15));
        let left: Vec<Sign> = signs.leave(room()).collect();
        assert_eq!(left, vec![sign(Kind::Typing, false), sign(Kind::Presence, false)]);
    }

    #[test]
    fn a_silent_device_is_away_after_forty_five_seconds_and_back_at_its_next_word() {
        let mut signs = Signs::default();
        signs.enter(room());
        assert_eq!(signs.next_deadline(at(0)), at(45));
        assert_eq!(signs.pass(at(0), at(44)), Vec::new());
        assert_eq!(signs.pass(at(0), at(45)), vec![sign(Kind::Presence, false)]);
        assert_eq!(signs.next_deadline(at(0)), Duration::MAX);
        assert_eq!(signs.pass(at(50), at(50)), vec![sign(Kind::Presence, true)]);
        assert_eq!(signs.pass(at(60), at(60)), Vec::new());
        assert_eq!(signs.pass(at(70), at(70)), vec![sign(Kind::Presence, true)]);
    }
}
