//! Passages of files as a session: stored together, read by a job that goes on after a restart.

use crate::support::{Client, World, key, post, sign_in};
use protocol::{
    Ids, MessageId, SessionId, SystemIds, Write,
    import::{NewImport, NewPassage},
    records::{
        Finding, Job, JobKind, JobStatus, LifeState, Message, PermissionMode, Role, Session,
        SessionStatus,
    },
};
use reqwest::StatusCode;
use std::time::Duration;

const PASSAGES: [&str; 3] = [
    "I built a billing system in Python and PostgreSQL. I work 60 hours a week, and I have four kids.",
    "I lead a team of five and mentor two juniors in Rust.",
    "I design the screens in Figma and write the backend in Go.",
];

pub(crate) fn import(texts: &[&str]) -> NewImport {
    let passage = |text: &&str| NewPassage {
        id: MessageId(SystemIds.next()),
        origin: "cv.pdf · 1".to_owned(),
        text: (*text).to_owned(),
    };
    NewImport {
        id: SessionId(SystemIds.next()),
        title: "cv.pdf".to_owned(),
        permission: PermissionMode::Ask,
        passages: texts.iter().map(passage).collect(),
    }
}

/// The jobs once none is under way.
pub(crate) async fn settled(client: &Client) -> Vec<Job> {
    let here = client.position("/v1/jobs", client.user()).await;
    let mut socket = client.socket(vec![here]).await;
    loop {
        let jobs: Vec<Job> = client.list("/v1/jobs").await;
        if jobs.iter().all(|job| job.ended_at.is_some()) {
            return jobs;
        }
        socket.event().await;
    }
}

pub(crate) async fn messages(client: &Client, id: SessionId) -> Vec<Message> {
    let mut all: Vec<Message> = client.list(&format!("/v1/sessions/{id}/messages")).await;
    all.reverse();
    all
}

pub(crate) async fn findings(client: &Client, id: SessionId) -> Vec<Finding> {
    client.list(&format!("/v1/findings?session={id}")).await
}

pub(crate) fn is_verbatim(finding: &Finding, said: &[Message]) -> bool {
    let quote = &finding.quote;
    let place = |at: u32| usize::try_from(at).unwrap();
    let message = said.iter().find(|message| message.id == quote.message_id).unwrap();
    let (start, end) = (place(quote.start), place(quote.end));
    message.text().chars().skip(start).take(end - start).eq(quote.text.chars())
}

#[tokio::test]
async fn every_finding_quotes_its_passage_and_no_number_of_a_file_is_taken_for_the_persons_word() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let body = import(&PASSAGES);
    client.write(&Write::Import(body.clone())).await;
    let jobs = settled(&client).await;
    assert_eq!((jobs[0].kind, jobs[0].status), (JobKind::Import, JobStatus::Completed));
    let said = messages(&client, body.id).await;
    let texts: Vec<String> = said.iter().map(Message::text).collect();
    assert_eq!(texts[..3], PASSAGES);
    assert_eq!((said.len(), said[3].role), (4, Role::Assistant));
    let findings = findings(&client, body.id).await;
    for passage in &body.passages {
        assert!(findings.iter().any(|f| f.quote.message_id == passage.id), "{}", passage.text);
    }
    assert!(findings.iter().all(|finding| is_verbatim(finding, &said)));
    assert!(texts[3].contains(&format!("found {} things", findings.len())), "{}", texts[3]);
    let state: LifeState = client.read("/v1/state").await;
    assert_eq!((state.dependants, state.weekly_hours), (None, None));
}

#[tokio::test]
async fn the_same_import_twice_is_one_and_other_passages_under_its_ids_are_refused() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let body = import(&PASSAGES);
    let key = key();
    for _ in 0..2 {
        assert_eq!(client.send(&Write::Import(body.clone()), key).await.status(), StatusCode::OK);
    }
    client.write(&Write::Import(body.clone())).await;
    settled(&client).await;
    assert_eq!(messages(&client, body.id).await.len(), 4);
    let mut other = body.clone();
    other.passages[1].text = "I sew.".to_owned();
    let (status, code) = client.refused(&Write::Import(other)).await;
    assert_eq!((status, code.as_str()), (StatusCode::CONFLICT, "version_conflict"));
    let foreign = NewImport { id: SessionId(SystemIds.next()), ..body };
    assert_eq!(client.refused(&Write::Import(foreign)).await.0, StatusCode::CONFLICT);
}

#[tokio::test]
async fn an_import_outside_its_bounds_is_refused_as_a_whole() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let long = "word ".repeat(13_000);
    let mut silent = import(&["I sew."]);
    silent.passages[0].origin = " ".to_owned();
    let mut twice = import(&["I sew.", "I bake."]);
    twice.passages[1].id = twice.passages[0].id;
    for body in [
        import(&[]),
        import(&["I sew."; 301]),
        import(&[long.as_str(); 7]),
        import(&["I sew.", " "]),
        silent,
        twice,
    ] {
        let status = client.refused(&Write::Import(body.clone())).await.0;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(
            client.get(&format!("/v1/sessions/{}", body.id)).await.status(),
            StatusCode::NOT_FOUND
        );
    }
}

#[tokio::test]
async fn an_import_cut_off_by_a_stop_goes_on_to_one_reply_and_no_finding_twice() {
    let mut world = World::new();
    world.pace = Duration::from_millis(30);
    let server = world.start().await;
    let client = sign_in(&server).await;
    let body = import(&PASSAGES);
    client.write(&Write::Import(body.clone())).await;
    let found = loop {
        let found = findings(&client, body.id).await;
        if !found.is_empty() {
            break found;
        }
        tokio::task::yield_now().await;
    };
    server.stop().await;
    let server = world.start().await;
    let client = sign_in(&server).await;
    let jobs = settled(&client).await;
    assert_eq!(jobs.len(), 1);
    assert_eq!(jobs[0].status, JobStatus::Completed);
    let said = messages(&client, body.id).await;
    assert_eq!(said.len(), 4);
    let all = findings(&client, body.id).await;
    let ids: std::collections::BTreeSet<_> = all.iter().map(|finding| finding.id).collect();
    assert_eq!(ids.len(), all.len());
    assert!(found.iter().all(|finding| ids.contains(&finding.id)));
}

#[tokio::test]
async fn a_stopped_import_can_be_had_whole_and_the_interview_goes_on_after_it() {
    let mut world = World::new();
    world.pace = Duration::from_millis(30);
    let server = world.start().await;
    let client = sign_in(&server).await;
    let body = import(&PASSAGES);
    client.write(&Write::Import(body.clone())).await;
    let job = client.list::<Job>("/v1/jobs").await[0].id;
    client.write(&Write::CancelJob { job, session: body.id }).await;
    client.write(&Write::RetryJob { job, session: body.id, without_model: false }).await;
    let jobs = settled(&client).await;
    assert!(jobs.iter().any(|job| job.status == JobStatus::Cancelled));
    assert!(jobs.iter().all(|job| job.kind == JobKind::Import));
    client.write(&post(body.id, "I plan the rota for twelve nurses.")).await;
    let jobs = settled(&client).await;
    assert!(jobs.iter().any(|job| job.kind == JobKind::InterviewTurn));
    let session: Session = client.read(&format!("/v1/sessions/{}", body.id)).await;
    assert_eq!((session.status, session.active_job), (SessionStatus::Idle, None));
    let last = messages(&client, body.id).await.pop().unwrap();
    assert_eq!(last.role, Role::Assistant);
}
