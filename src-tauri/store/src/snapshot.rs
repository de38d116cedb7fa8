//! Replaces whole parts of the cache by what was read from the server, together with the position of
//! that read. Unsent work is elsewhere and is never touched.

use crate::{
    Store, StoreError, apply, place, record,
    text::{self, Assembly},
};
use protocol::{
    Channel, ChannelPosition, Epoch, EventId, SessionId, UserId,
    records::{Constraint, Finding, Job, LifeState, Message, Project, Session, Skill},
    rest::JobText,
};
use std::collections::BTreeSet;

/// Everything on a person's channel, as read.
#[derive(Debug, Clone, PartialEq)]
pub struct UserSnapshot {
    /// Whose.
    pub user: UserId,
    /// The history of the channel.
    pub epoch: Epoch,
    /// The smallest position of all the pages that were read.
    pub seq: u64,
    /// The id of the event at that position, when known.
    pub last: Option<EventId>,
    /// Whether the history before was another one: then no place in any other channel is believed
    /// any more, as their logs may have been set back together with this one.
    pub broken: bool,
    /// Direction, dependants, hours.
    pub state: LifeState,
    /// All of them.
    pub skills: Vec<Skill>,
    /// All of them.
    pub projects: Vec<Project>,
    /// All of them.
    pub constraints: Vec<Constraint>,
    /// All of them.
    pub findings: Vec<Finding>,
    /// All of them.
    pub sessions: Vec<Session>,
    /// Those the server still keeps.
    pub jobs: Vec<Job>,
}

/// A session with all its messages, as read.
#[derive(Debug, Clone, PartialEq)]
pub struct SessionSnapshot {
    /// The history of the session's channel.
    pub epoch: Epoch,
    /// The smallest position of all the pages that were read.
    pub seq: u64,
    /// The id of the event at that position, when known.
    pub last: Option<EventId>,
    /// The session.
    pub session: Session,
    /// All its messages.
    pub messages: Vec<Message>,
}

impl Store {
    /// Make the person's records exactly these, at this position.
    ///
    /// # Errors
    ///
    /// Database errors; then nothing changed.
    pub async fn replace_user(&self, snapshot: UserSnapshot) -> Result<(), StoreError> {
        self.cache()
            .write(move |connection| {
                let stay: BTreeSet<SessionId> = snapshot.sessions.iter().map(|s| s.id).collect();
                for known in record::list::<Session>(connection, None)? {
                    if !stay.contains(&known.id) {
                        apply::remove_session(connection, known.id)?;
                    }
                }
                for id in stay {
                    apply::is_back(connection, id)?;
                }
                record::replace(connection, None, &[snapshot.state])?;
                record::replace(connection, None, &snapshot.skills)?;
                record::replace(connection, None, &snapshot.projects)?;
                record::replace(connection, None, &snapshot.constraints)?;
                record::replace(connection, None, &snapshot.findings)?;
                record::replace(connection, None, &snapshot.sessions)?;
                record::replace(connection, None, &snapshot.jobs)?;
                forget_jobs(connection)?;
                if snapshot.broken {
                    place::forget_all(connection)?;
                }
                connection.execute("DELETE FROM wanted", [])?;
                let UserSnapshot { user, epoch, seq, last, .. } = snapshot;
                put_place(connection, Channel::User(user), (epoch, seq, last))
            })
            .await
    }

    /// Make a session's messages exactly these, at this position; says whether that was done. It is
    /// not when the session was removed since the read of it began. A session that is here already
    /// stays as it is: its changes come by the person's channel, and what was read ahead of that may
    /// be of a history that ends before they come.
    ///
    /// # Errors
    ///
    /// Database errors; then nothing changed.
    pub async fn replace_session(&self, snapshot: SessionSnapshot) -> Result<bool, StoreError> {
        self.cache()
            .write(move |connection| {
                let id = snapshot.session.id;
                if apply::is_gone(connection, id)? {
                    return Ok(false);
                }
                record::put_absent(connection, &snapshot.session)?;
                record::replace(connection, Some(&id.to_string()), &snapshot.messages)?;
                let SessionSnapshot { epoch, seq, last, .. } = snapshot;
                put_place(connection, Channel::Session(id), (epoch, seq, last))?;
                Ok(true)
            })
            .await
    }

    /// Make a job's text exactly this, at this position; says whether that was done. It is not when
    /// its session was removed since the read of it began.
    ///
    /// # Errors
    ///
    /// Database errors; then nothing changed.
    pub async fn replace_job(
        &self,
        job: Job,
        read: JobText,
        place: (Epoch, u64, Option<EventId>),
    ) -> Result<bool, StoreError> {
        self.cache()
            .write(move |connection| {
                if apply::is_gone(connection, job.session_id)? {
                    return Ok(false);
                }
                record::put_newer(connection, &job)?;
                let (generation, is_whole) = (read.r#gen, !read.open);
                let assembly = Assembly { generation, text: read.text, is_whole };
                text::put(connection, job.id, &assembly)?;
                put_place(connection, Channel::Job(job.id), place)?;
                Ok(true)
            })
            .await
    }

    /// Keep a session that was read because an event spoke of it; says whether it is new. It is not
    /// kept when it was removed since the read of it began.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn put_session(&self, session: Session) -> Result<bool, StoreError> {
        self.cache()
            .write(move |connection| {
                let gone = apply::is_gone(connection, session.id)?;
                Ok(!gone && record::put_absent(connection, &session)?)
            })
            .await
    }

    /// A session that events spoke of has been read.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn no_longer_wanted(&self, id: SessionId) -> Result<(), StoreError> {
        self.cache().write(move |connection| apply::no_longer_want(connection, id)).await
    }

    /// The sessions that events spoke of and that have not been read since.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn wanted(&self) -> Result<Vec<SessionId>, StoreError> {
        self.cache()
            .read(|connection| {
                let mut statement = connection.prepare("SELECT session FROM wanted")?;
                let mut rows = statement.query([])?;
                let mut wanted = Vec::new();
                while let Some(row) = rows.next()? {
                    let id: String = row.get(0)?;
                    wanted.push(id.parse()?);
                }
                Ok(wanted)
            })
            .await
    }

    /// Take a session away that the server no longer has.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn remove_session(&self, id: SessionId) -> Result<(), StoreError> {
        self.cache().write(move |connection| apply::remove_session(connection, id)).await
    }
}

/// What is kept of jobs that the server no longer lists.
fn forget_jobs(connection: &rusqlite::Connection) -> Result<(), StoreError> {
    connection.execute_batch(
        "DELETE FROM texts WHERE job NOT IN (SELECT id FROM records WHERE kind = 'job');
         DELETE FROM dismissed WHERE job NOT IN (SELECT id FROM records WHERE kind = 'job');
         DELETE FROM positions WHERE channel LIKE 'job:%'
             AND substr(channel, 5) NOT IN (SELECT id FROM records WHERE kind = 'job');",
    )?;
    Ok(())
}

fn put_place(
    connection: &rusqlite::Connection,
    channel: Channel,
    (epoch, seq, last): (Epoch, u64, Option<EventId>),
) -> Result<(), StoreError> {
    place::put(connection, &ChannelPosition { channel, epoch, seq, last }, None)
}
