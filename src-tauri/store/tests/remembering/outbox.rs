//! Unsent work: lanes, order, bounds, accounts, settling.

use crate::build::{
    Kept, at, create, due, envelope, finding, finding_id, follow_session, keep, kept, key, message,
    message_id, of_user, position, post, refusal, rename, row, session_id, skill, skill_id, uuid,
};
use protocol::{
    Channel, ChannelPosition, Epoch, Event, IdempotencyKey, JobId, ProjectId, ServerId, UserId,
    Write,
    app_event::{Delivery, OutboxStatus},
    records::Decision,
    write::{DecideFindings, NewSkill, ProjectChange},
};
use std::collections::BTreeSet;
use store::{Disk, Lane, OUTBOX_BYTES, OUTBOX_ROWS, RowState, Store, StoreError};

/// Keep message `n` of session 1 and have it accepted with its result at `place`.
async fn accepted(kept: &Kept, n: u8, place: ChannelPosition) -> IdempotencyKey {
    let key = keep(kept, n, post(1, n)).await;
    kept.store.mark(key, RowState::Accepted(place)).await.unwrap();
    key
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
    let job = JobId(uuid("job"));
    let stop = keep(&kept, 2, Write::CancelJob { job, session: session_id(1) }).await;
    assert_eq!(due(&kept.store).await, [waiting, stop]);
}

