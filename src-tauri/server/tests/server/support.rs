//! A server in a folder of its own, and clients for it.

use futures_util::{SinkExt, StreamExt};
use protocol::{
    Channel, Clock, DeviceId, Envelope, IdempotencyKey, Ids, MessageId, SessionId, SystemIds,
    Timestamp, Write,
    frame::{ClientFrame, ServerFrame, Subscription},
    records::{PermissionMode, SessionKind},
    rest::{Accepted, EmbeddedSignIn, Page, Tokens},
    write::{CreateSession, NewMessage, PostMessage},
};
use reqwest::{Method, Response, StatusCode};
use secrecy::SecretString;
use serde::de::DeserializeOwned;
use server::{Config, Server};
use std::{
    path::Path,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Message as Frame, client::IntoClientRequest, http::HeaderValue},
};
use url::Url;

pub(crate) const SECRET: &str = "only we two know";
/// Nothing here takes longer unless it hangs.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Debug)]
pub(crate) struct TestClock(Mutex<Timestamp>);

impl TestClock {
    pub(crate) fn advance(&self, minutes: i64) {
        self.advance_by(jiff::SignedDuration::from_mins(minutes));
    }

    pub(crate) fn advance_by(&self, by: jiff::SignedDuration) {
        let mut now = self.0.lock().unwrap();
        *now = now.checked_add(by).unwrap();
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

pub(crate) struct World {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) pace: Duration,
}

impl World {
    pub(crate) fn new() -> Self {
        // The test client speaks no TLS here but wants to know how it would.
        let _known = rustls::crypto::ring::default_provider().install_default();
        let start = "2026-11-20T10:00:00Z".parse().unwrap();
        Self {
            folder: tempfile::tempdir().unwrap(),
            clock: Arc::new(TestClock(Mutex::new(start))),
            pace: Duration::ZERO,
        }
    }

    pub(crate) fn config(&self, data: &Path) -> Config {
        let mut config = Config::embedded(data.to_owned(), SecretString::from(SECRET));
        config.clock = Arc::<TestClock>::clone(&self.clock);
        config.pace = self.pace;
        config
    }

    pub(crate) async fn start(&self) -> Server {
        self.start_with(|_| {}).await
    }

    /// With accounts instead of the secret.
    pub(crate) async fn start_shared(&self) -> Server {
        self.start_with(|config| config.embedded_secret = None).await
    }

    pub(crate) async fn start_with(&self, differently: impl FnOnce(&mut Config)) -> Server {
        let mut config = self.config(self.folder.path());
        differently(&mut config);
        server::start(config).await.expect("it starts")
    }
}

pub(crate) fn http() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().build().unwrap()
}

#[derive(Clone)]
pub(crate) struct Client {
    pub(crate) http: reqwest::Client,
    pub(crate) url: Url,
    pub(crate) tokens: Tokens,
}

pub(crate) async fn sign_in(server: &Server) -> Client {
    let http = http();
    let url = server.url();
    let body = EmbeddedSignIn { secret: SECRET.to_owned(), device: DeviceId(SystemIds.next()) };
    let answer =
        http.post(url.join("/v1/auth/embedded").unwrap()).json(&body).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    Client { http, url, tokens: answer.json().await.unwrap() }
}

pub(crate) fn new_message(text: &str) -> NewMessage {
    NewMessage { id: MessageId(SystemIds.next()), text: text.to_owned() }
}

pub(crate) fn new_session(text: &str, permission: PermissionMode) -> CreateSession {
    CreateSession {
        id: SessionId(SystemIds.next()),
        kind: SessionKind::Intake,
        permission,
        first_message: new_message(text),
    }
}

pub(crate) fn post(session: SessionId, text: &str) -> Write {
    Write::PostMessage {
        session,
        body: PostMessage { message: new_message(text), resume: true, replaces: None },
    }
}

pub(crate) fn key() -> IdempotencyKey {
    IdempotencyKey(SystemIds.next())
}

impl Client {
    pub(crate) fn user(&self) -> Channel {
        Channel::User(self.tokens.user_id)
    }

