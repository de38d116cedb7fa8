//! One channel: every step of the desktop's position against the server's log.

use super::Verdict;
use crate::{desktop::Step, server::Logged};
use protocol::Channel;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The steps, without an event where everything was read whole. Such a read takes over the id of the
/// event at its place but not its time; an event that moves no time was committed together with the
/// one before it.
pub(super) fn told_apart(steps: &[Step], events: &[Logged]) -> Vec<Step> {
    let times: BTreeMap<u64, i64> = events.iter().map(|event| (event.seq, event.at)).collect();
    let mut before: Option<&Step> = None;
    let mut told = Vec::new();
    for step in steps {
        let is_next = before.is_some_and(|before| {
            (before.epoch, before.seq + 1) == (step.epoch, step.seq)
                && times.get(&before.seq) == times.get(&step.seq)
        });
        let event = step.event.filter(|_| step.is_timed || is_next);
        told.push(Step { event, ..step.clone() });
        before = Some(step);
    }
    told
}

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
            at: i64::try_from(seq / 2).expect("it is small"),
            cause: None,
            name: String::new(),
            data: serde_json::Value::Null,
        };
        (1..=top).map(event).collect()
    }

    fn whole(seq: u64) -> Step {
        Step { n: seq, epoch: EPOCH, seq, event: None, is_timed: false }
    }

    fn event(seq: u64) -> Step {
        Step { n: seq, epoch: EPOCH, seq, event: Some(id(seq)), is_timed: true }
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
        let swapped = Step { event: Some(id(99)), ..event(3) };
        assert_eq!(judged(&[whole(2), swapped, event(4), event(5)]).out_of_order, 1);
    }

    #[test]
    fn a_read_of_the_whole_is_told_apart_from_an_event_though_it_names_one() {
        let untimed = |seq| Step { is_timed: false, ..event(seq) };
        // 2 and 3 were committed together, 4 and 5 too.
        let steps = [untimed(1), event(2), untimed(3), untimed(4), untimed(5)];
        let told: Vec<bool> =
            told_apart(&steps, &log(5)).iter().map(|step| step.event.is_some()).collect();
        assert_eq!(told, [false, true, true, false, true]);
        let jump = told_apart(&[untimed(2), untimed(5)], &log(5));
        assert!(jump.iter().all(|step| step.event.is_none()));
    }

    #[test]
    fn a_job_may_be_left_before_its_end() {
        let channel = Channel::Job(JobId(Uuid::nil()));
        let verdict = judge(channel, &[whole(2), event(3)], &log(5), (EPOCH, 5), false);
        assert_eq!(verdict.tally, Tally { sent: 1, ..Tally::default() });
        assert_eq!(judge(channel, &[], &log(5), (EPOCH, 5), false), Verdict::default());
    }
}