#[tokio::test]
async fn the_bytes_that_are_sent_are_the_bytes_that_were_kept() {
    let kept = kept().await;
    keep(&kept, 1, create(1, 1)).await;
    let due = kept.store.due(BTreeSet::new(), 8).await.unwrap();
    assert_eq!(due[0].request, create(1, 1).request());
    let busy = BTreeSet::from([Lane::Session(session_id(1))]);
    assert_eq!(kept.store.due(busy, 8).await.unwrap(), []);
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
async fn a_sent_message_takes_its_draft_away() {
    let kept = kept().await;
    kept.store.save_draft(session_id(1), "words".to_owned()).await.unwrap();
    keep(&kept, 1, post(1, 1)).await;
    assert_eq!(kept.store.draft(session_id(1)).await.unwrap(), "");
}

#[tokio::test]
async fn an_answer_given_anew_leaves_the_draft_alone() {
    let kept = kept().await;
    kept.store.save_draft(session_id(1), "half a".to_owned()).await.unwrap();
    let Write::PostMessage { session, mut body } = post(1, 2) else { panic!("a message") };
    body.replaces = Some(message_id(1));
    keep(&kept, 1, Write::PostMessage { session, body }).await;
    assert_eq!(kept.store.draft(session_id(1)).await.unwrap(), "half a");
}

#[tokio::test]
async fn an_accepted_write_goes_when_its_effect_is_here() {
    let kept = kept().await;
    follow_session(&kept.store, 1).await;
    let channel = Channel::Session(session_id(1));
    accepted(&kept, 1, position(channel, 1)).await;
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
    let key = accepted(&kept, 1, position(Channel::Session(session_id(1)), 9)).await;
    assert_eq!(due(&kept.store).await, []);
    kept.store.requeue().await.unwrap();
    assert_eq!(due(&kept.store).await, [key]);
}

#[tokio::test]
async fn what_was_accepted_beyond_all_that_the_server_has_is_sent_again() {
    let kept = kept().await;
    follow_session(&kept.store, 1).await;
    let channel = Channel::Session(session_id(1));
    let lost = accepted(&kept, 1, position(channel, 1)).await;
    assert_eq!(kept.store.requeue_lost(of_user()).await.unwrap(), []);
    assert_eq!(due(&kept.store).await, [], "its own channel says nothing yet");
    assert_eq!(kept.store.requeue_lost(channel).await.unwrap().len(), 1);
    assert_eq!(due(&kept.store).await, [lost]);
}

#[tokio::test]
async fn a_whole_read_drops_what_it_holds_and_sends_again_what_it_lacks() {
    let kept = kept().await;
    follow_session(&kept.store, 1).await;
    let channel = Channel::Session(session_id(1));
    let here = accepted(&kept, 1, position(channel, 0)).await;
    let lost = accepted(&kept, 2, position(channel, 1)).await;
    let dropped = kept.store.settle_read(BTreeSet::from([here, lost])).await.unwrap();
    assert_eq!(dropped.iter().map(|row| row.key).collect::<Vec<_>>(), [here]);
    assert_eq!(due(&kept.store).await, [lost]);
}

#[tokio::test]
async fn what_was_accepted_in_another_history_is_never_dropped_but_sent_again() {
    let kept = kept().await;
    follow_session(&kept.store, 1).await;
    let channel = Channel::Session(session_id(1));
    let here = accepted(&kept, 1, position(channel, 9)).await;
    kept.store.requeue_strays().await.unwrap();
    assert_eq!(due(&kept.store).await, [], "its channel stands in the same history");
    let elsewhere = ChannelPosition { epoch: Epoch(uuid("other")), ..position(channel, 0) };
    let stray = accepted(&kept, 2, elsewhere).await;
    assert_eq!(kept.store.settle().await.unwrap(), [], "a position counts only in its history");
    let dropped = kept.store.settle_rows(BTreeSet::from([here, stray])).await.unwrap();
    assert_eq!(dropped.iter().map(|row| row.key).collect::<Vec<_>>(), [here]);
    kept.store.requeue_strays().await.unwrap();
    assert_eq!(due(&kept.store).await, [stray]);
}

#[tokio::test]
async fn unsent_work_survives_the_end_of_the_program() {
    let kept = kept().await;
    keep(&kept, 1, create(1, 1)).await;
    kept.store.save_draft(session_id(1), "half a thou".to_owned()).await.unwrap();
    kept.store.close().await;
    let store = Store::open(Disk::files(), kept.folder.path(), at(9)).await.unwrap();
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
    let key = keep(&kept, 1, Write::DecideFindings(body)).await;
    kept.store.mark(key, refusal()).await.unwrap();
    let finding = kept.store.finding(finding_id(1)).await.unwrap().unwrap();
    assert_eq!(finding.decision, Decision::Suggested);
    assert_eq!(kept.store.outbox_status().await.unwrap().stuck, 1);
}

#[tokio::test]
async fn what_names_a_skill_that_waits_for_the_person_waits_with_it() {
    let kept = kept().await;
    let body = NewSkill { name: "SQL".to_owned(), category: skill(1, 1).category, level: 0.5 };
    let refused = keep(&kept, 1, Write::CreateSkill { id: skill_id(1), body }).await;
    let change = ProjectChange { skill_ids: Some(vec![skill_id(1)]), ..ProjectChange::default() };
    let id = ProjectId(uuid("project"));
    keep(&kept, 2, Write::UpdateProject { id, body: change }).await;
    keep(&kept, 3, rename(1, "SQL, by hand")).await;
    let other = keep(&kept, 4, rename(2, "Rust")).await;
    kept.store.mark(refused, refusal()).await.unwrap();
    assert_eq!(due(&kept.store).await, [other]);
    let gone = kept.store.discard_write(refused).await.unwrap().rows;
    let gone: Vec<_> = gone.into_iter().map(|row| row.key).collect();
    assert_eq!(gone, [key(1), key(3)], "the skill's own changes go with it");
    assert_eq!(due(&kept.store).await, [key(2)]);
}

#[tokio::test]
async fn the_count_says_what_waits_and_for_whom() {
    let kept = kept().await;
    let place = position(Channel::Session(session_id(1)), 9);
    let states =
        [RowState::Queued, RowState::Sending, refusal(), RowState::Held, RowState::Accepted(place)];
    for (n, state) in (1..).zip(states) {
        let key = keep(&kept, n, post(n, n)).await;
        kept.store.mark(key, state).await.unwrap();
    }
    let oldest_at = Some(row(1, post(1, 1)).at);
    let expected = OutboxStatus { pending: 2, stuck: 1, held: 1, oldest_at };
    assert_eq!(kept.store.outbox_status().await.unwrap(), expected);
    let waiting = kept.store.waiting().await.unwrap();
    let shown: Vec<_> = waiting.iter().map(|item| item.delivery.clone()).collect();
    assert_eq!(shown.len(), 4);
    assert_eq!(shown[1], Delivery::Pending { behind_stuck: false, unanswered: true });
    assert_eq!(waiting[0].text.as_deref(), Some("words 1"));
}

#[tokio::test]
async fn ten_thousand_writes_are_kept_and_no_more() {
    let kept = kept().await;
    let folder = kept.folder.path().join("unsent.db");
    keep(&kept, 1, rename(1, "A")).await;
    let raw = rusqlite::Connection::open(folder).unwrap();
    raw.execute(
        "WITH RECURSIVE n (n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM n WHERE n < ?1)
         INSERT INTO outbox (account, lane, state, fresh_at, size, key, created_at, method, path,
                             change, body)
         SELECT account, lane, state, fresh_at, size, n, created_at, method, path, change, body
         FROM outbox, n",
        [i64::try_from(OUTBOX_ROWS - 1).unwrap()],
    )
    .unwrap();
    keep(&kept, 2, rename(1, "the last")).await;
    let refused = kept.store.enqueue(row(3, rename(1, "one too many"))).await;
    assert!(matches!(refused, Err(StoreError::OutboxFull)));
    assert_eq!(kept.store.outbox_status().await.unwrap().pending, OUTBOX_ROWS);
}

#[tokio::test]
async fn fifty_mebibytes_are_kept_and_no_more() {
    let kept = kept().await;
    keep(&kept, 1, rename(1, "A")).await;
    let next = rename(1, "B");
    let room = OUTBOX_BYTES - u64::try_from(next.request().body.len()).unwrap();
    let raw = rusqlite::Connection::open(kept.folder.path().join("unsent.db")).unwrap();
    let fill = |bytes: u64| {
        raw.execute("UPDATE outbox SET size = ?1", [i64::try_from(bytes).unwrap()]).unwrap();
    };
    fill(room + 1);
    let refused = kept.store.enqueue(row(2, next.clone())).await;
    assert!(matches!(refused, Err(StoreError::OutboxFull)));
    fill(room);
    keep(&kept, 2, next).await;
}

#[tokio::test]
async fn another_accounts_unsent_work_is_neither_seen_nor_sent_and_comes_back_with_it() {
    let kept = kept().await;
    let mine = keep(&kept, 1, create(1, 1)).await;
    let server = ServerId(uuid("server"));
    kept.store.identify(server, UserId(uuid("other"))).await.unwrap();
    assert_eq!(due(&kept.store).await, []);
    assert_eq!(kept.store.outbox_status().await.unwrap(), OutboxStatus::default());
    assert_eq!(kept.store.sessions(None, 10).await.unwrap().0, []);
    assert!(matches!(kept.store.discard_write(mine).await, Err(StoreError::NotStuck)));
    let theirs = keep(&kept, 2, rename(1, "theirs")).await;
    assert_eq!(due(&kept.store).await, [theirs]);
    kept.store.identify(server, crate::build::user()).await.unwrap();
    assert_eq!(due(&kept.store).await, [mine]);
}

#[tokio::test]
async fn what_was_written_before_anyone_was_known_waits_for_the_first_account() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(Disk::files(), folder.path(), at(0)).await.unwrap();
    store.enqueue(row(1, create(1, 1))).await.unwrap();
    assert_eq!(store.outbox_status().await.unwrap().pending, 1);
    assert_eq!(due(&store).await, [], "nobody is known");
    let server = ServerId(uuid("server"));
    store.identify(server, crate::build::user()).await.unwrap();
    assert_eq!(due(&store).await, [key(1)]);
    store.identify(server, UserId(uuid("other"))).await.unwrap();
    assert_eq!(due(&store).await, []);
}
