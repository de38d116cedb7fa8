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
        let text = length(passages);
        let fit = passages.len() <= self.passages && text <= self.text;
        if fit {
            self.passages -= passages.len();
            self.text -= text;
        }
        fit
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
}
