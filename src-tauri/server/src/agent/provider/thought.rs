//! Keeps back what a model thinks aloud before it speaks: some servers send it in the text itself.

const OPEN: &str = "<think>";
const CLOSE: &str = "</think>";

/// What has come so far, if it is not yet clear that it may be shown.
#[derive(Debug)]
pub(super) struct Thought {
    held: Option<String>,
}

impl Default for Thought {
    fn default() -> Self {
        Self { held: Some(String::new()) }
    }
}

impl Thought {
    /// Takes words in and gives those to show; none while it thinks.
    pub(super) fn strip(&mut self, words: String) -> Option<String> {
        let Some(held) = &mut self.held else { return Some(words) };
        held.push_str(&words);
        let begun = held.trim_start();
        if OPEN.starts_with(begun) {
            return None;
        }
        let shown = match begun.strip_prefix(OPEN) {
            None => std::mem::take(held),
            Some(thought) => thought.split_once(CLOSE)?.1.trim_start().to_owned(),
        };
        self.held = None;
        (!shown.is_empty()).then_some(shown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(words: &[&str]) -> String {
        let mut thought = Thought::default();
        words.iter().filter_map(|words| thought.strip((*words).to_owned())).collect()
    }

    #[test]
    fn thoughts_are_kept_back_however_they_are_cut() {
        assert_eq!(shown(&["<th", "ink>no", "ise</thi", "nk>\n\n", "Hello", " you"]), "Hello you");
        assert_eq!(shown(&["\n<think>a</think>Hello"]), "Hello");
        assert_eq!(shown(&["<think>for ever"]), "");
    }

    #[test]
    fn words_that_only_look_like_thoughts_are_shown() {
        assert_eq!(shown(&["<", "b>bold"]), "<b>bold");
        assert_eq!(shown(&["I <think> so"]), "I <think> so");
    }
}
