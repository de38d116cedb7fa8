//! What a worker does between taking a job and ending it: it reads the answer and plans the reply,
//! then has a voice say it. A language model reads the answer once more meanwhile; what it finds is
//! added, and that it finds nothing stops nobody.

use super::{
    worker::{Down, Worker, advance, put_and_tell_job},
    writing,
};
use crate::{
    agent::{
        self, Answer, Brief, BuiltIn, Extracted, Interview, Profile, Provider, Spoken, Trouble,
        Turn,
    },
    branches,
    changes::put_and_tell,
    storage::{Batch, StorageError, View},
};
use extraction::Found;
use interview::{Plan, Topic};
use protocol::{
    ErrorCode, JobId, Problem, Timestamp,
    records::{Finding, Job, JobStep, Message, ModelUse, Role, Session, TokenCount, Voice},
};
use uuid::Uuid;

/// Messages before an answer among which its question is looked for.
const RECENT: usize = 10;

/// Read the answer: findings, what they support, and the plan of the reply, all before the first
/// word is written.
pub(super) async fn read(worker: &mut Worker) -> Result<(), Down> {
    let now = worker.app.clock.now();
    let job = worker.hold.job;
    let reading = worker.app.storage.read(worker.owner, move |view| {
        Ok::<_, Problem>((heard(view, job.0)?, voice(view, job.0)?))
    });
    let (spoken, voice) = reading.await?;
    let found = BuiltIn { pace: worker.app.pace }.extract(&spoken).await;
    let found = found.map_err(Problem::from)?.found;
    let has_model = worker.app.models.of(&voice).is_some();
    worker
        .commit(true, move |view, batch, job| {
            let (session, message) = told(view, job)?;
            let plan = plan(view, &session, job)?;
            let mut interview = view.get::<Interview>(session.id.0)?.ok_or_else(gone)?;
            let mut profile = Profile::default();
            let answer = of(&session, &message, plan.topic(), now);
            let mut findings = agent::read(view, &mut profile, &answer, &found)?;
            let brought = match job.replaces {
                None => {
                    agent::take_facts(view, &mut profile, &answer, &findings)?;
                    findings.clone()
                }
                // What it says was taken in when it was answered first.
                Some(_) => agent::found_in(view, &message)?,
            };
            let reply = (job.id, &message, brought.as_slice());
            let planned = agent::plan_reply(view, &mut profile, &plan, reply, now)?;
            let (mut turn, consulted) = planned;
            turn.by_model = has_model && !job.without_model && turn.may_be_reworded();
            put(view, batch, profile, &mut findings);
            batch.put(&mut turn);
            interview.topics.entry(message.id).or_insert(plan.topic());
            batch.put(&mut interview);
            job.tools = agent::noted(&findings);
            job.tools.extend(consulted);
            (job.step, job.percent) = (JobStep::Writing, writing::BEGIN);
            put_and_tell_job(view, batch, job);
            Ok(())
        })
        .await
}

/// Say the planned reply, from where it was left.
pub(super) async fn reply(worker: &mut Worker) -> Result<(), Down> {
    let job = worker.hold.job;
    let reading = worker.app.storage.read(worker.owner, move |view| {
        let written = view.job_text(job)?.map(|(_, text)| text).unwrap_or_default();
        let turn = turn(view, job)?;
        let Turn { text: planned, by_model, said, .. } = turn;
        let brief = Brief { spoken: heard(view, job.0)?, planned, written };
        Ok::<_, Problem>((brief, voice(view, job.0)?, by_model, said))
    });
    let (brief, voice, by_model, said) = reading.await?;
    let Some(model) = worker.app.models.of(&voice).filter(|_| by_model) else {
        let voice = BuiltIn { pace: worker.app.pace };
        return writing::write(worker, &voice, &brief).await.map(drop);
    };
    let extracting = async { Ok(model.extract(&brief.spoken).await) };
    let writing = async {
        if said {
            return Ok(());
        }
        let tokens = writing::write(worker, model.as_ref(), &brief).await?;
        keep_said(worker, tokens.unwrap_or_default()).await
    };
    let ((), extracted) = tokio::try_join!(writing, extracting)?;
    add(worker, extracted).await
}

