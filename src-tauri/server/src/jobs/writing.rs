//! Writes a reply as a voice says it, joined to chunks of at most 50 ms or 2 KiB. Goes on from the
//! stored text.

use super::worker::{Down, Worker, advance};
use crate::agent::{Brief, Piece, Provider, Trouble};
use futures_util::StreamExt;
use protocol::{
    Channel, Event, Problem,
    records::{JobStep, TokenCount},
};
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

const CHUNK_TIME: Duration = Duration::from_millis(50);
const CHUNK_BYTES: usize = 2 * 1024;
/// The percent at which writing begins.
pub(super) const BEGIN: u8 = 40;
/// The percent that writing comes to; the rest is the end.
pub(super) const WRITTEN: u8 = 99;
/// Progress is told when it has grown by so many percent, or at all after so long a time.
const TOLD_PERCENT: u8 = 10;
const TOLD_TIME: Duration = Duration::from_secs(2);

/// Write what is not yet written, in the words of a voice; gives what they cost. What was said
/// before trouble is written as well.
pub(super) async fn write(
    worker: &mut Worker,
    voice: &dyn Provider,
    brief: &Brief,
) -> Result<Option<TokenCount>, Down> {
    let stopping = worker.app.stopping.clone();
    let mut pieces = voice.word(brief).await.map_err(Problem::from)?;
    let mut pen = Pen::new(worker, length(&brief.written), length(&brief.planned));
    let ended = loop {
        tokio::select! {
            biased;
            () = stopping.cancelled() => return Err(Down::Stopping),
            () = sleep_until(pen.due_at()), if pen.holds_words() => pen.put().await?,
            piece = pieces.next() => match piece {
                Some(Ok(Piece::Words(words))) => pen.take(&words).await?,
                Some(Ok(Piece::End(tokens))) => break Ok(tokens),
                Some(Err(trouble)) => break Err(trouble),
                None => break Err(Trouble::Interrupted),
            },
        }
    };
    pen.put().await?;
    Ok(ended.map_err(Problem::from)?)
}

fn length(text: &str) -> u64 {
    u64::try_from(text.chars().count()).unwrap_or(u64::MAX)
}

/// A text in parts of which each fits into a chunk.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (part, after) = rest.split_at(rest.floor_char_boundary(CHUNK_BYTES));
        rest = after;
        (!part.is_empty()).then_some(part)
    })
}

struct Pen<'a> {
    worker: &'a mut Worker,
    chunk: String,
    begun_at: Instant,
    off: u64,
    whole: u64,
    told: u8,
    told_at: Instant,
}

impl<'a> Pen<'a> {
    fn new(worker: &'a mut Worker, off: u64, whole: u64) -> Self {
        let now = Instant::now();
        let told = percent(off, whole);
        Self { worker, chunk: String::new(), begun_at: now, off, whole, told, told_at: now }
    }

    fn holds_words(&self) -> bool {
        !self.chunk.is_empty()
    }

    /// When the words it holds must be put at the latest.
    fn due_at(&self) -> Instant {
        self.begun_at + CHUNK_TIME
    }

    /// Take in words, however many.
    async fn take(&mut self, words: &str) -> Result<(), Down> {
        for part in parts(words) {
            if self.chunk.len() + part.len() > CHUNK_BYTES {
                self.put().await?;
            }
            self.add(part);
        }
        Ok(())
    }

    fn add(&mut self, piece: &str) {
        if self.chunk.is_empty() {
            self.begun_at = Instant::now();
        }
        self.chunk.push_str(piece);
    }

    /// Store and tell the words it holds.
    async fn put(&mut self) -> Result<(), Down> {
        if self.chunk.is_empty() {
            return Ok(());
        }
        let (off, text) = (self.off, std::mem::take(&mut self.chunk));
        self.off += length(&text);
        let percent = percent(self.off, self.whole);
        let is_told = percent >= self.told + TOLD_PERCENT
            || (percent > self.told && self.told_at.elapsed() >= TOLD_TIME);
        if is_told {
            (self.told, self.told_at) = (percent, Instant::now());
        }
        self.worker
            .commit(true, move |_, batch, job| {
                let r#gen = job.r#gen;
                let chunk = Event::JobChunk { job: job.id, r#gen, off, text: text.clone() };
                batch.append(job.id, r#gen, text.clone());
                batch.tell(Channel::Job(job.id), chunk);
                if is_told {
                    advance(batch, job, JobStep::Writing, percent);
                }
                Ok(())
            })
            .await
    }
}

/// How far a job is whose text goes so far; how long it will be may be a guess.
fn percent(off: u64, whole: u64) -> u8 {
    let share = (off.min(whole) * u64::from(WRITTEN - BEGIN)).checked_div(whole).unwrap_or(0);
    u8::try_from(share).map_or(WRITTEN, |share| BEGIN + share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_fit_into_chunks_and_give_the_text() {
        let text = format!("A word, then {} end", "ä".repeat(3_000));
        let parts: Vec<&str> = parts(&text).collect();
        assert_eq!(parts.concat(), text);
        assert!(parts.len() > 1 && parts.iter().all(|part| part.len() <= CHUNK_BYTES));
    }

    #[test]
    fn percent_grows_with_the_text_and_leaves_the_last_to_the_end() {
        assert_eq!(percent(0, 100), 40);
        assert_eq!(percent(50, 100), 69);
        assert_eq!(percent(100, 100), 99);
        assert_eq!(percent(1_000, 100), 99);
        assert_eq!(percent(0, 0), 40);
    }
}
