//! What is left of the bounds of one import.

use protocol::import::{IMPORT_TEXT, PASSAGES, Passage};

/// Passages and bytes of text that still fit.
pub(super) struct Room {
    passages: usize,
    text: usize,
}

impl Default for Room {
    fn default() -> Self {
        Self { passages: PASSAGES, text: IMPORT_TEXT }
    }
}

impl Room {
    /// Take the passages of a file, if all of them fit.
    pub(super) fn take(&mut self, passages: &[Passage]) -> bool {
        let fit = self.fitting(passages) == passages.len();
        if fit {
            self.passages -= passages.len();
            self.text -= length(passages);
        }
        fit
    }

    /// How many of the passages fit, from the first on.
    pub(super) fn fitting(&self, passages: &[Passage]) -> usize {
        let mut left = self.text;
        let fits = |passage: &&Passage| match left.checked_sub(passage.text.len()) {
            Some(less) => {
                left = less;
                true
            }
            None => false,
        };
        passages.iter().take(self.passages).take_while(fits).count()
    }
}

fn length(passages: &[Passage]) -> usize {
    passages.iter().map(|passage| passage.text.len()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passages(count: usize, length: usize) -> Vec<Passage> {
        vec![Passage { origin: "a".to_owned(), text: "a".repeat(length) }; count]
    }

    #[test]
    fn a_file_that_does_not_fit_leaves_room_for_a_smaller_one() {
        let mut room = Room::default();
        assert!(room.take(&passages(PASSAGES - 1, 10)));
        assert!(!room.take(&passages(2, 10)));
        assert!(room.take(&passages(1, 10)));
        let mut room = Room::default();
        assert!(!room.take(&passages(1, IMPORT_TEXT + 1)));
        assert!(room.take(&passages(1, IMPORT_TEXT)));
    }

    #[test]
    fn a_file_fits_as_far_as_its_passages_and_its_text_do() {
        let room = Room::default();
        assert_eq!(room.fitting(&passages(PASSAGES + 12, 10)), PASSAGES);
        assert_eq!(room.fitting(&passages(5, IMPORT_TEXT / 3)), 3);
        assert_eq!(room.fitting(&passages(2, 10)), 2);
    }
}
