//! What the link tells its owner, in order.

use protocol::{
    Channel, Envelope, Epoch, ServerId, Timestamp,
    app_event::LinkStatus,
    connection::ConnectionStep,
    frame::{ResyncReason, SubscriptionMode},
};

/// Something the link noticed or received.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// The connection changed. Only the newest counts.
    Status(LinkStatus),
    /// Something happened to the connection, for its log: each step, in order.
    Logged(ConnectionStep),
    /// The server greeted: from here on frames flow. Told again when the database behind it
    /// is another.
    Ready {
        /// The database behind the server.
        server_id: ServerId,
        /// The server's clock.
        now: Timestamp,
    },
    /// A subscription stands.
    Following {
        /// The log.
        channel: Channel,
        /// Its history.
        epoch: Epoch,
        /// The newest event there is.
        top: u64,
        /// Whether stored events follow.
        mode: SubscriptionMode,
    },
    /// The next event of its channel: never one twice, never one left out since the place the
    /// channel was followed from.
    Event(Envelope),
    /// The stored events of a channel are delivered; what follows is live.
    CaughtUp {
        /// The log.
        channel: Channel,
        /// Where it stands.
        seq: u64,
    },
    /// Read the whole resource, then follow the channel from the position of that read. Until
    /// then nothing of this channel is delivered. [`ResyncReason::Trimmed`] also stands for events
    /// that did not come after three subscriptions in ten seconds.
    Resync {
        /// The log.
        channel: Channel,
        /// Why.
        reason: ResyncReason,
    },
    /// The server refused something for good; a refused channel is followed no longer.
    Refused {
        /// The log it is about.
        channel: Option<Channel>,
        /// The server's stable name for it.
        name: String,
    },
    /// The server wants no connection from here (a close code from 4500 on). Only
    /// [`Link::retry_now`](crate::Link::retry_now) tries again.
    Ended {
        /// The close code; 4500 too when signing in was refused.
        code: u16,
    },
}
