//! The program ends at any moment of sending and taking in; the next start goes on from there.

use crate::{
    machine::{Cut, Machine},
    talk::{ANSWERS, answered, messages, new_session, send, settled, texts},
};
use db::Moment::{Commit, Committed};
use protocol::{
    Command,
    app_event::Delivery,
    records::{Role, SessionKind},
};
use testkit::{Desktop, World};

const UNSENT: &str = "unsent";
const CACHE: &str = "cache";

/// Every moment that lies between a message's being said and its being done with.
const CUTS: [Cut; 13] = [
    Cut::Disk(Committed, UNSENT, "::enqueue::", 1),
    Cut::Disk(Commit, UNSENT, "::turn::", 1),
    Cut::Disk(Committed, UNSENT, "::turn::", 1),
    Cut::BeforeRequest,
    Cut::AfterRequest,
    Cut::Disk(Commit, UNSENT, "::mark::", 1),
    Cut::Disk(Committed, UNSENT, "::mark::", 1),
    Cut::Disk(Commit, CACHE, "::apply_all::", 1),
    Cut::Disk(Committed, CACHE, "::apply_all::", 1),
    Cut::Disk(Commit, UNSENT, "::drop_accepted::", 1),
    Cut::Disk(Committed, UNSENT, "::drop_accepted::", 1),
    Cut::Disk(Commit, CACHE, "::replace_session::", 1),
    Cut::Disk(Committed, CACHE, "::replace_session::", 1),
];

/// Say something and be cut off; the next start has it arrive once, in order, and shows what the
/// server has.
async fn goes_on_after(world: &World, cut: Cut, n: usize) {
    let mut machine = Machine::new(world, &format!("machine {n}"));
    let mut desktop = machine.start().await;
    let id = new_session(&desktop).await;
    machine.end_at(cut);
    let (kind, text) = (SessionKind::Intake, ANSWERS[0].to_owned());
    let command = Command::SendMessage { session_id: id, kind, text, resume: false };
    {
        let saying = desktop.engine.dispatch(command);
        tokio::select! {
            () = machine.ended() => {}
            () = async { drop(saying.await); std::future::pending().await } => {}
        }
    }
    drop(desktop.crash());

    desktop = machine.start().await;
    send(&desktop, id, ANSWERS[1], true).await;
    let shown = said(&mut desktop, id).await;
    assert_eq!(shown, [ANSWERS[0], ANSWERS[1]], "after {cut:?}");
    settled(&mut desktop).await;
    let mut other = world.desktop(&format!("other {n}")).await;
    let there = answered(&mut other, id, 5).await;
    assert_eq!(there.len(), 5, "after {cut:?}");
    let here = messages(&desktop.engine, id).await;
    assert!(here.iter().all(|view| view.delivery == Delivery::Sent && view.key.is_none()));
    assert_eq!(texts(&here), texts(&there), "after {cut:?}");
    desktop.engine.stop().await;
    other.engine.stop().await;
}

/// What the person said, once the interviewer has answered all of it.
async fn said(desktop: &mut Desktop, id: protocol::SessionId) -> Vec<String> {
    let shown = answered(desktop, id, 5).await;
    let mine = shown.iter().filter(|view| view.message.role == Role::User);
    mine.map(|view| view.message.text()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_arrives_once_whenever_the_program_ends() {
    let world = World::start().await;
    for (n, cut) in CUTS.into_iter().enumerate() {
        goes_on_after(&world, cut, n).await;
    }
}
