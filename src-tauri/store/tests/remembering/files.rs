//! The two files: damage, accounts.

use crate::build::{at, create, kept, row, skill, snapshot, user, uuid};
use protocol::{ServerId, UserId};
use std::fs;
use store::{Disk, LastIdentity, Store, UserSnapshot};

#[tokio::test]
async fn a_damaged_cache_is_moved_aside_and_told_while_unsent_work_stays() {
    let kept = kept().await;
    kept.store.enqueue(row(1, create(1, 1))).await.unwrap();
    kept.store.close().await;
    let folder = kept.folder.path();
    let server = uuid("server");
    let name = format!("cache-{server}-{}.db", user());
    fs::write(folder.join(&name), "this is not a database, whatever its name says").unwrap();
    let store = Store::open(Disk::files(), folder, at(5)).await.unwrap();
    let moved = format!("{name}.damaged-{}", at(5).as_second());
    assert!(folder.join(moved).exists());
    assert!(store.notices()[0].contains(&name));
    assert_eq!(store.place(protocol::Channel::User(user())).await.unwrap(), None);
    assert_eq!(store.outbox().await.unwrap().len(), 1);
}

#[tokio::test]
async fn another_account_sees_nothing_of_the_first() {
    let kept = kept().await;
    let filled = UserSnapshot { skills: vec![skill(1, 1)], ..snapshot() };
    kept.store.replace_user(filled).await.unwrap();
    let server = ServerId(uuid("server"));
    let other = UserId(uuid("other"));
    assert!(kept.store.identify(server, other).await.unwrap());
    assert_eq!(kept.store.profile().await.unwrap().skills, []);
    assert!(kept.store.identify(server, user()).await.unwrap());
    assert_eq!(kept.store.profile().await.unwrap().skills, [skill(1, 1)]);
}

#[tokio::test]
async fn the_last_account_is_shown_before_anyone_signs_in() {
    let kept = kept().await;
    let filled = UserSnapshot { skills: vec![skill(1, 1)], ..snapshot() };
    kept.store.replace_user(filled).await.unwrap();
    kept.store.close().await;
    let store = Store::open(Disk::files(), kept.folder.path(), at(5)).await.unwrap();
    let server = ServerId(uuid("server"));
    assert_eq!(store.identity(), Some(LastIdentity { server, user: user() }));
    assert_eq!(store.profile().await.unwrap().skills, [skill(1, 1)]);
}