/// Keep that the reply is whole, before the model has read the answer: from now on nothing cuts it
/// short.
async fn keep_said(worker: &mut Worker, tokens: TokenCount) -> Result<(), Down> {
    worker
        .commit(true, move |view, batch, job| {
            batch.put(&mut Turn { said: true, ..turn(view, job.id)? });
            job.model = Some(ModelUse { tokens, dropped: 0 });
            (job.step, job.percent) = (JobStep::Writing, writing::WRITTEN);
            put_and_tell_job(view, batch, job);
            Ok(())
        })
        .await
}

fn turn(view: &View<'_>, job: JobId) -> Result<Turn, Problem> {
    let lost = || Problem::refused(ErrorCode::Internal, "The reply was lost.");
    view.get::<Turn>(job.0)?.ok_or_else(lost)
}

/// Add what the model found, and what that cost.
async fn add(worker: &mut Worker, extracted: Result<Extracted, Trouble>) -> Result<(), Down> {
    let now = worker.app.clock.now();
    let Extracted { found, dropped, tokens } = extracted.unwrap_or_else(|trouble| {
        tracing::warn!(%trouble, "the model found nothing in an answer");
        Extracted::default()
    });
    if dropped > 0 {
        tracing::warn!(dropped, "findings of the model were dropped");
    }
    worker
        .commit(true, move |view, batch, job| {
            if !found.is_empty() {
                let mut profile = Profile::default();
                let mut findings = read_again(view, job, &mut profile, &found, now)?;
                put(view, batch, profile, &mut findings);
                job.tools.extend(agent::noted(&findings));
            }
            let before = job.model.unwrap_or_default();
            let tokens = before.tokens.and(tokens.unwrap_or_default());
            job.model = Some(ModelUse { tokens, dropped });
            advance(batch, job, JobStep::Writing, writing::WRITTEN);
            Ok(())
        })
        .await
}

fn read_again(
    view: &View<'_>,
    job: &Job,
    profile: &mut Profile,
    found: &[Found],
    now: Timestamp,
) -> Result<Vec<Finding>, Problem> {
    let (session, message) = told(view, job)?;
    let answer = of(&session, &message, plan(view, &session, job)?.topic(), now);
    Ok(agent::read(view, profile, &answer, found)?)
}

fn put(view: &View<'_>, batch: &mut Batch, profile: Profile, findings: &mut [Finding]) {
    for finding in findings {
        put_and_tell(batch, view.owner(), finding);
    }
    profile.put(view, batch);
}

fn gone() -> Problem {
    Problem::not_found("session")
}

/// The session of a job and the message it answers.
fn told(view: &View<'_>, job: &Job) -> Result<(Session, Message), Problem> {
    let session = view.get::<Session>(job.session_id.0)?.ok_or_else(gone)?;
    let message = view.get::<Message>(job.message_id.0)?.ok_or_else(gone)?;
    Ok((session, message))
}

fn of<'a>(session: &Session, message: &'a Message, topic: Topic, now: Timestamp) -> Answer<'a> {
    Answer { session: session.id, permission: session.permission, message, topic, now }
}

/// The question that was open and the answer to it.
fn heard(view: &View<'_>, job: Uuid) -> Result<Spoken, Problem> {
    let job = view.get::<Job>(job)?.ok_or_else(gone)?;
    let (session, message) = told(view, &job)?;
    let (topic, answer) = (plan(view, &session, &job)?.topic(), message.text());
    Ok(Spoken { topic, question: question(view, &session, &message)?, answer })
}

/// What the interviewer had in mind when the answer was given.
fn plan(view: &View<'_>, session: &Session, job: &Job) -> Result<Plan, Problem> {
    let interview = view.get::<Interview>(session.id.0)?.ok_or_else(gone)?;
    Ok(branches::plan_for(view, session, &interview, job)?)
}

/// Who is to word the reply of a job.
fn voice(view: &View<'_>, job: Uuid) -> Result<Voice, Problem> {
    let job = view.get::<Job>(job)?.ok_or_else(gone)?;
    Ok(view.get::<Session>(job.session_id.0)?.ok_or_else(gone)?.voice)
}

fn question(view: &View<'_>, session: &Session, message: &Message) -> Result<String, StorageError> {
    let tree = branches::tree(view, session)?;
    let before = branches::back(view, session, (&tree, message.ordinal), RECENT)?;
    let spoken = before.into_iter().find(|message| message.role == Role::Assistant);
    Ok(spoken.map(|message| agent::question_of(&message.text())).unwrap_or_default())
}
