//! Signing in, staying signed in, and being signed in again after a restart.

use crate::scripted_http::{Answer, Asked, HttpServer, SERVER, USER, rest, tokens};
use futures_util::future::join_all;
use jiff::SignedDuration;
use link::{Account, AccountError, Identity, MemorySecrets, SecretStore};
use protocol::{Clock, DeviceId, ErrorCode, Problem, SystemClock, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU64, Ordering},
};
use url::Url;
use uuid::Uuid;

/// A clock that stands still until a test moves it on.
#[derive(Debug)]
pub(crate) struct SetClock(Mutex<Timestamp>);

impl SetClock {
    pub(crate) fn advance(&self, time: SignedDuration) {
        *self.0.lock().expect("no test panics with the lock") += time;
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().expect("no test panics with the lock")
    }
}

pub(crate) fn clock() -> Arc<SetClock> {
    Arc::new(SetClock(Mutex::new(Timestamp::UNIX_EPOCH)))
}

fn embedded() -> Identity {
    Identity::Embedded(SecretString::from("shared-secret"))
}

fn account(url: &Url, secrets: &Arc<MemorySecrets>, clock: Arc<dyn Clock>) -> Account {
    let secrets: Arc<dyn SecretStore> = Arc::<MemorySecrets>::clone(secrets);
    let device = DeviceId(Uuid::from_u128(1));
    Account::new(rest(url), secrets, embedded(), device, clock)
}

/// Gives numbered tokens for every way to ask.
fn numbered(seconds: i64) -> impl Fn(&Asked) -> Answer {
    let count = AtomicU64::new(0);
    move |_| Answer::json(200, &tokens(count.fetch_add(1, Ordering::SeqCst) + 1, seconds))
}

fn paths(server: &HttpServer) -> Vec<String> {
    let path = |asked: &Asked| asked.line.split(' ').nth(1).map(str::to_owned);
    server.asked().iter().filter_map(path).collect()
}

#[tokio::test]
async fn it_signs_in_once_and_then_uses_the_token() {
    let server = HttpServer::start(numbered(3_600)).await;
    let account = account(&server.url, &Arc::default(), Arc::new(SystemClock));
    for _ in 0..3 {
        let token = account.access().await.expect("the server signs in");
        assert_eq!(token.expose_secret(), "access-1");
    }
    assert_eq!(account.who().await.expect("it is signed in"), (SERVER, USER));
    assert_eq!(paths(&server), ["/v1/auth/embedded"]);
    assert_eq!(server.asked()[0].json()["secret"], "shared-secret");
}

#[tokio::test]
async fn a_name_and_a_password_sign_in_too() {
    let server = HttpServer::start(numbered(3_600)).await;
    let identity =
        Identity::Account { name: "ada".to_owned(), password: SecretString::from("long enough") };
    let (rest, secrets) = (rest(&server.url), Arc::new(MemorySecrets::default()));
    let device = DeviceId(Uuid::from_u128(1));
    let account = Account::new(rest, secrets, identity, device, Arc::new(SystemClock));
    account.access().await.expect("the server signs in");
    assert_eq!(paths(&server), ["/v1/auth/login"]);
    assert_eq!(server.asked()[0].json()["name"], "ada");
}

#[tokio::test]
async fn a_token_is_refreshed_when_less_than_fifteen_minutes_are_left() {
    let server = HttpServer::start(numbered(3_600)).await;
    let clock = clock();
    let account = account(&server.url, &Arc::default(), Arc::<SetClock>::clone(&clock));
    account.access().await.expect("the server signs in");
    clock.advance(SignedDuration::from_mins(44));
    assert_eq!(account.access().await.expect("it is held").expose_secret(), "access-1");
    clock.advance(SignedDuration::from_mins(2));
    assert_eq!(account.access().await.expect("it is refreshed").expose_secret(), "access-2");
    assert_eq!(paths(&server), ["/v1/auth/embedded", "/v1/auth/refresh"]);
    assert_eq!(server.asked()[1].json()["refresh_token"], "refresh-1");
}

#[tokio::test]
async fn a_token_of_a_minute_is_not_refreshed_at_every_use() {
    let server = HttpServer::start(numbered(60)).await;
    let account = account(&server.url, &Arc::default(), clock());
    for _ in 0..5 {
        account.access().await.expect("the server signs in");
    }
    assert_eq!(server.asked().len(), 1);
}

