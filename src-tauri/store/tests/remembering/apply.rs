//! Events and their positions.

use crate::build::{
    Kept, at, envelope, epoch, finding, follow_job, follow_session, job, job_id, kept, message,
    of_user, session, session_id, skill, skill_id, snapshot, user, uuid,
};
use protocol::{
    Channel, Envelope, Epoch, Event, EventId, RawEvent,
    records::{Job, JobStatus, JobStep, Session, SessionPatch, SessionStatus},
    rest::JobText,
};
use store::{Change, Disk, Outcome, Store};

#[tokio::test]
async fn a_repeated_event_changes_nothing() {
    let kept = kept().await;
    let first = envelope(of_user(), 1, &Event::SkillUpdated(skill(1, 1)));
    let again = envelope(of_user(), 1, &Event::SkillUpdated(skill(1, 9)));
    assert_eq!(kept.store.apply(first).await.unwrap().outcome, Outcome::Done);
    let applied = kept.store.apply(again).await.unwrap();
    assert_eq!((applied.outcome, applied.change), (Outcome::Repeated, None));
    assert_eq!(kept.store.profile().await.unwrap().skills, [skill(1, 1)]);
}

#[tokio::test]
async fn an_event_after_a_gap_is_not_taken_in() {
    let kept = kept().await;
    let late = envelope(of_user(), 2, &Event::SkillUpdated(skill(1, 1)));
    assert_eq!(kept.store.apply(late).await.unwrap().outcome, Outcome::Gap);
    assert_eq!(kept.store.profile().await.unwrap().skills, []);
    assert_eq!(kept.store.place(of_user()).await.unwrap().unwrap().seq, 0);
}

#[tokio::test]
async fn an_event_of_another_history_is_not_taken_in() {
    let kept = kept().await;
    let event = envelope(of_user(), 1, &Event::SkillUpdated(skill(1, 1)));
    let foreign = Envelope { epoch: Epoch(uuid("other")), ..event };
    assert_eq!(kept.store.apply(foreign).await.unwrap().outcome, Outcome::Gap);
}

#[tokio::test]
async fn an_older_record_does_not_replace_a_newer_one_but_its_event_counts() {
    let kept = kept().await;
    let events = [skill(1, 3), skill(1, 2)].map(Event::SkillUpdated);
    for (seq, event) in (1..).zip(&events) {
        kept.store.apply(envelope(of_user(), seq, event)).await.unwrap();
    }
    assert_eq!(kept.store.skill(skill_id(1)).await.unwrap().unwrap().version, 3);
    assert_eq!(kept.store.place(of_user()).await.unwrap().unwrap().seq, 2);
}

#[tokio::test]
async fn an_event_of_an_unknown_name_is_passed_over() {
    let kept = kept().await;
    let event = RawEvent { name: "from_the_future".to_owned(), data: serde_json::json!({}) };
    let known = envelope(of_user(), 1, &Event::SkillUpdated(skill(1, 1)));
    let applied = kept.store.apply(Envelope { event, ..known }).await.unwrap();
    assert_eq!(applied.outcome, Outcome::Unknown);
    assert_eq!(kept.store.place(of_user()).await.unwrap().unwrap().seq, 1);
}

async fn patched(store: &Store, patch: SessionPatch, seq: u64) -> Option<Change> {
    let event = envelope(of_user(), seq, &Event::SessionUpdated(patch));
    store.apply(event).await.unwrap().change
}

#[tokio::test]
async fn an_absent_field_of_a_session_keeps_and_null_clears() {
    let kept = kept().await;
    let before = Session { error: Some("broken".to_owned()), ..session(1, 1) };
    kept.store.put_session(before.clone()).await.unwrap();
    let patch = SessionPatch {
        status: Some(SessionStatus::Working),
        error: Some(None),
        ..SessionPatch::empty(session_id(1), 2, 7)
    };
    patched(&kept.store, patch, 1).await;
    let now = kept.store.session(session_id(1)).await.unwrap().unwrap();
    let status = SessionStatus::Working;
    assert_eq!(now, Session { version: 2, last_seq: 7, status, error: None, ..before });
}

#[tokio::test]
async fn a_partial_patch_of_an_unknown_session_only_asks_for_a_read() {
    let kept = kept().await;
    let change = patched(&kept.store, SessionPatch::empty(session_id(1), 2, 7), 1).await;
    assert_eq!(change, Some(Change::SessionWanted(session_id(1))));
    assert_eq!(kept.store.sessions(None, 10).await.unwrap().0, []);
}

