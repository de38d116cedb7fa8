//! Writes the worded reply word by word, joined to chunks of at most 50 ms or 2 KiB. Goes on from
//! the stored text.

use super::worker::{Down, Worker, advance};
use crate::agent::Turn;
use protocol::{Channel, ErrorCode, Event, Problem, records::JobStep};
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

const CHUNK_TIME: Duration = Duration::from_millis(50);
const CHUNK_BYTES: usize = 2 * 1024;
/// The percent at which writing begins.
pub(super) const BEGIN: u8 = 40;
/// The percent that writing comes to; the rest is the end.
const WRITTEN: u8 = 99;
/// Progress is told when it has grown by so many percent, or at all after so long a time.
const TOLD_PERCENT: u8 = 10;
const TOLD_TIME: Duration = Duration::from_secs(2);

/// Write what is not yet written.
pub(super) async fn write(worker: &mut Worker) -> Result<(), Down> {
    let job = worker.hold.job;
    let reading = worker.app.storage.read(worker.owner, move |view| {
        let text = view.job_text(job)?.map(|(_, text)| text).unwrap_or_default();
        Ok::<_, Problem>((text, view.get::<Turn>(job.0)?))
    });
    let (written, turn) = reading.await?;
    let broken = || Problem::refused(ErrorCode::Internal, "The reply was lost.");
    let whole = turn.ok_or_else(broken)?.text;
    let rest = whole.strip_prefix(written.as_str()).ok_or_else(broken)?;
    let (stopping, pace) = (worker.app.stopping.clone(), worker.app.pace);
    let mut pen = Pen::new(worker, length(&written), length(&whole));
    let mut pieces = pieces(rest);
    let mut next_at = Instant::now() + pace;
    loop {
        tokio::select! {
            biased;
            () = stopping.cancelled() => return Err(Down::Stopping),
            () = sleep_until(pen.due_at()), if pen.holds_words() => pen.put().await?,
            () = sleep_until(next_at) => {
                let Some(piece) = pieces.next() else { break };
                if pen.chunk.len() + piece.len() > CHUNK_BYTES {
                    pen.put().await?;
                }
                pen.add(piece);
                next_at = Instant::now() + pace;
            }
        }
    }
    pen.put().await
}

fn length(text: &str) -> u64 {
    u64::try_from(text.chars().count()).unwrap_or(u64::MAX)
}

/// The words of a text with the spaces after them; a word that no chunk holds in parts.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(char::is_whitespace).flat_map(|word| {
        let mut rest = word;
        std::iter::from_fn(move || {
            let (piece, after) = rest.split_at(rest.floor_char_boundary(CHUNK_BYTES));
            rest = after;
            (!piece.is_empty()).then_some(piece)
        })
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

/// How far a job is whose text goes so far.
fn percent(off: u64, whole: u64) -> u8 {
    let share = (off * u64::from(WRITTEN - BEGIN)).checked_div(whole).unwrap_or(0);
    u8::try_from(share).map_or(WRITTEN, |share| BEGIN + share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_words_and_give_the_text() {
        let text = format!("Two words, then {} end", "ä".repeat(3_000));
        let pieces: Vec<&str> = pieces(&text).collect();
        assert_eq!(pieces.concat(), text);
        assert!(pieces.iter().all(|piece| piece.len() <= CHUNK_BYTES));
        assert_eq!(pieces[..3], ["Two ", "words, ", "then "]);
    }

    #[test]
    fn percent_grows_with_the_text_and_leaves_the_last_to_the_end() {
        assert_eq!(percent(0, 100), 40);
        assert_eq!(percent(50, 100), 69);
        assert_eq!(percent(100, 100), 99);
        assert_eq!(percent(0, 0), 40);
    }
}
