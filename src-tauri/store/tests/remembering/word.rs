//! What the person says about unsent work, and what asks them.

use crate::build::{
    Kept, at, create, due, keep, kept, key, message_id, post, refusal, rename, row, session_id,
};
use protocol::{IdempotencyKey, app_event::Delivery};
use std::{collections::BTreeSet, time::Duration};
use store::{RowState, StoreError};

/// Longer than anything may wait without being asked about.
const LONG: Duration = Duration::from_hours(25);

async fn shown(kept: &Kept) -> Vec<Delivery> {
    let waiting = kept.store.waiting().await.unwrap();
    waiting.into_iter().map(|item| item.delivery).collect()
}

#[tokio::test]
async fn a_discarded_message_becomes_the_draft_before_what_is_typed() {
    let kept = kept().await;
    let refused = keep(&kept, 1, post(1, 1)).await;
    let behind = keep(&kept, 2, post(1, 2)).await;
    kept.store.save_draft(session_id(1), "and more".to_owned()).await.unwrap();
    kept.store.mark(refused, refusal()).await.unwrap();
    kept.store.discard_write(refused).await.unwrap();
    assert_eq!(kept.store.draft(session_id(1)).await.unwrap(), "words 1\n\nand more");
    assert_eq!(due(&kept.store).await, [behind]);
}

#[tokio::test]
async fn a_discarded_first_message_takes_its_session_along() {
    let kept = kept().await;
    let refused = keep(&kept, 1, create(1, 1)).await;
    keep(&kept, 2, post(1, 2)).await;
    kept.store.mark(refused, refusal()).await.unwrap();
    kept.store.discard_write(refused).await.unwrap();
    assert_eq!(kept.store.outbox().await.unwrap(), []);
    assert_eq!(kept.store.session(session_id(1)).await.unwrap(), None);
    assert_eq!(kept.store.draft(session_id(1)).await.unwrap(), "words 1\n\nwords 2");
}

#[tokio::test]
async fn a_write_that_may_be_on_the_server_is_not_the_persons_to_take_back() {
    let kept = kept().await;
    let sent = keep(&kept, 1, post(1, 1)).await;
    for state in [RowState::Queued, RowState::Sending] {
        kept.store.mark(sent, state).await.unwrap();
        let words = "other words".to_owned();
        let new = (key(2), message_id(2));
        assert!(matches!(kept.store.discard_write(sent).await, Err(StoreError::NotStuck)));
        assert!(matches!(kept.store.retry_write(sent, at(9)).await, Err(StoreError::NotStuck)));
        let edited = kept.store.edit_message(sent, new, words, at(9)).await;
        assert!(matches!(edited, Err(StoreError::NotStuck)));
    }
    assert_eq!(due(&kept.store).await, [sent]);
}

#[tokio::test]
async fn any_refused_write_can_be_tried_again_with_its_key_or_given_up() {
    let kept = kept().await;
    for (n, write) in (1..).zip([create(1, 1), post(2, 2), rename(1, "A")]) {
        let refused = keep(&kept, n, write.clone()).await;
        kept.store.mark(refused, refusal()).await.unwrap();
        kept.store.retry_write(refused, at(200)).await.unwrap();
        let again = kept.store.due(BTreeSet::new(), 8).await.unwrap().remove(0);
        assert_eq!((again.row.key, again.request), (refused, write.request()));
        kept.store.mark(refused, refusal()).await.unwrap();
        kept.store.discard_write(refused).await.unwrap();
        assert_eq!(kept.store.outbox().await.unwrap(), []);
    }
}

#[tokio::test]
async fn an_edited_message_has_another_key_and_the_same_place() {
    let kept = kept().await;
    let refused = kept.store.enqueue(row(1, post(1, 1))).await.unwrap();
    keep(&kept, 2, post(1, 2)).await;
    kept.store.mark(refused.key, refusal()).await.unwrap();
    let new = (key(3), message_id(3));
    kept.store.edit_message(refused.key, new, "better".to_owned(), at(300)).await.unwrap();
    let first = kept.store.due(BTreeSet::new(), 8).await.unwrap().remove(0);
    assert_eq!((first.row.ordinal, first.row.key), (refused.ordinal, key(3)));
    assert_eq!(first.request, first.row.write.request());
    let (views, _) = kept.store.messages(session_id(1), None, 10).await.unwrap();
    let shown: Vec<_> = views.iter().map(|view| (view.message.id, view.message.text())).collect();
    assert_eq!(
        shown,
        [(message_id(3), "better".to_owned()), (message_id(2), "words 2".to_owned())]
    );
}