#[tokio::test]
async fn a_whole_patch_brings_a_session() {
    let kept = kept().await;
    patched(&kept.store, SessionPatch::between(None, &session(1, 1)), 1).await;
    assert_eq!(kept.store.sessions(None, 10).await.unwrap().0, [session(1, 1)]);
}

#[tokio::test]
async fn a_removed_session_takes_all_that_is_its_own_along() {
    let kept = kept().await;
    follow_session(&kept.store, 1).await;
    follow_job(&kept.store).await;
    let channel = Channel::Session(session_id(1));
    let said = envelope(channel, 1, &Event::InterviewMessage(message(1, 1, 1)));
    kept.store.apply(said).await.unwrap();
    let events = [
        Event::SkillUpdated(skill(1, 1)),
        Event::FindingUpdated(finding(1, 1)),
        Event::SessionDeleted { id: session_id(1) },
    ];
    for (seq, event) in (1..).zip(&events) {
        kept.store.apply(envelope(of_user(), seq, event)).await.unwrap();
    }
    assert_eq!(kept.store.messages(session_id(1), None, 10).await.unwrap().0, []);
    assert_eq!(kept.store.findings(None).await.unwrap(), []);
    assert_eq!(kept.store.jobs().await.unwrap(), []);
    let places = kept.store.places().await.unwrap();
    assert_eq!(places.iter().map(|place| place.channel).collect::<Vec<_>>(), [of_user()]);
    assert_eq!(kept.store.profile().await.unwrap().skills.len(), 1, "the skill stays");
}

