//! One writer, many readers, nothing half done.

use db::{Database, DbError, Disk, Durability};
use rusqlite::params;

const TABLES: &[&str] = &["CREATE TABLE entry (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE)"];

fn open(folder: &tempfile::TempDir) -> Database {
    Database::open(&Disk::files(), &folder.path().join("test.db"), Durability::Full, TABLES)
        .expect("a new file opens")
}

async fn insert(database: &Database, text: &'static str) -> Result<(), DbError> {
    let insert = "INSERT INTO entry (text) VALUES (?1)";
    database
        .write(move |tx| tx.execute(insert, params![text]).map(|_| ()).map_err(DbError::from))
        .await
}

async fn count(database: &Database) -> i64 {
    database
        .read(|connection| {
            connection
                .query_row("SELECT count(*) FROM entry", [], |row| row.get(0))
                .map_err(DbError::from)
        })
        .await
        .expect("counting works")
}

#[tokio::test]
async fn what_was_written_is_there_after_opening_again() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(&folder);
    insert(&database, "one").await.unwrap();
    database.close().await;
    assert!(matches!(insert(&database, "two").await, Err(DbError::Closed)));
    assert_eq!(count(&open(&folder)).await, 1);
}

#[tokio::test]
async fn a_work_that_fails_leaves_no_trace_and_spares_its_neighbours() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(&folder);
    let failing = database.write(|tx| {
        tx.execute("INSERT INTO entry (text) VALUES ('half')", []).map_err(DbError::from)?;
        Err::<(), _>(DbError::Closed)
    });
    let (first, failed, last) =
        tokio::join!(insert(&database, "a"), failing, insert(&database, "b"));
    assert!(first.is_ok() && last.is_ok());
    assert!(failed.is_err());
    assert_eq!(count(&database).await, 2);
}

#[tokio::test]
async fn a_work_that_panics_is_an_error_and_the_writer_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(&folder);
    let panicked: Result<(), DbError> = database.write(|_| panic!("on purpose")).await;
    assert!(matches!(panicked, Err(DbError::Thread)));
    insert(&database, "after").await.unwrap();
    assert_eq!(count(&database).await, 1);
}

#[tokio::test]
async fn a_file_of_garbage_is_said_to_be_damaged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("test.db");
    std::fs::write(&path, vec![7; 8192]).unwrap();
    let opened = Database::open(&Disk::files(), &path, Durability::Normal, TABLES);
    assert!(matches!(opened, Err(DbError::Damaged)), "{opened:?}");
}

#[tokio::test]
async fn a_file_of_a_newer_program_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    open(&folder).close().await;
    let path = folder.path().join("test.db");
    rusqlite::Connection::open(&path).unwrap().pragma_update(None, "user_version", 9).unwrap();
    let opened = Database::open(&Disk::files(), &path, Durability::Normal, TABLES);
    assert!(matches!(opened, Err(DbError::Newer)), "{opened:?}");
}

#[tokio::test]
async fn two_writes_of_the_same_are_told_apart_by_their_answers() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(&folder);
    let (first, second) = tokio::join!(insert(&database, "same"), insert(&database, "same"));
    assert!(first.is_ok());
    assert!(matches!(second, Err(DbError::Sqlite(_))), "{second:?}");
    assert_eq!(count(&database).await, 1);
}
