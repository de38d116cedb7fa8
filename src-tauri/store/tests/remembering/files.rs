//! The two files: damage, accounts.

use crate::build::{Kept, at, create, kept, key, row, session_id, skill, snapshot, user, uuid};
use protocol::{
    IdempotencyKey, ServerId, UserId, Write,
    preferences::PreferencesChange,
    write::{NewMessage, PostMessage},
};
use std::{
    fs,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};
use store::{Disk, LastIdentity, NewRow, Store, UserSnapshot};

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
async fn a_rescue_that_was_broken_off_begins_anew_at_the_next_start() {
    let kept = kept().await;
    kept.store.enqueue(row(1, create(1, 1))).await.unwrap();
    kept.store.save_draft(session_id(1), "half a thought".to_owned()).await.unwrap();
    kept.store.close().await;
    // As the end of the program leaves it between two steps: moved aside, half put together.
    let folder = kept.folder.path();
    fs::rename(folder.join("unsent.db"), folder.join("unsent.db.damaged-1")).unwrap();
    fs::write(folder.join("unsent.db.rescued"), "half of it").unwrap();
    let store = Store::open(Disk::files(), folder, at(5)).await.unwrap();
    assert!(store.notices()[0].contains("unsent.db.damaged-1"));
    assert_eq!(store.outbox().await.unwrap().len(), 1);
    assert_eq!(store.draft(session_id(1)).await.unwrap(), "half a thought");
    store.close().await;
    assert!(!folder.join("unsent.db.rescued").exists());
    let again = Store::open(Disk::files(), folder, at(6)).await.unwrap();
    assert!(again.notices().is_empty(), "it is done once");
    assert_eq!(again.outbox().await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_write_is_there_at_every_moment_in_which_the_account_becomes_known() {
    for _ in 0..20 {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(Disk::files(), folder.path(), at(0)).await.unwrap();
        store.enqueue(row(1, create(1, 1))).await.unwrap();
        let identifying = store.identify(ServerId(uuid("server")), user());
        let mut identifying = std::pin::pin!(identifying);
        loop {
            tokio::select! {
                biased;
                known = &mut identifying => break assert!(known.unwrap()),
                rows = store.outbox() => assert_eq!(rows.unwrap().len(), 1),
            }
        }
        assert_eq!(store.outbox().await.unwrap().len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_looks_while_another_account_takes_its_place_gets_an_answer() {
    let Kept { store, folder: _folder } = kept().await;
    let (store, server) = (Arc::new(store), ServerId(uuid("server")));
    let over = Arc::new(AtomicBool::new(false));
    let lookers: [_; 16] = std::array::from_fn(|_| {
        let (store, over) = (Arc::clone(&store), Arc::clone(&over));
        tokio::spawn(async move {
            while !over.load(Ordering::Relaxed) {
                store.jobs().await.unwrap();
            }
        })
    });
    for n in 0..40 {
        let next = if n % 2 == 0 { UserId(uuid("other")) } else { user() };
        assert!(store.identify(server, next).await.unwrap());
    }
    over.store(true, Ordering::Relaxed);
    for looker in lookers {
        looker.await.unwrap();
    }
}

#[tokio::test]
async fn work_of_another_account_is_told_of() {
    let kept = kept().await;
    kept.store.enqueue(row(1, create(1, 1))).await.unwrap();
    let server = ServerId(uuid("server"));
    kept.store.identify(server, UserId(uuid("other"))).await.unwrap();
    assert_eq!(kept.store.outbox().await.unwrap().len(), 0);
    assert!(kept.store.notices()[0].contains("another account"));
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

/// Writes kept for the tests of damage.
const MANY: u8 = 200;
/// Bytes of a page of a database.
const PAGE: usize = 4_096;

fn long(n: u8) -> NewRow {
    let text = format!("words {n} ").repeat(60);
    let message = NewMessage { id: crate::build::message_id(n), text };
    let body = PostMessage { message, resume: true, replaces: None };
    row(n, Write::PostMessage { session: session_id(n % 3), body })
}

/// A closed store with much unsent work, and the bytes of its file.
async fn much_unsent() -> (Kept, Vec<u8>) {
    let kept = kept().await;
    let all = (0..MANY).map(|n| kept.store.enqueue(long(n)));
    futures_util::future::try_join_all(all).await.unwrap();
    kept.store.save_draft(session_id(1), "half a thought".to_owned()).await.unwrap();
    kept.store.close().await;
    let bytes = fs::read(kept.folder.path().join("unsent.db")).unwrap();
    (kept, bytes)
}

/// The store opened with these bytes in place of its unsent work, which must be found damaged.
async fn damaged(folder: &Path, bytes: &[u8]) -> Store {
    fs::write(folder.join("unsent.db"), bytes).unwrap();
    let store = Store::open(Disk::files(), folder, at(5)).await.unwrap();
    let moved = format!("unsent.db.damaged-{}", at(5).as_second());
    assert_eq!(fs::read(folder.join(&moved)).unwrap(), bytes, "it is kept as it was");
    assert!(store.notices()[0].contains(&moved), "and told: {:?}", store.notices());
    store
}

/// The writes that are there, each checked to be what was kept.
async fn sound(store: &Store) -> Vec<IdempotencyKey> {
    let rows = store.outbox().await.unwrap();
    assert!(rows.is_sorted_by_key(|row| row.ordinal), "in their order");
    for row in &rows {
        let meant = (0..MANY).map(long).find(|meant| meant.key == row.key).unwrap();
        assert_eq!((&row.write, row.created_at), (&meant.write, meant.at));
    }
    rows.into_iter().map(|row| row.key).collect()
}

#[tokio::test]
async fn unsent_work_is_taken_over_from_a_file_that_lost_its_end() {
    let (kept, bytes) = much_unsent().await;
    let store = damaged(kept.folder.path(), &bytes[..bytes.len() / PAGE / 2 * PAGE]).await;
    let rescued = sound(&store).await;
    assert!(rescued.len() > usize::from(MANY) / 4, "{}", rescued.len());
    assert!(rescued.len() < usize::from(MANY));
    let next = store.enqueue(row(MANY, create(9, 9))).await.unwrap();
    assert!(store.outbox().await.unwrap().iter().all(|row| row.ordinal <= next.ordinal));
}

#[tokio::test]
async fn a_bad_page_costs_only_what_is_on_it() {
    let (kept, bytes) = much_unsent().await;
    let pages = bytes.len() / PAGE;
    let mut least = usize::MAX;
    for page in (pages / 3)..(pages / 3 + 8) {
        let mut bytes = bytes.clone();
        for (n, byte) in (0_u8..251).cycle().zip(&mut bytes[page * PAGE..(page + 1) * PAGE]) {
            *byte = n.wrapping_mul(97) ^ 0x5a;
        }
        let store = damaged(kept.folder.path(), &bytes).await;
        let rescued = sound(&store).await;
        assert!(rescued.len() + 10 > usize::from(MANY), "{} left by page {page}", rescued.len());
        assert_eq!(store.draft(session_id(1)).await.unwrap(), "half a thought");
        let server = ServerId(uuid("server"));
        assert_eq!(store.identity(), Some(LastIdentity { server, user: user() }));
        least = least.min(rescued.len());
        store.close().await;
    }
    assert!(least < usize::from(MANY), "some of these pages held writes");
}

#[tokio::test]
async fn a_file_that_is_no_database_at_all_is_replaced_by_an_empty_one() {
    let (kept, bytes) = much_unsent().await;
    let store = damaged(kept.folder.path(), &bytes[100..]).await;
    assert_eq!(sound(&store).await, []);
    store.enqueue(row(1, create(1, 1))).await.unwrap();
    assert_eq!(crate::build::due(&store).await, [], "whose it is must be found out first");
    store.identify(ServerId(uuid("server")), user()).await.unwrap();
    assert_eq!(crate::build::due(&store).await, [key(1)]);
}

#[tokio::test]
async fn choices_made_at_the_same_time_do_not_undo_one_another() {
    let kept = kept().await;
    let welcomed = PreferencesChange { welcomed: Some(true), ..PreferencesChange::default() };
    let screen = String::from("/interview");
    let moved = PreferencesChange { last_screen: Some(screen), ..PreferencesChange::default() };
    let (first, second) =
        tokio::join!(kept.store.change_preferences(welcomed), kept.store.change_preferences(moved));
    first.unwrap();
    second.unwrap();
    let preferences = kept.store.preferences().await.unwrap();
    assert!(preferences.welcomed);
    assert_eq!(preferences.last_screen, "/interview");
}
