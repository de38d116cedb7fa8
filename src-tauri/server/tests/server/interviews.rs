//! Interview turns from the answer to the stored reply, through stops and restarts.

use crate::{
    imports::{findings, messages},
    support::{Client, World, new_session, post, sign_in},
};
use protocol::{
    Channel, ConstraintId, Envelope, Event, JobId, SkillId, Write,
    records::{
        Category, ConstraintKind, Decision, Job, JobStatus, LifeState, PermissionMode, Role,
        Session, SessionStatus, Skill, SkillStatus,
    },
    rest::JobText,
    write::{CreateSession, DecideFindings, NewConstraint, NewSkill, StateChange},
};
use sha2::{Digest, Sha256};
use std::time::Duration;

const ANSWER: &str = "I led a team of five and built a billing system in Rust and PostgreSQL.";

/// Create a session and follow its user's channel from before.
async fn begin(
    client: &Client,
    permission: PermissionMode,
) -> (CreateSession, crate::support::Socket) {
    let here = client.position("/v1/state", client.user()).await;
    let socket = client.socket(vec![here]).await;
    let body = new_session(ANSWER, permission);
    client.write(&Write::CreateSession(body.clone())).await;
    (body, socket)
}

fn job_of(envelope: &Envelope) -> Option<Job> {
    match envelope.event.typed() {
        Some(Event::JobUpdated(job)) => Some(job),
        _ => None,
    }
}

/// Everything on the user's channel until a job has ended so.
async fn until_ended(
    socket: &mut crate::support::Socket,
    status: JobStatus,
) -> (Job, Vec<Envelope>) {
    let mut seen = Vec::new();
    loop {
        let envelope = socket.event().await;
        let ended = job_of(&envelope).filter(|job| job.status == status);
        seen.push(envelope);
        if let Some(job) = ended {
            return (job, seen);
        }
    }
}

/// All events of a job, from its beginning.
async fn log_of(client: &Client, job: JobId, last: &str) -> Vec<Envelope> {
    let ch = Channel::Job(job);
    let here = client.position(&format!("/v1/jobs/{job}/text"), ch).await;
    let from_start = protocol::frame::Subscription { seq: 0, ..here };
    client.socket(vec![from_start]).await.until(last).await
}

/// The text that the chunks give, as a client puts it together.
fn assembled(log: &[Envelope]) -> String {
    let mut text: Vec<char> = Vec::new();
    let mut newest = 0;
    for envelope in log {
        if let Some(Event::JobChunk { r#gen, off, text: more, .. }) = envelope.event.typed() {
            let off = usize::try_from(off).unwrap();
            assert!(r#gen >= newest);
            if r#gen > newest {
                text.truncate(off);
            }
            newest = r#gen;
            assert_eq!(text.len(), off);
            text.extend(more.chars());
        }
    }
    text.into_iter().collect()
}

#[tokio::test]
async fn findings_are_there_before_the_first_word_and_the_text_is_what_was_streamed() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let (body, mut socket) = begin(&client, PermissionMode::Ask).await;
    let (job, events) = until_ended(&mut socket, JobStatus::Completed).await;
    let names: Vec<&str> = events.iter().map(|event| event.event.name.as_str()).collect();
    assert!(names.contains(&"finding_updated") && names.contains(&"skill_updated"));
    let log = log_of(&client, job.id, "job_completed").await;
    // Ids of events are made in the order of the commits.
    let last_found = events.iter().rfind(|e| e.event.name == "finding_updated").unwrap().id;
    let first_chunk = log.iter().find(|event| event.event.name == "job_chunk").unwrap();
    assert!(last_found < first_chunk.id);
    let step = |name: &str| log.iter().position(|e| e.event.data["step"] == name).unwrap();
    assert!(step("thinking") < step("searching") && step("searching") < step("writing"));
    let messages = messages(&client, body.id).await;
    assert_eq!(messages.len(), 3);
    let reply = &messages[2];
    assert_eq!((reply.id, reply.role, reply.stopped), (job.reply_id, Role::Assistant, false));
    assert_eq!(assembled(&log), reply.text());
    let Some(Event::JobCompleted { len, sha256, .. }) = log.last().unwrap().event.typed() else {
        panic!("the last event is the end")
    };
    assert_eq!(usize::try_from(len).unwrap(), reply.text().chars().count());
    let hash: Vec<String> =
        Sha256::digest(reply.text()).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(sha256, hash.concat());
    let session: Session = client.read(&format!("/v1/sessions/{}", body.id)).await;
    assert_eq!((session.status, session.active_job), (SessionStatus::Idle, None));
    assert_eq!((session.message_count, session.last_seq), (3, 3));
    server.stop().await;
}