#[tokio::test]
async fn a_jobs_text_grows_by_its_chunks_and_is_asked_for_when_one_is_missing() {
    let kept = kept().await;
    follow_job(&kept.store).await;
    let chunk =
        |off, text: &str| Event::JobChunk { job: job_id(), r#gen: 1, off, text: text.to_owned() };
    let channel = Channel::Job(job_id());
    let events = [chunk(0, "What "), chunk(5, "then?"), chunk(40, "lost")];
    let mut changes = Vec::new();
    for (seq, event) in (1..).zip(&events) {
        changes.push(kept.store.apply(envelope(channel, seq, event)).await.unwrap().change);
    }
    assert_eq!(kept.store.job_text(job_id()).await.unwrap(), "What then?");
    let grown = Change::Chunk { job: job_id(), off: 5, text: "then?".to_owned() };
    assert_eq!(changes[1..], [Some(grown), Some(Change::TextWanted(job_id()))]);
}

#[tokio::test]
async fn a_text_that_is_not_what_the_server_says_is_asked_for() {
    let kept = kept().await;
    follow_job(&kept.store).await;
    let done = Event::JobCompleted { job: job_id(), len: 3, sha256: "00".repeat(32) };
    let applied = kept.store.apply(envelope(Channel::Job(job_id()), 1, &done)).await.unwrap();
    assert_eq!(applied.change, Some(Change::TextWanted(job_id())));
}

#[tokio::test]
async fn a_snapshot_removes_what_the_server_no_longer_has_and_keeps_unsent_work() {
    let kept = kept().await;
    kept.store.put_session(session(1, 1)).await.unwrap();
    let event = Event::FindingUpdated(finding(1, 1));
    kept.store.apply(envelope(of_user(), 1, &event)).await.unwrap();
    kept.store.enqueue(crate::build::row(1, crate::build::create(2, 2))).await.unwrap();
    kept.store.replace_user(store::UserSnapshot { seq: 5, ..snapshot() }).await.unwrap();
    assert_eq!(kept.store.findings(None).await.unwrap(), []);
    let (sessions, _) = kept.store.sessions(None, 10).await.unwrap();
    assert_eq!(sessions.iter().map(|s| s.id).collect::<Vec<_>>(), [session_id(2)]);
    assert_eq!(kept.store.place(of_user()).await.unwrap().unwrap().seq, 5);
}

#[tokio::test]
async fn after_a_broken_history_no_other_place_is_believed() {
    let kept = kept().await;
    follow_session(&kept.store, 1).await;
    let of_session = Channel::Session(session_id(1));
    let same = store::UserSnapshot { seq: 5, sessions: vec![session(1, 1)], ..snapshot() };
    kept.store.replace_user(same.clone()).await.unwrap();
    assert!(kept.store.place(of_session).await.unwrap().is_some());
    kept.store.replace_user(store::UserSnapshot { broken: true, ..same }).await.unwrap();
    assert_eq!(kept.store.place(of_session).await.unwrap(), None);
    assert_eq!(kept.store.place(of_user()).await.unwrap().unwrap().seq, 5);
}

#[tokio::test]
async fn a_read_that_began_before_a_session_was_removed_does_not_bring_it_back() {
    let kept = kept().await;
    let (id, read) = (session_id(1), session(1, 1));
    let whole = SessionPatch::between(None, &read);
    let made = envelope(of_user(), 1, &Event::SessionUpdated(whole.clone()));
    let removed = envelope(of_user(), 2, &Event::SessionDeleted { id });
    kept.store.apply_all(vec![made, removed]).await.unwrap();
    let late = store::SessionSnapshot {
        epoch: epoch(),
        seq: 0,
        last: None,
        session: read.clone(),
        messages: vec![message(1, 1, 1)],
    };
    assert!(!kept.store.replace_session(late.clone()).await.unwrap());
    assert!(!kept.store.put_session(read.clone()).await.unwrap());
    let place = (epoch(), 0, None);
    let open = JobText { r#gen: 1, text: String::new(), open: true };
    assert!(!kept.store.replace_job(job(JobStatus::Running, 1), open, place).await.unwrap());
    assert_eq!(kept.store.session(id).await.unwrap(), None);
    assert_eq!(kept.store.place(Channel::Session(id)).await.unwrap(), None);
    let again = envelope(of_user(), 3, &Event::SessionUpdated(whole));
    kept.store.apply(again).await.unwrap();
    assert!(kept.store.replace_session(late).await.unwrap(), "the server has it again");
}

#[tokio::test]
async fn a_session_read_ahead_of_the_persons_channel_does_not_outdo_what_that_channel_tells() {
    let kept = kept().await;
    let known = session(1, 1);
    let whole = SessionPatch::between(None, &known);
    assert!(patched(&kept.store, whole, 1).await.is_some());
    // Read in a history that was lost before the person's channel told of it.
    let lost = Session { title: "lost".to_owned(), ..session(1, 2) };
    let read = store::SessionSnapshot {
        epoch: epoch(),
        seq: 0,
        last: None,
        session: lost.clone(),
        messages: vec![message(1, 1, 1)],
    };
    assert!(kept.store.replace_session(read).await.unwrap());
    assert!(!kept.store.put_session(lost).await.unwrap());
    let told =
        SessionPatch { title: Some("told".to_owned()), ..SessionPatch::empty(known.id, 2, 7) };
    assert!(patched(&kept.store, told, 2).await.is_some());
    let now = kept.store.session(known.id).await.unwrap().unwrap();
    assert_eq!((now.title.as_str(), now.version), ("told", 2));
}

fn cache_file(kept: &Kept) -> rusqlite::Connection {
    let name = format!("cache-{}-{}.db", uuid("server"), user());
    rusqlite::Connection::open(kept.folder.path().join(name)).unwrap()
}

#[tokio::test]
async fn an_effect_that_cannot_be_stored_moves_no_position() {
    let kept = kept().await;
    let cache = cache_file(&kept);
    cache
        .execute_batch(
            "CREATE TRIGGER refuses BEFORE INSERT ON records WHEN NEW.kind = 'finding'
             BEGIN SELECT RAISE(ABORT, 'refused'); END",
        )
        .unwrap();
    let good = envelope(of_user(), 1, &Event::SkillUpdated(skill(1, 1)));
    let bad = envelope(of_user(), 2, &Event::FindingUpdated(finding(1, 1)));
    let events = vec![good, bad];
    assert!(kept.store.apply_all(events.clone()).await.is_err());
    assert_eq!(kept.store.profile().await.unwrap().skills, []);
    assert_eq!(kept.store.place(of_user()).await.unwrap().unwrap().seq, 0);
    cache.execute_batch("DROP TRIGGER refuses").unwrap();
    let applied = kept.store.apply_all(events).await.unwrap();
    assert!(applied.iter().all(|applied| applied.outcome == Outcome::Done));
    assert_eq!(kept.store.place(of_user()).await.unwrap().unwrap().seq, 2);
}

#[tokio::test]
async fn many_events_are_one_transaction_and_each_stores_its_place() {
    let kept = kept().await;
    let cache = cache_file(&kept);
    cache
        .execute_batch(
            "CREATE TABLE noted (seq INTEGER);
             CREATE TRIGGER notes AFTER UPDATE ON positions
             BEGIN INSERT INTO noted VALUES (NEW.seq); END",
        )
        .unwrap();
    let good = envelope(of_user(), 1, &Event::SkillUpdated(skill(1, 1)));
    let id = EventId(uuid("last"));
    let last = Envelope { id, ..envelope(of_user(), 2, &Event::SkillUpdated(skill(2, 1))) };
    let applied = kept.store.apply_all(vec![good, last]).await.unwrap();
    assert_eq!(applied.len(), 2);
    let place = kept.store.place(of_user()).await.unwrap().unwrap();
    assert_eq!((place.seq, place.last), (2, Some(id)));
    let mut noted = cache.prepare("SELECT seq FROM noted ORDER BY rowid").unwrap();
    let seqs: Vec<i64> = noted.query_map([], |row| row.get(0)).unwrap().flatten().collect();
    assert_eq!(seqs, [1, 2], "whoever looks into the file can tell what was taken in");
}

#[tokio::test]
async fn an_unknown_session_is_wanted_until_it_was_read_also_by_the_next_run() {
    let kept = kept().await;
    patched(&kept.store, SessionPatch::empty(session_id(1), 2, 7), 1).await;
    assert_eq!(kept.store.wanted().await.unwrap(), [session_id(1)]);
    kept.store.close().await;
    let store = Store::open(Disk::files(), kept.folder.path(), at(5)).await.unwrap();
    assert_eq!(store.wanted().await.unwrap(), [session_id(1)]);
    assert!(store.put_session(session(1, 2)).await.unwrap());
    store.no_longer_wanted(session_id(1)).await.unwrap();
    assert_eq!(store.wanted().await.unwrap(), []);
}

#[tokio::test]
async fn a_text_stays_unfinished_until_it_is_what_the_server_says() {
    let kept = kept().await;
    follow_job(&kept.store).await;
    let channel = Channel::Job(job_id());
    let unfinished = async || {
        let jobs = kept.store.unfinished().await.unwrap();
        jobs.into_iter().map(|job| job.id).collect::<Vec<_>>()
    };
    let ended = Event::JobUpdated(job(JobStatus::Completed, 2));
    kept.store.apply(envelope(of_user(), 1, &ended)).await.unwrap();
    assert_eq!(unfinished().await, [job_id()], "its words have not come");
    let done = Event::JobCompleted { job: job_id(), len: 3, sha256: "00".repeat(32) };
    kept.store.apply(envelope(channel, 1, &done)).await.unwrap();
    assert_eq!(unfinished().await, [job_id()], "they are not what they should be");
    let read = JobText { r#gen: 1, text: "yes".to_owned(), open: false };
    kept.store.replace_job(job(JobStatus::Completed, 2), read, (epoch(), 1, None)).await.unwrap();
    assert_eq!(unfinished().await, []);
}

#[tokio::test]
async fn the_end_of_a_job_is_not_undone_by_a_step_that_comes_late() {
    let kept = kept().await;
    follow_job(&kept.store).await;
    let ended = Job { percent: 100, ..job(JobStatus::Completed, 9) };
    kept.store.apply(envelope(of_user(), 1, &Event::JobUpdated(ended.clone()))).await.unwrap();
    let step = Event::JobProgress { job: job_id(), step: JobStep::Writing, percent: 93 };
    kept.store.apply(envelope(Channel::Job(job_id()), 1, &step)).await.unwrap();
    assert_eq!(kept.store.jobs().await.unwrap(), [ended]);
}

#[tokio::test]
async fn what_the_server_no_longer_lists_of_jobs_is_forgotten_with_its_text() {
    let kept = kept().await;
    follow_job(&kept.store).await;
    kept.store.replace_user(snapshot()).await.unwrap();
    assert_eq!(kept.store.place(Channel::Job(job_id())).await.unwrap(), None);
    assert_eq!(kept.store.jobs().await.unwrap(), []);
}

#[tokio::test]
async fn an_answer_is_as_old_as_the_last_that_came_of_it_until_it_is_dismissed() {
    let kept = kept().await;
    follow_job(&kept.store).await;
    let channel = Channel::Job(job_id());
    let since = async || kept.store.running().await.unwrap().pop().map(|(_, since)| since);
    assert_eq!(since().await, Some(at(1)), "when it was queued");
    let chunk = Event::JobChunk { job: job_id(), r#gen: 1, off: 0, text: "So ".to_owned() };
    let said = Envelope { at: at(70), ..envelope(channel, 1, &chunk) };
    kept.store.apply(said).await.unwrap();
    assert_eq!(since().await, Some(at(70)));
    let read = JobText { r#gen: 1, text: "So ".to_owned(), open: true };
    kept.store.replace_job(job(JobStatus::Running, 2), read, (epoch(), 1, None)).await.unwrap();
    assert_eq!(since().await, Some(at(70)), "reading it makes it no older");
    kept.store.dismiss(job_id()).await.unwrap();
    assert_eq!(since().await, None);
}
