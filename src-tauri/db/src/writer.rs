//! The one writer: takes works from a queue and commits those that wait together in one transaction.
//! On files it is a thread, on a scripted disk a task of the runtime.

use crate::{
    DbError,
    disk::{Moment, Script},
    memory::File,
};
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::{
    any::{Any, type_name},
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, PoisonError},
    thread::JoinHandle,
};
use tokio::sync::{mpsc, oneshot};

const QUEUE: usize = 1_024;
const GROUP: usize = 256;

/// Runs inside the transaction; gives what to do once it is committed or lost.
struct Work {
    name: &'static str,
    run: Box<dyn FnOnce(&Transaction<'_>) -> Answer + Send>,
}

type Answer = Box<dyn FnOnce(Result<(), DbError>) + Send>;

#[derive(Debug)]
enum Worker {
    Thread(JoinHandle<()>),
    Task(tokio::task::JoinHandle<()>),
}

#[derive(Debug)]
pub(crate) struct Writer {
    queue: Mutex<Option<mpsc::Sender<Work>>>,
    worker: Mutex<Option<Worker>>,
}

impl Writer {
    pub(crate) fn on_files(connection: Connection) -> Result<Self, DbError> {
        let (queue, works) = mpsc::channel(QUEUE);
        let thread = std::thread::Builder::new()
            .name(String::from("database writer"))
            .spawn(move || write_all(connection, works))
            .map_err(|_| DbError::Thread)?;
        Ok(Self::new(queue, Worker::Thread(thread)))
    }

    pub(crate) fn scripted(file: Arc<File>, script: Arc<dyn Script>) -> Self {
        let (queue, works) = mpsc::channel(QUEUE);
        Self::new(queue, Worker::Task(tokio::spawn(write_scripted(file, script, works))))
    }

    fn new(queue: mpsc::Sender<Work>, worker: Worker) -> Self {
        Self { queue: Mutex::new(Some(queue)), worker: Mutex::new(Some(worker)) }
    }

    pub(crate) async fn run<T, E, W>(&self, work: W) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
        W: FnOnce(&Transaction<'_>) -> Result<T, E> + Send + 'static,
    {
        let queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let queue = queue.ok_or(DbError::Closed)?;
        let (done, answer) = oneshot::channel::<Result<T, E>>();
        let run = move |transaction: &Transaction<'_>| -> Answer {
            let result = in_savepoint(transaction, work);
            Box::new(move |committed| {
                let result = match (result, committed) {
                    (Ok(value), Ok(())) => Ok(value),
                    (Ok(_), Err(lost)) => Err(lost.into()),
                    (Err(error), _) => Err(error),
                };
                // Whoever asked may have stopped waiting.
                let _unheard = done.send(result);
            })
        };
        let work = Work { name: type_name::<W>(), run: Box::new(run) };
        queue.send(work).await.map_err(|_| DbError::Closed)?;
        answer.await.map_err(|_| DbError::Thread)?
    }

    pub(crate) async fn close(&self) {
        drop(self.queue.lock().unwrap_or_else(PoisonError::into_inner).take());
        let worker = self.worker.lock().unwrap_or_else(PoisonError::into_inner).take();
        let ended = match worker {
            None => true,
            Some(Worker::Task(task)) => task.await.is_ok(),
            Some(Worker::Thread(thread)) => {
                let joined = tokio::task::spawn_blocking(move || thread.join()).await;
                matches!(joined, Ok(Ok(())))
            }
        };
        if !ended {
            tracing::error!("the database writer ended by a panic");
        }
    }
}

fn in_savepoint<T, E>(
    transaction: &Transaction<'_>,
    work: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
) -> Result<T, E>
where
    E: From<DbError>,
{
    say(transaction, "SAVEPOINT work")?;
    let result = catch_unwind(AssertUnwindSafe(|| work(transaction)));
    let result = result.unwrap_or_else(|panic| {
        log_panic(panic.as_ref());
        Err(DbError::Thread.into())
    });
    if transaction.is_autocommit() {
        // The transaction is gone with all its savepoints, as on a full disk.
        return result;
    }
    if result.is_err() {
        say(transaction, "ROLLBACK TO work")?;
    }
    say(transaction, "RELEASE work")?;
    result
}

fn say(transaction: &Transaction<'_>, sql: &str) -> Result<(), DbError> {
    transaction.prepare_cached(sql)?.execute([])?;
    Ok(())
}

fn log_panic(panic: &(dyn Any + Send)) {
    let text = panic.downcast_ref::<&str>().copied().unwrap_or("no text");
    tracing::error!(text, "a database work panicked");
}

fn write_all(mut connection: Connection, mut works: mpsc::Receiver<Work>) {
    while let Some(first) = works.blocking_recv() {
        tell(commit(&mut connection, group(first, &mut works)));
    }
    if let Err(error) = connection.execute_batch("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE)")
    {
        tracing::warn!(%error, "the write-ahead log was not folded in at close");
    }
}

async fn write_scripted(file: Arc<File>, script: Arc<dyn Script>, mut works: mpsc::Receiver<Work>) {
    while let Some(first) = works.recv().await {
        let group = group(first, &mut works);
        let names: Vec<&'static str> = group.iter().map(|work| work.name).collect();
        let full = file.ask(&script, Moment::Commit, &names).await;
        let committed = file.with_room(!full, |connection| commit(connection, group));
        file.ask(&script, Moment::Committed, &names).await;
        tell(committed);
    }
}

/// A work, and those that wait with it.
fn group(first: Work, works: &mut mpsc::Receiver<Work>) -> Vec<Work> {
    let mut group = vec![first];
    while group.len() < GROUP {
        match works.try_recv() {
            Ok(work) => group.push(work),
            Err(_) => break,
        }
    }
    group
}

fn tell(done: Vec<Done>) {
    done.into_iter().for_each(Done::tell);
}

/// Works that were run in one transaction, and whether what they did is durable.
struct Done {
    answers: Vec<Answer>,
    outcome: Result<(), DbError>,
}

impl Done {
    /// Tell those who wait.
    fn tell(self) {
        for answer in self.answers {
            answer(match &self.outcome {
                Ok(()) => Ok(()),
                Err(DbError::Full) => Err(DbError::Full),
                Err(DbError::Damaged) => Err(DbError::Damaged),
                Err(_) => Err(DbError::Unwritable),
            });
        }
    }
}

/// Run works in one transaction, or in several when the database gives one up on the way.
fn commit(connection: &mut Connection, group: Vec<Work>) -> Vec<Done> {
    let mut works = VecDeque::from(group);
    let mut done = Vec::new();
    while !works.is_empty() {
        // Begun for writing, so that another program on the file is waited for and not run into.
        match connection.transaction_with_behavior(TransactionBehavior::Immediate) {
            Ok(transaction) => done.push(commit_some(transaction, &mut works)),
            Err(error) => {
                tracing::warn!(%error, "no write transaction could be opened");
                // Dropping the works tells those who wait that nothing was written.
                break;
            }
        }
    }
    done
}

fn commit_some(transaction: Transaction<'_>, works: &mut VecDeque<Work>) -> Done {
    let mut answers = Vec::new();
    while let Some(work) = works.pop_front() {
        answers.push((work.run)(&transaction));
        // What comes later must not run outside of a transaction.
        if transaction.is_autocommit() {
            return Done { answers, outcome: Err(DbError::Full) };
        }
    }
    Done { answers, outcome: transaction.commit().map_err(DbError::from) }
}
