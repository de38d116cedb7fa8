//! What was read before, with the events since, is what would be read now: for every kind of event,
//! against the real server's reads, in virtual time. Copies are made at any moment of a talk and
//! brought up to date by events alone; each must then be what a fresh copy is.

mod copy;
mod deed;
mod source;

use copy::{Copy, Picture};
use deed::Deed;
use proptest::prelude::*;
use protocol::Event;
use source::Source;
use std::{collections::BTreeSet, time::Duration};

/// Where an event comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// The server tells it in the talk below.
    Server,
    /// No server tells it yet: it is known for the day one does.
    Nobody,
}

/// Every kind of event: one that is not here does not compile.
fn kind(event: &Event) -> (&'static str, Origin) {
    match event {
        Event::SkillUpdated(_) => ("skill", Origin::Server),
        Event::FindingUpdated(_) => ("finding", Origin::Server),
        Event::ProjectUpdated(_) => ("project", Origin::Server),
        Event::ConstraintUpdated(_) => ("constraint", Origin::Server),
        Event::StateUpdated(_) => ("state", Origin::Server),
        Event::InsightReceived(_) => ("insight", Origin::Nobody),
        Event::JobUpdated(_) => ("job", Origin::Server),
        Event::SessionUpdated(_) => ("session", Origin::Server),
        Event::SessionDeleted { .. } => ("deleted", Origin::Server),
        Event::InterviewMessage(_) => ("message", Origin::Server),
        Event::MessageBranched { .. } => ("branched", Origin::Server),
        Event::SessionFinalized { .. } => ("finalized", Origin::Server),
        Event::JobProgress { .. } => ("progress", Origin::Server),
        Event::JobChunk { .. } => ("chunk", Origin::Server),
        Event::JobCompleted { .. } => ("completed", Origin::Server),
        Event::JobFailed { .. } => ("failed", Origin::Server),
        Event::JobCancelled { .. } => ("cancelled", Origin::Server),
    }
}

/// The kinds that must have come by the end of the talk.
const KINDS: [&str; 16] = [
    "skill",
    "finding",
    "project",
    "constraint",
    "state",
    "job",
    "session",
    "deleted",
    "message",
    "branched",
    "finalized",
    "progress",
    "chunk",
    "completed",
    "failed",
    "cancelled",
];

/// A talk with its copies.
struct Talk {
    source: Source,
    copies: Vec<Copy>,
    seen: BTreeSet<&'static str>,
}

impl Talk {
    async fn new() -> Self {
        let source = Source::start().await;
        let copies = vec![Copy::read(&source).await];
        Self { source, copies, seen: BTreeSet::new() }
    }

    async fn does(&mut self, number: u32, deed: Deed) {
        match deed {
            Deed::Wait(time) => tokio::time::sleep(Duration::from_millis(time.into())).await,
            Deed::Copy => self.compare(number).await,
            deed => {
                if let Some(write) = deed::write(&self.source, deed, number).await {
                    self.source.write(&write).await;
                }
            }
        }
        // Whatever is not waiting for time to pass comes to its end.
        tokio::time::sleep(Duration::from_millis(1)).await;
    }

    /// Bring all copies up to date and hold each against what is read now.
    async fn compare(&mut self, number: u32) {
        let fresh = Copy::read(&self.source).await;
        let expected = fresh.picture().await;
        for (made, copy) in self.copies.iter_mut().enumerate() {
            for event in copy.catch_up(&self.source, number).await {
                let (name, origin) = kind(&event);
                assert_eq!(origin, Origin::Server, "{name}");
                self.seen.insert(name);
            }
            let Picture(picture) = copy.picture().await;
            for (name, part) in picture {
                let (had, wanted) = differing(&part, &expected.0[name]);
                assert_eq!(had, wanted, "{name} of copy {made} after deed {number}");
            }
        }
        self.copies.push(fresh);
    }
}

/// The lines from the first to the last that differ.
fn differing<'a>(one: &'a str, other: &'a str) -> (Vec<&'a str>, Vec<&'a str>) {
    let (mut one, mut other): (Vec<&str>, Vec<&str>) =
        (one.lines().collect(), other.lines().collect());
    while one.last().is_some_and(|last| other.last() == Some(last)) {
        one.pop();
        other.pop();
    }
    let same = one.iter().zip(&other).take_while(|(one, other)| one == other).count();
    (one.split_off(same), other.split_off(same))
}

