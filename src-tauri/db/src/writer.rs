//! The one writer: a thread that takes works from a queue and commits those that wait together in
//! one transaction.

use crate::DbError;
use rusqlite::{Connection, Transaction};
use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Mutex, PoisonError},
    thread::JoinHandle,
};
use tokio::sync::{mpsc, oneshot};

const QUEUE: usize = 1_024;
const GROUP: usize = 256;

/// Runs inside the transaction; gives what to do once it is committed or lost.
type Work = Box<dyn FnOnce(&Transaction<'_>) -> Answer + Send>;
type Answer = Box<dyn FnOnce(Result<(), DbError>) + Send>;

#[derive(Debug)]
pub(crate) struct Writer {
    queue: Mutex<Option<mpsc::Sender<Work>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    pub(crate) fn start(connection: Connection) -> Result<Self, DbError> {
        let (queue, works) = mpsc::channel(QUEUE);
        let thread = std::thread::Builder::new()
            .name(String::from("database writer"))
            .spawn(move || write_all(connection, works))
            .map_err(|_| DbError::Thread)?;
        Ok(Self { queue: Mutex::new(Some(queue)), thread: Mutex::new(Some(thread)) })
    }

    pub(crate) async fn run<T, E>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let queue = queue.ok_or(DbError::Closed)?;
        let (done, answer) = oneshot::channel::<Result<T, E>>();
        let boxed: Work = Box::new(move |transaction| {
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
        });
        queue.send(boxed).await.map_err(|_| DbError::Closed)?;
        answer.await.map_err(|_| DbError::Thread)?
    }

    pub(crate) async fn close(&self) {
        drop(self.queue.lock().unwrap_or_else(PoisonError::into_inner).take());
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            let joined = tokio::task::spawn_blocking(move || thread.join()).await;
            if !matches!(joined, Ok(Ok(()))) {
                tracing::error!("the database writer ended by a panic");
            }
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
    transaction.execute_batch("SAVEPOINT work").map_err(DbError::from)?;
    let result = catch_unwind(AssertUnwindSafe(|| work(transaction)));
    let result = result.unwrap_or_else(|panic| {
        log_panic(panic.as_ref());
        Err(DbError::Thread.into())
    });
    let end = if result.is_ok() { "RELEASE work" } else { "ROLLBACK TO work; RELEASE work" };
    transaction.execute_batch(end).map_err(DbError::from)?;
    result
}

fn log_panic(panic: &(dyn Any + Send)) {
    let text = panic.downcast_ref::<&str>().copied().unwrap_or("no text");
    tracing::error!(text, "a database work panicked");
}

fn write_all(mut connection: Connection, mut works: mpsc::Receiver<Work>) {
    while let Some(first) = works.blocking_recv() {
        let mut group = vec![first];
        while group.len() < GROUP {
            match works.try_recv() {
                Ok(work) => group.push(work),
                Err(_) => break,
            }
        }
        write_group(&mut connection, group);
    }
    if let Err(error) = connection.execute_batch("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE)")
    {
        tracing::warn!(%error, "the write-ahead log was not folded in at close");
    }
}

fn write_group(connection: &mut Connection, group: Vec<Work>) {
    let transaction = match connection.transaction() {
        Ok(transaction) => transaction,
        Err(error) => {
            tracing::warn!(%error, "no write transaction could be opened");
            // Dropping the works tells those who wait that nothing was written.
            return;
        }
    };
    let answers: Vec<Answer> = group.into_iter().map(|work| work(&transaction)).collect();
    let committed = transaction.commit().map_err(DbError::from);
    for answer in answers {
        answer(match &committed {
            Ok(()) => Ok(()),
            Err(DbError::Full) => Err(DbError::Full),
            Err(DbError::Damaged) => Err(DbError::Damaged),
            Err(_) => Err(DbError::Unwritable),
        });
    }
}
