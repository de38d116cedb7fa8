//! Takes one job from queued to its end, under a lease: as soon as the lease is another's or gone,
//! none of its commits counts. Whoever takes the job over goes on from what is stored.

use super::{Ending, end, importing, keeping, replying};
use crate::{
    agent::Turn,
    app::App,
    changes::{put_and_tell, put_session},
    storage::{Batch, Hold, Lease, Leaving, View},
};
use protocol::{
    Channel, Clock, ErrorCode, Event, Problem, Timestamp, UserId,
    records::{Job, JobKind, JobStatus, JobStep, Session},
};
use std::{sync::Arc, time::Duration};

/// Before a job whose worker could not go on is tried again.
const PAUSE: Duration = Duration::from_secs(2);

/// Why a worker puts its job down before its end.
#[derive(Debug)]
pub(super) enum Down {
    /// Somebody else has the job, or it has ended.
    Lost,
    /// The server stops; the job goes on at the next start, or elsewhere.
    Stopping,
    /// It does not work.
    Problem(Problem),
}

impl From<Problem> for Down {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

/// What a worker finds when it takes a job.
enum Taken {
    /// The job is its own; the reply is not yet planned.
    Unread,
    /// The job is its own; the reply is planned and perhaps begun.
    Planned,
    /// The job was ended instead: too much speaks against it.
    Ended,
}

/// One worker with its job.
#[derive(Debug)]
pub(super) struct Worker {
    pub(super) app: Arc<App>,
    pub(super) owner: UserId,
    pub(super) hold: Hold,
    kind: JobKind,
}

impl Worker {
    pub(super) fn new(app: Arc<App>, owner: UserId, job: &Job) -> Self {
        let holder = app.ids.next();
        let hold = Hold { job: job.id, holder, generation: job.r#gen + 1 };
        Self { app, owner, hold, kind: job.kind }
    }

    /// Work until the job ends or somebody else has it.
    pub(super) async fn run(mut self) {
        let taken = match self.take().await {
            Ok(taken) => taken,
            Err(down) => return self.put_down(down).await,
        };
        let keeping = keeping::keep(Arc::clone(&self.app), self.owner, self.hold);
        let worked = tokio::select! {
            biased;
            worked = self.work(taken) => worked,
            down = keeping => Err(down),
        };
        if let Err(down) = worked {
            self.put_down(down).await;
        }
    }

    async fn put_down(&mut self, down: Down) {
        let problem = match down {
            Down::Lost => return,
            Down::Stopping => return self.leave(Leaving::InOrder).await,
            Down::Problem(problem) => problem,
        };
        tracing::warn!(job = %self.hold.job, %problem, "a job does not go on");
        // What may pass by itself, as a full disk, does not end a job. Whether to go on without a
        // model that does not answer is for the person to say.
        let ends = problem.code == ErrorCode::Stalled || problem.code.is_of_model();
        let may_pass = problem.retryable && !ends;
        if !may_pass {
            match self.finish(Ending::Failed(problem)).await {
                Ok(()) | Err(Down::Lost | Down::Stopping) => return,
                Err(Down::Problem(problem)) => {
                    tracing::warn!(%problem, "the failure of a job could not be stored");
                }
            }
        }
        self.leave(Leaving::Lost).await;
        // It is still due: the runner must not come back to it at once.
        tokio::select! {
            biased;
            () = tokio::time::sleep(PAUSE) => {}
            () = self.app.stopping.cancelled() => {}
        }
    }

    async fn leave(&self, leaving: Leaving) {
        if let Err(error) = self.app.storage.leave(self.owner, self.hold, leaving).await {
            tracing::warn!(%error, "a lease could not be given back and will lapse");
        }
    }

    async fn work(&mut self, taken: Taken) -> Result<(), Down> {
        match taken {
            Taken::Ended => return Ok(()),
            Taken::Unread if self.kind == JobKind::Import => importing::read(self).await?,
            Taken::Unread => {
                self.step(JobStep::Searching, 20).await?;
                replying::read(self).await?;
            }
            Taken::Planned => {}
        }
        replying::reply(self).await?;
        self.finish(Ending::Completed).await
    }

    /// Take the lease of the job, if it is free and the job is the next of its session.
    async fn take(&mut self) -> Result<Taken, Down> {
        let (hold, clock) = (self.hold, Arc::clone(&self.app.clock));
        self.change(move |view| take(view, hold, clock.as_ref())).await?;
        let taken = self.app.storage.read(self.owner, move |view| {
            let is_planned = view.has::<Turn>(hold.job.0)?;
            Ok::<_, Problem>(match view.holds(hold)? {
                true if is_planned => Taken::Planned,
                true => Taken::Unread,
                false => Taken::Ended,
            })
        });
        Ok(taken.await?)
    }

    async fn step(&mut self, step: JobStep, percent: u8) -> Result<(), Down> {
        self.commit(false, move |_, batch, job| {
            advance(batch, job, step, percent);
            Ok(())
        })
        .await
    }

    /// Store the end of the job with its reply.
    async fn finish(&mut self, ending: Ending) -> Result<(), Down> {
        let now = self.app.clock.now();
        self.commit(true, move |view, batch, job| end_job(view, batch, job, &ending, now)).await
    }

    /// Change something about the job, if this worker still has it. The change must tell something.
    pub(super) async fn commit(
        &mut self,
        is_progress: bool,
        more: impl FnOnce(&View<'_>, &mut Batch, &mut Job) -> Result<(), Problem> + Send + 'static,
    ) -> Result<(), Down> {
        let hold = self.hold;
        self.change(move |view| {
            let mut batch = Batch::default();
            if view.holds(hold)?
                && let Some(mut job) = view.get::<Job>(hold.job.0)?
            {
                more(view, &mut batch, &mut job)?;
                batch.under(hold, is_progress);
            }
            Ok(batch)
        })
        .await
    }

    async fn change(
        &self,
        plan: impl FnOnce(&View<'_>) -> Result<Batch, Problem> + Send + 'static,
    ) -> Result<(), Down> {
        let committed = self.app.change(self.owner, None, plan).await?;
        if committed.moved.is_empty() { Err(Down::Lost) } else { Ok(()) }
    }
}

fn take(view: &View<'_>, hold: Hold, clock: &dyn Clock) -> Result<Batch, Problem> {
    let (mut batch, now) = (Batch::default(), clock.now());
    let due = view.due::<Job>()?;
    let Some(job) = due.iter().find(|job| job.id == hold.job) else { return Ok(batch) };
    let first = due.iter().find(|other| other.session_id == job.session_id);
    let before = view.lease(job.id)?;
    let is_free = !before.is_some_and(|lease| lease.is_live(now));
    if !is_free || first.map(|job| job.id) != Some(job.id) || job.r#gen + 1 != hold.generation {
        return Ok(batch);
    }
    let mut job = job.clone();
    let lease = Lease::taken(before, hold, now);
    if let Some(problem) = keeping::against(&lease) {
        end_job(view, &mut batch, &mut job, &Ending::Failed(problem), now)?;
        return Ok(batch);
    }
    batch.lease(job.id, lease);
    job.r#gen = hold.generation;
    job.status = JobStatus::Running;
    job.started_at.get_or_insert(now);
    if !view.has::<Turn>(job.id.0)? {
        (job.step, job.percent) = (JobStep::Thinking, 5);
    }
    put_and_tell_job(view, &mut batch, &mut job);
    Ok(batch)
}

fn end_job(
    view: &View<'_>,
    batch: &mut Batch,
    job: &mut Job,
    ending: &Ending,
    now: Timestamp,
) -> Result<(), Problem> {
    let Some(before) = view.get::<Session>(job.session_id.0)? else { return Ok(()) };
    let mut session = before.clone();
    end(view, batch, &mut session, (job, ending), now)?;
    put_session(view, batch, Some(&before), &mut session)
}

/// The job is further now; store and tell it.
pub(super) fn advance(batch: &mut Batch, job: &mut Job, step: JobStep, percent: u8) {
    (job.step, job.percent) = (step, percent);
    batch.put(job);
    batch.tell(Channel::Job(job.id), progress(job));
}

/// Store a job that changed otherwise as well; tell its owner all of it, and where it is.
pub(super) fn put_and_tell_job(view: &View<'_>, batch: &mut Batch, job: &mut Job) {
    put_and_tell(batch, view.owner(), job);
    batch.tell(Channel::Job(job.id), progress(job));
}

/// Where the job is.
fn progress(job: &Job) -> Event {
    Event::JobProgress { job: job.id, step: job.step, percent: job.percent }
}