#[tokio::test]
async fn every_finding_quotes_the_answer_and_can_be_confirmed_and_undone() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let (body, mut socket) = begin(&client, PermissionMode::Ask).await;
    until_ended(&mut socket, JobStatus::Completed).await;
    let findings = findings(&client, body.id).await;
    assert!(!findings.is_empty());
    for finding in &findings {
        let (start, end) = (finding.quote.start, finding.quote.end);
        let quoted: String = ANSWER
            .chars()
            .skip(usize::try_from(start).unwrap())
            .take(usize::try_from(end - start).unwrap())
            .collect();
        assert_eq!(quoted, finding.quote.text);
    }
    let skills = || client.list::<Skill>("/v1/skills");
    assert!(skills().await.iter().all(|skill| skill.status == SkillStatus::Suggested));
    let ids: Vec<_> = findings.iter().map(|finding| finding.id).collect();
    let decide =
        |decision| Write::DecideFindings(DecideFindings { ids: ids.clone(), decision, edit: None });
    client.write(&decide(Decision::Confirmed)).await;
    assert!(skills().await.iter().all(|skill| skill.status == SkillStatus::Confirmed));
    client.write(&decide(Decision::Suggested)).await;
    assert!(skills().await.iter().all(|skill| skill.status == SkillStatus::Suggested));
    server.stop().await;
}

#[tokio::test]
async fn a_session_that_only_observes_changes_no_profile_until_the_person_confirms() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let (body, mut socket) = begin(&client, PermissionMode::Observe).await;
    until_ended(&mut socket, JobStatus::Completed).await;
    assert_eq!(client.list::<Skill>("/v1/skills").await, Vec::new());
    let findings = findings(&client, body.id).await;
    let skill = findings.iter().find(|f| f.category.is_some()).unwrap();
    let decide = |decision| {
        Write::DecideFindings(DecideFindings { ids: vec![skill.id], decision, edit: None })
    };
    client.write(&decide(Decision::Rejected)).await;
    assert_eq!(client.list::<Skill>("/v1/skills").await, Vec::new());
    client.write(&decide(Decision::Confirmed)).await;
    let skills: Vec<Skill> = client.list("/v1/skills").await;
    assert_eq!(skills.len(), 1);
    assert_eq!(skills[0].status, SkillStatus::Confirmed);
    server.stop().await;
}

#[tokio::test]
async fn a_job_cut_off_in_mid_answer_goes_on_after_a_restart_to_exactly_one_reply() {
    let mut world = World::new();
    world.pace = Duration::from_millis(60);
    let server = world.start().await;
    let client = sign_in(&server).await;
    let (body, mut socket) = begin(&client, PermissionMode::Ask).await;
    let running = loop {
        if let Some(job) = job_of(&socket.event().await).filter(|j| j.status == JobStatus::Running)
        {
            break job;
        }
    };
    let ch = Channel::Job(running.id);
    let here = client.position(&format!("/v1/jobs/{}/text", running.id), ch).await;
    let from_start = protocol::frame::Subscription { seq: 0, ..here };
    client.socket(vec![from_start]).await.until("job_chunk").await;
    server.stop().await;

    world.pace = Duration::ZERO;
    let server = world.start().await;
    let client = Client { url: server.url(), ..client };
    let log = log_of(&client, running.id, "job_completed").await;
    let chunks: Vec<u64> = log
        .iter()
        .filter(|event| event.event.name == "job_chunk")
        .map(|event| event.event.data["gen"].as_u64().unwrap())
        .collect();
    assert_eq!((chunks.first(), chunks.last()), (Some(&1), Some(&2)));
    let messages = messages(&client, body.id).await;
    assert_eq!(messages.len(), 3);
    assert_eq!(messages[2].text(), assembled(&log));
    let findings = findings(&client, body.id).await;
    let mut ids: Vec<_> = findings.iter().map(|finding| finding.id).collect();
    ids.dedup();
    assert_eq!(ids.len(), findings.len());
    server.stop().await;
}

