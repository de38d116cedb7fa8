//! Unsent work that grew old, was not answered, belongs to somebody else, or has no room.

use crate::{
    machine::Machine,
    talk::{
        ANSWERS, answered, bootstrap, confirm_skills, interviewed, messages, new_session, outbox,
        send, settled,
    },
};
use jiff::SignedDuration;
use protocol::{
    AppEvent, Command, ErrorCode, IdempotencyKey, Reply, SessionId,
    app_event::{Delivery, LinkState, OutboxStatus},
    records::{Role, SessionKind},
    reply::OutboxItem,
};
use std::fs;
use testkit::{Desktop, World};

async fn waiting(desktop: &Desktop) -> Vec<OutboxItem> {
    match desktop.ask(Command::ListOutbox).await {
        Reply::Outbox { items } => items,
        other => panic!("not the outbox: {other:?}"),
    }
}

async fn keys(desktop: &Desktop) -> Vec<IdempotencyKey> {
    waiting(desktop).await.into_iter().map(|item| item.key).collect()
}

/// What the person said, as another desktop has it once there is an answer to the last of it.
async fn there(world: &World, name: &str, id: SessionId, count: usize) -> Vec<String> {
    let mut other = world.desktop(name).await;
    let all = answered(&mut other, id, count).await;
    other.quit().await;
    let mine = all.iter().filter(|view| view.message.role == Role::User);
    mine.map(|view| view.message.text()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waited_a_day_goes_out_only_when_the_person_says_so() {
    let mut world = World::start().await;
    let mut machine = Machine::new(&world, "one");
    let mut desktop = machine.start().await;
    let old = interviewed(&mut desktop, 1).await;
    desktop.quit().await;
    world.stop_server().await;
    let desktop = machine.start().await;
    send(&desktop, old, ANSWERS[1], true).await;
    desktop.quit().await;
    machine.clock.advance(SignedDuration::from_hours(25));
    let mut desktop = machine.start().await;
    let held = waiting(&desktop).await;
    assert!(matches!(held[0].delivery, Delivery::Pending { .. } | Delivery::Held { .. }));
    send(&desktop, old, ANSWERS[2], true).await;
    let fresh = new_session(&desktop).await;
    send(&desktop, fresh, ANSWERS[3], false).await;

    world.start_server().await;
    answered(&mut desktop, fresh, 3).await;
    let views = messages(&desktop.engine, old).await;
    assert!(matches!(views[3].delivery, Delivery::Held { .. }), "{:?}", views[3].delivery);
    let behind = Delivery::Pending { behind_stuck: true, unanswered: false };
    assert_eq!(views[4].delivery, behind, "order is kept");
    let status = outbox(&desktop.engine).await;
    assert_eq!((status.pending, status.held, status.stuck), (1, 1, 0));

    desktop.ask(Command::ReleaseWrites { keys: keys(&desktop).await }).await;
    answered(&mut desktop, old, 7).await;
    settled(&mut desktop).await;
    assert_eq!(there(&world, "two", old, 7).await, &ANSWERS[..3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_whose_answer_was_lost_can_only_be_checked_again_and_counts_once() {
    let world = World::start().await;
    let mut machine = Machine::new(&world, "one");
    let mut desktop = machine.start().await;
    let id = interviewed(&mut desktop, 1).await;
    machine.lose_answers(true);
    send(&desktop, id, ANSWERS[1], true).await;
    let item = desktop
        .eventually(async |engine| {
            let Ok(Reply::Outbox { items }) = engine.dispatch(Command::ListOutbox).await else {
                panic!("not the outbox");
            };
            let unanswered = |item: &OutboxItem| {
                item.delivery == Delivery::Pending { behind_stuck: false, unanswered: true }
            };
            items.into_iter().find(unanswered)
        })
        .await;
    for command in [
        Command::DiscardWrite { key: item.key },
        Command::EditMessage { key: item.key, text: "something else".to_owned() },
    ] {
        assert_eq!(desktop.try_ask(command).await.unwrap_err().code, ErrorCode::NotFound);
    }
    machine.lose_answers(false);
    desktop.ask(Command::RetryNow).await;
    settled(&mut desktop).await;
    assert_eq!(there(&world, "two", id, 5).await, &ANSWERS[..2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_goes_while_a_decision_on_its_findings_waits_has_the_window_read_again() {
    let world = World::start().await;
    let mut machine = Machine::new(&world, "one");
    let mut desktop = machine.start().await;
    let id = interviewed(&mut desktop, 2).await;
    let mut other = world.desktop("two").await;
    answered(&mut other, id, 5).await;
    machine.lose_answers(true);
    confirm_skills(&desktop, id).await;
    other.ask(Command::DeleteSession { id }).await;
    let mut is_gone = false;
    desktop
        .until(|event| {
            is_gone |= matches!(event, AppEvent::SessionRemoved { id: gone } if gone == id);
            (is_gone && event == AppEvent::Resynced).then_some(())
        })
        .await;
    assert_eq!(outbox(&desktop.engine).await.pending, 1, "the decision still waits");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_account_wrote_is_never_sent_for_another_and_waits_for_its_own() {
    let mut world = World::start().await;
    let mut desktop = world.desktop("one").await;
    let id = interviewed(&mut desktop, 1).await;
    world.stop_server().await;
    send(&desktop, id, ANSWERS[1], true).await;
    let (mine, aside) = (world.folder("server"), world.folder("server of the first account"));
    fs::rename(&mine, &aside).unwrap();

    // Another server with other accounts answers at the same address.
    world.start_server().await;
    desktop.eventually(async |engine| messages(engine, id).await.is_empty().then_some(())).await;
    let theirs = interviewed(&mut desktop, 1).await;
    assert_eq!(outbox(&desktop.engine).await, OutboxStatus::default());
    assert_eq!(keys(&desktop).await, []);
    world.stop_server().await;
    fs::rename(&mine, world.folder("server of the second account")).unwrap();

    fs::rename(&aside, &mine).unwrap();
    world.start_server().await;
    desktop
        .eventually(async |engine| {
            // The first server knows nothing of the second one's tokens.
            if bootstrap(engine).await.link.state == LinkState::Offline {
                engine.dispatch(Command::RetryNow).await.unwrap();
            }
            (messages(engine, id).await.len() == 5).then_some(())
        })
        .await;
    settled(&mut desktop).await;
    assert_eq!(there(&world, "two", id, 5).await, &ANSWERS[..2]);
    assert_eq!(messages(&desktop.engine, theirs).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_room_for_unsent_work_nothing_is_taken_on_and_what_waits_is_sent_later() {
    let mut world = World::start().await;
    let mut machine = Machine::new(&world, "one");
    let mut desktop = machine.start().await;
    let id = interviewed(&mut desktop, 1).await;
    world.stop_server().await;
    send(&desktop, id, ANSWERS[1], true).await;
    machine.fill("unsent");
    let (kind, text) = (SessionKind::Intake, "long ".repeat(10_000));
    let more = Command::SendMessage { session_id: id, kind, text, resume: true };
    assert_eq!(desktop.try_ask(more).await.unwrap_err().code, ErrorCode::StorageFull);
    assert_eq!(messages(&desktop.engine, id).await.len(), 4, "what was refused is not shown");

    machine.fill("");
    world.start_server().await;
    answered(&mut desktop, id, 5).await;
    settled(&mut desktop).await;
    assert_eq!(there(&world, "two", id, 5).await, &ANSWERS[..2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_room_for_what_comes_the_person_is_told_and_all_of_it_comes_later() {
    let world = World::start().await;
    let mut machine = Machine::new(&world, "one");
    let mut desktop = machine.start().await;
    let id = interviewed(&mut desktop, 1).await;
    let mut other = world.desktop("two").await;
    answered(&mut other, id, 3).await;
    machine.fill("cache");
    for (n, answer) in ANSWERS.iter().enumerate().skip(1) {
        send(&other, id, answer, true).await;
        answered(&mut other, id, 2 * n + 3).await;
    }
    let problem = desktop.eventually(async |engine| bootstrap(engine).await.link.problem).await;
    assert_eq!(problem.code, ErrorCode::StorageFull);
    machine.fill("");
    answered(&mut desktop, id, 9).await;
    assert_eq!(messages(&desktop.engine, id).await, messages(&other.engine, id).await);
    desktop
        .eventually(async |engine| bootstrap(engine).await.link.problem.is_none().then_some(()))
        .await;
}
