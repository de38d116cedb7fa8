//! What the interface may ask for: the server's records with the unsent work laid over them.

use crate::{
    Affected, Row, RowState, Store, StoreError, affected,
    branches::Branches,
    outbox,
    overlay::{Overlay, merged},
    record::{self, Record, signed},
    row::Lane,
    text,
};
use protocol::{
    ConstraintId, FindingId, IdempotencyKey, JobId, MessageId, ProjectId, SessionId, SkillId,
    Timestamp, Write,
    app_event::MessageView,
    records::{
        Constraint, Decision, Finding, Insight, Job, LifeState, Message, Project, Session, Skill,
    },
    write::DecideFindings,
};
use rusqlite::{Connection, params};
use std::{collections::BTreeSet, ops::RangeInclusive};

/// What η is made of.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Profile {
    /// All skills but withdrawn ones.
    pub skills: Vec<Skill>,
    /// All projects but withdrawn ones.
    pub projects: Vec<Project>,
    /// All constraints but withdrawn ones.
    pub constraints: Vec<Constraint>,
    /// Direction, dependants, hours.
    pub state: LifeState,
}

/// Which unsent writes a read is laid under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Scope {
    /// All.
    All,
    /// Those of these lanes.
    Lanes(BTreeSet<Lane>),
}

impl Scope {
    pub(crate) fn one(lane: Lane) -> Self {
        Self::Lanes(BTreeSet::from([lane]))
    }
}

/// How many ended jobs are listed.
const ENDED_JOBS: usize = 5;