#[tokio::test]
async fn stopping_an_answer_keeps_what_was_written() {
    let mut world = World::new();
    world.pace = Duration::from_millis(60);
    let server = world.start().await;
    let client = sign_in(&server).await;
    let (body, mut socket) = begin(&client, PermissionMode::Ask).await;
    let session: Session = client.read(&format!("/v1/sessions/{}", body.id)).await;
    let job = session.active_job.unwrap();
    let here = client.position(&format!("/v1/jobs/{job}/text"), Channel::Job(job)).await;
    let from_start = protocol::frame::Subscription { seq: 0, ..here };
    client.socket(vec![from_start]).await.until("job_chunk").await;
    client.write(&Write::CancelJob { job, session: body.id }).await;
    let (cancelled, _) = until_ended(&mut socket, JobStatus::Cancelled).await;
    assert_eq!(cancelled.id, job);
    let reply = messages(&client, body.id).await.pop().unwrap();
    assert!(reply.stopped && !reply.text().is_empty());
    let text: JobText = client.read(&format!("/v1/jobs/{job}/text")).await;
    assert_eq!((text.text, text.open), (reply.text(), false));
    let session: Session = client.read(&format!("/v1/sessions/{}", body.id)).await;
    assert_eq!((session.status, session.active_job), (SessionStatus::Idle, None));
    let log = log_of(&client, job, "job_cancelled").await;
    assert_eq!(assembled(&log), reply.text());
    // Stopping twice changes nothing, and the session goes on.
    client.write(&Write::CancelJob { job, session: body.id }).await;
    client.write(&post(body.id, "Let us go on.")).await;
    until_ended(&mut socket, JobStatus::Completed).await;
    assert_eq!(messages(&client, body.id).await.len(), 5);
    server.stop().await;
}

#[tokio::test]
async fn what_is_not_sure_waits_for_the_person_also_where_sure_findings_are_accepted() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let (body, mut socket) = begin(&client, PermissionMode::Auto).await;
    until_ended(&mut socket, JobStatus::Completed).await;
    let findings = findings(&client, body.id).await;
    assert!(findings.iter().any(|finding| !extraction::is_sure(finding.probability)));
    for finding in findings {
        let accepted = finding.decision == Decision::Confirmed;
        assert_eq!(accepted, extraction::is_sure(finding.probability), "{finding:?}");
    }
    server.stop().await;
}

#[tokio::test]
async fn several_answers_in_a_row_each_get_one_reply_in_order() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let (body, mut socket) = begin(&client, PermissionMode::Auto).await;
    for answer in ["I also cook for sixty people.", "Two kids and my mother depend on me."] {
        client.write(&post(body.id, answer)).await;
    }
    for _ in 0..3 {
        until_ended(&mut socket, JobStatus::Completed).await;
    }
    let messages = messages(&client, body.id).await;
    let replies: Vec<_> =
        messages.iter().filter(|message| message.role == Role::Assistant).collect();
    assert_eq!(replies.len(), 4);
    let mut texts: Vec<String> = replies.iter().map(|reply| reply.text()).collect();
    texts.sort();
    texts.dedup();
    assert_eq!(texts.len(), 4);
    let ordinals: Vec<u64> = messages.iter().map(|message| message.ordinal).collect();
    assert_eq!(ordinals, (1..=7).collect::<Vec<_>>());
    let session: Session = client.read(&format!("/v1/sessions/{}", body.id)).await;
    assert_eq!((session.status, session.message_count), (SessionStatus::Idle, 7));
    server.stop().await;
}

/// An interview answered with the same words until it ends by itself.
async fn whole_interview(client: &Client, permission: PermissionMode) -> LifeState {
    let (body, mut socket) = begin(client, permission).await;
    until_ended(&mut socket, JobStatus::Completed).await;
    for _ in 0..60 {
        let session: Session = client.read(&format!("/v1/sessions/{}", body.id)).await;
        if session.progress.finished {
            return client.read("/v1/state").await;
        }
        client.write(&post(body.id, "Two kids depend on me and I work 45 hours.")).await;
        until_ended(&mut socket, JobStatus::Completed).await;
    }
    panic!("the interview does not end");
}

