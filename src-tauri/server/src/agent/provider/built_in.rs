//! The built-in interviewer's voice: the planner's own words, one after the other, and the findings
//! of the lexicon. It needs nothing and never fails.

use super::{Brief, Extracted, Piece, Pieces, Provider, Spoken, Trouble};
use crate::agent::{stated, theme};
use async_trait::async_trait;
use futures_util::{StreamExt, stream};
use std::{collections::VecDeque, time::Duration};
use tokio::time::{Instant, sleep_until};

/// The built-in interviewer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BuiltIn {
    /// Between words.
    pub(crate) pace: Duration,
}

#[async_trait]
impl Provider for BuiltIn {
    async fn word(&self, brief: &Brief) -> Result<Pieces, Trouble> {
        // Words that are not the planner's were begun by a model, which is gone.
        let rest = brief.planned.strip_prefix(&brief.written).ok_or(Trouble::Interrupted)?;
        let rest: VecDeque<String> =
            rest.split_inclusive(char::is_whitespace).map(str::to_owned).collect();
        let (pace, next_at) = (self.pace, Instant::now() + self.pace);
        let words = stream::unfold((rest, next_at), move |(mut rest, next_at)| async move {
            sleep_until(next_at).await;
            let piece = rest.pop_front()?;
            Some((Ok(Piece::Words(piece)), (rest, Instant::now() + pace)))
        });
        Ok(words.chain(stream::iter([Ok(Piece::End(None))])).boxed())
    }

    async fn extract(&self, spoken: &Spoken) -> Result<Extracted, Trouble> {
        let theme = theme(spoken.topic);
        let extractor = extraction::Extractor::builtin();
        let mut found = extractor.extract_about(theme, &spoken.answer);
        found.extend(stated::finding(spoken.topic, &spoken.answer, &found));
        Ok(Extracted { found, ..Extracted::default() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn worded(written: &str) -> Result<Vec<Piece>, Trouble> {
        let (planned, written) = ("How are **you?**".to_owned(), written.to_owned());
        let brief = Brief { planned, written, ..Brief::default() };
        let words = BuiltIn { pace: Duration::ZERO }.word(&brief).await?;
        words.collect::<Vec<_>>().await.into_iter().collect()
    }

    #[tokio::test]
    async fn it_goes_on_with_its_own_words_and_not_with_those_of_another() {
        let words = |text: &str| Piece::Words(text.to_owned());
        let rest = worded("How ").await;
        assert_eq!(rest, Ok(vec![words("are "), words("**you?**"), Piece::End(None)]));
        assert_eq!(worded("And you").await, Err(Trouble::Interrupted));
    }
}
