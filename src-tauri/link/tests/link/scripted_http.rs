//! A small HTTP server on loopback that answers as a test says and remembers what it was asked.

use link::{Network, Rest};
use protocol::{ServerId, Timestamp, UserId, rest::Tokens};
use serde_json::Value;
use std::sync::{Arc, Mutex};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};
use url::Url;
use uuid::Uuid;

/// A client of a server on this machine.
pub(crate) fn rest(url: &Url) -> Rest {
    Rest::new(url.clone(), Arc::new(Network::new(url)))
}

/// A request as it came.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asked {
    pub(crate) line: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Asked {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }
}

/// What to answer.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(status: u16, body: &impl serde::Serialize) -> Self {
        let body = serde_json::to_vec(body).expect("test bodies have a JSON form");
        Self { status, headers: Vec::new(), body }
    }
}

type Script = dyn Fn(&Asked) -> Answer + Send + Sync;

#[derive(Clone)]
pub(crate) struct HttpServer {
    pub(crate) url: Url,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl HttpServer {
    pub(crate) async fn start(script: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback has a free port");
        let address = listener.local_addr().expect("it is bound");
        let url = Url::parse(&format!("http://{address}")).expect("a good address");
        let asked: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let (script, seen): (Arc<Script>, _) = (Arc::new(script), Arc::clone(&asked));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (script, seen) = (Arc::clone(&script), Arc::clone(&seen));
                tokio::spawn(async move { serve(stream, &*script, &seen).await });
            }
        });
        Self { url, asked }
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("no test panics with the lock").clone()
    }
}

async fn serve(stream: TcpStream, script: &Script, seen: &Mutex<Vec<Asked>>) {
    let mut stream = BufReader::new(stream);
    while let Some(asked) = read(&mut stream).await {
        let answer = script(&asked);
        seen.lock().expect("no test panics with the lock").push(asked);
        let mut head = format!("HTTP/1.1 {} Scripted\r\n", answer.status);
        let length = [("content-length", answer.body.len().to_string())];
        for (name, value) in answer.headers.iter().chain(&length) {
            head.extend([*name, ": ", value, "\r\n"]);
        }
        head.push_str("\r\n");
        let bytes = [head.as_bytes(), &answer.body].concat();
        if stream.write_all(&bytes).await.is_err() {
            return;
        }
    }
}

async fn read(stream: &mut BufReader<TcpStream>) -> Option<Asked> {
    let mut asked = Asked::default();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        let line = line.trim_end();
        if asked.line.is_empty() {
            line.clone_into(&mut asked.line);
        } else if let Some((name, value)) = line.split_once(':') {
            asked.headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        } else {
            break;
        }
    }
    let length = asked.header("content-length").and_then(|length| length.parse().ok());
    asked.body = vec![0; length.unwrap_or(0)];
    stream.read_exact(&mut asked.body).await.ok()?;
    Some(asked)
}

pub(crate) const SERVER: ServerId = ServerId(Uuid::from_u128(0x5E));
pub(crate) const USER: UserId = UserId(Uuid::from_u128(0x05));

/// Tokens that live for `seconds`; `number` tells them apart.
pub(crate) fn tokens(number: u64, seconds: i64) -> Tokens {
    let now = Timestamp::from_second(1_700_000_000).expect("a time in range");
    Tokens {
        access_token: format!("access-{number}"),
        access_expires_at: now + jiff::SignedDuration::from_secs(seconds),
        refresh_token: format!("refresh-{number}"),
        user_id: USER,
        server_id: SERVER,
        now,
    }
}
