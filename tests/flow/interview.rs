//! Talk, see skills appear, confirm them, watch η change.

use crate::talk::{
    ANSWERS, Streamed, answered, bootstrap, confirm_skills, findings, index_with_skills,
    interviewed, messages, new_session, send, session, settled, skills,
};
use protocol::{
    AppEvent, Command, Reply,
    app_event::Delivery,
    records::{Block, Decision, FindingKind, Role, SessionKind, SessionStatus, SkillStatus},
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
    // Being tried at this moment, or waiting for the next try.
    let waits = matches!(view.delivery, Delivery::Pending { behind_stuck: false, .. });
    assert!(waits, "{:?}", view.delivery);
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

/// The tools that blocks show, each with what it brought.
fn tools(blocks: &[Block]) -> Vec<(&str, &str, u32)> {
    let results = blocks.iter().filter_map(|block| match block {
        Block::ToolResult { name, output, count } => Some((name.as_str(), output.as_str(), *count)),
        _ => None,
    });
    results.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_noted_of_an_answer_stands_above_the_reply_while_it_is_written_and_after() {
    let world = World::paced(Duration::from_millis(5)).await;
    let mut desktop = world.desktop("one").await;
    let id = new_session(&desktop).await;
    send(&desktop, id, ANSWERS[0], false).await;
    let (mut shown, mut written) = (Vec::new(), false);
    let message = desktop
        .until(|event| match event {
            AppEvent::JobUpdated { job } if job.is_active() => {
                if !written {
                    shown = job.tools;
                }
                None
            }
            AppEvent::JobChunk { .. } => {
                written = true;
                None
            }
            AppEvent::InterviewMessage { view } => {
                (view.message.ordinal == 3).then_some(view.message)
            }
            _ => None,
        })
        .await;
    assert!(written && !shown.is_empty(), "it was there before the first word");
    assert_eq!(message.blocks[..message.blocks.len() - 1], shown);
    settled(&mut desktop).await;
    let found = findings(&desktop.engine, id).await;
    for (kind, tool) in [
        (FindingKind::Skill, "record_skill"),
        (FindingKind::Project, "record_project"),
        (FindingKind::Constraint, "record_constraint"),
    ] {
        let of_kind: Vec<_> = found.iter().filter(|finding| finding.kind == kind).collect();
        let told: Vec<_> =
            tools(&message.blocks).into_iter().filter(|(name, ..)| *name == tool).collect();
        assert_eq!(told.len(), usize::from(!of_kind.is_empty()), "{tool}");
        if let [(_, names, count)] = told.as_slice() {
            assert_eq!(usize::try_from(*count).unwrap(), of_kind.len());
            assert!(of_kind.iter().all(|finding| names.contains(&finding.name)), "{names}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn guidance_shows_where_it_looked_and_what_it_worked_out() {
    let world = World::start().await;
    let mut desktop = world.desktop("one").await;
    let id = interviewed(&mut desktop, ANSWERS.len()).await;
    confirm_skills(&desktop, id).await;
    settled(&mut desktop).await;
    let kind = SessionKind::Guidance;
    let Reply::DraftSession { id, .. } = desktop.ask(Command::NewSession { kind, id: None }).await
    else {
        panic!("not a new session");
    };
    for n in 0..2 {
        let (text, resume) = ("I would like to know what to do more of.".to_owned(), n > 0);
        desktop.ask(Command::SendMessage { session_id: id, kind, text, resume }).await;
        answered(&mut desktop, id, 2 * n + 3).await;
    }
    let messages = messages(&desktop.engine, id).await;
    let all: Vec<_> = messages.iter().flat_map(|view| tools(&view.message.blocks)).collect();
    let known = skills(&desktop.engine).await;
    let (_, looked_up, count) = all.iter().find(|(name, ..)| *name == "search_profile").unwrap();
    assert!(known.iter().any(|view| view.skill.name == *looked_up), "{looked_up}");
    assert_eq!(usize::try_from(*count).unwrap(), known.len());
    let (_, moved, _) = all.iter().find(|(name, ..)| *name == "simulate").unwrap();
    assert!(moved.starts_with("η moves by 0.") && *moved != "η moves by 0.00", "{moved}");
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
