//! Takes one job from queued to its end. It holds the job in the version it last wrote: as soon as
//! somebody else has written the job (stopped it, taken it over), none of its commits counts.

use super::{Ending, end, writing};
use crate::{
    agent::{self, Answer, Interview, Profile, Turn},
    app::App,
    changes::{Told, put_and_tell, put_session},
    storage::{Batch, View},
};
use protocol::{
    Channel, ErrorCode, Event, Problem, UserId,
    records::{Job, JobStatus, JobStep, Message, Session},
};
use std::{sync::Arc, time::Duration};

/// No job runs longer.
const LONGEST: Duration = Duration::from_mins(10);
/// Before a job whose worker could not go on is tried again.
const PAUSE: Duration = Duration::from_secs(2);

/// Why a worker puts its job down before its end.
#[derive(Debug)]
pub(super) enum Down {
    /// Somebody else has the job, or it has ended.
    Lost,
    /// The server stops; the job goes on at the next start.
    Stopping,
    /// It does not work.
    Problem(Problem),
}

impl From<Problem> for Down {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

/// One worker with its job.
#[derive(Debug)]
pub(super) struct Worker {
    pub(super) app: Arc<App>,
    pub(super) owner: UserId,
    pub(super) job: Job,
}

impl Worker {
    pub(super) fn new(app: Arc<App>, owner: UserId, job: Job) -> Self {
        Self { app, owner, job }
    }

    /// Work until the job ends or somebody else has it.
    pub(super) async fn run(mut self) {
        let worked = tokio::time::timeout(LONGEST, self.work()).await;
        let problem = match worked {
            Ok(Ok(()) | Err(Down::Lost | Down::Stopping)) => return,
            Ok(Err(Down::Problem(problem))) => problem,
            Err(_) => Problem::temporary(ErrorCode::Stalled, "The answer took too long."),
        };
        tracing::warn!(job = %self.job.id, %problem, "a job failed");
        if self.app.stopping.is_cancelled() {
            return;
        }
        if let Err(down) = self.finish(Ending::Failed(problem)).await {
            tracing::warn!(?down, "the failure of a job could not be stored");
            // It is still due: the runner must not come back to it at once.
            tokio::select! {
                () = tokio::time::sleep(PAUSE) => {}
                () = self.app.stopping.cancelled() => {}
            }
        }
    }

    async fn work(&mut self) -> Result<(), Down> {
        let worded = self.take().await?;
        if !worded {
            self.step(JobStep::Searching, 20).await?;
            self.read().await?;
        }
        writing::write(self).await?;
        self.finish(Ending::Completed).await
    }

    /// Make the job this worker's. Gives whether its reply was already worded before.
    async fn take(&mut self) -> Result<bool, Down> {
        let id = self.job.id.0;
        let reading = self.app.storage.read(self.owner, move |view| {
            Ok::<_, Problem>((view.get::<Job>(id)?, view.has::<Turn>(id)?))
        });
        let (stored, worded) = reading.await?;
        self.job = stored
            .filter(|job| matches!(job.status, JobStatus::Queued | JobStatus::Running))
            .ok_or(Down::Lost)?;
        let mut next = self.job.clone();
        next.status = JobStatus::Running;
        next.r#gen += 1;
        next.started_at.get_or_insert(self.app.clock.now());
        if !worded {
            (next.step, next.percent) = (JobStep::Thinking, 5);
        }
        self.commit(next, |view, batch, job| {
            batch.tell(Channel::User(view.owner()), job.told());
            batch.tell(Channel::Job(job.id), progress(job));
            Ok(())
        })
        .await?;
        Ok(worded)
    }

    async fn step(&mut self, step: JobStep, percent: u8) -> Result<(), Down> {
        let next = Job { step, percent, ..self.job.clone() };
        self.commit(next, |_, batch, job| {
            batch.tell(Channel::Job(job.id), progress(job));
            Ok(())
        })
        .await
    }

    /// Read the answer: findings, what they support, and the words of the reply, all before the
    /// first word is written.
    async fn read(&mut self) -> Result<(), Down> {
        let next = Job { step: JobStep::Writing, percent: 40, ..self.job.clone() };
        let now = self.app.clock.now();
        self.commit(next, move |view, batch, job| {
            let gone = || Problem::not_found("session");
            let session = view.get::<Session>(job.session_id.0)?.ok_or_else(gone)?;
            let message = view.get::<Message>(job.message_id.0)?.ok_or_else(gone)?;
            let interview = view.get::<Interview>(session.id.0)?.ok_or_else(gone)?;
            let mut profile = Profile::default();
            let answer = Answer {
                session: session.id,
                permission: session.permission,
                message: &message,
                topic: interview.plan.topic(),
                now,
            };
            let mut findings = agent::read(view, &mut profile, &answer)?;
            let reply = (job.id, &message, findings.as_slice());
            let mut turn = agent::plan_reply(view, &mut profile, &interview.plan, reply, now)?;
            for finding in &mut findings {
                put_and_tell(batch, view.owner(), finding);
            }
            profile.put(view, batch);
            batch.put(&mut turn);
            batch.tell(Channel::Job(job.id), progress(job));
            Ok(())
        })
        .await
    }

    /// Store the end of the job with its reply.
    async fn finish(&mut self, ending: Ending) -> Result<(), Down> {
        let (id, held) = (self.job.id.0, self.job.version);
        let now = self.app.clock.now();
        let finishing = self.app.change(self.owner, None, move |view| {
            let mut batch = Batch::default();
            let Some(mut job) = view.get::<Job>(id)?.filter(|job| job.version == held) else {
                return Ok(batch);
            };
            let Some(before) = view.get::<Session>(job.session_id.0)? else { return Ok(batch) };
            let mut session = before.clone();
            end(view, &mut batch, &mut session, (&mut job, &ending), now)?;
            put_session(view, &mut batch, Some(&before), &mut session)?;
            Ok(batch)
        });
        if finishing.await?.moved.is_empty() { Err(Down::Lost) } else { Ok(()) }
    }

    /// Store the job as `next` together with more, if this worker still has it. More must tell
    /// something.
    pub(super) async fn commit(
        &mut self,
        next: Job,
        more: impl Fn(&View<'_>, &mut Batch, &Job) -> Result<(), Problem> + Send + Sync + 'static,
    ) -> Result<(), Down> {
        let (held, wanted) = (self.job.version, next.clone());
        let committing = self.app.change(self.owner, None, move |view| {
            let mut batch = Batch::default();
            if view.get::<Job>(wanted.id.0)?.is_some_and(|stored| stored.version == held) {
                let mut job = wanted.clone();
                batch.put(&mut job);
                more(view, &mut batch, &job)?;
            }
            Ok(batch)
        });
        if committing.await?.moved.is_empty() {
            return Err(Down::Lost);
        }
        self.job = Job { version: held + 1, ..next };
        Ok(())
    }
}

/// Where the job is.
pub(super) fn progress(job: &Job) -> Event {
    Event::JobProgress { job: job.id, step: job.step, percent: job.percent }
}