async fn held(kept: &Kept) -> Vec<IdempotencyKey> {
    let rows = kept.store.outbox().await.unwrap();
    rows.into_iter().filter(|row| row.state == RowState::Held).map(|row| row.key).collect()
}

#[tokio::test]
async fn what_was_never_sent_in_a_day_waits_for_the_person_and_holds_back_its_lane() {
    let kept = kept().await;
    let old = keep(&kept, 1, post(1, 1)).await;
    let sent = keep(&kept, 2, post(2, 2)).await;
    kept.store.mark(sent, RowState::Sending).await.unwrap();
    let renamed = keep(&kept, 3, rename(1, "A")).await;
    let now = at(101) + LONG;
    assert!(!kept.store.hold_old(at(101)).await.unwrap(), "nothing is old yet");
    assert!(kept.store.hold_old(now).await.unwrap());
    assert_eq!(held(&kept).await, [old, renamed], "not what the server may have");
    let fresh = row(4, post(1, 4));
    kept.store.enqueue(store::NewRow { at: now, ..fresh }).await.unwrap();
    assert_eq!(due(&kept.store).await, [sent]);
    let waits = Delivery::Pending { behind_stuck: true, unanswered: false };
    assert_eq!(shown(&kept).await[3], waits);

    kept.store.release(vec![old, sent], now).await.unwrap();
    assert_eq!(due(&kept.store).await, [old, sent], "order is kept");
    assert!(!kept.store.hold_old(now).await.unwrap(), "the person has spoken");
    assert!(kept.store.hold_old(now + LONG).await.unwrap(), "and is asked again a day later");
}

#[tokio::test]
async fn a_held_message_says_since_when_and_can_be_edited_or_given_up() {
    let kept = kept().await;
    let first = keep(&kept, 1, post(1, 1)).await;
    let second = keep(&kept, 2, post(2, 2)).await;
    let now = at(102) + LONG;
    kept.store.hold_old(now).await.unwrap();
    assert_eq!(shown(&kept).await[0], Delivery::Held { since: at(101) });
    kept.store.discard_write(first).await.unwrap();
    assert_eq!(kept.store.draft(session_id(1)).await.unwrap(), "words 1");
    let new = (key(3), message_id(3));
    kept.store.edit_message(second, new, "fresh".to_owned(), now).await.unwrap();
    assert_eq!(due(&kept.store).await, [key(3)]);
    assert!(!kept.store.hold_old(now).await.unwrap());
}

#[tokio::test]
async fn a_clock_that_was_set_back_holds_nothing() {
    let kept = kept().await;
    let kept_at = keep(&kept, 1, post(1, 1)).await;
    assert!(!kept.store.hold_old(at(101) - LONG * 100).await.unwrap());
    assert_eq!(due(&kept.store).await, [kept_at]);
}

#[tokio::test]
async fn what_was_held_or_reworded_on_its_way_out_does_not_leave() {
    let kept = kept().await;
    let old = keep(&kept, 1, post(1, 1)).await;
    assert_eq!(due(&kept.store).await, [old], "it is on its way");
    let now = at(101) + LONG;
    kept.store.hold_old(now).await.unwrap();
    assert!(!kept.store.begin(old).await.unwrap());
    kept.store.take_back(old).await.unwrap();
    assert_eq!(held(&kept).await, [old], "it still waits for the person");
    let new = (key(2), message_id(2));
    kept.store.edit_message(old, new, "other words".to_owned(), now).await.unwrap();
    assert!(!kept.store.begin(old).await.unwrap());
    assert!(kept.store.begin(key(2)).await.unwrap());
    kept.store.take_back(key(2)).await.unwrap();
    assert_eq!(shown(&kept).await, [Delivery::Pending { behind_stuck: false, unanswered: false }]);
}
