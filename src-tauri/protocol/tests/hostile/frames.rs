//! Makes frames that nobody should send: noise, broken and cut JSON, frames with one thing wrong and
//! frames with everything at its limit. Both sides of the socket are fed with it; which frames are
//! right is theirs to say. The same seed makes the same frames.

use rand::{Rng, RngExt, SeedableRng, rngs::StdRng};

/// Larger ones are seldom made, in bytes.
const USUAL: usize = 512;
/// The largest, in bytes: beyond what either side takes.
const LARGEST: usize = 5 * 1024 * 1024 / 4;
/// One in so many is large.
const LARGE_ONE_IN: u32 = 20_000;

/// What a value may be replaced by.
const VALUES: [&str; 26] = [
    "null",
    "true",
    "0",
    "-1",
    "1e308",
    "-1e999",
    "0.1e-400",
    "18446744073709551615",
    "18446744073709551616",
    "9223372036854775808",
    "\"\"",
    "\"\\u0000\"",
    "\"\\ud800\"",
    "\"\\uD83D\\uDE00\"",
    "\"session:\"",
    "\"user:00000000-0000-0000-0000-000000000000\"",
    "\"job:ffffffff-ffff-ffff-ffff-ffffffffffff\"",
    "\"2026-11-20T10:00:00Z\"",
    "[]",
    "{}",
    "[[]]",
    "[null]",
    "{\"\":{}}",
    "[0,18446744073709551615]",
    "{\"t\":\"hello\"}",
    "{\"user:00000000-0000-0000-0000-000000000000\":18446744073709551615}",
];

/// An endless source of frames.
#[derive(Debug)]
pub(crate) struct Hostile {
    luck: StdRng,
    right: Vec<Vec<u8>>,
}

impl Hostile {
    /// A source that knows these right frames, of which there is at least one.
    pub(crate) fn new(seed: u64, right: impl IntoIterator<Item = String>) -> Self {
        let right: Vec<Vec<u8>> = right.into_iter().map(String::into_bytes).collect();
        assert!(!right.is_empty(), "there are right frames to make wrong ones of");
        Self { luck: StdRng::seed_from_u64(seed), right }
    }

    /// The next one; perhaps not even text.
    pub(crate) fn next(&mut self) -> Vec<u8> {
        if self.one_in(LARGE_ONE_IN) {
            return self.large();
        }
        match self.below(10) {
            0 => self.noise(),
            1 => self.nested(),
            2 => self.right(),
            3 | 4 => self.revalued(),
            5 => self.cut(),
            6 => self.spliced(),
            _ => self.flipped(),
        }
    }

    fn below(&mut self, end: usize) -> usize {
        self.luck.random_range(0..end.max(1))
    }

    fn one_in(&mut self, many: u32) -> bool {
        self.luck.random_range(0..many) == 0
    }

    fn right(&mut self) -> Vec<u8> {
        let index = self.below(self.right.len());
        self.right[index].clone()
    }

    fn noise(&mut self) -> Vec<u8> {
        let mut bytes = vec![0; self.below(USUAL)];
        self.luck.fill_bytes(&mut bytes);
        if self.one_in(2) {
            // Of the letters that JSON is made of.
            let letters = b"{}[]\",:\\ut0123456789-+eE.nulltruefalse ";
            for byte in &mut bytes {
                *byte = letters[usize::from(*byte) % letters.len()];
            }
        }
        bytes
    }

    fn nested(&mut self) -> Vec<u8> {
        let depth = self.below(USUAL);
        let open: &[u8] = if self.one_in(2) { b"[" } else { b"{\"t\":" };
        let mut bytes = open.repeat(depth);
        if self.one_in(2) {
            bytes.extend(b"]".repeat(depth));
        }
        bytes
    }

    /// A right frame with one of its values replaced.
    fn revalued(&mut self) -> Vec<u8> {
        let mut bytes = self.right();
        let values: Vec<usize> = bytes
            .windows(2)
            .enumerate()
            .filter(|(_, pair)| pair[0] == b':' && pair[1] != b':')
            .map(|(index, _)| index + 1)
            .collect();
        if values.is_empty() {
            return bytes;
        }
        let start = values[self.below(values.len())];
        let rest = bytes[start..].iter().position(|byte| matches!(byte, b',' | b'}' | b']'));
        let end = rest.map_or(bytes.len(), |length| start + length);
        let value = VALUES[self.below(VALUES.len())];
        bytes.splice(start..end, value.bytes());
        bytes
    }

    fn cut(&mut self) -> Vec<u8> {
        let mut bytes = self.right();
        let end = self.below(bytes.len());
        bytes.truncate(end);
        bytes
    }

    /// The beginning of one frame and the end of another.
    fn spliced(&mut self) -> Vec<u8> {
        let mut bytes = self.cut();
        let other = self.right();
        let start = self.below(other.len());
        bytes.extend_from_slice(&other[start..]);
        bytes
    }

    fn flipped(&mut self) -> Vec<u8> {
        let mut bytes = self.right();
        for _ in 0..=self.below(4) {
            let index = self.below(bytes.len());
            match self.below(3) {
                0 => bytes[index] ^= 1 << self.below(8),
                1 => drop(bytes.remove(index)),
                _ => {
                    let byte = self.luck.random();
                    bytes.insert(index, byte);
                }
            }
            if bytes.is_empty() {
                break;
            }
        }
        bytes
    }

    fn large(&mut self) -> Vec<u8> {
        let size = self.below(LARGEST);
        match self.below(4) {
            0 => b"[".repeat(size),
            1 => [b"{\"t\":\"", b"x".repeat(size).as_slice(), b"\"}"].concat(),
            2 => [b"[", b"0,".repeat(size / 2).as_slice(), b"0]"].concat(),
            _ => {
                let mut bytes = self.right();
                let index = self.below(bytes.len());
                bytes.splice(index..index, b" ".repeat(size));
                bytes
            }
        }
    }
}
