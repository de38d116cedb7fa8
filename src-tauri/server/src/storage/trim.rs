//! What is kept only for a time, and the jobs that wait for a worker.

use super::{Lease, Storage, StorageError, blob, lease::lease, uuid};
use jiff::SignedDuration;
use protocol::{Channel, JobId, Timestamp, UserId, records::Job};
use rusqlite::{params, types::ValueRef};
use std::str::FromStr;

const USER_EVENTS_HOURS: i64 = 30 * 24;
const JOB_EVENTS_HOURS: i64 = 24;
/// Sign-ins that were not used for so long have ended.
const UNUSED_SIGN_INS_HOURS: i64 = 90 * 24;

/// A job that waits for a worker or has one.
#[derive(Debug)]
pub(crate) struct DueJob {
    /// Whose.
    pub(crate) owner: UserId,
    /// The job.
    pub(crate) job: Job,
    /// Who has it, or had it.
    pub(crate) lease: Option<Lease>,
}

impl Storage {
    /// The next job of each session that has one that has not ended, of all owners, oldest first.
    pub(crate) async fn due_jobs(&self) -> Result<Vec<DueJob>, StorageError> {
        self.database
            .read(|connection| {
                let mut statement = connection.prepare_cached(
                    "SELECT due.owner, due.body, lease.holder, lease.gen, lease.until,
                     lease.takeovers, lease.worked, lease.idle
                     FROM (SELECT owner, id, body, place, row_number() OVER (
                         PARTITION BY owner, json_extract(body, '$.session_id')
                         ORDER BY place, id) AS turn FROM record WHERE due = 1) AS due
                     LEFT JOIN job_lease AS lease
                     ON lease.owner = due.owner AND lease.job = due.id
                     WHERE due.turn = 1 ORDER BY due.place, due.id LIMIT 1000",
                )?;
                let mut rows = statement.query([])?;
                let mut jobs = Vec::new();
                while let Some(row) = rows.next()? {
                    let body: String = row.get(1)?;
                    let job = serde_json::from_str(&body).map_err(|_| StorageError::Unreadable)?;
                    let is_leased = row.get_ref(3)? != ValueRef::Null;
                    let lease = if is_leased { Some(lease(row, 2)?) } else { None };
                    jobs.push(DueJob { owner: UserId(uuid(row, 0)?), job, lease });
                }
                Ok(jobs)
            })
            .await
    }

    /// Forget events and attempts whose time is over.
    pub(crate) async fn trim(&self) -> Result<(), StorageError> {
        let now = self.clock.now();
        let before = move |hours| {
            now.checked_sub(SignedDuration::from_hours(hours))
                .unwrap_or(Timestamp::UNIX_EPOCH)
                .as_microsecond()
        };
        self.database
            .write(move |tx| {
                tx.execute("DELETE FROM idempotency WHERE at < ?1", [before(USER_EVENTS_HOURS)])?;
                tx.execute(
                    "DELETE FROM family WHERE used_at < ?1",
                    [before(UNUSED_SIGN_INS_HOURS)],
                )?;
                tx.execute(
                    "UPDATE channel SET floor = max(floor, coalesce((SELECT max(seq) FROM event
                     WHERE event.owner = channel.owner AND event.channel = channel.name
                     AND at < ?1), 0)) WHERE name LIKE 'user:%'",
                    [before(USER_EVENTS_HOURS)],
                )?;
                trim_jobs(tx, before(JOB_EVENTS_HOURS))?;
                tx.execute(
                    "DELETE FROM event WHERE seq <= (SELECT floor FROM channel
                     WHERE channel.owner = event.owner AND channel.name = event.channel)",
                    [],
                )?;
                Ok(())
            })
            .await
    }
}

/// The logs of jobs whose last event is older than `before` and that have ended.
fn trim_jobs(tx: &rusqlite::Transaction<'_>, before: i64) -> Result<(), StorageError> {
    let mut statement = tx.prepare(
        "SELECT c.owner, c.name FROM channel c JOIN event e
         ON e.owner = c.owner AND e.channel = c.name AND e.seq = c.top
         WHERE c.name LIKE 'job:%' AND c.floor < c.top AND e.at < ?1",
    )?;
    let old: Vec<(UserId, String)> = statement
        .query_map([before], |row| Ok((UserId(uuid(row, 0)?), row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    for (owner, name) in old {
        let Ok(Channel::Job(JobId(job))) = Channel::from_str(&name) else { continue };
        tx.execute(
            "UPDATE channel SET floor = top WHERE owner = ?1 AND name = ?2 AND NOT EXISTS
             (SELECT 1 FROM record WHERE owner = ?1 AND kind = 'job' AND id = ?3 AND due = 1)",
            params![blob(&owner.0), name, blob(&job)],
        )?;
    }
    Ok(())
}
