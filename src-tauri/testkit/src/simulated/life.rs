//! One run of a process, from its start to its end. What belongs to a run that is over still exists
//! in this one program, but nothing it does reaches anybody.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};
use tokio_util::sync::CancellationToken;

/// One run of a process.
#[derive(Debug, Clone, Default)]
pub(crate) struct Life {
    over: CancellationToken,
    answered: Arc<AtomicBool>,
}

impl Life {
    /// It crashes.
    pub(crate) fn end(&self) {
        self.over.cancel();
    }

    pub(crate) fn is_over(&self) -> bool {
        self.over.is_cancelled()
    }

    /// Wait for its end.
    pub(crate) async fn over(&self) {
        self.over.cancelled().await;
    }

    /// Carry `work` out as far as the run goes; afterwards never go on.
    pub(crate) async fn during<T>(&self, work: impl Future<Output = T>) -> T {
        match self.over.run_until_cancelled(work).await {
            Some(done) => done,
            None => std::future::pending().await,
        }
    }

    /// Carry `work` out, or give nothing when the run ends before.
    pub(crate) async fn until_over<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        self.over.run_until_cancelled(work).await
    }

    /// An answer to a write has come in.
    pub(crate) fn answer_came(&self) {
        self.answered.store(true, Ordering::Relaxed);
    }

    /// Whether one had come in since this was asked last.
    pub(crate) fn take_answer(&self) -> bool {
        self.answered.swap(false, Ordering::Relaxed)
    }
}
