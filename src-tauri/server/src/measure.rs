//! Runs the parts of the server that are measured and ill-treated, without sockets: a message is
//! stored through the same commit as in the server, a frame is taken in by the same connection.
//! Figures are the caller's business.

mod decoding;

pub use decoding::{Connection, Taken};

use crate::storage::{Batch, Idempotency, Storage, StorageError, View};
use protocol::{
    Channel, Clock, Event, IdempotencyKey, Ids, MessageId, Problem, SessionId, SystemClock,
    SystemIds, UserId, records::Message, write::NewMessage,
};
use std::{path::Path, sync::Arc};
use tokio::task::JoinSet;

/// A server's database that takes messages, each durable before it is answered.
#[derive(Debug, Clone)]
pub struct Appender {
    storage: Storage,
    owner: UserId,
    ids: Arc<dyn Ids>,
}

impl Appender {
    /// Open or create the database file.
    pub fn open(path: &Path) -> Result<Self, StorageError> {
        let ids: Arc<dyn Ids> = Arc::new(SystemIds);
        let storage =
            Storage::open(&db::Disk::files(), path, Arc::new(SystemClock), Arc::clone(&ids))?;
        let owner = UserId(ids.next());
        Ok(Self { storage, owner, ids })
    }

    /// Store `count` messages of `text` from each of `writers` sessions at the same time, one after
    /// the other within a session. Each is a message, its event and its idempotency record.
    ///
    /// # Errors
    ///
    /// The first of a commit.
    pub async fn append(&self, writers: u64, count: u64, text: &str) -> Result<(), Problem> {
        let mut running = JoinSet::new();
        for _ in 0..writers {
            let (appender, text) = (self.clone(), text.to_owned());
            running.spawn(async move { appender.session(count, &text).await });
        }
        while let Some(ended) = running.join_next().await {
            ended.map_err(|_| StorageError::Database(db::DbError::Thread))??;
        }
        Ok(())
    }

    async fn session(&self, count: u64, text: &str) -> Result<(), Problem> {
        let session = SessionId(self.ids.next());
        let channel = Channel::Session(session);
        for ordinal in 1..=count {
            let body = NewMessage { id: MessageId(self.ids.next()), text: text.to_owned() };
            let mut message: Message =
                profile::new_message(session, &body, ordinal, SystemClock.now());
            let mut batch = Batch::default();
            batch.put(&mut message);
            batch.tell(channel, Event::InterviewMessage(message));
            let key = IdempotencyKey(self.ids.next());
            let attempt = Idempotency { key, fingerprint: [0; 32], channel };
            let plan = Box::new(|_: &View<'_>| Ok(batch));
            self.storage.commit(self.owner, Some(attempt), plan).await?;
        }
        Ok(())
    }

    /// Close the file.
    pub async fn close(&self) {
        self.storage.close().await;
    }
}