#[tokio::test]
async fn a_clock_of_the_device_that_is_wrong_changes_nothing() {
    let server = HttpServer::start(numbered(3_600)).await;
    let clock = clock();
    clock.advance(SignedDuration::from_hours(24 * 365 * 80));
    let account = account(&server.url, &Arc::default(), clock);
    account.access().await.expect("the server signs in");
    account.access().await.expect("it is held");
    assert_eq!(server.asked().len(), 1);
}

#[tokio::test]
async fn many_who_ask_at_once_share_one_request() {
    let server = HttpServer::start(numbered(3_600)).await;
    let account = account(&server.url, &Arc::default(), Arc::new(SystemClock));
    for token in join_all((0..20).map(|_| account.access())).await {
        assert_eq!(token.expect("the server signs in").expose_secret(), "access-1");
    }
    for token in join_all((0..20).map(|_| account.renew())).await {
        assert_eq!(token.expect("the server refreshes").expose_secret(), "access-2");
    }
    assert_eq!(server.asked().len(), 2);
}

#[tokio::test]
async fn many_who_ask_at_once_share_one_failure() {
    let server = HttpServer::start(|_| Answer::json(503, &())).await;
    let account = account(&server.url, &Arc::default(), Arc::new(SystemClock));
    for result in join_all((0..20).map(|_| account.access())).await {
        assert!(matches!(result, Err(AccountError::Unavailable(_))));
    }
    assert_eq!(server.asked().len(), 1);
}

#[tokio::test]
async fn after_a_restart_it_knows_who_it_is_without_the_server_and_refreshes() {
    let server = HttpServer::start(numbered(3_600)).await;
    let secrets = Arc::new(MemorySecrets::default());
    account(&server.url, &secrets, Arc::new(SystemClock)).access().await.expect("it signs in");
    let again = account(&server.url, &secrets, Arc::new(SystemClock));
    assert_eq!(again.who().await.expect("it was kept"), (SERVER, USER));
    assert_eq!(server.asked().len(), 1, "who it is was asked of the server");
    assert_eq!(again.access().await.expect("it refreshes").expose_secret(), "access-2");
    assert_eq!(paths(&server)[1], "/v1/auth/refresh");
}

#[tokio::test]
async fn a_refresh_token_that_is_no_longer_taken_leads_to_another_sign_in() {
    let server = HttpServer::start(|asked| {
        if asked.line.contains("/refresh") {
            return Answer::json(401, &Problem::refused(ErrorCode::TokenRevoked, "Signed out."));
        }
        Answer::json(200, &tokens(9, 3_600))
    })
    .await;
    let secrets = Arc::new(MemorySecrets::default());
    let account = account(&server.url, &secrets, Arc::new(SystemClock));
    account.access().await.expect("it signs in");
    account.renew().await.expect("it signs in again");
    assert_eq!(paths(&server), ["/v1/auth/embedded", "/v1/auth/refresh", "/v1/auth/embedded"]);
}

#[tokio::test]
async fn a_server_that_is_away_costs_no_sign_in() {
    let is_away = Arc::new(Mutex::new(false));
    let away = Arc::clone(&is_away);
    let server = HttpServer::start(move |_| {
        if *away.lock().expect("no test panics with the lock") {
            return Answer::json(503, &());
        }
        Answer::json(200, &tokens(1, 3_600))
    })
    .await;
    let account = account(&server.url, &Arc::default(), Arc::new(SystemClock));
    account.access().await.expect("it signs in");
    *is_away.lock().expect("no test panics with the lock") = true;
    assert!(matches!(account.renew().await, Err(AccountError::Unavailable(_))));
    assert_eq!(paths(&server), ["/v1/auth/embedded", "/v1/auth/refresh"]);
    account.access().await.expect("the token is still good");
}

#[tokio::test]
async fn a_wrong_password_is_told_as_what_it_is() {
    let wrong = Problem::refused(ErrorCode::WrongCredentials, "The name or password is wrong.");
    let sent = wrong.clone();
    let server = HttpServer::start(move |_| Answer::json(401, &sent)).await;
    let account = account(&server.url, &Arc::default(), Arc::new(SystemClock));
    let error = account.access().await.expect_err("the password is wrong");
    assert!(matches!(&error, AccountError::Refused(problem) if *problem == wrong));
}
