//! Who works on which job, and until when. Of those who believe that they have a job, only the one
//! whose lease is stored can commit: the lease is compared in the transaction of the commit itself.

use super::{Storage, StorageError, View, blob, number, stored};
use jiff::SignedDuration;
use protocol::{JobId, Timestamp, UserId};
use rusqlite::{OptionalExtension, Row, params};
use std::time::Duration;
use uuid::Uuid;

/// How long a lease lasts unless it is renewed.
pub(crate) const LEASE: Duration = Duration::from_secs(15);

/// The right to work on a job. Times of work are counted by its workers' own clocks, so that a sleep
/// of the machine is no work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Lease {
    /// Who works; `None` when it was put down in good order.
    pub(crate) holder: Option<Uuid>,
    /// The generation that writes.
    pub(crate) generation: u32,
    /// Until when nobody else may take it.
    pub(crate) until: Timestamp,
    /// How often it lapsed since the last progress.
    pub(crate) takeovers: u32,
    /// Time of work so far.
    pub(crate) worked: Duration,
    /// Time of work since the last progress.
    pub(crate) idle: Duration,
}

impl Lease {
    /// The lease of whoever takes a job now, after `before`.
    pub(crate) fn taken(before: Option<Self>, hold: Hold, now: Timestamp) -> Self {
        // Whoever still is its holder has not put it down and has not renewed it either.
        let lapsed = before.is_some_and(|lease| lease.holder.is_some());
        let of_before = |part: fn(Self) -> Duration| before.map(part).unwrap_or_default();
        Self {
            holder: Some(hold.holder),
            generation: hold.generation,
            until: end(now),
            takeovers: before.map_or(0, |lease| lease.takeovers) + u32::from(lapsed),
            worked: of_before(|lease| lease.worked),
            idle: of_before(|lease| lease.idle),
        }
    }

    /// Whether somebody works on it.
    pub(crate) fn is_live(&self, now: Timestamp) -> bool {
        // One that ends later than any lease can was made before the clock was set back.
        self.holder.is_some() && now < self.until && self.until <= end(now)
    }

    fn is_of(&self, hold: Hold) -> bool {
        self.holder == Some(hold.holder) && self.generation == hold.generation
    }
}

/// When a lease ends that is taken or renewed now.
fn end(now: Timestamp) -> Timestamp {
    let lasts = SignedDuration::try_from(LEASE).unwrap_or(SignedDuration::ZERO);
    now.checked_add(lasts).unwrap_or(Timestamp::MAX)
}

/// Whose lease it must be for a commit to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hold {
    /// The job.
    pub(crate) job: JobId,
    /// Who works.
    pub(crate) holder: Uuid,
    /// As which generation.
    pub(crate) generation: u32,
}

/// How a lease is given back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Leaving {
    /// The work goes on elsewhere or later.
    InOrder,
    /// The work did not succeed: it counts as a lapse.
    Lost,
}

