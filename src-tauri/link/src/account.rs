//! Who uses the server: signs in, keeps the access token fresh, and remembers the refresh token
//! between runs. Callers share one sign-in or refresh; when and what to send is left to them.

mod stored;

use crate::{Rest, RestError, SecretStore, secrets::PatientSecrets};
use protocol::{
    Clock, DeviceId, ErrorCode, Problem, ServerId, Timestamp, UserId,
    rest::{EmbeddedSignIn, Refresh, SignIn, Tokens},
};
use secrecy::{ExposeSecret, SecretString};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use stored::Stored;
use thiserror::Error;
use tokio::{
    sync::{Mutex, watch},
    time::Instant,
};

/// An access token with less time than this is replaced; of one that lives shorter than an hour,
/// the last quarter counts.
const REFRESH_BEFORE: Duration = Duration::from_mins(15);

/// How a person is known to the server.
#[derive(Debug, Clone)]
pub enum Identity {
    /// The desktop's own server: both hold a secret.
    Embedded(SecretString),
    /// An account on a server.
    Account {
        /// Its name.
        name: String,
        /// Its password.
        password: SecretString,
    },
}

/// There is no valid token.
#[derive(Debug, Clone, Error)]
pub enum AccountError {
    /// The server refused to sign in: trying again the same way does not help.
    #[error("signing in was refused: {0}")]
    Refused(Problem),
    /// Signing in was not possible now.
    #[error("signing in is not possible now")]
    Unavailable(#[from] RestError),
}

impl From<AccountError> for Problem {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::Refused(problem) => problem,
            AccountError::Unavailable(error) => error.into(),
        }
    }
}

/// A pair of tokens and how long the access token lives.
#[derive(Debug)]
struct Held {
    access: SecretString,
    refresh: SecretString,
    server: ServerId,
    user: UserId,
    lifetime: Duration,
    asked_at: Instant,
    asked_on: Timestamp,
}

#[derive(Debug, Default)]
struct State {
    held: Option<Held>,
    stored: Option<Stored>,
    looked_up: bool,
    failure: Option<AccountError>,
}

impl State {
    fn who(&self) -> (ServerId, UserId) {
        let held = self.held.as_ref().map(|held| (held.server, held.user));
        let stored = self.stored.as_ref().map(|stored| (stored.server, stored.user));
        held.or(stored).expect("the ids are known once signing in succeeded")
    }
}

/// The person's account on one server.
#[derive(Debug)]
pub struct Account {
    rest: Rest,
    secrets: PatientSecrets,
    identity: Identity,
    device: DeviceId,
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
    attempts: AtomicU64,
    renewals: watch::Sender<u64>,
}

impl Account {
    /// An account that has not signed in yet.
    pub fn new(
        rest: Rest,
        secrets: Arc<dyn SecretStore>,
        identity: Identity,
        device: DeviceId,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let secrets = PatientSecrets::new(secrets);
        let (state, attempts) = (Mutex::default(), AtomicU64::new(0));
        let renewals = watch::Sender::new(0);
        Self { rest, secrets, identity, device, clock, state, attempts, renewals }
    }

    /// The way to its server.
    pub(crate) fn rest(&self) -> &Rest {
        &self.rest
    }

    /// Whether the server is the desktop's own.
    pub fn is_embedded(&self) -> bool {
        matches!(self.identity, Identity::Embedded(_))
    }

    /// An access token with time left; signs in or refreshes when there is none.
    pub async fn access(&self) -> Result<SecretString, AccountError> {
        let seen = self.attempts.load(Ordering::Acquire);
        let mut state = self.state.lock().await;
        if let Some(held) = &state.held
            && self.is_fresh(held)
        {
            return Ok(held.access.clone());
        }
        self.shared(seen, &mut state).await
    }

    /// Another access token, whatever time the present one has left: the server refused it.
    pub async fn renew(&self) -> Result<SecretString, AccountError> {
        let seen = self.attempts.load(Ordering::Acquire);
        let mut state = self.state.lock().await;
        self.shared(seen, &mut state).await
    }

    /// The database and the person behind the account. Known without the server once it has
    /// signed in on this device; else it signs in.
    pub async fn who(&self) -> Result<(ServerId, UserId), AccountError> {
        let seen = self.attempts.load(Ordering::Acquire);
        let mut state = self.state.lock().await;
        self.look_up(&mut state).await;
        if state.held.is_none() && state.stored.is_none() {
            self.shared(seen, &mut state).await?;
        }
        Ok(state.who())
    }

    /// How often an access token took the place of another.
    pub(crate) fn renewals(&self) -> watch::Receiver<u64> {
        self.renewals.subscribe()
    }

    /// How long the present access token may still be used, zero without one.
    pub(crate) async fn time_left(&self) -> Duration {
        let state = self.state.lock().await;
        state.held.as_ref().map_or(Duration::ZERO, |held| self.left(held))
    }

