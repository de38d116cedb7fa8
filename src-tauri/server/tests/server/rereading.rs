//! A session read again with the extractor as it is now: what would be different is shown and nothing
//! else happens; applying it touches no decision, and twice is once.

use crate::{
    imports::{findings, import, is_verbatim, messages, settled},
    support::{Client, World, key, new_session, post, problem, sign_in},
};
use protocol::{
    SessionId, Write,
    records::{
        Decision, Finding, FindingEdit, FindingKind, FindingTarget, PermissionMode, Session,
        SessionStatus, Skill, SkillStatus,
    },
    rereading::{ApplyRereading, RereadPart},
    write::DecideFindings,
};
use reqwest::StatusCode;

const ANSWERS: [&str; 4] = [
    "Last week I rebuilt our billing pipeline in Python and PostgreSQL. I lead a team of five.",
    "I have been mentoring two juniors in Rust for a year, and I run the weekly planning.",
    "On Sundays I design the screens of a small app in Figma and write the backend in Go.",
    "My student debt worries me. I want to become a staff engineer in data infrastructure.",
];

/// A session with so many answers, all of them read.
async fn talked(client: &Client, count: usize) -> SessionId {
    let body = new_session(ANSWERS[0], PermissionMode::Ask);
    let id = body.id;
    client.write(&Write::CreateSession(body)).await;
    settled(client).await;
    for answer in &ANSWERS[1..count] {
        client.write(&post(id, answer)).await;
        settled(client).await;
    }
    id
}

async fn preview(client: &Client, id: SessionId) -> RereadPart {
    client.read(&format!("/v1/sessions/{id}/rereading")).await
}

fn applied(session: SessionId, found: Vec<Finding>, gone: &[&Finding]) -> Write {
    let gone = gone.iter().map(|finding| finding.id).collect();
    Write::ApplyRereading { session, body: ApplyRereading { found, gone } }
}

async fn decide(client: &Client, finding: &Finding, decision: Decision) {
    let edit = FindingEdit { level: Some(0.9), ..FindingEdit::default() };
    let edit = (decision == Decision::Edited).then_some(edit);
    client
        .write(&Write::DecideFindings(DecideFindings { ids: vec![finding.id], decision, edit }))
        .await;
}

async fn skill(client: &Client, name: &str) -> Skill {
    let skills: Vec<Skill> = client.list("/v1/skills").await;
    skills.into_iter().find(|skill| skill.name == name).unwrap()
}

fn named(findings: &[Finding], name: &str) -> Finding {
    findings.iter().find(|finding| finding.name == name).unwrap_or_else(|| panic!("{name}")).clone()
}

/// A finding at the words of another that an older extractor might have seen there.
fn outdated(finding: &Finding) -> Finding {
    let id = |text: &str| protocol::ids::hashed(&[text, &finding.id.to_string()]);
    Finding {
        id: protocol::FindingId(id("finding")),
        name: "Alchemy".to_owned(),
        target: FindingTarget::Skill(protocol::SkillId(id("target"))),
        ..finding.clone()
    }
}

/// As if an older extractor had read the session: it did not know `PostgreSQL`, thought less of Python, and
/// saw a skill that is none.
async fn read_by_an_older_one(client: &Client, id: SessionId) -> Finding {
    let found = findings(client, id).await;
    let postgres = named(&found, "PostgreSQL");
    let python = Finding { probability: 0.31, ..named(&found, "Python") };
    let alchemy = outdated(&named(&found, "Rust"));
    client.write(&applied(id, vec![python, alchemy.clone()], &[&postgres])).await;
    alchemy
}

fn names(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.name.as_str()).collect()
}

fn shown(findings: Vec<Finding>) -> Vec<Finding> {
    findings.into_iter().filter(|finding| !finding.withdrawn).collect()
}

#[tokio::test]
async fn where_nothing_has_changed_nothing_is_different_finished_or_not() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let id = talked(&client, ANSWERS.len()).await;
    assert!(findings(&client, id).await.len() > 5);
    assert_eq!(preview(&client, id).await, RereadPart::default());
    client.write(&Write::FinalizeSession { session: id }).await;
    assert_eq!(preview(&client, id).await, RereadPart::default());
    let body = import(&ANSWERS);
    client.write(&Write::Import(body.clone())).await;
    settled(&client).await;
    assert!(findings(&client, body.id).await.len() > 5);
    assert_eq!(preview(&client, body.id).await, RereadPart::default());
}

#[tokio::test]
async fn what_differs_is_shown_stores_nothing_and_is_made_so_once() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let id = talked(&client, 2).await;
    let fresh = shown(findings(&client, id).await);
    let alchemy = read_by_an_older_one(&client, id).await;
    let before = findings(&client, id).await;
    let part = preview(&client, id).await;
    assert_eq!((names(&part.new), names(&part.gone)), (vec!["PostgreSQL"], vec!["Alchemy"]));
    let [changed] = part.changed.as_slice() else { panic!("{:?}", part.changed) };
    assert_eq!((changed.before.name.as_str(), changed.before.probability), ("Python", 0.31));
    assert!(changed.after.probability > 0.5);
    let said = messages(&client, id).await;
    assert!(part.new.iter().all(|finding| is_verbatim(finding, &said)));
    assert_eq!(findings(&client, id).await, before, "looking changes nothing");

    let found = part.new.iter().cloned().chain([changed.after.clone()]).collect();
    let write = applied(id, found, &[&alchemy]);
    let key = key();
    for _ in 0..2 {
        assert_eq!(client.send(&write, key).await.status(), StatusCode::OK);
    }
    let after = client.position("/v1/findings", client.user()).await.seq;
    client.write(&write).await;
    assert_eq!(client.position("/v1/findings", client.user()).await.seq, after, "nothing is left");
    assert_eq!(preview(&client, id).await, RereadPart::default());
    let alike = |one: &Finding, other: &Finding| profile::is_shown_alike(one, other);
    let now = shown(findings(&client, id).await);
    assert_eq!(now.len(), fresh.len());
    assert!(fresh.iter().all(|one| now.iter().any(|other| alike(one, other))));
    assert!(skill(&client, "Alchemy").await.withdrawn, "nothing speaks for it");
    let postgres = skill(&client, "PostgreSQL").await;
    assert_eq!((postgres.withdrawn, postgres.status), (false, SkillStatus::Suggested));
    assert_eq!(postgres.evidence.len(), 1);
}