/// Every read here fails only with database errors.
impl Store {
    /// Read with the unsent work of these lanes laid over, or of all. The outbox is read first: a
    /// write that leaves it in between has its effect in the cache already.
    pub(crate) async fn view<T: Send + 'static>(
        &self,
        scope: Scope,
        read: impl FnOnce(&Connection, &Overlay) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let owner = self.owner();
        let rows = match scope {
            Scope::All => self.outbox().await?,
            Scope::Lanes(lanes) if lanes.is_empty() => Vec::new(),
            Scope::Lanes(lanes) => {
                self.unsent
                    .read(move |connection| {
                        let owner = owner.as_deref();
                        let rows =
                            lanes.iter().map(|lane| outbox::rows_of(connection, owner, *lane));
                        Ok::<_, StoreError>(rows.collect::<Result<Vec<_>, _>>()?.concat())
                    })
                    .await?
            }
        };
        self.view_of(rows, read).await
    }

    async fn view_of<T: Send + 'static>(
        &self,
        rows: Vec<Row>,
        read: impl FnOnce(&Connection, &Overlay) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.cache()
            .read(move |connection| {
                let overlay = Overlay::new(connection, &rows)?;
                read(connection, &overlay)
            })
            .await
    }

    async fn view_session<T: Send + 'static>(
        &self,
        id: SessionId,
        read: impl FnOnce(&Connection, &Overlay) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.view(Scope::one(Lane::Session(id)), read).await
    }

    async fn view_profile<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Connection, &Overlay) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.view(Scope::one(Lane::Profile), read).await
    }

    /// Sessions, newest first, older than `before`; and whether older ones exist.
    pub async fn sessions(
        &self,
        before: Option<SessionId>,
        limit: usize,
    ) -> Result<(Vec<Session>, bool), StoreError> {
        self.view(Scope::All, move |connection, overlay| {
            let stored = record::list::<Session>(connection, None)?;
            let mut all = merged(stored, &overlay.sessions, |session| session.id);
            all.retain(|session| !overlay.removed.contains(&session.id));
            all.sort_by_key(|s| std::cmp::Reverse((s.last_message_at, s.id)));
            let start = before.map_or(0, |before| {
                all.iter().position(|session| session.id == before).map_or(0, |at| at + 1)
            });
            let more = all.len() > start.saturating_add(limit);
            Ok((all.into_iter().skip(start).take(limit).collect(), more))
        })
        .await
    }

    /// One session.
    pub async fn session(&self, id: SessionId) -> Result<Option<Session>, StoreError> {
        self.view_session(id, move |connection, overlay| overlay.session(connection, id)).await
    }

    /// The last `limit` messages of a session that are shown, before an ordinal, oldest first; and
    /// whether older ones exist.
    pub async fn messages(
        &self,
        session: SessionId,
        before: Option<u64>,
        limit: usize,
    ) -> Result<(Vec<MessageView>, bool), StoreError> {
        self.view_session(session, move |connection, overlay| {
            let before = before.unwrap_or(u64::MAX);
            let branches = Branches::of(connection, overlay, session)?;
            let shown = branches.tree().shown();
            let mut views = Vec::new();
            for part in shown.iter().rev() {
                let left = limit.saturating_add(1) - views.len();
                views.extend(stored_messages(connection, session, (part, before), left)?);
            }
            views.reverse();
            let is_shown = |ordinal| shown.iter().any(|part| part.contains(&ordinal));
            let unsent = overlay.messages.get(&session).into_iter().flatten();
            let unsent = unsent.map(|view| (view.message.ordinal, view));
            let unsent = unsent.filter(|(ordinal, _)| *ordinal < before && is_shown(*ordinal));
            views.extend(unsent.map(|(_, view)| view.clone()));
            let more = views.len() > limit;
            let views = views.split_off(views.len().saturating_sub(limit)).into_iter();
            let views = views.map(|view| branches.with_versions(view));
            Ok((views.collect::<Result<_, _>>()?, more))
        })
        .await
    }

    /// One message of a session.
    pub async fn message(
        &self,
        session: SessionId,
        id: MessageId,
    ) -> Result<Option<MessageView>, StoreError> {
        self.view_session(session, move |connection, overlay| {
            let branches = Branches::of(connection, overlay, session)?;
            affected::message(connection, overlay, &branches, (session, id))
        })
        .await
    }

    /// The messages of a session that are not in the cache yet, with how they stand.
    pub async fn unsent_messages(&self, id: SessionId) -> Result<Vec<MessageView>, StoreError> {
        self.view_session(id, move |_, overlay| {
            Ok(overlay.messages.get(&id).cloned().unwrap_or_default())
        })
        .await
    }

    /// The findings that a session offers, oldest first; of no session, all findings. What was withdrawn
    /// is left out.
    pub async fn findings(&self, session: Option<SessionId>) -> Result<Vec<Finding>, StoreError> {
        let lanes = session.map(Lane::Session).into_iter().chain([Lane::Profile]);
        self.view(Scope::Lanes(lanes.collect()), move |connection, overlay| {
            let parent = session.map(|id| id.to_string());
            let mut findings = record::list::<Finding>(connection, parent.as_deref())?;
            for finding in &mut findings {
                if let Some(decided) = overlay.findings.get(&finding.id) {
                    finding.clone_from(decided);
                }
            }
            findings.retain(|finding| !finding.withdrawn);
            if let Some(session) = session {
                let branches = Branches::of(connection, overlay, session)?;
                let mut offered = Vec::with_capacity(findings.len());
                for finding in findings {
                    if branches.offers(&finding)? {
                        offered.push(finding);
                    }
                }
                findings = offered;
            }
            Ok(findings)
        })
        .await
    }

    /// One finding.
    pub async fn finding(&self, id: FindingId) -> Result<Option<Finding>, StoreError> {
        self.view_profile(move |connection, overlay| overlay.finding(connection, id)).await
    }

    /// One skill.
    pub async fn skill(&self, id: SkillId) -> Result<Option<Skill>, StoreError> {
        self.view_profile(move |connection, overlay| overlay.skill(connection, id)).await
    }

    /// One project.
    pub async fn project(&self, id: ProjectId) -> Result<Option<Project>, StoreError> {
        self.view_profile(move |connection, overlay| overlay.project(connection, id)).await
    }

    /// One constraint.
    pub async fn constraint(&self, id: ConstraintId) -> Result<Option<Constraint>, StoreError> {
        self.view_profile(move |connection, overlay| overlay.constraint(connection, id)).await
    }

    /// All that η is made of.
    pub async fn profile(&self) -> Result<Profile, StoreError> {
        self.view_profile(profile).await
    }

    /// All that η would be made of if these findings were confirmed as well.
    pub async fn preview(
        &self,
        findings: Vec<FindingId>,
        at: Timestamp,
    ) -> Result<Profile, StoreError> {
        let mut rows = self.lane(Lane::Profile).await?;
        let body = DecideFindings { ids: findings, decision: Decision::Confirmed, edit: None };
        rows.push(Row {
            ordinal: u64::MAX,
            lane: Lane::Profile,
            key: IdempotencyKey(uuid::Uuid::nil()),
            write: Write::DecideFindings(body),
            state: RowState::Queued,
            created_at: at,
            fresh_at: at,
            opening: None,
        });
        self.view_of(rows, profile).await
    }

    /// Jobs that run and the last five that ended, newest first.
    pub async fn jobs(&self) -> Result<Vec<Job>, StoreError> {
        self.cache()
            .read(|connection| {
                let mut jobs = record::list::<Job>(connection, None)?;
                jobs.reverse();
                let mut ended = 0;
                jobs.retain(|job| {
                    let runs = job.is_active();
                    ended += usize::from(!runs);
                    runs || ended <= ENDED_JOBS
                });
                Ok(jobs)
            })
            .await
    }

    /// One job.
    pub async fn job(&self, id: JobId) -> Result<Option<Job>, StoreError> {
        self.cache().read(move |connection| record::get(connection, &id.to_string())).await
    }

    /// The text of a job as far as it is here.
    pub async fn job_text(&self, id: JobId) -> Result<String, StoreError> {
        self.cache()
            .read(move |connection| Ok(text::get(connection, id)?.unwrap_or_default().text))
            .await
    }

    /// Everything that was noticed, oldest first.
    pub async fn insights(&self) -> Result<Vec<Insight>, StoreError> {
        self.cache().read(|connection| record::list(connection, None)).await
    }

    /// The records that writes touch.
    pub async fn affected(&self, writes: Vec<Write>) -> Result<Affected, StoreError> {
        self.cache()
            .read(move |connection| {
                let mut affected = Affected::default();
                writes.iter().try_for_each(|write| affected.add(connection, write))?;
                Ok(affected)
            })
            .await
    }
}

