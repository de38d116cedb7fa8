//! The first paint, the person's choices, the connection and its numbers.

use crate::core::Core;
use protocol::{
    Problem, Reply,
    preferences::PreferencesChange,
    reply::{Bootstrap, Diagnostics},
};
use std::sync::atomic::Ordering;

/// Smallest and largest scale of type.
const SCALE: (f64, f64) = (0.9, 1.5);

impl Core {
    pub(super) async fn bootstrap(&self) -> Result<Reply, Problem> {
        let mut host = self.host.facts();
        host.notices.extend(self.store.notices());
        if host.data_folder.is_empty() {
            host.data_folder = self.data.display().to_string();
        }
        let profile = self.store.profile().await?;
        let state = profile.state.clone();
        let outbox = self.store.outbox_status().await?;
        let bootstrap = Bootstrap {
            preferences: self.store.preferences().await?,
            host,
            link: self.with_now(|now| now.link()),
            outbox,
            state,
            index: self.index_of(profile).await?,
            resuming: self.cut_off.list(),
        };
        Ok(Reply::Bootstrap { bootstrap: Box::new(bootstrap) })
    }

    pub(super) async fn change_preferences(
        &self,
        change: PreferencesChange,
    ) -> Result<Reply, Problem> {
        if change.text_scale.is_some_and(|scale| !(SCALE.0..=SCALE.1).contains(&scale)) {
            return Err(Problem::invalid("text_scale", "The scale of type is 0.9 to 1.5."));
        }
        let preferences = self.store.change_preferences(change).await?;
        self.host.preferences_changed(&preferences).await;
        Ok(Reply::Done)
    }

    pub(super) async fn reveal_data_folder(&self) -> Result<Reply, Problem> {
        self.host.reveal(&self.data).await?;
        Ok(Reply::Done)
    }

    pub(super) async fn retry_now(&self) -> Result<Reply, Problem> {
        self.link.retry_now().await;
        self.to_identify.notify_one();
        self.reachable.notify_one();
        Ok(Reply::Done)
    }

    pub(super) async fn diagnostics(&self) -> Result<Reply, Problem> {
        let unsettled = self.store.accepted().await?.len();
        let diagnostics = Diagnostics {
            requests: self.rest.requests(),
            events: self.counters.events.load(Ordering::Relaxed),
            repeated: self.counters.repeated.load(Ordering::Relaxed),
            connections: self.link.connections(),
            dropped: self.counters.unknown.load(Ordering::Relaxed),
            unsettled: u64::try_from(unsettled).unwrap_or(u64::MAX),
        };
        Ok(Reply::Diagnostics { diagnostics })
    }

    pub(super) fn get_connection_log(&self) -> Reply {
        Reply::ConnectionLog { entries: self.connection_log.entries() }
    }
}
