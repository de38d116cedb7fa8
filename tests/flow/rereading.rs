//! A session read again from the desktop: shown first, applied at the person's word, through the
//! outbox, and told to every device.

use crate::talk::{confirm_skills, findings, interviewed, settled, skills};
use engine::Engine;
use protocol::{
    Command, ErrorCode, Reply, SessionId,
    records::{Decision, Finding, Skill},
    rereading::Rereading,
};
use testkit::{Desktop, World};

async fn preview(desktop: &Desktop, session_id: SessionId) -> Rereading {
    match desktop.ask(Command::PreviewRereading { session_id, without_model: false }).await {
        Reply::Rereading { rereading } => rereading,
        other => panic!("not a rereading: {other:?}"),
    }
}

fn count(rereading: &Rereading) -> usize {
    rereading.new.len() + rereading.changed.len() + rereading.gone.len()
}

async fn reject(desktop: &Desktop, finding: &Finding) {
    let (ids, decision) = (vec![finding.id], Decision::Rejected);
    desktop.ask(Command::DecideFindings { ids, decision, edit: None }).await;
}

/// The names of what is suggested, in order.
async fn suggested(desktop: &Desktop, id: SessionId) -> Vec<String> {
    let all = findings(&desktop.engine, id).await;
    let open = all.into_iter().filter(|finding| finding.decision == Decision::Suggested);
    let mut names: Vec<String> = open.map(|finding| finding.name).collect();
    names.sort();
    names
}

/// The findings of a session and all skills, each in the order of its ids.
async fn everything(engine: &Engine, id: SessionId) -> (Vec<Finding>, Vec<Skill>) {
    let mut found = findings(engine, id).await;
    found.sort_by_key(|finding| finding.id);
    let mut known: Vec<Skill> = skills(engine).await.into_iter().map(|view| view.skill).collect();
    known.sort_by_key(|skill| skill.id);
    (found, known)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_read_again_by_the_same_extractor_is_the_same_and_decisions_stay() {
    let world = World::start().await;
    let mut desktop = world.desktop("one").await;
    let id = interviewed(&mut desktop, 3).await;
    assert_eq!(count(&preview(&desktop, id).await), 0);
    let all = findings(&desktop.engine, id).await;
    reject(&desktop, &all[0]).await;
    settled(&mut desktop).await;
    let rereading = preview(&desktop, id).await;
    assert_eq!(count(&rereading), 0);
    let apply = Command::ApplyRereading { id: rereading.id };
    assert_eq!(desktop.ask(apply.clone()).await, Reply::Done);
    assert_eq!(desktop.ask(apply).await, Reply::Done);
    let old = Command::ApplyRereading { id: protocol::IdempotencyKey(id.0) };
    assert_eq!(desktop.try_ask(old).await.unwrap_err().code, ErrorCode::NotFound);
    desktop.ask(Command::FinalizeSession { id }).await;
    settled(&mut desktop).await;
    assert_eq!(count(&preview(&desktop, id).await), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_model_adds_is_suggested_and_withdrawn_again_when_it_no_longer_finds_it() {
    let world = World::start().await;
    let mut desktop = world.desktop("one").await;
    let id = interviewed(&mut desktop, 1).await;
    let confirmed = confirm_skills(&desktop, id).await;
    settled(&mut desktop).await;
    let before = suggested(&desktop, id).await;
    let known = skills(&desktop.engine).await.len();

    let model =
        crate::models::finding(&world, "Invoice whispering", "I profiled the queries").await;
    let rereading = preview(&desktop, id).await;
    let names: Vec<&str> = rereading.new.iter().map(|finding| finding.name.as_str()).collect();
    assert_eq!((names, count(&rereading)), (vec!["Invoice whispering"], 1));
    assert_eq!(suggested(&desktop, id).await, before, "nothing is stored before the word");
    desktop.ask(Command::ApplyRereading { id: rereading.id }).await;
    settled(&mut desktop).await;
    assert!(suggested(&desktop, id).await.contains(&"Invoice whispering".to_owned()));
    assert_eq!(skills(&desktop.engine).await.len(), known + 1);

    world.models().choose(None).unwrap();
    drop(model);
    let rereading = preview(&desktop, id).await;
    let names: Vec<&str> = rereading.gone.iter().map(|finding| finding.name.as_str()).collect();
    assert_eq!((names, count(&rereading)), (vec!["Invoice whispering"], 1));
    desktop.ask(Command::ApplyRereading { id: rereading.id }).await;
    settled(&mut desktop).await;
    assert_eq!(suggested(&desktop, id).await, before);
    let left = skills(&desktop.engine).await;
    assert_eq!(left.len(), known, "a skill that nothing speaks for is not shown");
    let decided = findings(&desktop.engine, id).await;
    let kept = decided.iter().filter(|finding| finding.decision == Decision::Confirmed).count();
    assert_eq!(kept, confirmed);
    let mut other = world.desktop("two").await;
    let wanted = everything(&desktop.engine, id).await;
    other.eventually(async |engine| (everything(engine, id).await == wanted).then_some(())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_server_nothing_is_read_again_and_what_was_read_is_applied_later_once() {
    let mut world = World::start().await;
    let mut desktop = world.desktop("one").await;
    let id = interviewed(&mut desktop, 1).await;
    let _model =
        crate::models::finding(&world, "Invoice whispering", "I profiled the queries").await;
    let rereading = preview(&desktop, id).await;
    world.stop_server().await;
    let asked = Command::PreviewRereading { session_id: id, without_model: true };
    assert_eq!(desktop.ask(Command::ApplyRereading { id: rereading.id }).await, Reply::Done);
    assert_eq!(desktop.try_ask(asked).await.unwrap_err().code, ErrorCode::Unavailable);
    let mut desktop = desktop.restart().await;
    world.start_server().await;
    settled(&mut desktop).await;
    let named = suggested(&desktop, id).await;
    assert_eq!(named.iter().filter(|name| *name == "Invoice whispering").count(), 1, "{named:?}");
}