/// A talk in which everything happens.
const EVERYTHING: &[Deed] = &[
    Deed::Begin(0),
    Deed::Wait(20),
    Deed::Copy,
    Deed::Wait(150),
    Deed::Copy,
    Deed::Wait(20_000),
    Deed::Copy,
    Deed::Decide(0, 0),
    Deed::Copy,
    Deed::Decide(0, 2),
    Deed::Reread(1),
    Deed::Copy,
    Deed::Reread(200),
    Deed::Copy,
    Deed::Rename(0),
    Deed::Ask(0),
    Deed::Say(0, 3),
    Deed::Copy,
    Deed::Wait(20_000),
    Deed::Skill(0),
    Deed::Skill(3),
    Deed::Project(0),
    Deed::Project(3),
    Deed::Constraint(0),
    Deed::Constraint(3),
    Deed::Direction(2),
    Deed::Copy,
    Deed::Say(0, 1),
    Deed::Wait(150),
    Deed::Copy,
    Deed::Stop,
    Deed::Copy,
    Deed::Again,
    Deed::Copy,
    Deed::Wait(20_000),
    Deed::Revise(1),
    Deed::Copy,
    Deed::Wait(20_000),
    Deed::Renew(0),
    Deed::Copy,
    Deed::Wait(20_000),
    Deed::Show(1),
    Deed::Copy,
    Deed::Say(0, 2),
    Deed::Wait(20_000),
    Deed::Copy,
    Deed::Pause(0),
    Deed::Copy,
    Deed::Resume(0),
    Deed::Begin(1),
    Deed::Copy,
    Deed::Wait(20_000),
    Deed::Finish(0),
    Deed::Copy,
    Deed::Remove(1),
    Deed::Copy,
];

#[tokio::test(start_paused = true)]
async fn what_was_read_and_every_event_since_are_what_would_be_read_now() {
    let mut talk = Talk::new().await;
    for (number, deed) in (0..).zip(EVERYTHING) {
        talk.does(number, *deed).await;
    }
    // An interviewer who does not come on is given up.
    talk.source.restart(Duration::from_mins(5)).await;
    talk.does(100, Deed::Begin(2)).await;
    talk.does(101, Deed::Copy).await;
    talk.does(102, Deed::Wait(u16::MAX)).await;
    talk.does(103, Deed::Wait(u16::MAX)).await;
    talk.does(104, Deed::Wait(u16::MAX)).await;
    talk.does(105, Deed::Copy).await;
    assert_eq!(talk.seen, BTreeSet::from(KINDS), "every kind came");
}

fn any_deed() -> impl Strategy<Value = Deed> {
    let some = || 0_u8..3;
    prop_oneof![
        2 => some().prop_map(Deed::Begin),
        4 => (some(), some()).prop_map(|(n, answer)| Deed::Say(n, answer)),
        1 => any::<u8>().prop_map(Deed::Revise),
        1 => any::<u8>().prop_map(Deed::Renew),
        1 => any::<u8>().prop_map(Deed::Show),
        1 => some().prop_map(Deed::Rename),
        1 => some().prop_map(Deed::Ask),
        1 => some().prop_map(Deed::Pause),
        1 => some().prop_map(Deed::Resume),
        1 => some().prop_map(Deed::Finish),
        1 => some().prop_map(Deed::Remove),
        3 => any::<(u8, u8)>().prop_map(|(n, decision)| Deed::Decide(n, decision)),
        3 => any::<u8>().prop_map(Deed::Reread),
        1 => any::<u8>().prop_map(Deed::Skill),
        1 => any::<u8>().prop_map(Deed::Project),
        1 => any::<u8>().prop_map(Deed::Constraint),
        1 => some().prop_map(Deed::Direction),
        1 => Just(Deed::Stop),
        1 => Just(Deed::Again),
        4 => prop_oneof![Just(10_u16), 1..400_u16, Just(20_000)].prop_map(Deed::Wait),
        3 => Just(Deed::Copy),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_same_holds_for_any_talk_and_any_moment(
        deeds in proptest::collection::vec(any_deed(), 10..40),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .unwrap();
        runtime.block_on(async {
            let mut talk = Talk::new().await;
            for (number, deed) in (0..).zip(deeds) {
                talk.does(number, deed).await;
            }
            talk.does(1_000, Deed::Copy).await;
        });
    }
}
