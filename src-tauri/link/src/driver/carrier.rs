//! One connection as the driver holds it, whatever carries it: a task that gets a token, dials, and
//! turns what comes into inputs. Its last input says how it ended.

use super::{requests, socket};
use crate::{
    Account, AccountError,
    machine::{DialFailure, Input},
    rest,
};
use http::{HeaderValue, StatusCode};
use protocol::{Problem, app_event::Transport, frame::ClientFrame};
use secrecy::SecretString;
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::mpsc::{self, error::TrySendError},
    task::JoinSet,
};
use tokio_util::sync::{CancellationToken, DropGuard};

/// Frames that wait to be sent; more mean that the connection is stuck.
const OUTGOING: usize = 512;

/// What is to be sent. Tokens have a frame of their own, so that they are not printed.
#[derive(Debug)]
pub(super) enum Outgoing {
    Frame(ClientFrame),
    Token(SecretString),
}

/// What a dial needs.
#[derive(Debug)]
pub(super) struct Dial {
    pub(super) account: Arc<Account>,
    pub(super) attempt: u64,
    pub(super) transport: Transport,
    pub(super) renew: bool,
}

impl Dial {
    /// The header that says who asks, with a token that is fresh.
    pub(super) async fn bearer(&self, renew: bool) -> Result<HeaderValue, DialFailure> {
        let account = &self.account;
        let token = if renew { account.renew().await } else { account.access().await };
        rest::bearer(&token.map_err(failure)?).map_err(|_| DialFailure::Unauthorized)
    }
}

/// A connection or a dial. Dropping it closes the connection.
#[derive(Debug)]
pub(super) struct Carrier {
    outgoing: mpsc::Sender<Outgoing>,
    is_over: CancellationToken,
    _guard: DropGuard,
}

impl Carrier {
    /// Starts to dial; what becomes of it goes to `incoming`.
    pub(super) fn open(dial: Dial, incoming: mpsc::Sender<Input>, tasks: &mut JoinSet<()>) -> Self {
        let (outgoing, leaving) = mpsc::channel(OUTGOING);
        let is_over = CancellationToken::new();
        match dial.transport {
            Transport::WebSocket => {
                tasks.spawn(socket::run(dial, incoming, leaving, is_over.clone()));
            }
            Transport::ServerSentEvents | Transport::LongPoll => {
                let requests = requests::run(dial, incoming, leaving);
                let is_over = is_over.clone();
                tasks.spawn(async move {
                    is_over.run_until_cancelled(requests).await;
                });
            }
        }
        Self { outgoing, is_over: is_over.clone(), _guard: is_over.drop_guard() }
    }

    pub(super) fn outgoing(&self) -> mpsc::Sender<Outgoing> {
        self.outgoing.clone()
    }

    /// Ends when the connection is given up.
    pub(super) fn is_over(&self) -> CancellationToken {
        self.is_over.clone()
    }

    /// `false` when the connection is stuck. One that has ended has said so, or will.
    pub(super) fn send(&self, frame: ClientFrame) -> bool {
        !matches!(self.outgoing.try_send(Outgoing::Frame(frame)), Err(TrySendError::Full(_)))
    }
}

/// Sends a fresh access token, and tells how long it is valid.
pub(super) async fn authorise(
    attempt: u64,
    account: &Account,
    outgoing: &mpsc::Sender<Outgoing>,
    incoming: &mpsc::Sender<Input>,
) {
    let is_sent = match account.access().await {
        Ok(token) => outgoing.send(Outgoing::Token(token)).await.is_ok(),
        Err(_) => false,
    };
    let done = if is_sent {
        Input::Authorised { attempt, valid_for: account.time_left().await }
    } else {
        Input::NotAuthorised { attempt }
    };
    deliver(incoming, done).await;
}

fn failure(error: AccountError) -> DialFailure {
    if let AccountError::Refused(problem) = error {
        return DialFailure::Refused(problem);
    }
    match Problem::from(error).retry_after_ms.map(Duration::from_millis) {
        Some(retry_after) => DialFailure::Busy { retry_after },
        None => DialFailure::Unreachable,
    }
}

/// What an answer means that is no connection. Only a server that is busy may ask to wait.
pub(super) fn refused(status: StatusCode, retry_after: Option<Duration>) -> DialFailure {
    match (status, retry_after) {
        (StatusCode::UNAUTHORIZED, _) => DialFailure::Unauthorized,
        (StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE, Some(retry_after)) => {
            DialFailure::Busy { retry_after }
        }
        _ => DialFailure::Unreachable,
    }
}

/// Waits for room. Without a driver nobody is left to care.
pub(super) async fn deliver(incoming: &mpsc::Sender<Input>, input: Input) {
    if incoming.send(input).await.is_err() {
        tracing::trace!("the driver is gone");
    }
}