    pub(crate) fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        self.http
            .request(method, self.url.join(path).unwrap())
            .bearer_auth(&self.tokens.access_token)
    }

    pub(crate) async fn send(&self, write: &Write, key: IdempotencyKey) -> Response {
        let request = write.request();
        self.request(request.method, &request.path)
            .header("idempotency-key", key.to_string())
            .body(request.body)
            .send()
            .await
            .unwrap()
    }

    pub(crate) async fn write(&self, write: &Write) -> Accepted {
        let answer = self.send(write, key()).await;
        let status = answer.status();
        let text = answer.text().await.unwrap();
        assert_eq!(status, StatusCode::OK, "{text}");
        serde_json::from_str(&text).unwrap()
    }

    pub(crate) async fn refused(&self, write: &Write) -> (StatusCode, String) {
        problem(self.send(write, key()).await).await
    }

    pub(crate) async fn get(&self, path: &str) -> Response {
        self.request("GET", path).send().await.unwrap()
    }

    pub(crate) async fn read<T: DeserializeOwned>(&self, path: &str) -> T {
        let answer = self.get(path).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        answer.json().await.unwrap()
    }

    pub(crate) async fn list<T: DeserializeOwned>(&self, path: &str) -> Vec<T> {
        self.read::<Page<T>>(path).await.items
    }

    /// The position a read was taken at.
    pub(crate) async fn position(&self, path: &str, ch: Channel) -> Subscription {
        let answer = self.get(path).await;
        let header = answer.headers()["channel-position"].to_str().unwrap().to_owned();
        let (epoch, seq) = header.split_once(':').unwrap();
        let last = answer.headers().get("channel-event");
        Subscription {
            ch,
            epoch: Some(epoch.parse().unwrap()),
            seq: seq.parse().unwrap(),
            last: last.map(|id| id.to_str().unwrap().parse().unwrap()),
        }
    }

    pub(crate) async fn socket(&self, subs: Vec<Subscription>) -> Socket {
        let mut socket = open(&self.url, &self.tokens.access_token).await.unwrap();
        socket.send(&hello(subs)).await;
        assert!(matches!(socket.next().await, ServerFrame::Ready { .. }));
        socket
    }
}

/// Status and code of a refusal, which must be problem details.
pub(crate) async fn problem(answer: Response) -> (StatusCode, String) {
    let status = answer.status();
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
    let body: serde_json::Value = answer.json().await.unwrap();
    assert!(body["title"].is_string() && body["retryable"].is_boolean());
    (status, body["code"].as_str().unwrap().to_owned())
}

pub(crate) fn hello(subs: Vec<Subscription>) -> ClientFrame {
    ClientFrame::Hello { v: 1, device: DeviceId(SystemIds.next()), client: "test".into(), subs }
}

pub(crate) struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

/// The socket, or the HTTP status of the refusal.
pub(crate) async fn open(url: &Url, token: &str) -> Result<Socket, u16> {
    let mut address = url.join("/v1/socket").unwrap();
    address.set_scheme("ws").unwrap();
    let mut request = address.as_str().into_client_request().unwrap();
    let headers = request.headers_mut();
    headers.insert("sec-websocket-protocol", HeaderValue::from_static("rt.v1"));
    if !token.is_empty() {
        let bearer = HeaderValue::try_from(format!("Bearer {token}")).unwrap();
        headers.insert("authorization", bearer);
    }
    match connect_async(request).await {
        Ok((socket, answer)) => {
            assert_eq!(answer.headers()["sec-websocket-protocol"], "rt.v1");
            Ok(Socket(socket))
        }
        Err(tokio_tungstenite::tungstenite::Error::Http(answer)) => Err(answer.status().as_u16()),
        Err(error) => panic!("{error}"),
    }
}

impl Socket {
    pub(crate) async fn send(&mut self, frame: &ClientFrame) {
        self.send_text(serde_json::to_string(frame).unwrap()).await;
    }

    pub(crate) async fn send_text(&mut self, text: String) {
        self.0.send(Frame::Text(text.into())).await.unwrap();
    }

    pub(crate) async fn send_binary(&mut self) {
        self.0.send(Frame::Binary(vec![1, 2, 3].into())).await.unwrap();
    }

    pub(crate) async fn receive(&mut self) -> Result<ServerFrame, u16> {
        loop {
            let frame = timeout(PATIENCE, self.0.next()).await.expect("a frame in time");
            match frame {
                Some(Ok(Frame::Text(text))) => return Ok(serde_json::from_str(&text).unwrap()),
                Some(Ok(Frame::Close(Some(close)))) => return Err(close.code.into()),
                Some(Ok(_)) => {}
                Some(Err(error)) => panic!("the socket broke: {error}"),
                None => panic!("the socket ended without a code"),
            }
        }
    }

    pub(crate) async fn next(&mut self) -> ServerFrame {
        self.receive().await.expect("a frame and no close")
    }

    /// This frame is the next beside the one that says from where the channel is followed.
    pub(crate) async fn hears(&mut self, frame: &ServerFrame) {
        loop {
            let next = self.next().await;
            if next == *frame {
                return;
            }
            assert!(matches!(next, ServerFrame::SubOk { .. }), "{next:?}");
        }
    }

    /// The code it is closed with, whatever comes before.
    pub(crate) async fn closed(&mut self) -> u16 {
        loop {
            if let Err(code) = self.receive().await {
                return code;
            }
        }
    }

    /// The next event; acknowledges it. Other frames are skipped.
    pub(crate) async fn event(&mut self) -> Envelope {
        loop {
            if let ServerFrame::Ev(envelope) = self.next().await {
                let pos = [(envelope.channel, envelope.seq)].into();
                self.send(&ClientFrame::Ack { pos }).await;
                return envelope;
            }
        }
    }

    /// Events up to and with the first of this name.
    pub(crate) async fn until(&mut self, name: &str) -> Vec<Envelope> {
        let mut events = Vec::new();
        loop {
            let envelope = self.event().await;
            let found = envelope.event.name == name;
            events.push(envelope);
            if found {
                return events;
            }
        }
    }
}
