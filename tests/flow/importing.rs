//! Files a person brings along: shown first, imported at their word, found things confirmed as after an
//! answer.

use crate::talk::{answered, confirm_skills, findings, messages, session, settled, skills};
use protocol::{
    Command, ErrorCode, Reply, SessionId,
    app_event::Delivery,
    import::{ImportPreview, ImportSource, PASSAGES, Unread},
    records::{Block, Finding, JobStatus, Role, SessionStatus, SkillStatus},
};
use std::fs;
use testkit::{Behaviour, CHOSEN, Desktop, World};

const NOTES: &str = "# Work\n\nI built a billing system in Python and PostgreSQL.\n\n\
                     # Evenings\n\nI have never used Kubernetes.";

/// Files as a person might choose them, two of them good.
fn put_files(desktop: &Desktop) {
    let folder = desktop.folder().join(CHOSEN);
    fs::create_dir_all(folder.join("old")).unwrap();
    let files: [(&str, &[u8]); 4] = [
        ("notes.md", NOTES.as_bytes()),
        ("old/cv.txt", b"I lead a team of five engineers and mentor two juniors in Rust."),
        ("old/broken.pdf", b"%PDF-1.7 and no more"),
        ("scan.jpg", b"\xff\xd8\xff\x00"),
    ];
    for (name, bytes) in files {
        fs::write(folder.join(name), bytes).unwrap();
    }
}

async fn preview(desktop: &Desktop, source: ImportSource) -> Option<ImportPreview> {
    match desktop.ask(Command::PreviewImport { source }).await {
        Reply::ImportPreview { preview } => preview,
        other => panic!("not a preview: {other:?}"),
    }
}

