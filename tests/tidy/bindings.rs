//! The TypeScript under `ui/src/bindings` is what the protocol says today.

use crate::sources::root;
use std::{collections::BTreeMap, path::Path};
use ts_rs::{Config, TS};

fn files(folder: &Path) -> BTreeMap<String, String> {
    std::fs::read_dir(folder)
        .expect("the folder of bindings is there")
        .flatten()
        .map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(entry.path()).expect("bindings are text"))
        })
        .collect()
}

#[test]
fn bindings_are_up_to_date() {
    let fresh = tempfile::tempdir().expect("a temporary folder");
    let config = Config::new().with_out_dir(fresh.path()).with_large_int("number");
    protocol::Command::export_all(&config).expect("commands have a TypeScript form");
    protocol::Reply::export_all(&config).expect("replies have a TypeScript form");
    protocol::Announcement::export_all(&config).expect("announcements have a TypeScript form");
    protocol::Problem::export_all(&config).expect("problems have a TypeScript form");
    let fresh = files(fresh.path());
    let kept = files(&root().join("ui/src/bindings"));
    assert!(fresh.len() > 50, "saw only {} bindings", fresh.len());
    for (name, text) in &fresh {
        assert_eq!(kept.get(name), Some(text), "run `make bindings`: {name} is out of date");
    }
}