#[tokio::test]
async fn a_whole_interview_asks_about_direction_constraints_and_dependants() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let state = whole_interview(&client, PermissionMode::Ask).await;
    assert!(state.asked.direction && state.asked.constraints && state.asked.dependants);
    assert_eq!(state.dependants, Some(2));
    assert_eq!(state.weekly_hours, Some(45.0));
    server.stop().await;
}

#[tokio::test]
async fn a_whole_interview_that_only_observes_leaves_the_life_as_it_was() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let state = whole_interview(&client, PermissionMode::Observe).await;
    assert_eq!(state, LifeState { version: state.version, ..LifeState::default() });
    server.stop().await;
}

#[tokio::test]
async fn what_was_rejected_is_not_suggested_again_for_the_same_words_of_another_answer() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let (body, mut socket) = begin(&client, PermissionMode::Ask).await;
    until_ended(&mut socket, JobStatus::Completed).await;
    let first = findings(&client, body.id).await;
    let rust = first.iter().find(|finding| finding.name == "Rust").unwrap();
    let rejected = DecideFindings { ids: vec![rust.id], decision: Decision::Rejected, edit: None };
    client.write(&Write::DecideFindings(rejected)).await;

    let mut found_in = async |text: &str| -> Vec<String> {
        let session = new_session(text, PermissionMode::Ask);
        client.write(&Write::CreateSession(session.clone())).await;
        until_ended(&mut socket, JobStatus::Completed).await;
        findings(&client, session.id).await.into_iter().map(|finding| finding.name).collect()
    };
    let found = found_in(ANSWER).await;
    assert!(!found.contains(&"Rust".to_owned()) && found.len() + 1 == first.len(), "{found:?}");
    let status = async || {
        let skills: Vec<Skill> = client.list("/v1/skills").await;
        skills.into_iter().find(|skill| skill.name == "Rust").unwrap().status
    };
    assert_eq!(status().await, SkillStatus::Rejected);

    let found = found_in("For two years I have written firmware in Rust every day.").await;
    assert!(found.contains(&"Rust".to_owned()), "new evidence: {found:?}");
    assert_eq!(status().await, SkillStatus::Suggested);
    server.stop().await;
}

#[tokio::test]
async fn what_is_decided_after_the_end_counts_in_what_the_session_brought() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    for (name, level) in [("Baking", 0.7), ("Selling", 0.5)] {
        let body = NewSkill { name: name.to_owned(), category: Category::Business, level };
        client.write(&Write::CreateSkill { id: SkillId(uuid::Uuid::new_v4()), body }).await;
    }
    let kind = ConstraintKind::Time;
    let body = NewConstraint { name: "Night shifts".to_owned(), kind, severity: 0.4 };
    client.write(&Write::CreateConstraint { id: ConstraintId(uuid::Uuid::new_v4()), body }).await;
    let direction = Some("A shop of my own".to_owned());
    let change = StateChange { direction, dependants: Some(1), weekly_hours: None };
    client.write(&Write::UpdateState { body: change }).await;
    let (body, mut socket) = begin(&client, PermissionMode::Ask).await;
    until_ended(&mut socket, JobStatus::Completed).await;
    client.write(&Write::FinalizeSession { session: body.id }).await;
    let summary = async || {
        let session: Session = client.read(&format!("/v1/sessions/{}", body.id)).await;
        assert_eq!(session.status, SessionStatus::Finalized);
        session.summary.unwrap()
    };
    let before = summary().await;
    assert_eq!((before.confirmed, before.eta_after, before.range_after), (0, None, None));
    let ids: Vec<_> = findings(&client, body.id).await.iter().map(|one| one.id).collect();
    let all = u32::try_from(ids.len()).unwrap();
    let decided =
        |decision| Write::DecideFindings(DecideFindings { ids: ids.clone(), decision, edit: None });
    client.write(&decided(Decision::Confirmed)).await;
    let after = summary().await;
    assert_eq!((after.confirmed, after.suggested, after.eta_before), (all, all, None));
    let (eta, range) = (after.eta_after.unwrap(), after.range_after.unwrap());
    assert!(range.low < eta && eta < range.high, "{eta} {range:?}");
    client.write(&decided(Decision::Suggested)).await;
    assert_eq!(summary().await, before, "undone");
    server.stop().await;
}
