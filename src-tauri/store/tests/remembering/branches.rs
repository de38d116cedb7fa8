//! Versions of messages as they are shown: the server's, and unsent ones laid over.

use crate::build::{
    Kept, create, envelope, finding, follow_session, kept, message, message_id, of_user, post,
    refusal, row, session, session_id,
};
use protocol::{
    Channel, Event, Write,
    app_event::MessageView,
    records::{Message, Role, Session, SessionPatch},
    write::{NewMessage, PostMessage, Regenerate, ShowVersion},
};

fn said(n: u8, follows: Option<u64>) -> Message {
    let role = if n % 2 == 1 { Role::Assistant } else { Role::User };
    Message { follows, role, ..message(1, n, u64::from(n)) }
}

/// A session with these messages here.
async fn with(messages: &[Message]) -> Kept {
    let kept = kept().await;
    follow_session(&kept.store, 1).await;
    tell(&kept, 1, &[]).await;
    for (seq, message) in (1..).zip(messages) {
        let event = Event::InterviewMessage(message.clone());
        let envelope = envelope(Channel::Session(session_id(1)), seq, &event);
        kept.store.apply(envelope).await.unwrap();
    }
    kept
}

/// The session as the server has it in this version.
async fn tell(kept: &Kept, version: u64, chosen: &[u64]) {
    let stands = Session { chosen: chosen.to_vec(), ..session(1, version) };
    let event = Event::SessionUpdated(SessionPatch::between(None, &stands));
    kept.store.apply(envelope(of_user(), version, &event)).await.unwrap();
}

async fn views(kept: &Kept) -> Vec<MessageView> {
    kept.store.messages(session_id(1), None, 100).await.unwrap().0
}

async fn shown(kept: &Kept) -> Vec<u64> {
    views(kept).await.iter().map(|view| view.message.ordinal).collect()
}

fn revise(n: u8, of: u8) -> Write {
    let message = NewMessage { id: message_id(n), text: format!("words {n}") };
    let body = PostMessage { message, resume: true, replaces: Some(message_id(of)) };
    Write::PostMessage { session: session_id(1), body }
}

fn choose(n: u8, newest: u8) -> Write {
    let body = ShowVersion { message: message_id(n), newest: message_id(newest) };
    Write::ShowVersion { session: session_id(1), body }
}

#[tokio::test]
async fn of_each_message_one_version_is_shown_with_the_names_of_all() {
    let said = [said(1, None), said(2, None), said(3, None), said(4, Some(1)), said(5, None)];
    let kept = with(&said).await;
    assert_eq!(shown(&kept).await, [1, 4, 5]);
    let both = vec![message_id(2), message_id(4)];
    let versions = |views: Vec<MessageView>| views.into_iter().map(|view| view.versions).collect();
    let now: Vec<_> = versions(views(&kept).await);
    assert_eq!(now, [vec![], both.clone(), vec![]]);
    tell(&kept, 2, &[2]).await;
    assert_eq!(shown(&kept).await, [1, 2, 3]);
    let now: Vec<_> = versions(views(&kept).await);
    assert_eq!(now, [vec![], both, vec![]]);
    let all = kept.store.every_message(session_id(1)).await.unwrap();
    assert_eq!(all, said, "none is lost");
}

#[tokio::test]
async fn pages_go_back_along_what_is_shown() {
    let said = [said(1, None), said(2, None), said(3, None), said(4, Some(1)), said(5, None)];
    let kept = with(&said).await;
    let page = |before, limit| kept.store.messages(session_id(1), before, limit);
    let ordinals = |(views, more): (Vec<MessageView>, bool)| {
        (views.iter().map(|view| view.message.ordinal).collect::<Vec<_>>(), more)
    };
    assert_eq!(ordinals(page(None, 2).await.unwrap()), (vec![4, 5], true));
    assert_eq!(ordinals(page(Some(4), 2).await.unwrap()), (vec![1], false));
}

#[tokio::test]
async fn an_unsent_version_is_shown_at_once_and_gives_way_when_it_is_given_up() {
    let kept = with(&[said(1, None), said(2, None), said(3, None)]).await;
    let stored = kept.store.enqueue(row(1, revise(4, 2))).await.unwrap();
    let views = views(&kept).await;
    assert_eq!(views[1].message.id, message_id(4));
    assert_eq!(views[1].versions, [message_id(2), message_id(4)]);
    assert_eq!(views[1].key, Some(stored.key));
    assert_eq!(views.len(), 2);
    // Back to the first, before the second was ever sent, and on from there.
    kept.store.enqueue(row(2, choose(2, 4))).await.unwrap();
    kept.store.enqueue(row(3, post(1, 5))).await.unwrap();
    assert_eq!(shown(&kept).await, [1, 2, 3, 5]);
    // Refused: what hangs on it goes with it.
    kept.store.mark(stored.key, refusal()).await.unwrap();
    kept.store.discard_write(stored.key).await.unwrap();
    assert_eq!(kept.store.outbox().await.unwrap().len(), 1);
    assert_eq!(shown(&kept).await, [1, 2, 3, 4], "numbered anew");
    assert!(self::views(&kept).await.iter().all(|view| view.versions.is_empty()));
}

#[tokio::test]
async fn the_first_answer_can_be_given_once_more_before_anything_was_sent() {
    let kept = kept().await;
    kept.store.enqueue(row(1, create(1, 1))).await.unwrap();
    kept.store.enqueue(row(2, revise(2, 1))).await.unwrap();
    let views = views(&kept).await;
    assert_eq!(views.len(), 2, "the question and the newer answer");
    assert_eq!(views[1].versions, [message_id(1), message_id(2)]);
}

#[tokio::test]
async fn a_wish_for_another_reply_is_shown_on_the_first_until_it_is_sent() {
    let kept = with(&[said(1, None), said(2, None), said(3, None)]).await;
    let body = Regenerate { message: message_id(3), reply: message_id(9) };
    let write = Write::Regenerate { session: session_id(1), body };
    let stored = kept.store.enqueue(row(1, write)).await.unwrap();
    let before = views(&kept).await;
    assert!(before[2].renewal.is_some() && before[1].renewal.is_none());
    kept.store.mark(stored.key, refusal()).await.unwrap();
    assert!(views(&kept).await[2].renewal.is_some(), "that it was refused is shown too");
    kept.store.discard_write(stored.key).await.unwrap();
    assert!(views(&kept).await[2].renewal.is_none());
}

#[tokio::test]
async fn what_was_found_in_a_version_that_is_not_shown_is_not_offered_unless_it_is_decided() {
    let kept = with(&[said(1, None), said(2, None), said(3, None), said(4, Some(1))]).await;
    let mut suggested = finding(1, 1);
    suggested.quote.session_id = session_id(1);
    suggested.quote.message_id = message_id(2);
    let mut decided = suggested.clone();
    decided.id = finding(2, 1).id;
    decided.decision = protocol::records::Decision::Confirmed;
    for (seq, finding) in (2..).zip([&suggested, &decided]) {
        let event = Event::FindingUpdated(finding.clone());
        kept.store.apply(envelope(of_user(), seq, &event)).await.unwrap();
    }
    let offered = || kept.store.findings(Some(session_id(1)));
    assert_eq!(offered().await.unwrap(), [decided]);
    tell(&kept, 4, &[2]).await;
    assert_eq!(offered().await.unwrap().len(), 2, "it comes back with its words");
}
