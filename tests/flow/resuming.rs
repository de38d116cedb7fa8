//! Answers that were cut off, and how the person is told.

use crate::{
    machine::Machine,
    talk::{
        ANSWERS, Streamed, answered, bootstrap, interviewed, new_session, outbox, send, settled,
    },
};
use jiff::SignedDuration;
use protocol::{AppEvent, Command, JobId, Reply, SessionId, app_event::Resuming};
use std::time::Duration;
use testkit::{Desktop, World};

/// Between the words of an answer: long enough to be cut off in it.
const PACE: Duration = Duration::from_millis(40);

/// A session whose first answer is being written; gives the words so far.
async fn in_mid_answer(desktop: &mut Desktop) -> (SessionId, JobId, Streamed) {
    let id = new_session(desktop).await;
    send(desktop, id, ANSWERS[0], false).await;
    let mut streamed = Streamed::default();
    let job = desktop
        .until(|event| {
            streamed.hear(&event);
            match event {
                AppEvent::JobChunk { job, .. } => (streamed.longest().len() > 20).then_some(job),
                _ => None,
            }
        })
        .await;
    (id, job, streamed)
}

/// The next answers that are told as cut off. Words that come before them are heard as well.
async fn told(desktop: &mut Desktop, streamed: &mut Streamed) -> Vec<Resuming> {
    desktop
        .until(|event| {
            streamed.hear(&event);
            match event {
                AppEvent::ResumingChanged { resuming } => Some(resuming),
                _ => None,
            }
        })
        .await
}

async fn text(desktop: &Desktop, job: JobId) -> String {
    match desktop.ask(Command::GetJobText { id: job }).await {
        Reply::JobText { text } => text,
        other => panic!("not a text: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_cut_off_by_the_connection_is_told_until_its_next_word_and_loses_none() {
    let mut world = World::paced(PACE).await;
    let mut desktop = world.desktop("one").await;
    let (session_id, job, mut streamed) = in_mid_answer(&mut desktop).await;
    world.stop_server().await;
    let cut = told(&mut desktop, &mut streamed).await;
    assert_eq!(cut.len(), 1);
    assert_eq!((cut[0].job, cut[0].session_id, cut[0].expired), (job, session_id, false));
    assert!(cut[0].percent >= 40, "it was being written: {}", cut[0].percent);
    assert_eq!(bootstrap(&desktop.engine).await.resuming, cut);
    let before = text(&desktop, job).await;

    world.start_server().await;
    let mut gone = false;
    desktop
        .until(|event| {
            streamed.hear(&event);
            gone |= matches!(&event, AppEvent::ResumingChanged { resuming } if resuming.is_empty());
            matches!(event, AppEvent::JobCompleted { .. }).then_some(())
        })
        .await;
    assert!(gone, "told no longer once it goes on");
    let messages = answered(&mut desktop, session_id, 3).await;
    let whole = messages[2].message.text();
    assert!(whole.starts_with(&before) && whole.len() > before.len());
    assert_eq!(streamed.text(job), whole);
    assert_eq!(text(&desktop, job).await, whole);
    assert_eq!(bootstrap(&desktop.engine).await.resuming, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_cut_off_by_a_quit_is_told_at_the_next_start_unless_dismissed() {
    let mut world = World::paced(PACE).await;
    let mut desktop = world.desktop("one").await;
    let (session_id, job, _) = in_mid_answer(&mut desktop).await;
    let surroundings = desktop.crash();
    world.stop_server().await;
    let mut desktop = Desktop::start(surroundings).await;
    let cut = bootstrap(&desktop.engine).await.resuming;
    assert_eq!(cut.iter().map(|cut| cut.job).collect::<Vec<_>>(), [job]);
    assert!(!text(&desktop, job).await.is_empty(), "what came is shown");
    desktop.ask(Command::DismissResuming { job }).await;
    assert_eq!(told(&mut desktop, &mut Streamed::default()).await, []);
    let mut desktop = desktop.restart().await;
    assert_eq!(bootstrap(&desktop.engine).await.resuming, [], "it stays dismissed");

    world.start_server().await;
    let messages = answered(&mut desktop, session_id, 3).await;
    let whole = messages[2].message.text();
    desktop
        .eventually(async |engine| match engine.dispatch(Command::GetJobText { id: job }).await {
            Ok(Reply::JobText { text }) => (text == whole).then_some(()),
            other => panic!("not a text: {other:?}"),
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_cut_off_an_hour_ago_says_so_and_keeps_its_words() {
    let mut world = World::paced(PACE).await;
    let mut machine = Machine::new(&world, "one");
    let mut desktop = machine.start().await;
    let (_, job, _) = in_mid_answer(&mut desktop).await;
    let words = text(&desktop, job).await;
    desktop.quit().await;
    world.stop_server().await;
    let expired = async |machine: &mut Machine| {
        let desktop = machine.start().await;
        let cut = bootstrap(&desktop.engine).await.resuming;
        assert!(text(&desktop, job).await.starts_with(&words));
        desktop.quit().await;
        cut[0].expired
    };
    machine.clock.advance(SignedDuration::from_mins(50));
    assert!(!expired(&mut machine).await);
    machine.clock.advance(SignedDuration::from_mins(11));
    assert!(expired(&mut machine).await);
    machine.clock.advance(SignedDuration::from_hours(-2));
    assert!(!expired(&mut machine).await, "a clock that was set back makes nothing older");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_ended_is_not_told_as_cut_off() {
    let mut world = World::start().await;
    let mut desktop = world.desktop("one").await;
    interviewed(&mut desktop, 1).await;
    world.stop_server().await;
    let desktop = desktop.restart().await;
    assert_eq!(bootstrap(&desktop.engine).await.resuming, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_was_stopped_can_be_asked_for_again_and_one_that_came_needs_no_other() {
    let world = World::paced(PACE).await;
    let mut desktop = world.desktop("one").await;
    let (session_id, job, _) = in_mid_answer(&mut desktop).await;
    desktop.ask(Command::StopJob { id: job, session_id }).await;
    let stopped = answered(&mut desktop, session_id, 3).await;
    assert!(stopped[2].message.stopped);
    settled(&mut desktop).await;
    desktop.ask(Command::RetryJob { id: job, session_id, without_model: false }).await;
    let messages = answered(&mut desktop, session_id, 4).await;
    assert_eq!(messages[..3], stopped, "what was said stays");
    let again = &messages[3].message;
    assert!(!again.stopped && again.text().len() > stopped[2].message.text().len());
    settled(&mut desktop).await;

    let done = again.job_id.unwrap();
    desktop.ask(Command::RetryJob { id: done, session_id, without_model: false }).await;
    settled(&mut desktop).await;
    assert_eq!(outbox(&desktop.engine).await.stuck, 0, "nothing is asked of the person");
    assert_eq!(answered(&mut desktop, session_id, 4).await, messages);
}
