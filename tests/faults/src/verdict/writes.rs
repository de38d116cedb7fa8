//! What was written against the server's log.

use super::Verdict;
use crate::server::Log;
use protocol::IdempotencyKey;
use serde_json::Value;
use std::collections::BTreeMap;

/// Every accepted write must have exactly one event; and numbers must follow each other without a
/// hole in every channel.
pub(crate) fn writes(keys: &[IdempotencyKey], log: &Log) -> Verdict {
    let mut verdict = Verdict::default();
    let mut effects: BTreeMap<uuid::Uuid, u64> = BTreeMap::new();
    for event in log.events.values().flatten() {
        if let Some(key) = event.cause {
            *effects.entry(key).or_default() += 1;
        }
    }
    for key in keys {
        match effects.get(&key.0).copied().unwrap_or(0) {
            0 => {
                verdict.tally.missing += 1;
                verdict.wrong.push(format!("the accepted write {key} had no effect"));
            }
            1 => {}
            times => {
                verdict.tally.duplicated += times - 1;
                verdict.wrong.push(format!("the write {key} had {times} effects"));
            }
        }
    }
    for (channel, events) in &log.events {
        let holes = events.windows(2).filter(|pair| pair[1].seq != pair[0].seq + 1).count();
        if holes > 0 {
            verdict.tally.missing += u64::try_from(holes).unwrap_or(u64::MAX);
            verdict.wrong.push(format!("the log of {channel} has {holes} holes"));
        }
    }
    verdict
}

/// The marks of one lane, in the order in which they were given: each must be in the log once and
/// in that order.
pub(crate) fn lane(given: &[String], log: &Log) -> Verdict {
    let order: BTreeMap<&str, usize> =
        given.iter().enumerate().map(|(at, mark)| (mark.as_str(), at)).collect();
    let mut verdict = Verdict::default();
    verdict.tally.sent = u64::try_from(given.len()).unwrap_or(u64::MAX);
    let mut seen = vec![0_u64; given.len()];
    let mut last = 0;
    for event in log.events.values().flatten() {
        let Some(at) = mark(&event.name, &event.data).and_then(|mark| order.get(mark)).copied()
        else {
            continue;
        };
        seen[at] += 1;
        if seen[at] > 1 {
            verdict.tally.duplicated += 1;
            verdict.wrong.push(format!("{} took effect again", given[at]));
        } else if at < last {
            verdict.tally.out_of_order += 1;
            verdict.wrong.push(format!("{} took effect after {}", given[at], given[last]));
        }
        last = at.max(last);
    }
    for (mark, seen) in given.iter().zip(seen) {
        if seen == 0 {
            verdict.tally.missing += 1;
            verdict.wrong.push(format!("{mark} had no effect"));
        }
    }
    verdict
}

/// The words of a change: a title, a name, or the text of a message.
fn mark<'a>(name: &str, data: &'a Value) -> Option<&'a str> {
    match name {
        "session_updated" => data["title"].as_str(),
        "skill_updated" => data["name"].as_str(),
        "interview_message" => data["blocks"][0]["text"].as_str(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{server::Logged, verdict::Tally};
    use protocol::{Channel, UserId};
    use serde_json::json;
    use uuid::Uuid;

    fn log(words: &[&str]) -> Log {
        let channel = Channel::User(UserId(Uuid::nil()));
        let events = words.iter().zip(1_u64..).map(|(word, seq)| Logged {
            at: 0,
            seq,
            id: Uuid::from_u128(seq.into()),
            cause: Some(Uuid::from_u128(word.len().try_into().unwrap())),
            name: "skill_updated".to_owned(),
            data: json!({ "name": word }),
        });
        Log { events: [(channel, events.collect())].into(), ..Log::default() }
    }

    fn lane_of(words: &[&str]) -> Tally {
        let given = ["one", "two", "three"].map(str::to_owned);
        lane(&given, &log(words)).tally
    }

    #[test]
    fn a_lane_is_kept_lost_doubled_or_swapped() {
        let clean = Tally { sent: 3, ..Tally::default() };
        assert_eq!(lane_of(&["one", "x", "two", "three"]), clean);
        assert_eq!(lane_of(&["one", "three"]), Tally { missing: 1, ..clean });
        assert_eq!(lane_of(&["one", "two", "one", "three"]), Tally { duplicated: 1, ..clean });
        assert_eq!(lane_of(&["two", "one", "three"]), Tally { out_of_order: 1, ..clean });
    }

    #[test]
    fn an_accepted_write_without_an_event_or_with_two_is_noticed() {
        let key = |length: u128| IdempotencyKey(Uuid::from_u128(length));
        assert_eq!(writes(&[key(3), key(5)], &log(&["one", "three"])).tally, Tally::default());
        assert_eq!(writes(&[key(4)], &log(&["one"])).tally.missing, 1);
        assert_eq!(writes(&[key(3)], &log(&["one", "two"])).tally.duplicated, 1);
    }

    #[test]
    fn a_hole_in_the_log_is_missing() {
        let mut log = log(&["one", "two", "three"]);
        log.events.values_mut().for_each(|events| drop(events.remove(1)));
        assert_eq!(writes(&[], &log).tally.missing, 1);
    }
}
