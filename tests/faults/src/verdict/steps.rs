//! One channel: every step of the desktop's position against the server's log.

use super::Verdict;
use crate::{desktop::Step, server::Logged};
use protocol::Channel;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Every event of the log after the first step must have been taken in once and in order; with
/// `must_end`, up to the newest.
pub(super) fn judge(
    channel: Channel,
    steps: &[Step],
    events: &[Logged],
    (epoch, top): (Uuid, u64),
    must_end: bool,
) -> Verdict {
    let mut walk = Walk::new(channel, epoch, events);
    for step in steps {
        walk.step(step);
    }
    let (first, stands) = match walk.stands {
        Some((history, seq)) if history == epoch => (walk.first, seq),
        _ if must_end => (0, 0),
        _ => return walk.verdict,
    };
    let end = if must_end { top } else { stands };
    walk.verdict.tally.sent += end.saturating_sub(first);
    if stands < end {
        walk.missing(end - stands, &format!("stands at {stands} of {end}"));
    }
    walk.verdict
}

struct Walk<'a> {
    channel: Channel,
    epoch: Uuid,
    events: &'a [Logged],
    stands: Option<(Uuid, u64)>,
    first: u64,
    seen: BTreeSet<Uuid>,
    verdict: Verdict,
}

impl<'a> Walk<'a> {
    fn new(channel: Channel, epoch: Uuid, events: &'a [Logged]) -> Self {
        let (stands, first, seen) = (None, 0, BTreeSet::new());
        Self { channel, epoch, events, stands, first, seen, verdict: Verdict::default() }
    }

    fn step(&mut self, step: &Step) {
        let before = self.stands.filter(|(history, _)| *history == step.epoch).map(|(_, seq)| seq);
        match (step.event, before) {
            (None, None) => self.first = step.seq,
            (None, Some(before)) => {
                self.verdict.tally.by_snapshot += step.seq.saturating_sub(before);
            }
            (Some(event), before) => self.event(event, step, before.unwrap_or(0)),
        }
        self.stands = Some((step.epoch, step.seq));
    }

    fn event(&mut self, event: Uuid, step: &Step, before: u64) {
        if !self.seen.insert(event) {
            self.verdict.tally.duplicated += 1;
            self.wrong(&format!("event {event} was applied twice, as {}", step.seq));
        } else if step.seq <= before {
            self.verdict.tally.out_of_order += 1;
            self.wrong(&format!("{} was applied after {before}", step.seq));
        } else if step.seq > before + 1 {
            let gap = step.seq - before - 1;
            self.missing(gap, &format!("{gap} events between {before} and {}", step.seq));
        }
        let logged = self.events.iter().find(|logged| logged.seq == step.seq);
        if step.epoch == self.epoch && logged.is_some_and(|logged| logged.id != event) {
            self.verdict.tally.out_of_order += 1;
            self.wrong(&format!("{} is another event than the server's", step.seq));
        }
    }

    fn missing(&mut self, count: u64, what: &str) {
        self.verdict.tally.missing += count;
        self.wrong(what);
    }

    fn wrong(&mut self, what: &str) {
        self.verdict.wrong.push(format!("{}: {what}", self.channel));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verdict::Tally;
    use protocol::{JobId, SessionId};

    const EPOCH: Uuid = Uuid::from_u128(1);

    fn id(seq: u64) -> Uuid {
        Uuid::from_u128(1_000 + u128::from(seq))
    }

    fn log(top: u64) -> Vec<Logged> {
        let event = |seq| Logged {
            seq,
            id: id(seq),
            cause: None,
            name: String::new(),
            data: serde_json::Value::Null,
        };
        (1..=top).map(event).collect()
    }

    fn whole(seq: u64) -> Step {
        Step { n: seq, epoch: EPOCH, seq, event: None }
    }

    fn event(seq: u64) -> Step {
        Step { n: seq, epoch: EPOCH, seq, event: Some(id(seq)) }
    }

    fn judged(steps: &[Step]) -> Tally {
        let channel = Channel::Session(SessionId(Uuid::nil()));
        judge(channel, steps, &log(5), (EPOCH, 5), true).tally
    }

    #[test]
    fn all_in_order_is_clean() {
        let tally = judged(&[whole(2), event(3), event(4), event(5)]);
        assert_eq!(tally, Tally { sent: 3, ..Tally::default() });
    }

    #[test]
    fn what_a_read_of_the_whole_brought_is_told_apart() {
        let tally = judged(&[whole(2), event(3), whole(4), event(5)]);
        assert_eq!(tally, Tally { sent: 3, by_snapshot: 1, ..Tally::default() });
    }

    #[test]
    fn a_gap_an_early_end_and_a_channel_never_seen_are_missing() {
        assert_eq!(judged(&[whole(2), event(5)]).missing, 2);
        assert_eq!(judged(&[whole(2), event(3)]).missing, 2);
        assert_eq!(judged(&[]), Tally { sent: 5, missing: 5, ..Tally::default() });
    }

    #[test]
    fn a_repeat_is_duplicated_and_an_older_one_out_of_order() {
        let tally = judged(&[whole(2), event(3), event(4), event(4), event(5)]);
        assert_eq!(tally, Tally { sent: 3, duplicated: 1, ..Tally::default() });
        let late = judged(&[whole(2), event(4), event(3), event(5)]);
        assert_eq!((late.missing, late.out_of_order), (2, 1));
    }

    #[test]
    fn another_event_under_the_number_is_out_of_order() {
        let swapped = Step { n: 3, epoch: EPOCH, seq: 3, event: Some(id(99)) };
        assert_eq!(judged(&[whole(2), swapped, event(4), event(5)]).out_of_order, 1);
    }

    #[test]
    fn a_job_may_be_left_before_its_end() {
        let channel = Channel::Job(JobId(Uuid::nil()));
        let verdict = judge(channel, &[whole(2), event(3)], &log(5), (EPOCH, 5), false);
        assert_eq!(verdict.tally, Tally { sent: 1, ..Tally::default() });
        assert_eq!(judge(channel, &[], &log(5), (EPOCH, 5), false), Verdict::default());
    }
}