async fn start(desktop: &Desktop, id: SessionId, leave_out: &[&str]) {
    let leave_out = leave_out.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(desktop.ask(Command::StartImport { id, leave_out }).await, Reply::Done);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_shows_what_is_in_each_file_or_why_nothing_is_and_stores_nothing() {
    let world = World::start().await;
    let desktop = world.desktop("one").await;
    assert_eq!(preview(&desktop, ImportSource::Files).await, None, "nothing was chosen");
    put_files(&desktop);
    let preview = preview(&desktop, ImportSource::Folder).await.unwrap();
    let read: Vec<&str> = preview.documents.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(read, ["notes.md", "old/cv.txt"]);
    assert_eq!(preview.documents[0].passages.len(), 2);
    assert_eq!(preview.documents[0].passages[1].origin, "notes.md · Evenings");
    let refused: Vec<(&str, Unread)> =
        preview.refusals.iter().map(|file| (file.name.as_str(), file.why)).collect();
    assert_eq!(refused, [("old/broken.pdf", Unread::Broken), ("scan.jpg", Unread::Unsupported)]);
    assert_eq!(session(&desktop.engine, preview.id).await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn imported_passages_are_messages_whose_findings_quote_them_and_can_be_confirmed() {
    let world = World::start().await;
    let mut desktop = world.desktop("one").await;
    put_files(&desktop);
    let id = preview(&desktop, ImportSource::Folder).await.unwrap().id;
    start(&desktop, id, &[]).await;
    start(&desktop, id, &[]).await;
    let spoken = answered(&mut desktop, id, 4).await;
    settled(&mut desktop).await;
    assert_eq!(spoken.len(), 4, "three passages, once each, and the reply");
    for view in &spoken[..3] {
        assert_eq!((view.message.role, &view.delivery), (Role::User, &Delivery::Sent));
        assert!(matches!(view.message.blocks[1], Block::Attachment { .. }));
    }
    let found = findings(&desktop.engine, id).await;
    for finding in &found {
        let said = spoken.iter().find(|v| v.message.id == finding.quote.message_id).unwrap();
        assert!(said.message.text().contains(&finding.quote.text), "{finding:?}");
    }
    let names: Vec<&str> = found.iter().map(|finding| finding.name.as_str()).collect();
    assert!(names.contains(&"Python") && names.contains(&"Mentoring"), "{names:?}");
    assert!(!names.contains(&"Kubernetes"), "{names:?}");
    let reply = spoken[3].message.text();
    assert!(reply.contains("3 passages") && reply.ends_with("**"), "{reply}");
    let session = session(&desktop.engine, id).await.unwrap();
    assert_eq!(
        (session.title.as_str(), session.status),
        ("notes.md, old/cv.txt", SessionStatus::Idle)
    );
    confirm_skills(&desktop, id).await;
    let skills = skills(&desktop.engine).await;
    let python = skills.iter().find(|view| view.skill.name == "Python").unwrap();
    assert_eq!(python.skill.status, SkillStatus::Confirmed);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_without_a_server_is_shown_at_once_and_sent_once() {
    let mut world = World::start().await;
    let desktop = world.desktop("one").await;
    put_files(&desktop);
    world.stop_server().await;
    let id = preview(&desktop, ImportSource::Folder).await.unwrap().id;
    start(&desktop, id, &["old/cv.txt"]).await;
    let shown = messages(&desktop.engine, id).await;
    assert_eq!(shown.len(), 2);
    // Being tried at this moment, or waiting for the next try.
    let waits = |delivery: &_| matches!(delivery, Delivery::Pending { behind_stuck: false, .. });
    assert!(shown.iter().all(|view| waits(&view.delivery)), "{shown:?}");
    let mut desktop = desktop.restart().await;
    assert_eq!(messages(&desktop.engine, id).await.len(), 2);
    world.start_server().await;
    let spoken = answered(&mut desktop, id, 3).await;
    assert_eq!(spoken.len(), 3);
    assert!(spoken[0].message.text().contains("billing"), "{:?}", spoken[0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_imported_stays_previewed_and_the_largest_import_comes_whole() {
    let world = World::start().await;
    let mut desktop = world.desktop("one").await;
    let folder = desktop.folder().join(CHOSEN);
    fs::create_dir_all(&folder).unwrap();
    let paragraph = |n: usize| format!("Year {n}. {}", "So it went on. ".repeat(27));
    let whole: Vec<String> = (0..PASSAGES).map(paragraph).collect();
    fs::write(folder.join("a.txt"), whole.join("\n\n")).unwrap();
    fs::write(folder.join("b.txt"), "One too many.").unwrap();
    let preview = preview(&desktop, ImportSource::Files).await.unwrap();
    assert_eq!(preview.documents[0].passages.len(), PASSAGES);
    assert_eq!(preview.refusals[0].why, Unread::TooMuch);
    let id = preview.id;
    let none = Command::StartImport { id, leave_out: vec!["a.txt".to_owned()] };
    assert_eq!(desktop.try_ask(none).await.unwrap_err().code, ErrorCode::InvalidField);
    start(&desktop, id, &[]).await;
    settled(&mut desktop).await;
    let session = session(&desktop.engine, id).await.unwrap();
    let count = u64::try_from(PASSAGES).unwrap() + 1;
    assert_eq!((session.status, session.message_count), (SessionStatus::Idle, count));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chosen_model_reads_the_passages_as_well_and_one_that_fails_stops_nobody() {
    let world = World::start().await;
    let model =
        crate::models::finding(&world, "Ledger whispering", "I built a billing system").await;
    let mut desktop = world.desktop("one").await;
    put_files(&desktop);
    let id = preview(&desktop, ImportSource::Folder).await.unwrap().id;
    start(&desktop, id, &[]).await;
    settled(&mut desktop).await;
    let names = |found: &[Finding]| -> Vec<String> {
        found.iter().map(|finding| finding.name.clone()).collect()
    };
    let found = findings(&desktop.engine, id).await;
    let claimed = found.iter().find(|finding| finding.name == "Ledger whispering").unwrap();
    assert_eq!(claimed.quote.text, "I built a billing system");
    assert!(names(&found).contains(&"Python".to_owned()));
    let used = desktop.ended(id, 1).await.model.unwrap();
    assert_eq!(used.dropped, 2, "the quote is in one passage of three");
    let spent = session(&desktop.engine, id).await.unwrap().tokens;
    assert_eq!(spent, Some(used.tokens));
    assert_eq!((used.tokens.prompt > 0, used.tokens.estimated), (true, false));

    let asked = model.asked().len();
    model.claims(Behaviour::Refuses(500, None));
    let id = preview(&desktop, ImportSource::Folder).await.unwrap().id;
    start(&desktop, id, &[]).await;
    settled(&mut desktop).await;
    let job = desktop.ended(id, 1).await;
    assert_eq!((job.status, job.model), (JobStatus::Completed, None));
    assert!(model.asked().len() > asked);
    assert!(names(&findings(&desktop.engine, id).await).contains(&"Python".to_owned()));
}
