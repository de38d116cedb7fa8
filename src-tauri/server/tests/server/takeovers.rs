//! Jobs whose workers are lost, late or two at a time: whatever happens between them, the text is that
//! of one worker, and there is one reply.

use crate::{
    shared_disk::{Node, Shared, Weather},
    support::{PATIENCE, new_message},
};
use proptest::prelude::*;
use protocol::{
    Channel, Envelope, ErrorCode, Event, MessageId, SessionId, Write,
    frame::{PollAnswer, ServerFrame},
    records::{Job, JobStatus, JobStep, Message, PermissionMode, Role, SessionKind},
    rest::Page,
    write::{CreateSession, NewMessage, PostMessage},
};
use sha2::{Digest, Sha256};
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout};
use uuid::Uuid;

const ANSWERS: [&str; 2] = [
    "I led a team of five and built a billing system in Rust and PostgreSQL.",
    "Two kids depend on me, and I work 45 hours a week.",
];
/// Longer than anything may take, in virtual time.
const LONG: Duration = Duration::from_hours(2);

fn session() -> SessionId {
    SessionId(Uuid::from_u128(77))
}

fn message(number: u128) -> NewMessage {
    let text = ANSWERS[usize::try_from(number).unwrap()];
    NewMessage { id: MessageId(Uuid::from_u128(100 + number)), ..new_message(text) }
}

/// The person gives both answers at once, so that a second job waits behind the first.
async fn speak(node: &Node, token: &str) {
    let create = CreateSession {
        id: session(),
        kind: SessionKind::Intake,
        permission: PermissionMode::Ask,
        first_message: message(0),
    };
    assert_eq!(node.write(token, &Write::CreateSession(create)).await, 200);
    let body = PostMessage { message: message(1), resume: true, replaces: None };
    assert_eq!(node.write(token, &Write::PostMessage { session: session(), body }).await, 200);
}

async fn jobs(node: &Node, token: &str) -> Vec<Job> {
    let mut jobs: Vec<Job> = node.read::<Page<Job>>(token, "/v1/jobs").await.items;
    jobs.sort_by_key(|job| job.id);
    jobs
}

/// Wait until nothing is to be done any more.
async fn ended(node: &Node, token: &str) -> Vec<Job> {
    let wait = async {
        loop {
            let jobs = jobs(node, token).await;
            if jobs.iter().all(|job| job.ended_at.is_some()) {
                return jobs;
            }
            sleep(Duration::from_millis(500)).await;
        }
    };
    timeout(LONG, wait).await.expect("no job runs for ever")
}

async fn log(node: &Node, token: &str, job: &Job) -> Vec<Envelope> {
    let ch = Channel::Job(job.id);
    let epoch = node.epoch(token, &format!("/v1/jobs/{}/text", job.id)).await;
    let mut events: Vec<Envelope> = Vec::new();
    loop {
        let seq = events.last().map_or(0, |event| event.seq);
        let path = format!("/v1/channels/{ch}/events?epoch={epoch}&seq={seq}");
        let answer: PollAnswer = node.read(token, &path).await;
        let before = events.len();
        events.extend(answer.frames.into_iter().filter_map(|frame| match frame {
            ServerFrame::Ev(event) => Some(event),
            _ => None,
        }));
        if events.len() == before {
            return events;
        }
    }
}

