//! Reads imported passages one after the other, each in a commit of its own, and words what they
//! brought. A passage read twice gives nothing twice, so whoever takes the job over begins at the first.
//! The session's model reads as well, as long as it answers and the job has time for it.

use super::{
    worker::{Down, Worker, advance},
    writing,
};
use crate::{
    agent::{self, Answer, Extracted, Profile, Provider, Spoken},
    changes::put_and_tell,
    storage::View,
};
use extraction::{Extractor, Theme};
use protocol::{
    JobId, Problem,
    records::{Finding, Job, JobStep, Message, ModelUse, Role, Session, Voice},
};
use std::{sync::Arc, time::Duration};
use tokio::time::Instant;

/// The percent at which reading begins; it ends where writing begins.
const BEGIN: u8 = 5;
/// So long the first worker lets a model read; those who take the job over have half as long, a third,
/// and so on, so that all of them together stay within what a job may take.
const MODEL: Duration = Duration::from_mins(4);
/// A model that gave nothing usable so often in a row is not asked any more.
const MISSES: u32 = 3;

/// A model that reads along.
struct Beside {
    model: Arc<dyn Provider>,
    until: Instant,
    missed: u32,
}

impl Beside {
    /// What the model finds in a passage, unless it has had its time or its chances.
    async fn read(&mut self, text: &str) -> Option<Extracted> {
        if self.missed >= MISSES || Instant::now() >= self.until {
            return None;
        }
        let spoken = Spoken { answer: text.to_owned(), ..Spoken::default() };
        match self.model.extract(&spoken).await {
            Ok(extracted) => {
                self.missed = 0;
                Some(extracted)
            }
            Err(trouble) => {
                tracing::warn!(%trouble, "the model found nothing in a passage");
                self.missed += 1;
                None
            }
        }
    }
}

/// Read what is imported, up to the words of the reply. No number in it is taken for the person's
/// word, as one in an answer is.
pub(super) async fn read(worker: &mut Worker) -> Result<(), Down> {
    let job = worker.hold.job;
    let reading = worker.app.storage.read(worker.owner, move |view| passages(view, job));
    let ToRead { passages, known, voice } = reading.await?;
    let known = Arc::new(known);
    let model = voice.and_then(|voice| worker.app.models.of(&voice));
    let until = Instant::now() + MODEL / worker.hold.generation.max(1);
    let mut beside = model.map(|model| Beside { model, until, missed: 0 });
    let count = passages.len();
    for (done, passage) in (1..).zip(passages) {
        if worker.app.stopping.is_cancelled() {
            return Err(Down::Stopping);
        }
        let more = match &mut beside {
            Some(beside) => beside.read(&passage.text()).await,
            None => None,
        };
        read_one(worker, (passage, more), Arc::clone(&known), percent(done, count)).await?;
    }
    worker
        .commit(true, move |view, batch, job| {
            batch.put(&mut agent::plan_import_reply(view, job, count)?);
            advance(batch, job, JobStep::Writing, writing::BEGIN);
            Ok(())
        })
        .await
}

/// What there is to read.
struct ToRead {
    passages: Vec<Message>,
    /// What was found in them already. Only this job finds more.
    known: Vec<Finding>,
    /// Whose model reads along; nobody's where the person wants none.
    voice: Option<Voice>,
}

/// The person's messages up to the one the job is for.
fn passages(view: &View<'_>, job: JobId) -> Result<ToRead, Problem> {
    let job = view.get::<Job>(job.0)?.ok_or_else(gone)?;
    let last = view.get::<Message>(job.message_id.0)?.ok_or_else(gone)?;
    let mut spoken = view.children::<Message>(job.session_id.0)?;
    spoken.retain(|message| message.role == Role::User && message.ordinal <= last.ordinal);
    let session = view.get::<Session>(job.session_id.0)?.ok_or_else(gone)?;
    let known = view.children::<Finding>(session.id.0)?;
    let voice = (!job.without_model).then_some(session.voice);
    Ok(ToRead { passages: spoken, known, voice })
}

async fn read_one(
    worker: &mut Worker,
    (passage, more): (Message, Option<Extracted>),
    known: Arc<Vec<Finding>>,
    percent: u8,
) -> Result<(), Down> {
    let now = worker.app.clock.now();
    let mut found = Extractor::builtin().extract_about(Theme::Open, &passage.text());
    let used = more.map(|more| {
        found.extend(more.found);
        ModelUse { tokens: more.tokens.unwrap_or_default(), dropped: more.dropped }
    });
    worker
        .commit(true, move |view, batch, job| {
            let session = view.get::<Session>(job.session_id.0)?.ok_or_else(gone)?;
            let mut profile = Profile::default();
            let answer = Answer {
                session: session.id,
                permission: session.permission,
                message: &passage,
                topic: interview::Topic::Opening,
                now,
            };
            let beside = (found.as_slice(), known.as_slice());
            for mut finding in agent::read_beside(view, &mut profile, &answer, beside)? {
                put_and_tell(batch, view.owner(), &mut finding);
            }
            profile.put(view, batch);
            if let Some(used) = used {
                let before = job.model.unwrap_or_default();
                let tokens = before.tokens.and(used.tokens);
                job.model = Some(ModelUse { tokens, dropped: before.dropped + used.dropped });
            }
            advance(batch, job, JobStep::Searching, percent);
            Ok(())
        })
        .await
}

fn gone() -> Problem {
    Problem::not_found("import")
}

/// How far a job is that has read so many of all passages.
fn percent(done: usize, all: usize) -> u8 {
    let share = (done * usize::from(writing::BEGIN - BEGIN)).checked_div(all).unwrap_or(0);
    u8::try_from(share).map_or(writing::BEGIN, |share| BEGIN + share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_grows_with_what_is_read_to_where_writing_begins() {
        assert_eq!((percent(0, 300), percent(150, 300), percent(300, 300)), (5, 22, 40));
        assert_eq!(percent(0, 0), 5);
    }
}