#[tokio::test]
async fn a_finished_session_is_read_again_and_stays_finished() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let id = talked(&client, 2).await;
    client.write(&Write::FinalizeSession { session: id }).await;
    let before: Session = client.read(&format!("/v1/sessions/{id}")).await;
    let alchemy = read_by_an_older_one(&client, id).await;
    let part = preview(&client, id).await;
    client.write(&applied(id, part.new, &[&alchemy])).await;
    let now = shown(findings(&client, id).await);
    assert!(names(&now).contains(&"PostgreSQL") && !names(&now).contains(&"Alchemy"));
    let after: Session = client.read(&format!("/v1/sessions/{id}")).await;
    assert_eq!((after.status, &after), (SessionStatus::Finalized, &before));
}

#[tokio::test]
async fn no_decision_is_lost_and_what_was_rejected_is_not_offered_again() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let id = talked(&client, 2).await;
    let found = findings(&client, id).await;
    let [python, postgres, rust] = ["Python", "PostgreSQL", "Rust"].map(|name| named(&found, name));
    decide(&client, &python, Decision::Confirmed).await;
    decide(&client, &postgres, Decision::Edited).await;
    decide(&client, &rust, Decision::Rejected).await;
    let decided = findings(&client, id).await;
    let skills: Vec<Skill> = client.list("/v1/skills").await;
    let otherwise = |finding: &Finding| Finding { probability: 0.3, ..finding.clone() };
    let changed = [&python, &postgres, &rust].map(otherwise).to_vec();
    client.write(&applied(id, changed, &[&python, &postgres, &rust])).await;
    assert_eq!(findings(&client, id).await, decided);
    assert_eq!(client.list::<Skill>("/v1/skills").await, skills);

    // Said once more elsewhere in the session, it is still what the person rejected.
    let alchemy = outdated(&python);
    client.write(&applied(id, vec![alchemy.clone()], &[])).await;
    decide(&client, &alchemy, Decision::Rejected).await;
    let elsewhere = Finding { id: outdated(&rust).id, quote: rust.quote, ..alchemy };
    client.write(&applied(id, vec![elsewhere.clone()], &[])).await;
    assert!(findings(&client, id).await.iter().all(|finding| finding.id != elsewhere.id));
    assert_eq!(preview(&client, id).await, RereadPart::default());
}

#[tokio::test]
async fn a_word_on_what_was_taken_back_meanwhile_still_counts() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let id = talked(&client, 1).await;
    let python = named(&findings(&client, id).await, "Python");
    client.write(&applied(id, Vec::new(), &[&python])).await;
    assert!(skill(&client, "Python").await.withdrawn);
    decide(&client, &python, Decision::Confirmed).await;
    let skill = skill(&client, "Python").await;
    assert_eq!((skill.status, skill.withdrawn), (SkillStatus::Confirmed, false));
    let found = named(&findings(&client, id).await, "Python");
    assert_eq!((found.decision, found.withdrawn), (Decision::Confirmed, false));
    assert_eq!(preview(&client, id).await, RereadPart::default());
}

#[tokio::test]
async fn nothing_of_another_session_and_no_untrue_quote_gets_in() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let id = talked(&client, 1).await;
    let other = talked(&client, 1).await;
    let python = named(&findings(&client, id).await, "Python");
    let mut foreign = outdated(&python);
    foreign.quote.session_id = other;
    let mut untrue = outdated(&python);
    untrue.quote.text = "Cobol.".to_owned();
    let mut beyond = outdated(&python);
    beyond.quote.end = u32::MAX;
    let mismatched = Finding { kind: FindingKind::Project, ..outdated(&python) };
    let before = (findings(&client, id).await, findings(&client, other).await);
    for finding in [foreign, untrue, beyond, mismatched, named(&before.1, "Python")] {
        client.write(&applied(id, vec![finding], &[])).await;
    }
    let gone = named(&before.1, "PostgreSQL");
    client.write(&applied(id, Vec::new(), &[&gone])).await;
    assert_eq!((findings(&client, id).await, findings(&client, other).await), before);
    let improbable = Finding { probability: 2.0, ..outdated(&python) };
    for found in [vec![improbable], vec![outdated(&python); 301]] {
        let status = client.refused(&applied(id, found, &[])).await.0;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let nowhere = SessionId(uuid::Uuid::nil());
    assert_eq!(client.refused(&applied(nowhere, Vec::new(), &[])).await.0, StatusCode::NOT_FOUND);
    let asked = client.get(&format!("/v1/sessions/{nowhere}/rereading")).await;
    assert_eq!(problem(asked).await.0, StatusCode::NOT_FOUND);
}
