//! Sends unsent writes: one in flight a lane and in order, each with its own key, again and again
//! until the server has said yes or no. While the server cannot be reached, one write alone tries.

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
    /// Nothing was sent: the server is not there, or does not know the person yet.
    Unsent,
    /// It is not to be sent any more.
    Withdrawn,
    /// The server took nothing this time; wait at least this long when it said so.
    Later(Option<Duration>),
    /// The server may have taken it; wait at least this long when it said so.
    Unknown(Option<Duration>),
}

/// The lanes that are sending and those that wait for another try.
#[derive(Debug)]
struct Lanes {
    busy: BTreeSet<Lane>,
    waiting: BTreeMap<Lane, (Backoff, Instant)>,
    /// While the server cannot be reached: when the next write may try.
    away: Option<(Backoff, Instant)>,
    /// Whether something may have grown old since it was last asked.
    aged: bool,
}

impl Lanes {
    fn new() -> Self {
        Self { busy: BTreeSet::new(), waiting: BTreeMap::new(), away: None, aged: true }
    }

    /// How many writes may be in flight.
    fn most(&self, now: Instant) -> usize {
        match &self.away {
            None => IN_FLIGHT,
            Some((_, until)) => usize::from(*until <= now),
        }
    }

    /// Lanes from which nothing may be taken now.
    fn closed(&self, now: Instant) -> BTreeSet<Lane> {
        let waiting = self.waiting.iter().filter(|(_, (_, until))| *until > now);
        self.busy.iter().copied().chain(waiting.map(|(lane, _)| *lane)).collect()
    }

    fn next_try(&self, now: Instant) -> Option<Instant> {
        let away = self.away.as_ref().map(|(_, until)| *until).filter(|until| *until > now);
        if away.is_some() {
            return away;
        }
        let idle = self.waiting.iter().filter(|(lane, _)| !self.busy.contains(lane));
        // What is due by now was offered, and is held back by something else.
        idle.map(|(_, (_, until))| *until).filter(|until| *until > now).min()
    }

    fn wait(&mut self, lane: Lane, seed: u64, least: Option<Duration>, now: Instant) {
        later(self.waiting.entry(lane).or_insert_with(|| (Backoff::new(seed), now)), least, now);
    }

    /// The server was not there.
    fn missed(&mut self, seed: u64, now: Instant) {
        later(self.away.get_or_insert_with(|| (Backoff::new(seed), now)), None, now);
        self.aged = true;
    }

    /// The server may be there again.
    fn reachable(&mut self) {
        self.waiting.clear();
        self.away = None;
        self.aged = true;
    }
}

fn later((backoff, until): &mut (Backoff, Instant), least: Option<Duration>, now: Instant) {
    *until = now + backoff.next().max(least.unwrap_or_default());
}

