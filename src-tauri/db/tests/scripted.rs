//! The scripted disk: what a crash at each moment leaves, and what a full disk does.

use db::{Database, DbError, Disk, Durability, Fate, Memory, Moment, Point, Script};
use rusqlite::params;
use std::{
    path::Path,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::time::timeout;

const TABLES: &[&str] = &["CREATE TABLE entry (id INTEGER PRIMARY KEY, text TEXT NOT NULL)"];
const FILE: &str = "test.db";

/// One fate at one kind of moment, `GoOn` at all others.
#[derive(Debug)]
struct Once(Mutex<Option<(Moment, Fate)>>);

impl Once {
    fn at(moment: Moment, fate: Fate) -> Arc<Self> {
        Arc::new(Self(Mutex::new(Some((moment, fate)))))
    }

    fn never() -> Arc<Self> {
        Arc::new(Self(Mutex::new(None)))
    }
}

impl Script for Once {
    fn decide(&self, point: Point<'_>) -> Fate {
        assert_eq!(point.path, Path::new(FILE));
        assert!(!point.works.is_empty());
        let mut waiting = self.0.lock().expect("no test panics with it");
        match *waiting {
            Some((moment, fate)) if moment == point.moment => {
                *waiting = None;
                fate
            }
            _ => Fate::GoOn,
        }
    }
}

fn open(memory: &Arc<Memory>, script: Arc<Once>) -> Database {
    let disk = Disk::scripted(Arc::clone(memory), script);
    Database::open(&disk, Path::new(FILE), Durability::Full, TABLES).expect("it opens")
}

async fn insert(database: &Database, text: String) -> Result<(), DbError> {
    let insert = "INSERT INTO entry (text) VALUES (?1)";
    database
        .write(move |tx| tx.execute(insert, params![text]).map(|_| ()).map_err(DbError::from))
        .await
}

fn text(length: u32) -> String {
    (0..length).map(|_| 'x').collect()
}

async fn lengths(database: &Database) -> Vec<u32> {
    database
        .read(|connection| {
            let mut statement = connection.prepare("SELECT length(text) FROM entry ORDER BY id")?;
            let rows = statement.query_map([], |row| row.get(0))?;
            Ok::<_, DbError>(rows.collect::<Result<Vec<u32>, _>>()?)
        })
        .await
        .expect("reading works")
}

/// What is there for the next program, after one that crashed at this moment of an insert.
async fn left_by_a_crash_at(moment: Moment) -> Vec<u32> {
    let memory = Arc::default();
    let crashing = open(&memory, Once::at(moment, Fate::Never));
    let insert = timeout(Duration::from_hours(1), insert(&crashing, "text".into()));
    assert!(insert.await.is_err(), "nobody is told");
    lengths(&open(&memory, Once::never())).await
}

#[tokio::test(start_paused = true)]
async fn a_crash_before_the_commit_leaves_nothing_and_one_after_it_everything() {
    assert_eq!(left_by_a_crash_at(Moment::Commit).await, Vec::<u32>::new());
    assert_eq!(left_by_a_crash_at(Moment::Committed).await, vec![4]);
}

#[tokio::test(start_paused = true)]
async fn a_slow_commit_is_made_although_nobody_waits_for_it() {
    let memory = Arc::default();
    let slow = Fate::After(Duration::from_secs(5));
    let database = open(&memory, Once::at(Moment::Commit, slow));
    let impatient = timeout(Duration::from_secs(1), insert(&database, "text".into()));
    assert!(impatient.await.is_err());
    assert_eq!(lengths(&database).await, Vec::<u32>::new());
    database.close().await;
    assert_eq!(lengths(&open(&memory, Once::never())).await, vec![4]);
}

#[tokio::test(start_paused = true)]
async fn on_a_full_disk_what_is_said_to_be_stored_is_stored_and_nothing_else() {
    for large in 0..4 {
        let memory = Arc::default();
        let database = open(&memory, Once::at(Moment::Commit, Fate::Full));
        let size = |place: usize| if place == large { 100_000_u32 } else { 10 };
        let mut inserts = Vec::new();
        for place in 0..4 {
            inserts.push(insert(&database, text(size(place))));
        }
        let answers = futures_util::future::join_all(inserts).await;
        assert!(matches!(answers[large], Err(DbError::Full)), "{answers:?}");
        let said = answers.iter().enumerate().filter(|(_, answer)| answer.is_ok());
        let said: Vec<u32> = said.map(|(place, _)| size(place)).collect();
        assert_eq!(lengths(&database).await, said);
        insert(&database, text(100_000)).await.unwrap();
        assert_eq!(lengths(&database).await.last(), Some(&100_000));
    }
}

#[tokio::test(start_paused = true)]
async fn an_image_brings_a_database_back_as_it_was() {
    let memory = Arc::default();
    let database = open(&memory, Once::never());
    insert(&database, "a".into()).await.unwrap();
    let image = memory.image(Path::new(FILE)).unwrap().unwrap();
    insert(&database, "bb".into()).await.unwrap();
    database.close().await;
    memory.put(Path::new(FILE), &image).unwrap();
    let database = open(&memory, Once::never());
    assert_eq!(lengths(&database).await, vec![1]);
    insert(&database, "ccc".into()).await.unwrap();
    assert_eq!(lengths(&database).await, vec![1, 3]);
    assert_eq!(memory.paths(), vec![Path::new(FILE)]);
}
