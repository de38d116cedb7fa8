//! Randomness for keys and tokens: the operating system's, never a seed's.

use rand::{TryRng, rngs::SysRng};

/// 32 bytes nobody can guess.
///
/// # Panics
///
/// When the operating system gives no randomness; nothing safe can be done without.
pub(super) fn bytes() -> [u8; 32] {
    let mut bytes = [0; 32];
    SysRng.try_fill_bytes(&mut bytes).expect("the operating system has randomness");
    bytes
}