/// The text that the chunks give, as a client puts it together; checks what must hold in the log of
/// one job.
fn assembled(log: &[Envelope]) -> String {
    let mut text: Vec<char> = Vec::new();
    let (mut newest, mut reached) = (0, 0);
    for envelope in log {
        match envelope.event.typed().unwrap() {
            Event::JobChunk { r#gen, off, text: more, .. } => {
                assert!(r#gen >= newest, "a stale worker wrote");
                newest = r#gen;
                assert!(more.len() <= 2 * 1024);
                assert_eq!(u64::try_from(text.len()).unwrap(), off, "a hole or a repeat");
                text.extend(more.chars());
            }
            Event::JobProgress { step, percent, .. } => {
                // Only whoever begins anew goes back, to the beginning.
                assert!(percent >= reached || (step, percent) == (JobStep::Thinking, 5));
                reached = percent;
            }
            _ => {}
        }
    }
    text.into_iter().collect()
}

/// What the replies would be if nothing went wrong.
async fn undisturbed() -> Vec<String> {
    let shared = Shared::new();
    let node = shared.start(&Weather::fair(), true).await;
    let token = node.sign_in().await;
    speak(&node, &token).await;
    ended(&node, &token).await;
    let replies = replies(&node, &token).await;
    assert_eq!(replies.len(), ANSWERS.len());
    replies.into_iter().map(|reply| reply.text()).collect()
}

/// What was said in answer, without the opening question.
async fn replies(node: &Node, token: &str) -> Vec<Message> {
    let path = format!("/v1/sessions/{}/messages", session());
    let mut messages: Vec<Message> = node.read::<Page<Message>>(token, &path).await.items;
    messages.reverse();
    let ordinals: Vec<u64> = messages.iter().map(|message| message.ordinal).collect();
    assert_eq!(ordinals, (1..=u64::try_from(messages.len()).unwrap()).collect::<Vec<_>>());
    messages.retain(|message| message.role == Role::Assistant && message.ordinal > 1);
    messages
}

/// Each job has one reply, and its log, its reply and its hash are the same text.
async fn check(node: &Node, token: &str, expected: &[String]) {
    let jobs = ended(node, token).await;
    assert!(jobs.iter().all(|job| job.status == JobStatus::Completed), "{jobs:?}");
    check_texts(node, token, &jobs, expected).await;
}

/// As [`check`], for jobs that may have lost too many workers in a row: they have the beginning of
/// the text.
async fn check_texts(node: &Node, token: &str, jobs: &[Job], expected: &[String]) {
    let replies = replies(node, token).await;
    assert_eq!(jobs.len(), ANSWERS.len());
    for (job, expected) in jobs.iter().zip(expected) {
        let log = log(node, token, job).await;
        let written = assembled(&log);
        let mut own = replies.iter().filter(|reply| reply.job_id == Some(job.id));
        let reply = own.next();
        assert!(own.next().is_none(), "two replies to one message");
        assert_eq!(reply.map(Message::text).unwrap_or_default(), written);
        let ends = ["job_completed", "job_failed"];
        let ends = log.iter().filter(|event| ends.contains(&event.event.name.as_str()));
        assert_eq!(ends.count(), 1);
        match log.last().unwrap().event.typed() {
            Some(Event::JobCompleted { sha256, .. }) => {
                assert_eq!(&written, expected);
                let hash = Sha256::digest(expected.as_bytes());
                let hash: Vec<String> = hash.iter().map(|byte| format!("{byte:02x}")).collect();
                assert_eq!(sha256, hash.concat());
            }
            Some(Event::JobFailed { problem, .. }) => {
                assert_eq!(problem.code, ErrorCode::Stalled);
                assert!(expected.starts_with(&written));
            }
            other => panic!("{other:?} is no end"),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_job_whose_server_is_lost_goes_on_elsewhere_once_its_lease_has_lapsed() {
    let expected = undisturbed().await;
    let shared = Shared::new();
    let weather = Weather::fair();
    let lost = shared.start(&weather, true).await;
    let token = lost.sign_in().await;
    let other = shared.start(&Weather::fair(), false).await;
    speak(&lost, &token).await;
    while jobs(&other, &token).await[0].percent < 60 {
        sleep(Duration::from_millis(100)).await;
    }
    weather.crash_in(0);
    while !weather.has_crashed() {
        sleep(Duration::from_millis(10)).await;
    }
    let at = Instant::now();
    while jobs(&other, &token).await[0].r#gen < 2 {
        sleep(Duration::from_millis(100)).await;
    }
    assert!(at.elapsed() > Duration::from_secs(9), "it was taken before its lease lapsed");
    assert!(at.elapsed() < Duration::from_secs(32), "it was taken late");
    check(&other, &token, &expected).await;
}

#[tokio::test(start_paused = true)]
async fn a_worker_that_slept_through_its_lease_writes_nothing_more() {
    let expected = undisturbed().await;
    let shared = Shared::new();
    let weather = Weather::fair();
    let sleeper = shared.start(&weather, true).await;
    let token = sleeper.sign_in().await;
    let other = shared.start(&Weather::fair(), false).await;
    speak(&sleeper, &token).await;
    while jobs(&other, &token).await[0].percent < 60 {
        sleep(Duration::from_millis(100)).await;
    }
    // The chunk was planned while the lease was good, and comes to be committed long after.
    weather.sleep_once(Duration::from_mins(1));
    check(&other, &token, &expected).await;
    sleep(Duration::from_mins(2)).await;
    check(&other, &token, &expected).await;
    assert!(jobs(&other, &token).await[0].r#gen >= 2);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_stops_in_order_leaves_its_job_to_others_at_once() {
    let expected = undisturbed().await;
    let shared = Shared::new();
    let leaving = shared.start(&Weather::fair(), true).await;
    let token = leaving.sign_in().await;
    speak(&leaving, &token).await;
    while jobs(&leaving, &token).await[0].percent < 60 {
        sleep(Duration::from_millis(100)).await;
    }
    leaving.server.stop().await;
    let at = Instant::now();
    let other = shared.start(&Weather::fair(), false).await;
    check(&other, &token, &expected).await;
    assert!(at.elapsed() < Duration::from_secs(10), "nobody waits for a lease that was given back");
}

#[tokio::test(start_paused = true)]
async fn a_job_that_loses_every_worker_ends_as_stalled() {
    let shared = Shared::new();
    let mut node = shared.start(&Weather::fair(), true).await;
    let token = node.sign_in().await;
    node.server.stop().await;
    for generation in 1..=6 {
        let weather = Weather::steady(Duration::from_millis(100));
        node = shared.start(&weather, true).await;
        if generation == 1 {
            speak(&node, &token).await;
        }
        while jobs(&node, &token).await[0].r#gen < generation {
            sleep(Duration::from_millis(10)).await;
        }
        weather.crash_in(0);
        while !weather.has_crashed() {
            sleep(Duration::from_millis(10)).await;
        }
    }
    let node = shared.start(&Weather::fair(), true).await;
    let ended = ended(&node, &token).await;
    assert_eq!(ended[0].status, JobStatus::Failed);
    assert_eq!(ended[0].problem.as_ref().map(|problem| problem.code), Some(ErrorCode::Stalled));
    assert_eq!(ended[1].status, JobStatus::Completed);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn two_servers_make_one_text_however_they_interleave(
        seeds in any::<(u64, u32)>().prop_map(|(one, two)| (one, u64::from(two))),
        slow in 0..400_u32,
        asleep in 0..25_u32,
        crashes in proptest::collection::vec(3..60_u32, 0..3),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .start_paused(true)
            .build()
            .unwrap();
        runtime.block_on(async {
            let expected = undisturbed().await;
            let shared = Shared::new();
            let node = shared.start(&Weather::fair(), true).await;
            let token = node.sign_in().await;
            node.server.stop().await;
            let steady = shared.start(&Weather::rough(seeds.0, slow, asleep), false).await;
            let second = shared.start(&Weather::rough(seeds.1, slow, asleep), false).await;
            speak(&steady, &token).await;
            for (round, commits) in (1..).zip(crashes) {
                let weather = Weather::rough(seeds.1 + round, slow, asleep);
                weather.crash_in(commits);
                // It may crash before it has begun.
                let started = timeout(PATIENCE, shared.start(&weather, true)).await;
                sleep(Duration::from_secs(u64::from(commits) / 4)).await;
                drop(started);
            }
            let jobs = ended(&steady, &token).await;
            let reader = shared.start(&Weather::fair(), false).await;
            check_texts(&reader, &token, &jobs, &expected).await;
            drop(second);
        });
    }
}
