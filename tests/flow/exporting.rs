//! What a person takes along.

use crate::talk::{confirm_skills, findings, interviewed, messages, settled, skills};
use protocol::{
    Command, Reply,
    command::ExportFormat,
    records::{Finding, Message, Skill},
};
use serde_json::Value;
use std::fs;
use testkit::{Desktop, World};

async fn exported(desktop: &Desktop, format: ExportFormat) -> String {
    match desktop.ask(Command::ExportProfile { format }).await {
        Reply::Exported { path: Some(path) } => fs::read_to_string(path).unwrap(),
        other => panic!("not exported: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archive_holds_everything_as_it_is() {
    let world = World::start().await;
    let mut desktop = world.desktop("one").await;
    let id = interviewed(&mut desktop, 2).await;
    confirm_skills(&desktop, id).await;
    settled(&mut desktop).await;
    let archive: Value =
        serde_json::from_str(&exported(&desktop, ExportFormat::Archive).await).unwrap();
    assert_eq!(archive["format"], "trajectory-archive");
    assert_eq!(archive["version"], 1);
    let of = |name: &str| archive[name].clone();
    let kept: Vec<Message> = serde_json::from_value(of("messages")).unwrap();
    let shown: Vec<Message> =
        messages(&desktop.engine, id).await.into_iter().map(|view| view.message).collect();
    assert_eq!(kept, shown);
    let kept: Vec<Finding> = serde_json::from_value(of("findings")).unwrap();
    assert_eq!(kept, findings(&desktop.engine, id).await);
    let kept: Vec<Skill> = serde_json::from_value(of("skills")).unwrap();
    let shown: Vec<Skill> = skills(&desktop.engine).await.into_iter().map(|v| v.skill).collect();
    assert_eq!(kept, shown);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_resume_and_a_profile_hold_what_was_confirmed_and_only_that() {
    let world = World::start().await;
    let mut desktop = world.desktop("one").await;
    let id = interviewed(&mut desktop, 1).await;
    let empty: Value =
        serde_json::from_str(&exported(&desktop, ExportFormat::JsonResume).await).unwrap();
    assert_eq!(empty["skills"], Value::Array(Vec::new()), "nothing is confirmed");
    confirm_skills(&desktop, id).await;
    settled(&mut desktop).await;
    let resume: Value =
        serde_json::from_str(&exported(&desktop, ExportFormat::JsonResume).await).unwrap();
    let names: Vec<&str> =
        resume["skills"].as_array().unwrap().iter().filter_map(|s| s["name"].as_str()).collect();
    assert!(names.contains(&"Python"), "{names:?}");
    assert_eq!(resume["meta"]["version"], "v1.0.0");
    let text = exported(&desktop, ExportFormat::Markdown).await;
    assert!(text.starts_with("# Profile"));
    assert!(text.contains("**Python**"), "{text}");
    assert!(text.contains("“"), "with the words it rests on");
}
