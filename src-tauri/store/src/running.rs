//! The answers that were being made when the last word of them came, and which of them the person
//! does not want to be told of.

use crate::{Store, StoreError, place, record, text};
use protocol::{
    Channel, JobId, Timestamp,
    records::{Job, JobStatus},
};
use rusqlite::Connection;

impl Store {
    /// The jobs that had begun and, as far as is known here, have not ended, each with when the
    /// last of it came; without those that were dismissed.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn running(&self) -> Result<Vec<(Job, Timestamp)>, StoreError> {
        self.cache()
            .read(|connection| {
                let jobs = record::list::<Job>(connection, None)?.into_iter();
                let begun = |job: &Job| job.status == JobStatus::Running;
                let mut running = Vec::new();
                for job in jobs.filter(begun) {
                    if !is_dismissed(connection, job.id)? {
                        let last = place::last_at(connection, Channel::Job(job.id))?;
                        let since = last.max(job.started_at).unwrap_or(job.created_at);
                        running.push((job, since));
                    }
                }
                Ok(running)
            })
            .await
    }

    /// The jobs that have not ended, or whose text is not whole here.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn unfinished(&self) -> Result<Vec<Job>, StoreError> {
        self.cache()
            .read(|connection| {
                let mut unfinished = Vec::new();
                for job in record::list::<Job>(connection, None)? {
                    let text = text::get(connection, job.id)?;
                    if job.is_active() || text.is_some_and(|text| !text.is_whole) {
                        unfinished.push(job);
                    }
                }
                Ok(unfinished)
            })
            .await
    }

    /// Nothing more will come of this job's text.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn close_text(&self, job: JobId) -> Result<(), StoreError> {
        self.cache().write(move |connection| text::close(connection, job)).await
    }

    /// Tell of this job no longer.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn dismiss(&self, job: JobId) -> Result<(), StoreError> {
        self.cache()
            .write(move |connection| {
                connection.execute(
                    "INSERT OR IGNORE INTO dismissed (job) VALUES (?1)",
                    [job.to_string()],
                )?;
                Ok(())
            })
            .await
    }
}

fn is_dismissed(connection: &Connection, job: JobId) -> Result<bool, StoreError> {
    let mut statement = connection.prepare_cached("SELECT 1 FROM dismissed WHERE job = ?1")?;
    Ok(statement.exists([job.to_string()])?)
}