impl View<'_> {
    /// The lease of a job, if it was ever taken.
    pub(crate) fn lease(&self, job: JobId) -> Result<Option<Lease>, StorageError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT holder, gen, until, takeovers, worked, idle FROM job_lease
             WHERE owner = ?1 AND job = ?2",
        )?;
        let lease = statement
            .query_row(params![blob(&self.owner.0), blob(&job.0)], |row| lease(row, 0))
            .optional()?;
        Ok(lease)
    }

    /// Whether the lease is still this one.
    pub(crate) fn holds(&self, hold: Hold) -> Result<bool, StorageError> {
        Ok(self.lease(hold.job)?.is_some_and(|lease| lease.is_of(hold)))
    }

    pub(super) fn put_lease(&self, job: JobId, lease: &Lease) -> Result<(), StorageError> {
        let mut statement = self.connection.prepare_cached(
            "INSERT OR REPLACE INTO job_lease
             (owner, job, holder, gen, until, takeovers, worked, idle)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?;
        statement.execute(params![
            blob(&self.owner.0),
            blob(&job.0),
            lease.holder.as_ref().map(blob),
            lease.generation,
            lease.until.as_microsecond(),
            lease.takeovers,
            milliseconds(lease.worked),
            milliseconds(lease.idle),
        ])?;
        Ok(())
    }

    pub(super) fn drop_lease(&self, job: JobId) -> Result<(), StorageError> {
        let mut statement = self
            .connection
            .prepare_cached("DELETE FROM job_lease WHERE owner = ?1 AND job = ?2")?;
        statement.execute(params![blob(&self.owner.0), blob(&job.0)])?;
        Ok(())
    }

    /// Count time of work and make the lease last on. `None` when it is another's.
    fn renew(
        &self,
        hold: Hold,
        worked: Duration,
        now: Timestamp,
    ) -> Result<Option<Lease>, StorageError> {
        let lease = self.lease(hold.job)?.filter(|lease| lease.is_of(hold));
        let Some(mut lease) = lease else { return Ok(None) };
        lease.worked += worked;
        lease.idle += worked;
        lease.until = end(now);
        self.put_lease(hold.job, &lease)?;
        Ok(Some(lease))
    }

    /// There was progress: the lease lasts on, and nothing speaks against the job.
    pub(super) fn progress(&self, hold: Hold, now: Timestamp) -> Result<(), StorageError> {
        let mut statement = self.connection.prepare_cached(
            "UPDATE job_lease SET until = ?3, takeovers = 0, idle = 0
             WHERE owner = ?1 AND job = ?2",
        )?;
        let until = end(now).as_microsecond();
        statement.execute(params![blob(&self.owner.0), blob(&hold.job.0), until])?;
        Ok(())
    }
}

impl Storage {
    /// Renew a lease after so much time of work. `None` when it is another's.
    pub(crate) async fn renew_lease(
        &self,
        owner: UserId,
        hold: Hold,
        worked: Duration,
    ) -> Result<Option<Lease>, StorageError> {
        let now = self.clock.now();
        self.database.write(move |tx| View::new(tx, owner).renew(hold, worked, now)).await
    }

    /// Give a lease back, so that anybody may take the job at once.
    pub(crate) async fn leave(
        &self,
        owner: UserId,
        hold: Hold,
        leaving: Leaving,
    ) -> Result<(), StorageError> {
        self.database
            .write(move |tx| {
                let view = View::new(tx, owner);
                let Some(lease) = view.lease(hold.job)?.filter(|lease| lease.is_of(hold)) else {
                    return Ok(());
                };
                let lease = match leaving {
                    Leaving::InOrder => Lease { holder: None, ..lease },
                    Leaving::Lost => Lease { until: Timestamp::UNIX_EPOCH, ..lease },
                };
                view.put_lease(hold.job, &lease)
            })
            .await
    }

    /// No other process works on this database: what an earlier one held has lapsed.
    pub(crate) async fn let_leases_lapse(&self) -> Result<(), StorageError> {
        self.database
            .write(|tx| Ok(tx.execute("UPDATE job_lease SET until = 0", []).map(|_| ())?))
            .await
    }
}

/// The lease in a row whose columns begin there.
pub(super) fn lease(row: &Row<'_>, column: usize) -> rusqlite::Result<Lease> {
    let holder: Option<[u8; 16]> = row.get(column)?;
    Ok(Lease {
        holder: holder.map(Uuid::from_bytes),
        generation: row.get(column + 1)?,
        until: Timestamp::from_microsecond(row.get(column + 2)?).unwrap_or(Timestamp::MIN),
        takeovers: row.get(column + 3)?,
        worked: Duration::from_millis(number(row, column + 4)?),
        idle: Duration::from_millis(number(row, column + 5)?),
    })
}

fn milliseconds(time: Duration) -> i64 {
    stored(u64::try_from(time.as_millis()).unwrap_or(u64::MAX))
}
