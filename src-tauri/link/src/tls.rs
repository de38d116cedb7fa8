//! The one TLS implementation of the process. Two crates bring two of them, and the first secure
//! connection panics unless one was chosen before.

/// Chooses `ring` for the whole process; does nothing when a choice was made already. The real
/// network calls it, so a program need not.
pub fn install() {
    if rustls::crypto::ring::default_provider().install_default().is_err() {
        tracing::trace!("a TLS provider is already installed");
    }
}
