//! Listens to a model's answer and trusts none of it: it must begin, go on and end in time, it may
//! not be too long, and it is whole only when its end was said.

use super::{Trouble, thought::Thought};
use futures_util::{Stream, StreamExt, stream};
use genai::chat::{ChatStream, ChatStreamEvent, StopReason, StreamEnd, ToolCall, Usage};
use protocol::records::TokenCount;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// How long a model may take.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// Until the first sign of its answer. Loading a model from disk takes its time.
    pub first: Duration,
    /// Between two signs of life.
    pub between: Duration,
    /// For the whole answer, and for all attempts at a list of findings. Shorter than a job may stand
    /// still.
    pub whole: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            first: Duration::from_mins(1),
            between: Duration::from_secs(20),
            whole: Duration::from_secs(100),
        }
    }
}

/// What is heard.
#[derive(Debug)]
pub(super) enum Heard {
    /// More text.
    Words(String),
    /// It is whole.
    End {
        /// The tools it called.
        calls: Vec<ToolCall>,
        /// What it cost.
        tokens: TokenCount,
    },
}

/// What an answer is measured by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measure {
    /// How long it may take, from `since` on.
    pub(super) patience: Patience,
    /// When the model was asked.
    pub(super) since: Instant,
    /// The longest text, in bytes.
    pub(super) longest: usize,
    /// The length of what it was asked, in characters.
    pub(super) asked: usize,
}

/// Listens to an answer. Ends after the first trouble.
pub(super) fn listen(
    stream: ChatStream,
    measure: Measure,
) -> impl Stream<Item = Result<Heard, Trouble>> + Send {
    let ear = Ear { stream, measure, thought: Thought::default(), last: None, bytes: 0, chars: 0 };
    stream::unfold(Some(ear), |ear| async {
        let mut ear = ear?;
        let heard = ear.hear().await;
        let goes_on = matches!(heard, Ok(Heard::Words(_)));
        Some((heard, goes_on.then_some(ear)))
    })
}

struct Ear {
    stream: ChatStream,
    measure: Measure,
    thought: Thought,
    /// When it last gave a sign of life.
    last: Option<Instant>,
    bytes: usize,
    chars: usize,
}

impl Ear {
    async fn hear(&mut self) -> Result<Heard, Trouble> {
        loop {
            let Measure { patience, since, longest, .. } = self.measure;
            let next_by = self.last.map_or(since + patience.first, |last| last + patience.between);
            let by = next_by.min(since + patience.whole);
            let next = timeout_at(by, self.stream.next()).await.map_err(|_| Trouble::Silent)?;
            let event = next.ok_or_else(|| self.broken())?;
            let event = event.map_err(|error| Trouble::of(&error, self.bytes > 0))?;
            // A server that accepts the request before it has a word has not begun.
            if !matches!(event, ChatStreamEvent::Start) {
                self.last = Some(Instant::now());
            }
            match event {
                ChatStreamEvent::Chunk(chunk) => {
                    self.bytes += chunk.content.len();
                    self.chars += chunk.content.chars().count();
                    if self.bytes > longest {
                        return Err(Trouble::Garbled);
                    }
                    if let Some(words) = self.thought.strip(chunk.content) {
                        return Ok(Heard::Words(words));
                    }
                }
                ChatStreamEvent::End(end) => return self.end(end),
                ChatStreamEvent::Start
                | ChatStreamEvent::ReasoningChunk(_)
                | ChatStreamEvent::ThoughtSignatureChunk(_)
                | ChatStreamEvent::ToolCallChunk(_)
                | ChatStreamEvent::Heartbeat => {}
            }
        }
    }

    /// It ended without saying so.
    fn broken(&self) -> Trouble {
        if self.last.is_some() { Trouble::Interrupted } else { Trouble::Unreachable }
    }

    fn end(&self, end: StreamEnd) -> Result<Heard, Trouble> {
        let tokens = self.tokens(end.captured_usage.as_ref());
        let is_withheld = matches!(end.captured_stop_reason, Some(StopReason::ContentFilter(_)));
        if is_withheld {
            return Err(Trouble::Garbled);
        }
        let calls = end.captured_into_tool_calls().unwrap_or_default();
        Ok(Heard::End { calls, tokens })
    }

    /// What the server counted, or else a guess: a token for four characters.
    fn tokens(&self, usage: Option<&Usage>) -> TokenCount {
        let counted = |count: Option<i32>| count.and_then(|count| u32::try_from(count).ok());
        let guess = |chars: usize| u32::try_from(chars.div_ceil(4)).unwrap_or(u32::MAX);
        let prompt = counted(usage.and_then(|usage| usage.prompt_tokens));
        let reply = counted(usage.and_then(|usage| usage.completion_tokens));
        TokenCount {
            prompt: prompt.unwrap_or_else(|| guess(self.measure.asked)),
            reply: reply.unwrap_or_else(|| guess(self.chars)),
            estimated: prompt.is_none() || reply.is_none(),
        }
    }
}
