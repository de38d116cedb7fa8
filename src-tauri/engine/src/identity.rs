//! Finds out whose data this is: asks the account until it answers, then shows that person's cache
//! and follows their channel.

use crate::{backoff::Backoff, core::Core};
use protocol::{AppEvent, ServerId, UserId};
use std::sync::Arc;
use store::StoreError;

impl Core {
    /// Ask now, and again whenever something says that the answer may be another.
    pub(crate) async fn keep_identity(self: Arc<Self>) {
        loop {
            self.identify().await;
            self.to_identify.notified().await;
        }
    }

    async fn identify(self: &Arc<Self>) {
        let mut backoff = Backoff::new(self.seed);
        loop {
            match self.account.who().await {
                Ok((server, user)) => match self.is_now(server, user).await {
                    Ok(()) => return,
                    Err(error) => tracing::error!(%error, "the cache could not be opened"),
                },
                Err(error) => tracing::debug!(%error, "the account does not answer"),
            }
            let wait = backoff.next();
            tokio::select! {
                biased;
                () = tokio::time::sleep(wait) => {}
                () = self.to_identify.notified() => {}
            }
        }
    }

    async fn is_now(self: &Arc<Self>, server: ServerId, user: UserId) -> Result<(), StoreError> {
        let another = self.store.identify(server, user).await?;
        self.follow_user(user).await?;
        if another {
            self.cut_off().await?;
            self.follow_records().await?;
            self.outbox_changed().await?;
            self.hub.tell(AppEvent::Resynced);
            self.to_compute.notify_one();
        }
        self.reachable.notify_one();
        Ok(())
    }
}
