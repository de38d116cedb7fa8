//! Other versions of messages, from the desktop to the server and back: an answer given once more, a
//! reply made anew, and which is shown.

use crate::talk::{
    ANSWERS, answered, findings, interviewed, messages, new_session, send, session, settled, texts,
};
use engine::Engine;
use protocol::{
    AppEvent, Command, ErrorCode, MessageId, SessionId,
    app_event::{Delivery, MessageView},
    records::{Decision, Role},
};
use std::time::Duration;
use testkit::{Desktop, World};

async fn revise(desktop: &Desktop, session_id: SessionId, id: MessageId, text: &str) {
    let text = text.to_owned();
    desktop.ask(Command::ReviseMessage { session_id, id, text }).await;
}

/// Once the newest version is answered.
async fn reply_to(desktop: &mut Desktop, id: SessionId, count: usize) -> Vec<MessageView> {
    desktop
        .eventually(async |engine| {
            let messages = messages(engine, id).await;
            let last = messages.last()?.message.role;
            (messages.len() == count && last == Role::Assistant).then_some(messages)
        })
        .await
}

async fn shown(engine: &Engine, id: SessionId) -> Vec<(MessageId, String)> {
    texts(&messages(engine, id).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_answer_given_once_more_is_a_branch_and_both_are_kept() {
    let world = World::start().await;
    let mut desktop = world.desktop("one").await;
    let id = interviewed(&mut desktop, 2).await;
    let first = messages(&desktop.engine, id).await;
    let found = findings(&desktop.engine, id).await;
    let of_second =
        |finding: &&protocol::records::Finding| finding.quote.message_id == first[3].message.id;
    let kept = found.iter().find(of_second).expect("something is found in it").id;
    let ids = vec![kept];
    let decide = Command::DecideFindings { ids, decision: Decision::Confirmed, edit: None };
    desktop.ask(decide).await;

    revise(&desktop, id, first[3].message.id, ANSWERS[3]).await;
    let at_once = messages(&desktop.engine, id).await;
    assert_eq!((at_once.len() >= 4, at_once[3].message.text()), (true, ANSWERS[3].to_owned()));
    let second = reply_to(&mut desktop, id, 5).await;
    settled(&mut desktop).await;
    assert_eq!(second[..3], first[..3]);
    let versions = [first[3].message.id, second[3].message.id];
    assert_eq!(second[3].versions, versions);
    let offered = findings(&desktop.engine, id).await;
    let of_hidden = offered.iter().filter(of_second).map(|finding| finding.id);
    assert_eq!(of_hidden.collect::<Vec<_>>(), [kept], "only what was decided stays");

    // Back and forth, on every desktop and after a restart.
    let mut other = world.desktop("two").await;
    for (version, expected) in [(versions[0], &first), (versions[1], &second)] {
        let texts = texts(expected);
        desktop.ask(Command::ShowVersion { session_id: id, id: version }).await;
        assert_eq!(shown(&desktop.engine, id).await, texts, "at once");
        settled(&mut desktop).await;
        assert_eq!(shown(&desktop.engine, id).await, texts);
        let same = async |engine: &Engine| (shown(engine, id).await == texts).then_some(());
        other.eventually(same).await;
        desktop = desktop.restart().await;
        assert_eq!(shown(&desktop.engine, id).await, texts, "after a restart");
        desktop.eventually(same).await;
    }
    desktop.ask(Command::ShowVersion { session_id: id, id: versions[0] }).await;
    let back = findings(&desktop.engine, id).await;
    assert_eq!(back.iter().filter(of_second).count(), found.iter().filter(of_second).count());
    send(&desktop, id, "I sail on weekends.", true).await;
    let on = answered(&mut desktop, id, 7).await;
    assert_eq!(texts(&on)[..5], texts(&first));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_made_anew_is_streamed_into_its_place_and_the_first_is_kept() {
    let world = World::paced(Duration::from_millis(5)).await;
    let mut desktop = world.desktop("one").await;
    let id = interviewed(&mut desktop, 2).await;
    let first = messages(&desktop.engine, id).await;
    let replaced = first[2].message.id;
    desktop.ask(Command::Regenerate { session_id: id, id: replaced }).await;
    desktop
        .until(|event| match event {
            AppEvent::JobUpdated { job } => (job.replaces == Some(replaced)).then_some(()),
            _ => None,
        })
        .await;
    let second = reply_to(&mut desktop, id, 3).await;
    settled(&mut desktop).await;
    assert_eq!(second[2].versions, [replaced, second[2].message.id]);
    assert_ne!(second[2].message.text(), first[2].message.text());
    desktop.ask(Command::ShowVersion { session_id: id, id: replaced }).await;
    assert_eq!(texts(&messages(&desktop.engine, id).await), texts(&first));
}

#[tokio::test(flavor = "multi_thread")]
async fn versions_made_without_a_server_are_shown_as_waiting_and_arrive_once_and_in_order() {
    let mut world = World::start().await;
    let mut desktop = world.desktop("one").await;
    let id = interviewed(&mut desktop, 2).await;
    let first = messages(&desktop.engine, id).await;
    world.stop_server().await;
    desktop.ask(Command::Regenerate { session_id: id, id: first[4].message.id }).await;
    let wish = messages(&desktop.engine, id).await[4].renewal.clone();
    assert!(matches!(wish.as_deref(), Some(Delivery::Pending { .. })), "{wish:?}");
    revise(&desktop, id, first[1].message.id, ANSWERS[2]).await;
    desktop = desktop.restart().await;
    let waiting = messages(&desktop.engine, id).await;
    assert_eq!(waiting.len(), 2);
    assert!(matches!(waiting[1].delivery, Delivery::Pending { .. }), "{:?}", waiting[1].delivery);
    world.start_server().await;
    let revised = reply_to(&mut desktop, id, 3).await;
    settled(&mut desktop).await;
    assert_eq!(revised[1].versions.len(), 2);
    desktop.ask(Command::ShowVersion { session_id: id, id: first[1].message.id }).await;
    let back = messages(&desktop.engine, id).await;
    assert_eq!(texts(&back)[..4], texts(&first)[..4]);
    assert_eq!((back.len(), back[4].versions.len()), (5, 2));
    assert_eq!(session(&desktop.engine, id).await.unwrap().message_count, 8, "each once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_session_says_that_it_takes_no_other_version() {
    let world = World::start().await;
    let mut desktop = world.desktop("one").await;
    let id = new_session(&desktop).await;
    send(&desktop, id, ANSWERS[0], false).await;
    let said = answered(&mut desktop, id, 3).await;
    settled(&mut desktop).await;
    desktop.ask(Command::FinalizeSession { id }).await;
    let (answer, reply) = (said[1].message.id, said[2].message.id);
    let text = ANSWERS[1].to_owned();
    for command in [
        Command::ReviseMessage { session_id: id, id: answer, text },
        Command::Regenerate { session_id: id, id: reply },
        Command::ShowVersion { session_id: id, id: answer },
    ] {
        let refused = desktop.try_ask(command).await.unwrap_err();
        assert_eq!(refused.code, ErrorCode::SessionFinalized);
    }
}
