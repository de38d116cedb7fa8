//! What both ends of a simulated connection depend on: the line, the connection it has now, and the
//! processes at its ends.

use super::{
    life::Life,
    line::{Cable, Line},
};
use futures_util::{FutureExt, future::BoxFuture};
use std::sync::Arc;
use tokio::time::{Instant, sleep_until};

/// What both ends know of their connection.
#[derive(Debug, Clone)]
pub(crate) struct Joint {
    pub(crate) line: Arc<Line>,
    pub(crate) cable: Cable,
    desktop: Life,
    server: Life,
}

impl Joint {
    pub(crate) fn new(line: &Arc<Line>, desktop: &Life, server: &Life) -> Self {
        Self {
            line: Arc::clone(line),
            cable: line.cable(),
            desktop: desktop.clone(),
            server: server.clone(),
        }
    }

    /// Something has arrived that left when it did: it counts unless the connection is dead.
    pub(crate) async fn arrive(&self, at: Instant) {
        sleep_until(at).await;
        if self.cable.dead.is_cancelled() {
            std::future::pending::<()>().await;
        }
    }

    /// Until it is clear to both ends that the connection is gone.
    pub(crate) fn broken(&self) -> BoxFuture<'static, ()> {
        let joint = self.clone();
        async move {
            tokio::select! {
                biased;
                () = joint.cable.cut.cancelled() => {}
                () = joint.server.over() => {}
                () = joint.desktop.over() => {}
            }
        }
        .boxed()
    }

    pub(crate) fn is_broken(&self) -> bool {
        self.cable.cut.is_cancelled() || self.server.is_over() || self.desktop.is_over()
    }
}
