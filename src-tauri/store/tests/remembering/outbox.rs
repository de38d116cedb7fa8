//! Unsent work: lanes, order, refusals, settling, drafts.

use crate::build::{
    Kept, create, envelope, finding, finding_id, follow_session, kept, key, message, message_id,
    of_user, position, post, row, session_id, skill, skill_id,
};
use protocol::{
    Channel, ErrorCode, Event, JobId, Problem, Write,
    app_event::Delivery,
    records::Decision,
    write::{DecideFindings, SkillChange},
};
use std::collections::BTreeSet;
use store::{Disk, Lane, RowState, Store, StoreError};

async fn due(store: &Store) -> Vec<u64> {
    let due = store.due(BTreeSet::new()).await.unwrap();
    due.into_iter().map(|outgoing| outgoing.row.ordinal).collect()
}

fn refusal() -> RowState {
    RowState::Stuck(Problem::refused(ErrorCode::SessionFinalized, "The session is finalized."))
}

async fn keep(kept: &Kept, n: u8, write: Write) -> u64 {
    kept.store.enqueue(row(n, write)).await.unwrap().ordinal
}

fn rename(n: u8, name: &str) -> Write {
    let body = SkillChange { name: Some(name.to_owned()), ..SkillChange::default() };
    Write::UpdateSkill { id: skill_id(n), body }
}

#[tokio::test]
async fn each_lane_sends_its_first_write_first() {
    let kept = kept().await;
    let first = keep(&kept, 1, create(1, 1)).await;
    let second = keep(&kept, 2, post(1, 2)).await;
    let other = keep(&kept, 3, create(2, 3)).await;
    let profile = keep(&kept, 4, rename(1, "A")).await;
    assert_eq!(due(&kept.store).await, [first, other, profile]);
    let on_session = Channel::Session(session_id(1));
    kept.store.mark(first, RowState::Accepted(position(on_session, 2))).await.unwrap();
    assert_eq!(due(&kept.store).await, [second, other, profile]);
}

#[tokio::test]
async fn stopping_a_job_overtakes_what_waits() {
    let kept = kept().await;
    let waiting = keep(&kept, 1, rename(1, "A")).await;
    let job = JobId(crate::build::uuid("job"));
    let stop = keep(&kept, 2, Write::CancelJob { job, session: session_id(1) }).await;
    assert_eq!(due(&kept.store).await, [waiting, stop]);
}

#[tokio::test]
async fn the_bytes_that_are_sent_are_the_bytes_that_were_kept() {
    let kept = kept().await;
    keep(&kept, 1, create(1, 1)).await;
    let due = kept.store.due(BTreeSet::new()).await.unwrap();
    assert_eq!(due[0].request, create(1, 1).request());
    let busy = BTreeSet::from([Lane::Session(session_id(1))]);
    assert_eq!(kept.store.due(busy).await.unwrap(), []);
}

#[tokio::test]
async fn a_refused_message_holds_back_its_session_and_nothing_else() {
    let kept = kept().await;
    let refused = keep(&kept, 1, post(1, 1)).await;
    keep(&kept, 2, post(1, 2)).await;
    let other = keep(&kept, 3, post(2, 3)).await;
    kept.store.mark(refused, refusal()).await.unwrap();
    assert_eq!(due(&kept.store).await, [other]);
    let (views, _) = kept.store.messages(session_id(1), None, 10).await.unwrap();
    assert!(matches!(views[0].delivery, Delivery::Stuck { .. }));
    assert_eq!(views[1].delivery, Delivery::Pending { behind_stuck: true, unanswered: false });
}

#[tokio::test]
async fn a_refused_change_holds_back_only_changes_of_the_same_record() {
    let kept = kept().await;
    let refused = keep(&kept, 1, rename(1, "A")).await;
    keep(&kept, 2, rename(1, "B")).await;
    let other = keep(&kept, 3, rename(2, "C")).await;
    kept.store.mark(refused, refusal()).await.unwrap();
    assert_eq!(due(&kept.store).await, [other]);
}

#[tokio::test]
async fn a_discarded_message_becomes_the_draft_before_what_is_typed() {
    let kept = kept().await;
    let refused = keep(&kept, 1, post(1, 1)).await;
    let behind = keep(&kept, 2, post(1, 2)).await;
    kept.store.save_draft(session_id(1), "and more".to_owned()).await.unwrap();
    kept.store.mark(refused, refusal()).await.unwrap();
    kept.store.discard_write(key(1)).await.unwrap();
    assert_eq!(kept.store.draft(session_id(1)).await.unwrap(), "words 1\n\nand more");
    assert_eq!(due(&kept.store).await, [behind]);
}

#[tokio::test]
async fn a_discarded_first_message_takes_its_session_along() {
    let kept = kept().await;
    let refused = keep(&kept, 1, create(1, 1)).await;
    keep(&kept, 2, post(1, 2)).await;
    kept.store.mark(refused, refusal()).await.unwrap();
    kept.store.discard_write(key(1)).await.unwrap();
    assert_eq!(kept.store.outbox().await.unwrap(), []);
    assert_eq!(kept.store.session(session_id(1)).await.unwrap(), None);
    assert_eq!(kept.store.draft(session_id(1)).await.unwrap(), "words 1\n\nwords 2");
}