fn profile(connection: &Connection, overlay: &Overlay) -> Result<Profile, StoreError> {
    let skills = record::list::<Skill>(connection, None)?;
    let projects = record::list::<Project>(connection, None)?;
    let constraints = record::list::<Constraint>(connection, None)?;
    let mut profile = Profile {
        skills: merged(skills, &overlay.skills, |skill| skill.id),
        projects: merged(projects, &overlay.projects, |project| project.id),
        constraints: merged(constraints, &overlay.constraints, |constraint| constraint.id),
        state: overlay.state(connection)?,
    };
    profile.skills.retain(|skill| !skill.withdrawn);
    profile.projects.retain(|project| !project.withdrawn);
    profile.constraints.retain(|constraint| !constraint.withdrawn);
    Ok(profile)
}

/// Those of a part of a session, newest first.
fn stored_messages(
    connection: &Connection,
    session: SessionId,
    (part, before): (&RangeInclusive<u64>, u64),
    limit: usize,
) -> Result<Vec<MessageView>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT json FROM records WHERE kind = ?1 AND parent = ?2
         AND sort BETWEEN ?3 AND ?4 ORDER BY sort DESC LIMIT ?5",
    )?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let (first, last) = (*part.start(), (*part.end()).min(before.saturating_sub(1)));
    let rows = statement.query(params![
        Message::KIND,
        session.to_string(),
        signed(first),
        signed(last),
        limit
    ])?;
    let messages: Vec<Message> = record::read_all(rows)?;
    Ok(messages.into_iter().map(MessageView::sent).collect())
}
