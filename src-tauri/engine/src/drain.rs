//! Sends unsent writes: one in flight a lane and in order, each with its own key, again and again
//! until the server has said yes or no.

use crate::{backoff::Backoff, core::Core, read::is_token};
use link::RestError;
use protocol::{Channel, ErrorCode, Problem, Write, rest::Accepted};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};
use store::{Lane, Outgoing, Row, RowState, StoreError};
use tokio::{task::JoinSet, time::Instant};

/// Writes in flight at a time.
const IN_FLIGHT: usize = 8;

/// What came of sending a write.
#[derive(Debug)]
enum Answer {
    Accepted(Accepted),
    Refused(Problem),
    /// Nothing definite; wait at least this long when the server said so.
    Later(Option<Duration>),
}

/// The lanes that are sending and those that wait for another try.
#[derive(Debug, Default)]
struct Lanes {
    busy: BTreeSet<Lane>,
    waiting: BTreeMap<Lane, (Backoff, Instant)>,
}

impl Lanes {
    /// Lanes from which nothing may be taken now.
    fn closed(&self, now: Instant) -> BTreeSet<Lane> {
        let waiting = self.waiting.iter().filter(|(_, (_, until))| *until > now);
        self.busy.iter().copied().chain(waiting.map(|(lane, _)| *lane)).collect()
    }

    fn next_try(&self) -> Option<Instant> {
        let idle = self.waiting.iter().filter(|(lane, _)| !self.busy.contains(lane));
        idle.map(|(_, (_, until))| *until).min()
    }

    fn wait(&mut self, lane: Lane, seed: u64, least: Option<Duration>, now: Instant) {
        let (backoff, until) =
            self.waiting.entry(lane).or_insert_with(|| (Backoff::new(seed), now));
        *until = now + backoff.next().max(least.unwrap_or_default());
    }
}

impl Core {
    /// Until the engine stops.
    pub(crate) async fn drain(self: Arc<Self>) {
        let mut lanes = Lanes::default();
        let mut sending = JoinSet::new();
        loop {
            let now = Instant::now();
            if let Err(error) = self.send_due(&mut lanes, &mut sending, now).await {
                tracing::error!(%error, "the outbox could not be read");
            }
            let next = lanes.next_try().filter(|_| sending.len() < IN_FLIGHT);
            tokio::select! {
                Some(done) = sending.join_next() => match done {
                    Ok((row, answer)) => self.answered(&mut lanes, row, answer).await,
                    Err(error) => {
                        tracing::error!(%error, "sending a write failed");
                        if sending.is_empty() {
                            // Nothing is in flight, so no lane may stay closed.
                            lanes.busy.clear();
                        }
                    }
                },
                () = self.to_send.notified() => {}
                () = self.reachable.notified() => lanes.waiting.clear(),
                () = sleep_until(next) => {}
            }
        }
    }

    async fn send_due(
        self: &Arc<Self>,
        lanes: &mut Lanes,
        sending: &mut JoinSet<(Row, Answer)>,
        now: Instant,
    ) -> Result<(), StoreError> {
        for outgoing in self.store.due(lanes.closed(now)).await? {
            if sending.len() >= IN_FLIGHT {
                break;
            }
            self.store.mark(outgoing.row.ordinal, RowState::Sending).await?;
            lanes.busy.insert(outgoing.row.lane);
            let core = Arc::clone(self);
            sending.spawn(async move {
                let answer = core.send(&outgoing).await;
                (outgoing.row, answer)
            });
        }
        Ok(())
    }

    async fn send(&self, Outgoing { row, request }: &Outgoing) -> Answer {
        let token = match self.account.access().await {
            Ok(token) => token,
            Err(error) => {
                tracing::debug!(%error, "not signed in; the write waits");
                return Answer::Later(None);
            }
        };
        match self.rest.send(request, row.key, &token).await {
            Ok(accepted) => Answer::Accepted(accepted),
            Err(error) if is_token(&error) => {
                if let Err(error) = self.account.renew().await {
                    tracing::debug!(%error, "the token could not be renewed; the write waits");
                }
                Answer::Later(None)
            }
            Err(RestError::Problem(problem)) if problem.retryable => {
                Answer::Later(problem.retry_after_ms.map(Duration::from_millis))
            }
            Err(RestError::Problem(problem)) => Answer::Refused(problem),
            Err(error) => {
                tracing::debug!(%error, "a write was not answered");
                Answer::Later(None)
            }
        }
    }

    async fn answered(self: &Arc<Self>, lanes: &mut Lanes, row: Row, answer: Answer) {
        let lane = row.lane;
        lanes.busy.remove(&lane);
        let kept = match answer {
            Answer::Later(least) => {
                lanes.wait(lane, self.seed, least, Instant::now());
                Ok(())
            }
            Answer::Accepted(accepted) => {
                lanes.waiting.remove(&lane);
                self.accepted(row, accepted).await
            }
            Answer::Refused(problem) => {
                lanes.waiting.remove(&lane);
                self.refused_write(row, problem).await
            }
        };
        if let Err(error) = kept {
            // The row is still `sending`: it goes out again with the same key.
            tracing::error!(%error, "an answer could not be kept");
            lanes.wait(lane, self.seed, None, Instant::now());
        }
    }

    async fn accepted(self: &Arc<Self>, row: Row, accepted: Accepted) -> Result<(), StoreError> {
        let position = accepted.position;
        let channel = position.channel;
        self.store.mark(row.ordinal, RowState::Accepted(position)).await?;
        if let Channel::Session(id) = channel {
            self.follow_session(id).await?;
        }
        let place = self.store.place(channel).await?;
        if place.is_some_and(|place| place.epoch != position.epoch) {
            // An answer from another history: only reading it all shows whether it still holds.
            self.resync(channel, protocol::frame::ResyncReason::Trimmed);
        }
        let settled = self.store.settle().await?;
        if settled.iter().all(|done| done.ordinal != row.ordinal) {
            self.tell_writes(vec![row.write]).await?;
        }
        self.tell_settled(settled).await
    }

    async fn refused_write(&self, row: Row, problem: Problem) -> Result<(), StoreError> {
        // Stopping what has ended, repeating what goes on, or removing what is gone, is done.
        let moot = matches!(row.write, Write::CancelJob { .. } | Write::RetryJob { .. })
            || (matches!(row.write, Write::DeleteSession { .. })
                && problem.code == ErrorCode::NotFound);
        if moot {
            self.store.drop_write(row.ordinal).await?;
        } else {
            tracing::info!(code = ?problem.code, "the server refused a write");
            self.store.mark(row.ordinal, RowState::Stuck(problem)).await?;
        }
        let mut writes = vec![row.write];
        // What waits behind it in its lane stands differently now.
        let behind = self.store.outbox().await?;
        writes.extend(behind.into_iter().filter(|b| b.lane == row.lane).map(|b| b.write));
        self.tell_writes(writes).await?;
        self.outbox_changed().await
    }
}

async fn sleep_until(next: Option<Instant>) {
    match next {
        Some(next) => tokio::time::sleep_until(next).await,
        None => std::future::pending().await,
    }
}
