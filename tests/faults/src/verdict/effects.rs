//! Every event that was taken in against the record that it had to write: a later change of the same
//! record would hide that an earlier one was lost.

use super::Verdict;
use crate::{
    desktop::{Cache, Effect, Step},
    server::Logged,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The record and the version that an event of a person's channel makes.
fn wanted(event: &Logged) -> Option<((String, String), u64)> {
    let kind = event.name.strip_suffix("_updated")?;
    let id = if kind == "state" { "state" } else { event.data["id"].as_str()? };
    Some(((kind.to_owned(), id.to_owned()), event.data["version"].as_u64()?))
}

/// Each must have been written just before its step, unless the record was as new before.
pub(super) fn judge(steps: &[Step], events: &[Logged], epoch: Uuid, cache: &Cache) -> Verdict {
    let events: BTreeMap<u64, &Logged> = events.iter().map(|event| (event.seq, event)).collect();
    let mut verdict = Verdict::default();
    for step in steps.iter().filter(|step| step.event.is_some() && step.epoch == epoch) {
        let Some(event) = events.get(&step.seq) else { continue };
        let Some((record, version)) = wanted(event) else { continue };
        let written = cache.effects.get(&record).map_or(&[][..], Vec::as_slice);
        let had = |effect: &Effect| {
            effect.after + 1 == step.n && effect.version == version
                || effect.after + 1 < step.n && effect.version >= version
        };
        if !written.iter().any(had) {
            let (kind, id) = record;
            verdict.missing(format!("{} had no effect: {kind} {id} {version}", step.seq));
        }
    }
    verdict
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn missing(effects: &[(u64, u64)]) -> u64 {
        let event = |seq: u64| Logged {
            seq,
            id: Uuid::from_u128(seq.into()),
            at: 0,
            cause: None,
            name: "skill_updated".to_owned(),
            data: json!({ "id": "a", "version": seq }),
        };
        let step = |seq: u64| Step {
            n: seq,
            epoch: Uuid::nil(),
            seq,
            event: Some(Uuid::from_u128(seq.into())),
            is_timed: true,
        };
        let written =
            effects.iter().map(|(after, version)| Effect { after: *after, version: *version });
        let key = ("skill".to_owned(), "a".to_owned());
        let effects = [(key, written.collect())].into();
        let cache = Cache { effects, ..Cache::default() };
        let (steps, events) = ([step(1), step(2)], [event(1), event(2)]);
        judge(&steps, &events, Uuid::nil(), &cache).tally.missing
    }

    #[test]
    fn an_effect_that_was_lost_is_noticed_although_a_later_one_hides_it() {
        assert_eq!(missing(&[(0, 1), (1, 2)]), 0);
        assert_eq!(missing(&[(1, 2)]), 1);
        assert_eq!(missing(&[]), 2);
    }

    #[test]
    fn a_record_that_was_as_new_before_needs_no_other_effect() {
        assert_eq!(missing(&[(0, 2)]), 1, "the first event did not write its own version");
        assert_eq!(missing(&[(0, 1), (0, 2)]), 0);
    }
}