    /// One attempt for all who asked before it ended, with its result for each of them.
    async fn shared(&self, seen: u64, state: &mut State) -> Result<SecretString, AccountError> {
        if self.attempts.load(Ordering::Acquire) != seen {
            if let Some(failure) = &state.failure {
                return Err(failure.clone());
            }
            if let Some(held) = &state.held {
                return Ok(held.access.clone());
            }
        }
        let outcome = self.obtain(state).await;
        state.failure = outcome.as_ref().err().cloned();
        self.attempts.fetch_add(1, Ordering::AcqRel);
        outcome
    }

    async fn obtain(&self, state: &mut State) -> Result<SecretString, AccountError> {
        self.look_up(state).await;
        let held = state.held.as_ref().map(|held| held.refresh.clone());
        let refresh = held.or_else(|| state.stored.as_ref().map(|stored| stored.refresh.clone()));
        let (asked_at, asked_on) = (Instant::now(), self.clock.now());
        let tokens = match self.refresh(refresh).await? {
            Some(tokens) => tokens,
            None => self.sign_in().await?,
        };
        let held = held_from(tokens, asked_at, asked_on);
        let stored = Stored::from(&held);
        self.secrets.set(&self.secret_name(), &stored.encoded()).await;
        let access = held.access.clone();
        if state.held.is_some() {
            self.renewals.send_modify(|count| *count += 1);
        }
        (state.held, state.stored) = (Some(held), Some(stored));
        Ok(access)
    }

    /// The next pair, or `None` when there is no refresh token or the server takes it no longer.
    async fn refresh(&self, token: Option<SecretString>) -> Result<Option<Tokens>, AccountError> {
        let Some(token) = token else { return Ok(None) };
        let body = Refresh { refresh_token: token.expose_secret().to_owned() };
        match self.rest.post("/v1/auth/refresh", &body).await {
            Ok(tokens) => Ok(Some(tokens)),
            Err(error) if error.is_retryable() => Err(error.into()),
            Err(error) => {
                tracing::info!(%error, "the refresh token is no longer taken");
                Ok(None)
            }
        }
    }

    async fn sign_in(&self) -> Result<Tokens, AccountError> {
        let device = self.device;
        let answer = match &self.identity {
            Identity::Embedded(secret) => {
                let secret = secret.expose_secret().to_owned();
                self.rest.post("/v1/auth/embedded", &EmbeddedSignIn { secret, device }).await
            }
            Identity::Account { name, password } => {
                let (name, password) = (name.clone(), password.expose_secret().to_owned());
                self.rest.post("/v1/auth/login", &SignIn { name, password, device }).await
            }
        };
        answer.map_err(|error| match error {
            RestError::Problem(problem) if is_refusal(&problem) => AccountError::Refused(problem),
            other => AccountError::Unavailable(other),
        })
    }

    async fn look_up(&self, state: &mut State) {
        if state.looked_up {
            return;
        }
        state.looked_up = true;
        let secret = self.secrets.get(&self.secret_name()).await;
        state.stored = secret.as_ref().and_then(Stored::decoded);
    }

    /// Tokens of one server and person are never shown to another. The desktop's own server comes
    /// back at another port each time.
    fn secret_name(&self) -> String {
        match &self.identity {
            Identity::Embedded(_) => "tokens of the embedded server".to_owned(),
            Identity::Account { name, .. } => {
                let origin = self.rest.server().origin().ascii_serialization();
                format!("tokens of {name} at {origin}")
            }
        }
    }

    fn is_fresh(&self, held: &Held) -> bool {
        self.left(held) > REFRESH_BEFORE.min(held.lifetime / 4)
    }

    /// By the server's time and the monotonic clock. That clock may stand still while the machine
    /// sleeps, so the time of day counts when it says that more time has passed.
    fn left(&self, held: &Held) -> Duration {
        let asleep = self.clock.now().duration_since(held.asked_on);
        let by_day = Duration::try_from(asleep).unwrap_or_default();
        held.lifetime.saturating_sub(held.asked_at.elapsed().max(by_day))
    }
}

fn held_from(tokens: Tokens, asked_at: Instant, asked_on: Timestamp) -> Held {
    let lifetime = tokens.access_expires_at.duration_since(tokens.now);
    Held {
        access: tokens.access_token.into(),
        refresh: tokens.refresh_token.into(),
        server: tokens.server_id,
        user: tokens.user_id,
        lifetime: Duration::try_from(lifetime).unwrap_or_default(),
        asked_at,
        asked_on,
    }
}

fn is_refusal(problem: &Problem) -> bool {
    let refusals = [
        ErrorCode::Unauthorized,
        ErrorCode::WrongCredentials,
        ErrorCode::TokenRevoked,
        ErrorCode::Forbidden,
    ];
    !problem.retryable && refusals.contains(&problem.code)
}
