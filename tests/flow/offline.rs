//! What is said and decided without a server, and after it comes back.

use crate::talk::{
    ANSWERS, answered, bootstrap, confirm_skills, draft, findings, index_with_skills, interviewed,
    messages, new_session, outbox, send, session, settled, skills, texts,
};
use protocol::{
    AppEvent, Command, ErrorCode, Reply,
    app_event::{Delivery, LinkState},
    records::{Decision, FindingKind, Role, SessionStatus, SkillStatus},
};
use testkit::World;

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_without_a_server_counts_at_once_and_is_sent_once() {
    let mut world = World::start().await;
    let mut desktop = world.desktop("one").await;
    let id = interviewed(&mut desktop, 2).await;
    let before = bootstrap(&desktop.engine).await.index;
    world.stop_server().await;
    confirm_skills(&desktop, id).await;
    let index = index_with_skills(&mut desktop).await;
    assert!(index.value > before.value);
    assert_eq!(outbox(&desktop.engine).await.pending, 1);
    let confirmed = |views: &[protocol::app_event::SkillView]| {
        views.iter().filter(|view| view.skill.status == SkillStatus::Confirmed).count()
    };
    let here = confirmed(&skills(&desktop.engine).await);
    assert!(here > 0);

    world.start_server().await;
    settled(&mut desktop).await;
    let mut other = world.desktop("two").await;
    let there = other
        .eventually(async |engine| {
            let count = confirmed(&skills(engine).await);
            (count > 0).then_some(count)
        })
        .await;
    assert_eq!(there, here);
    for finding in findings(&desktop.engine, id).await {
        if finding.kind == FindingKind::Skill {
            assert_eq!((finding.decision, finding.version), (Decision::Confirmed, 2), "once");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_the_same_after_a_restart_without_a_server() {
    let mut world = World::start().await;
    let mut desktop = world.desktop("one").await;
    let id = interviewed(&mut desktop, 2).await;
    confirm_skills(&desktop, id).await;
    settled(&mut desktop).await;
    desktop.ask(Command::SaveDraft { session_id: id, text: "half a".to_owned() }).await;
    let before = (
        messages(&desktop.engine, id).await,
        findings(&desktop.engine, id).await,
        session(&desktop.engine, id).await,
        skills(&desktop.engine).await.into_iter().map(|v| v.skill).collect::<Vec<_>>(),
    );
    world.stop_server().await;
    let desktop = desktop.restart().await;
    let after = (
        messages(&desktop.engine, id).await,
        findings(&desktop.engine, id).await,
        session(&desktop.engine, id).await,
        skills(&desktop.engine).await.into_iter().map(|v| v.skill).collect::<Vec<_>>(),
    );
    assert_eq!(after, before);
    assert_eq!(draft(&desktop.engine, id).await, "half a");
    assert_ne!(bootstrap(&desktop.engine).await.link.state, LinkState::Ready);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_start_without_a_server_works_and_loses_nothing() {
    let mut world = World::start().await;
    world.stop_server().await;
    let desktop = world.desktop("one").await;
    let id = new_session(&desktop).await;
    send(&desktop, id, ANSWERS[0], false).await;
    let mut desktop = desktop.restart().await;
    assert_eq!(messages(&desktop.engine, id).await.len(), 2);
    world.start_server().await;
    let messages = answered(&mut desktop, id, 3).await;
    assert_eq!(messages[1].message.text(), ANSWERS[0]);
    settled(&mut desktop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_sent_without_a_server_arrive_once_and_in_order() {
    let mut world = World::start().await;
    let mut desktop = world.desktop("one").await;
    let id = interviewed(&mut desktop, 1).await;
    world.stop_server().await;
    let mut sent = Vec::new();
    for answer in &ANSWERS[1..] {
        sent.push(send(&desktop, id, answer, true).await.message);
    }
    let pending = messages(&desktop.engine, id).await;
    assert_eq!(pending.iter().filter(|v| v.delivery != Delivery::Sent).count(), sent.len());
    let mut desktop = desktop.restart().await;

    world.start_server().await;
    settled(&mut desktop).await;
    let mut other = world.desktop("two").await;
    let stored = other
        .eventually(async |engine| {
            let stored = messages(engine, id).await;
            (stored.len() >= 3 + sent.len()).then_some(stored)
        })
        .await;
    let mine: Vec<_> = stored.iter().filter(|v| v.message.role == Role::User).collect();
    let arrived: Vec<_> = mine.iter().skip(1).map(|view| view.message.id).collect();
    assert_eq!(arrived, sent.iter().map(|message| message.id).collect::<Vec<_>>());
    assert_eq!(texts(&messages(&desktop.engine, id).await).len(), stored.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_message_says_why_and_comes_back_as_a_draft() {
    let world = World::start().await;
    let mut desktop = world.desktop("one").await;
    let id = interviewed(&mut desktop, 1).await;
    desktop.ask(Command::FinalizeSession { id }).await;
    desktop
        .eventually(async |engine| {
            let finalized = session(engine, id).await?.status == SessionStatus::Finalized;
            (finalized && outbox(engine).await.pending == 0).then_some(())
        })
        .await;
    let message = send(&desktop, id, "One more thing.", true).await.message;
    let (problem, key) = desktop
        .until(|event| match event {
            AppEvent::InterviewMessage { view } if view.message.id == message.id => {
                match view.delivery {
                    Delivery::Stuck { problem } => Some((problem, view.key?)),
                    Delivery::Sent | Delivery::Pending { .. } | Delivery::Held { .. } => None,
                }
            }
            _ => None,
        })
        .await;
    assert_eq!(problem.code, ErrorCode::SessionFinalized);
    assert_eq!(outbox(&desktop.engine).await.stuck, 1);
    desktop.ask(Command::DiscardWrite { key }).await;
    assert_eq!(draft(&desktop.engine, id).await, "One more thing.");
    assert_eq!(outbox(&desktop.engine).await.stuck, 0);
    let shown = messages(&desktop.engine, id).await;
    assert!(shown.iter().all(|view| view.message.id != message.id));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_command_is_refused_with_its_reason_and_nothing_is_kept() {
    let world = World::start().await;
    let desktop = world.desktop("one").await;
    let id = new_session(&desktop).await;
    let kind = protocol::records::SessionKind::Intake;
    let (text, resume) = ("  \n ".to_owned(), false);
    let empty = Command::SendMessage { session_id: id, kind, text, resume };
    let refused = desktop.try_ask(empty).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::MessageEmpty);
    let unknown = Command::RenameSession { id, title: "A".to_owned() };
    assert_eq!(desktop.try_ask(unknown).await.unwrap_err().code, ErrorCode::NotFound);
    let none = Command::DecideFindings { ids: vec![], decision: Decision::Confirmed, edit: None };
    assert_eq!(desktop.try_ask(none).await.unwrap_err().code, ErrorCode::InvalidField);
    let Reply::Sessions { sessions, more: false } =
        desktop.ask(Command::ListSessions { before: None, limit: 10 }).await
    else {
        panic!("not sessions");
    };
    assert_eq!(sessions, []);
    assert_eq!(outbox(&desktop.engine).await.pending, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_told_of_a_session_never_goes_back_while_writes_are_answered() {
    let world = World::start().await;
    let mut desktop = world.desktop("one").await;
    let id = interviewed(&mut desktop, 1).await;
    let mut heard = desktop.engine.subscribe();
    let listening = tokio::spawn(async move {
        let mut told = Vec::new();
        while let Some(announcement) = heard.next().await {
            if let AppEvent::SessionUpdated { patch } = announcement.event {
                told.push(patch.version);
            }
        }
        told
    });
    for number in 0..400 {
        desktop.ask(Command::RenameSession { id, title: format!("Number {number}") }).await;
    }
    settled(&mut desktop).await;
    desktop.engine.stop().await;
    let told = listening.await.expect("the listener ends with the engine");
    assert!(told.len() >= 400, "told only {} times", told.len());
    let back: Vec<_> = told.windows(2).filter(|pair| pair[1] < pair[0]).collect();
    assert!(back.is_empty(), "told after newer ones: {back:?}");
}
