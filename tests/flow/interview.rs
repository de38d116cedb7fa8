//! Talk, see skills appear, confirm them, watch η change.

use crate::talk::{
    ANSWERS, Streamed, bootstrap, confirm_skills, findings, index_with_skills, interviewed,
    messages, new_session, send, session, settled, skills,
};
use protocol::{
    AppEvent, Command, Reply,
    app_event::Delivery,
    records::{Decision, FindingKind, Role, SessionStatus, SkillStatus},
};
use std::time::Duration;
use testkit::World;

#[tokio::test(flavor = "multi_thread")]
async fn a_few_answers_bring_messages_findings_and_suggested_skills() {
    let world = World::start().await;
    let mut desktop = world.desktop("one").await;
    let id = interviewed(&mut desktop, ANSWERS.len()).await;

    let messages = messages(&desktop.engine, id).await;
    let ordinals: Vec<u64> = messages.iter().map(|view| view.message.ordinal).collect();
    assert_eq!(ordinals, (1..=9).collect::<Vec<u64>>());
    for (n, view) in messages.iter().enumerate() {
        let role = if n % 2 == 0 { Role::Assistant } else { Role::User };
        assert_eq!((view.message.role, &view.delivery), (role, &Delivery::Sent));
    }
    let findings = findings(&desktop.engine, id).await;
    assert!(findings.iter().any(|finding| finding.kind == FindingKind::Skill));
    for finding in &findings {
        let said = messages.iter().find(|v| v.message.id == finding.quote.message_id).unwrap();
        let (start, end) = (finding.quote.start, finding.quote.end);
        let words: String = said
            .message
            .text()
            .chars()
            .skip(usize::try_from(start).unwrap())
            .take(usize::try_from(end - start).unwrap())
            .collect();
        assert_eq!(words, finding.quote.text);
        assert_eq!(finding.decision, Decision::Suggested);
    }
    let skills = skills(&desktop.engine).await;
    assert!(skills.iter().any(|view| view.skill.name == "Python"), "{skills:?}");
    assert!(skills.iter().all(|view| view.skill.status == SkillStatus::Suggested));
    let session = session(&desktop.engine, id).await.unwrap();
    assert_eq!((session.status, session.message_count), (SessionStatus::Idle, 9));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_shows_at_once_as_pending_and_its_session_with_it() {
    let mut world = World::start().await;
    let desktop = world.desktop("one").await;
    world.stop_server().await;
    let id = new_session(&desktop).await;
    assert_eq!(session(&desktop.engine, id).await, None, "nothing is stored before words are");
    let view = send(&desktop, id, "I teach maths.", false).await;
    assert_eq!(view.delivery, Delivery::Pending { behind_stuck: false, unanswered: false });
    let shown = messages(&desktop.engine, id).await;
    assert_eq!(shown.len(), 2, "the question and the answer");
    assert_eq!(session(&desktop.engine, id).await.unwrap().title, "I teach maths.");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_answer_as_streamed_is_the_answer_as_stored() {
    let world = World::paced(Duration::from_millis(10)).await;
    let mut desktop = world.desktop("one").await;
    let id = interviewed(&mut desktop, 1).await;
    send(&desktop, id, ANSWERS[1], true).await;
    let mut streamed = Streamed::default();
    let mut stored = None;
    let message = desktop
        .until(|event| {
            streamed.hear(&event);
            match event {
                AppEvent::InterviewMessage { view } if view.message.ordinal == 5 => {
                    stored = Some(view.message);
                }
                _ => {}
            }
            stored.take_if(|message| message.job_id.is_some_and(|job| streamed.ended(job)))
        })
        .await;
    let job = message.job_id.unwrap();
    assert!(streamed.chunks(job) > 1, "it came in parts");
    assert_eq!(streamed.text(job), message.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn findings_are_announced_before_the_answer_ends() {
    let world = World::start().await;
    let mut desktop = world.desktop("one").await;
    let id = interviewed(&mut desktop, 1).await;
    let known = findings(&desktop.engine, id).await;
    send(&desktop, id, ANSWERS[1], true).await;
    let mut found = 0;
    desktop
        .until(|event| match event {
            AppEvent::FindingUpdated { finding } => {
                found += usize::from(known.iter().all(|old| old.id != finding.id));
                None
            }
            AppEvent::InterviewMessage { view } => (view.message.ordinal == 5).then_some(()),
            _ => None,
        })
        .await;
    assert!(found > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn confirming_moves_the_index_as_the_preview_said() {
    let world = World::start().await;
    let mut desktop = world.desktop("one").await;
    let id = interviewed(&mut desktop, 2).await;
    let before = bootstrap(&desktop.engine).await.index;
    assert_eq!(before.confirmed_skills, 0);
    let findings = findings(&desktop.engine, id).await;
    let of_skills = findings.iter().filter(|finding| finding.kind == FindingKind::Skill);
    let asked = Command::PreviewPhysics { findings: of_skills.map(|f| f.id).collect() };
    let Reply::Physics { index: preview } = desktop.ask(asked).await else {
        panic!("not an index");
    };
    confirm_skills(&desktop, id).await;
    let after = index_with_skills(&mut desktop).await;
    assert!(after.value > before.value);
    assert!((after.value - preview.value).abs() < 1e-3, "{} {}", after.value, preview.value);
    settled(&mut desktop).await;
    let settled = bootstrap(&desktop.engine).await.index;
    assert!((settled.value - preview.value).abs() < 1e-3, "the server agrees");
    assert!(skills(&desktop.engine).await.iter().any(|view| {
        view.skill.status == SkillStatus::Confirmed && view.skill.confirmed_at.is_some()
    }));
}

#[tokio::test(flavor = "multi_thread")]
async fn undo_brings_the_index_back() {
    let world = World::start().await;
    let mut desktop = world.desktop("one").await;
    let id = interviewed(&mut desktop, 1).await;
    let before = bootstrap(&desktop.engine).await.index;
    confirm_skills(&desktop, id).await;
    index_with_skills(&mut desktop).await;
    settled(&mut desktop).await;
    let ids = findings(&desktop.engine, id).await.iter().map(|finding| finding.id).collect();
    let decision = Decision::Suggested;
    desktop.ask(Command::DecideFindings { ids, decision, edit: None }).await;
    settled(&mut desktop).await;
    let after = bootstrap(&desktop.engine).await.index;
    assert_eq!(after.confirmed_skills, 0);
    assert!((after.value - before.value).abs() < 1e-3);
}