impl Core {
    /// Until the engine stops.
    pub(crate) async fn drain(self: Arc<Self>) {
        let mut lanes = Lanes::new();
        let mut sending = JoinSet::new();
        loop {
            let now = Instant::now();
            if let Err(error) = self.send_due(&mut lanes, &mut sending, now).await {
                tracing::error!(%error, "the outbox could not be used");
                lanes.missed(self.seed, now);
            }
            let next = lanes.next_try(now).filter(|_| sending.len() < lanes.most(now).max(1));
            tokio::select! {
                biased;
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
                () = self.reachable.notified() => lanes.reachable(),
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
        let most = lanes.most(now).saturating_sub(sending.len());
        if most == 0 {
            return Ok(());
        }
        if lanes.aged {
            self.hold_old().await?;
            lanes.aged = false;
        }
        for outgoing in self.store.due(lanes.closed(now), most).await? {
            lanes.busy.insert(outgoing.row.lane);
            let core = Arc::clone(self);
            sending.spawn(async move {
                let answer = core.send(&outgoing).await;
                (outgoing.row, answer)
            });
        }
        Ok(())
    }

    /// What was never sent and is older than a day waits for the person from now on.
    async fn hold_old(&self) -> Result<(), StoreError> {
        if self.store.hold_old(self.clock.now()).await? {
            let waiting = self.store.outbox().await?;
            self.tell_writes(waiting.into_iter().map(|row| row.write).collect()).await?;
            self.outbox_changed().await?;
        }
        Ok(())
    }

    async fn send(&self, Outgoing { row, request, owner }: &Outgoing) -> Answer {
        let token = match self.account.access().await {
            Ok(token) => token,
            Err(error) => {
                tracing::debug!(%error, "not signed in; the write waits");
                return Answer::Unsent;
            }
        };
        let who = self.account.who().await.ok();
        if who != Some((owner.server, owner.user)) {
            tracing::info!("another account is signed in; the write waits for its own");
            self.to_identify.notify_one();
            return Answer::Unsent;
        }
        match self.store.begin(row.key).await {
            Ok(true) => {}
            Ok(false) => return Answer::Withdrawn,
            Err(error) => {
                tracing::error!(%error, "a write could not be marked; it waits");
                return Answer::Unsent;
            }
        }
        match self.rest.send(request, row.key, &token).await {
            Ok(accepted) => Answer::Accepted(accepted),
            Err(error) if is_token(&error) => {
                if let Err(error) = self.account.renew().await {
                    tracing::debug!(%error, "the token could not be renewed; the write waits");
                }
                Answer::Later(None)
            }
            Err(RestError::Problem(problem)) => answer(problem),
            Err(error) if error.is_unsent() => Answer::Unsent,
            Err(error) => {
                tracing::debug!(%error, "a write was not answered");
                Answer::Unknown(None)
            }
        }
    }

    async fn answered(self: &Arc<Self>, lanes: &mut Lanes, row: Row, answer: Answer) {
        let (lane, now) = (row.lane, Instant::now());
        lanes.busy.remove(&lane);
        match answer {
            Answer::Withdrawn => {}
            Answer::Unsent => lanes.missed(self.seed, now),
            _ => lanes.away = None,
        }
        let kept = match answer {
            Answer::Withdrawn => Ok(()),
            Answer::Unsent => self.not_taken(row).await,
            Answer::Later(least) => {
                lanes.wait(lane, self.seed, least, now);
                self.not_taken(row).await
            }
            Answer::Unknown(least) => {
                lanes.wait(lane, self.seed, least, now);
                self.unanswered(row).await
            }
            Answer::Accepted(accepted) => {
                lanes.waiting.remove(&lane);
                let stands = self.accepted(row, accepted).await;
                if matches!(stands, Ok(false)) {
                    lanes.wait(lane, self.seed, None, now);
                }
                stands.map(drop)
            }
            Answer::Refused(problem) => {
                lanes.waiting.remove(&lane);
                self.refused_write(row, problem).await
            }
        };
        if let Err(error) = kept {
            // The row is still `sending`: it goes out again with the same key.
            tracing::error!(%error, "an answer could not be kept");
            lanes.wait(lane, self.seed, None, now);
        }
    }

    /// This try did not reach the server's records; an earlier one may have.
    async fn not_taken(&self, row: Row) -> Result<(), StoreError> {
        if row.state == RowState::Queued {
            self.store.take_back(row.key).await?;
        }
        Ok(())
    }

    /// From now on the person can only have it checked again.
    async fn unanswered(&self, row: Row) -> Result<(), StoreError> {
        if row.state == RowState::Queued { self.tell_writes(vec![row.write]).await } else { Ok(()) }
    }

    /// Gives whether it stands; otherwise it goes out again.
    async fn accepted(self: &Arc<Self>, row: Row, accepted: Accepted) -> Result<bool, StoreError> {
        let position = accepted.position;
        let channel = position.channel;
        self.store.mark(row.key, RowState::Accepted(position)).await?;
        if let Channel::Session(id) = channel {
            self.follow_session(id).await?;
        }
        let place = self.store.place(channel).await?;
        if place.is_some_and(|place| place.epoch != position.epoch) {
            // An answer from another history than the one known here, and it is not told which of
            // them has ended: the same key goes out again, and all is read.
            self.store.requeue_strays().await?;
            self.resync(channel, protocol::frame::ResyncReason::Epoch);
            return Ok(false);
        }
        let settled = self.store.settle().await?;
        if settled.iter().all(|done| done.key != row.key) {
            self.tell_writes(vec![row.write]).await?;
        }
        self.tell_settled(settled).await?;
        Ok(true)
    }

    async fn refused_write(&self, row: Row, problem: Problem) -> Result<(), StoreError> {
        // Stopping what has ended, repeating what goes on, or removing or reading again
        // what is gone, is done.
        let moot = matches!(row.write, Write::CancelJob { .. } | Write::RetryJob { .. })
            || (matches!(row.write, Write::DeleteSession { .. } | Write::ApplyRereading { .. })
                && problem.code == ErrorCode::NotFound);
        if moot {
            self.store.drop_write(row.key).await?;
        } else {
            tracing::info!(code = ?problem.code, "the server refused a write");
            self.store.mark(row.key, RowState::Stuck(problem)).await?;
        }
        let mut writes = vec![row.write];
        // What waits behind it in its lane stands differently now.
        writes.extend(self.store.lane(row.lane).await?.into_iter().map(|behind| behind.write));
        self.tell_writes(writes).await?;
        self.outbox_changed().await
    }
}

/// A server that had no room for a write took nothing of it; after another fault of its own it may
/// have.
fn answer(problem: Problem) -> Answer {
    let wait = problem.retry_after_ms.map(Duration::from_millis);
    match (problem.retryable, problem.code) {
        // Nobody has looked at the write of a device that was signed out.
        (_, ErrorCode::TokenRevoked) | (true, ErrorCode::RateLimited) => Answer::Later(wait),
        (false, _) => Answer::Refused(problem),
        (true, _) => Answer::Unknown(wait),
    }
}

async fn sleep_until(next: Option<Instant>) {
    match next {
        Some(next) => tokio::time::sleep_until(next).await,
        None => std::future::pending().await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_that_was_signed_out_keeps_its_writes() {
        let signed_out = Problem::refused(ErrorCode::TokenRevoked, "The sign-in was ended.");
        assert!(matches!(answer(signed_out), Answer::Later(None)));
        let refused = Problem::refused(ErrorCode::SessionFinalized, "It takes nothing more.");
        assert!(matches!(answer(refused), Answer::Refused(_)));
    }
}
