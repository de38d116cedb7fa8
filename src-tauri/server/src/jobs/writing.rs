//! Writes the worded reply word by word, joined to chunks of at most 50 ms or 2 KiB. Goes on from
//! the stored text.

use super::worker::{Down, Worker, progress};
use crate::agent::Turn;
use protocol::{
    Channel, ErrorCode, Event, Problem,
    records::{Job, JobStep},
};
use std::time::Duration;
use tokio::time::{Instant, sleep};

const CHUNK_TIME: Duration = Duration::from_millis(50);
const CHUNK_BYTES: usize = 2 * 1024;
/// The percent at which writing begins.
const BEGIN: u64 = 40;

/// Write what is not yet written.
pub(super) async fn write(worker: &mut Worker) -> Result<(), Down> {
    let id = worker.job.id;
    let reading = worker.app.storage.read(worker.owner, move |view| {
        let text = view.job_text(id)?.map(|(_, text)| text).unwrap_or_default();
        Ok::<_, Problem>((text, view.get::<Turn>(id.0)?))
    });
    let (written, turn) = reading.await?;
    let broken = || Problem::refused(ErrorCode::Internal, "The reply was lost.");
    let whole = turn.ok_or_else(broken)?.text;
    let rest = whole.strip_prefix(written.as_str()).ok_or_else(broken)?;
    let mut pen = Pen { worker, off: length(&written), whole: length(&whole) };
    let mut chunk = String::new();
    let mut begun = Instant::now();
    for word in rest.split_inclusive(char::is_whitespace) {
        pen.pause().await?;
        let full = chunk.len() + word.len() > CHUNK_BYTES;
        if !chunk.is_empty() && (full || begun.elapsed() >= CHUNK_TIME) {
            pen.put(std::mem::take(&mut chunk)).await?;
            begun = Instant::now();
        }
        chunk.push_str(word);
    }
    if chunk.is_empty() { Ok(()) } else { pen.put(chunk).await }
}

fn length(text: &str) -> u64 {
    u64::try_from(text.chars().count()).unwrap_or(u64::MAX)
}

struct Pen<'a> {
    worker: &'a mut Worker,
    off: u64,
    whole: u64,
}

impl Pen<'_> {
    async fn pause(&self) -> Result<(), Down> {
        let app = &self.worker.app;
        if app.pace.is_zero() && !app.stopping.is_cancelled() {
            return Ok(());
        }
        tokio::select! {
            biased;
            () = app.stopping.cancelled() => Err(Down::Stopping),
            () = sleep(app.pace) => Ok(()),
        }
    }

    async fn put(&mut self, text: String) -> Result<(), Down> {
        let off = self.off;
        self.off += length(&text);
        let share = (self.off * (100 - BEGIN - 1)).checked_div(self.whole).unwrap_or(0);
        let percent = u8::try_from(BEGIN + share).unwrap_or(99);
        let before = self.worker.job.percent;
        let next = Job { step: JobStep::Writing, percent, ..self.worker.job.clone() };
        self.worker
            .commit(next, move |_, batch, job| {
                let channel = Channel::Job(job.id);
                let chunk =
                    Event::JobChunk { job: job.id, r#gen: job.r#gen, off, text: text.clone() };
                batch.append(job.id, job.r#gen, text.clone());
                batch.tell(channel, chunk);
                if job.percent / 10 > before / 10 {
                    batch.tell(channel, progress(job));
                }
                Ok(())
            })
            .await
    }
}