#[tokio::test]
async fn only_a_refused_message_can_be_discarded_or_tried_again() {
    let kept = kept().await;
    keep(&kept, 1, post(1, 1)).await;
    let discarded = kept.store.discard_write(key(1)).await;
    assert!(matches!(discarded, Err(StoreError::NotStuck)));
    assert!(matches!(kept.store.retry_write(key(1)).await, Err(StoreError::NotStuck)));
}

#[tokio::test]
async fn a_message_tried_again_keeps_its_key() {
    let kept = kept().await;
    let refused = keep(&kept, 1, post(1, 1)).await;
    kept.store.mark(refused, refusal()).await.unwrap();
    kept.store.retry_write(key(1)).await.unwrap();
    let again = kept.store.due(BTreeSet::new()).await.unwrap();
    assert_eq!(again[0].row.key, key(1));
}

#[tokio::test]
async fn an_edited_message_has_another_key_and_the_same_place() {
    let kept = kept().await;
    let refused = keep(&kept, 1, post(1, 1)).await;
    let behind = keep(&kept, 2, post(1, 2)).await;
    kept.store.mark(refused, refusal()).await.unwrap();
    let edited = kept.store.edit_message(key(1), (key(3), message_id(3)), "better".to_owned());
    edited.await.unwrap();
    let first = kept.store.due(BTreeSet::new()).await.unwrap().remove(0);
    assert_eq!((first.row.ordinal, first.row.key), (refused, key(3)));
    assert_eq!(first.request, first.row.write.request());
    let (views, _) = kept.store.messages(session_id(1), None, 10).await.unwrap();
    assert_eq!(views[0].message.text(), "better");
    assert_eq!(views[0].message.id, message_id(3));
    assert!(behind > refused);
}

#[tokio::test]
async fn a_sent_message_takes_its_draft_away() {
    let kept = kept().await;
    kept.store.save_draft(session_id(1), "words".to_owned()).await.unwrap();
    keep(&kept, 1, post(1, 1)).await;
    assert_eq!(kept.store.draft(session_id(1)).await.unwrap(), "");
}

#[tokio::test]
async fn an_accepted_write_goes_when_its_effect_is_here() {
    let kept = kept().await;
    follow_session(&kept.store, 1).await;
    let channel = Channel::Session(session_id(1));
    let ordinal = keep(&kept, 1, post(1, 1)).await;
    kept.store.mark(ordinal, RowState::Accepted(position(channel, 1))).await.unwrap();
    assert_eq!(kept.store.settle().await.unwrap(), []);
    let said = envelope(channel, 1, &Event::InterviewMessage(message(1, 1, 1)));
    kept.store.apply(said).await.unwrap();
    assert_eq!(kept.store.settle().await.unwrap().len(), 1);
    assert_eq!(kept.store.outbox_status().await.unwrap().pending, 0);
    let (views, _) = kept.store.messages(session_id(1), None, 10).await.unwrap();
    assert_eq!(views.len(), 1);
}

#[tokio::test]
async fn a_lost_log_sends_again_what_was_accepted() {
    let kept = kept().await;
    let ordinal = keep(&kept, 1, post(1, 1)).await;
    let place = position(Channel::Session(session_id(1)), 9);
    kept.store.mark(ordinal, RowState::Accepted(place)).await.unwrap();
    assert_eq!(due(&kept.store).await, Vec::<u64>::new());
    kept.store.requeue().await.unwrap();
    assert_eq!(due(&kept.store).await, [ordinal]);
}

#[tokio::test]
async fn unsent_work_survives_the_end_of_the_program() {
    let kept = kept().await;
    keep(&kept, 1, create(1, 1)).await;
    kept.store.save_draft(session_id(1), "half a thou".to_owned()).await.unwrap();
    kept.store.close().await;
    let store = Store::open(Disk::files(), kept.folder.path(), crate::build::at(9)).await.unwrap();
    assert_eq!(due(&store).await.len(), 1);
    assert_eq!(store.draft(session_id(1)).await.unwrap(), "half a thou");
    let (views, _) = store.messages(session_id(1), None, 10).await.unwrap();
    assert_eq!(views.len(), 2, "the opening question and the answer");
}

#[tokio::test]
async fn a_refused_decision_no_longer_counts() {
    let kept = kept().await;
    let events = [Event::SkillUpdated(skill(1, 1)), Event::FindingUpdated(finding(1, 1))];
    for (seq, event) in (1..).zip(&events) {
        kept.store.apply(envelope(of_user(), seq, event)).await.unwrap();
    }
    let ids = vec![finding_id(1)];
    let body = DecideFindings { ids, decision: Decision::Confirmed, edit: None };
    let ordinal = keep(&kept, 1, Write::DecideFindings(body)).await;
    kept.store.mark(ordinal, refusal()).await.unwrap();
    let finding = kept.store.finding(finding_id(1)).await.unwrap().unwrap();
    assert_eq!(finding.decision, Decision::Suggested);
    assert_eq!(kept.store.outbox_status().await.unwrap().stuck, 1);
}
