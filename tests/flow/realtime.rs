//! Events of another desktop, and a server that dies in the middle of an answer.

use crate::talk::{
    ANSWERS, Streamed, answered, bootstrap, confirm_skills, diagnostics, findings, interviewed,
    messages, new_session, outbox, send, session, settled, skills,
};
use protocol::{
    AppEvent, Command,
    app_event::LinkState,
    records::{Role, SkillStatus},
};
use std::time::Duration;
use testkit::{Desktop, World};

/// Until a desktop has all of a session and its connection is live.
async fn caught_up(desktop: &mut Desktop, id: protocol::SessionId, count: usize) {
    desktop
        .eventually(async |engine| {
            let live = bootstrap(engine).await.link.state == LinkState::Ready;
            (live && messages(engine, id).await.len() == count).then_some(())
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_of_another_desktop_changes_what_is_shown_without_a_request() {
    let world = World::start().await;
    let mut first = world.desktop("one").await;
    let id = interviewed(&mut first, 1).await;
    let mut second = world.desktop("two").await;
    caught_up(&mut second, id, 3).await;
    let skill =
        second.eventually(async |engine| skills(engine).await.into_iter().next()).await.skill;
    let before = diagnostics(&second.engine).await;

    first.ask(Command::RenameSession { id, title: "Another title".to_owned() }).await;
    second
        .until(|event| match event {
            AppEvent::SessionUpdated { patch } => {
                (patch.title.as_deref() == Some("Another title")).then_some(())
            }
            _ => None,
        })
        .await;
    confirm_skills(&first, id).await;
    let confirmed = second
        .until(|event| match event {
            AppEvent::SkillUpdated { skill: view } if view.skill.id == skill.id => {
                Some(view.skill.status)
            }
            _ => None,
        })
        .await;
    assert_eq!(confirmed, SkillStatus::Confirmed);
    let shown = session(&second.engine, id).await.unwrap();
    assert_eq!(shown.title, "Another title");
    let after = diagnostics(&second.engine).await;
    assert_eq!(after.requests, before.requests, "nothing was asked for");
    assert_eq!(after.connections, 1);
    assert!(after.events > before.events);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_dies_in_mid_answer_goes_on_with_it_and_nothing_is_doubled() {
    let mut world = World::paced(Duration::from_millis(40)).await;
    let mut desktop = world.desktop("one").await;
    let id = new_session(&desktop).await;
    send(&desktop, id, ANSWERS[0], false).await;
    let mut streamed = Streamed::default();
    desktop
        .until(|event| {
            streamed.hear(&event);
            (streamed.longest().len() > 20).then_some(())
        })
        .await;
    world.crash_server().await;
    let at_crash = streamed.longest();
    world.start_server().await;
    let job = desktop
        .until(|event| {
            streamed.hear(&event);
            match event {
                AppEvent::JobCompleted { job } => Some(job),
                _ => None,
            }
        })
        .await;
    let messages = answered(&mut desktop, id, 3).await;
    assert_eq!(messages.len(), 3, "one answer");
    assert_eq!(messages[2].message.role, Role::Assistant);
    let text = messages[2].message.text();
    assert_eq!(streamed.text(job), text);
    assert!(text.len() > at_crash.len(), "it died in the middle");
    settled(&mut desktop).await;
    let session = session(&desktop.engine, id).await.unwrap();
    assert_eq!((session.message_count, session.active_job), (3, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desktop_that_restarts_in_mid_answer_has_all_of_it_in_the_end() {
    let world = World::paced(Duration::from_millis(30)).await;
    let mut desktop = world.desktop("one").await;
    let id = new_session(&desktop).await;
    send(&desktop, id, ANSWERS[1], false).await;
    let job = desktop
        .until(|event| match event {
            AppEvent::JobChunk { job, text, .. } if !text.is_empty() => Some(job),
            _ => None,
        })
        .await;
    let mut desktop = desktop.restart().await;
    let messages = answered(&mut desktop, id, 3).await;
    let text = desktop
        .eventually(async |engine| match engine.dispatch(Command::GetJobText { id: job }).await {
            Ok(protocol::Reply::JobText { text }) => {
                (text == messages[2].message.text()).then_some(text)
            }
            other => panic!("not a text: {other:?}"),
        })
        .await;
    assert!(!text.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_answer_keeps_its_words_and_says_so() {
    let world = World::paced(Duration::from_millis(60)).await;
    let mut desktop = world.desktop("one").await;
    let session_id = new_session(&desktop).await;
    send(&desktop, session_id, ANSWERS[2], false).await;
    let job = desktop
        .until(|event| match event {
            AppEvent::JobChunk { job, text, .. } if !text.is_empty() => Some(job),
            _ => None,
        })
        .await;
    desktop.ask(Command::StopJob { id: job, session_id }).await;
    let messages = answered(&mut desktop, session_id, 3).await;
    assert!(messages[2].message.stopped);
    assert!(!messages[2].message.text().is_empty());
    settled(&mut desktop).await;
    assert_eq!(outbox(&desktop.engine).await.stuck, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_removed_here_is_gone_there_and_its_skills_stay() {
    let world = World::start().await;
    let mut first = world.desktop("one").await;
    let id = interviewed(&mut first, 1).await;
    let mut second = world.desktop("two").await;
    caught_up(&mut second, id, 3).await;
    first.ask(Command::DeleteSession { id }).await;
    assert_eq!(session(&first.engine, id).await, None, "at once");
    second
        .until(|event| {
            matches!(event, AppEvent::SessionRemoved { id: gone } if gone == id).then_some(())
        })
        .await;
    settled(&mut first).await;
    for desktop in [&first, &second] {
        assert_eq!(session(&desktop.engine, id).await, None);
        assert_eq!(messages(&desktop.engine, id).await, []);
        assert!(!skills(&desktop.engine).await.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desktop_that_was_away_gets_all_that_happened_meanwhile() {
    let world = World::start().await;
    let mut first = world.desktop("one").await;
    let id = interviewed(&mut first, 1).await;
    let mut second = world.desktop("two").await;
    caught_up(&mut second, id, 3).await;
    second.engine.stop().await;
    for (n, answer) in ANSWERS.iter().enumerate().skip(1) {
        send(&first, id, answer, true).await;
        answered(&mut first, id, 2 * n + 3).await;
    }
    let other = interviewed(&mut first, 1).await;
    let mut second = second.restart().await;
    caught_up(&mut second, id, 9).await;
    caught_up(&mut second, other, 3).await;
    for id in [id, other] {
        assert_eq!(messages(&second.engine, id).await, messages(&first.engine, id).await);
        assert_eq!(findings(&second.engine, id).await, findings(&first.engine, id).await);
        assert_eq!(session(&second.engine, id).await, session(&first.engine, id).await);
    }
}
