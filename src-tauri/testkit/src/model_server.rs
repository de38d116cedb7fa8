//! A model server as `OpenAI`'s, that behaves as a test wants: well, or in one of the ways in which
//! servers, proxies and models fail.

use crate::PATIENCE;
use serde_json::{Value, json};
use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::AbortHandle,
    time::{interval, sleep, timeout},
};

/// The text in so many pieces.
const PIECES: usize = 5;

/// What it does with a request.
#[derive(Debug, Clone, PartialEq)]
pub enum Behaviour {
    /// Says this, with a count of tokens.
    Says(String),
    /// Says this and counts nothing.
    SaysUncounted(String),
    /// Says this word by word, with this time between two, and a count of tokens.
    SaysPaced(String, Duration),
    /// Says this in packets of one byte, between comments.
    SaysByteByByte(String),
    /// Says this and then the connection breaks.
    BreaksOff(String),
    /// Says this and ends without having said that it ends.
    EndsUnsaid(String),
    /// Says this and then nothing, until the other side hangs up.
    Stalls(String),
    /// Says this and then what is no JSON.
    Garbles(String),
    /// Says this and then that it is overloaded.
    Overloads(String),
    /// Never ends.
    Babbles,
    /// Refuses with this status and, perhaps, when to come again in seconds.
    Refuses(u16, Option<u32>),
    /// Calls these tools, each with its arguments as they are sent.
    Calls(Vec<(String, String)>),
}

#[derive(Debug)]
struct Shared {
    words: Mutex<Behaviour>,
    claims: Mutex<Behaviour>,
    knows_schemas: AtomicBool,
    asked: Mutex<Vec<Value>>,
    hung_up: AtomicUsize,
}

/// A model server. It ends when it is dropped.
#[derive(Debug)]
pub struct ModelServer {
    url: String,
    shared: Arc<Shared>,
    serving: AbortHandle,
}

impl Drop for ModelServer {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl ModelServer {
    /// A server that says `words` where words are wanted, and finds nothing.
    ///
    /// # Panics
    ///
    /// When this machine has no free port.
    pub async fn start(words: Behaviour) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let address = listener.local_addr().expect("a bound port has an address");
        let nothing = Behaviour::Says(json!({ "findings": [] }).to_string());
        let shared = Arc::new(Shared {
            words: Mutex::new(words),
            claims: Mutex::new(nothing),
            knows_schemas: AtomicBool::new(true),
            asked: Mutex::default(),
            hung_up: AtomicUsize::new(0),
        });
        let own = Arc::clone(&shared);
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&own)));
            }
        });
        let url = format!("http://{address}/v1");
        Self { url, shared, serving: serving.abort_handle() }
    }

    /// Its address, as a person gives it.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What it does from now on where words are wanted.
    pub fn words(&self, behaviour: Behaviour) {
        *self.shared.words.lock().unwrap_or_else(PoisonError::into_inner) = behaviour;
    }

    /// What it does from now on where findings are wanted.
    pub fn claims(&self, behaviour: Behaviour) {
        *self.shared.claims.lock().unwrap_or_else(PoisonError::into_inner) = behaviour;
    }

    /// From now on it refuses requests with a schema, as servers do that know only tools.
    pub fn knows_only_tools(&self) {
        self.shared.knows_schemas.store(false, Ordering::SeqCst);
    }

    /// The bodies of the requests so far.
    pub fn asked(&self) -> Vec<Value> {
        self.shared.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How often the other side hung up before an answer was whole.
    pub fn hung_up(&self) -> usize {
        self.shared.hung_up.load(Ordering::SeqCst)
    }
}

/// One request, one answer.
async fn serve(mut stream: TcpStream, shared: Arc<Shared>) {
    let Some(body) = request(&mut stream).await else { return };
    let by_schema = body.get("response_format").is_some();
    let wants_claims = by_schema || body.get("tools").is_some();
    let is_refused = by_schema && !shared.knows_schemas.load(Ordering::SeqCst);
    shared.asked.lock().unwrap_or_else(PoisonError::into_inner).push(body);
    let of = if wants_claims { &shared.claims } else { &shared.words };
    let behaviour = of.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let behaviour = if is_refused { Behaviour::Refuses(400, None) } else { behaviour };
    if answer(&mut stream, behaviour).await.is_err() {
        shared.hung_up.fetch_add(1, Ordering::SeqCst);
    }
}

/// The JSON body of a request, if one comes.
async fn request(stream: &mut TcpStream) -> Option<Value> {
    let mut bytes = Vec::new();
    loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(bytes.get(..end)?).to_ascii_lowercase();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
            let length: usize = length.map_or(Some(0), |length| length.trim().parse().ok())?;
            let body = bytes.get(end + 4..)?;
            if body.len() >= length {
                return serde_json::from_slice(body.get(..length)?).ok();
            }
        }
        if timeout(PATIENCE, stream.read_buf(&mut bytes)).await.ok()?.ok()? == 0 {
            return None;
        }
    }
}

fn event(data: &Value) -> String {
    format!("data: {data}\n\n")
}

fn delta(delta: &Value, finish: Option<&str>) -> String {
    event(&json!({
        "id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m",
        "choices": [{ "index": 0, "delta": delta, "finish_reason": finish }],
    }))
}

/// The text as events.
fn said(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let piece = letters.len().div_ceil(PIECES).max(1);
    let pieces = letters.chunks(piece).map(|piece| piece.iter().collect::<String>());
    pieces.map(|piece| delta(&json!({ "content": piece }), None)).collect()
}

fn ended(reason: &str) -> String {
    delta(&json!({}), Some(reason))
}

fn counted() -> String {
    let usage = json!({ "prompt_tokens": 30, "completion_tokens": 7, "total_tokens": 37 });
    event(&json!({ "id": "1", "choices": [], "usage": usage }))
}

const DONE: &str = "data: [DONE]\n\n";

async fn answer(stream: &mut TcpStream, behaviour: Behaviour) -> std::io::Result<()> {
    if let Behaviour::Refuses(status, after) = behaviour {
        let after = after.map(|after| format!("retry-after: {after}\r\n")).unwrap_or_default();
        let head = format!("HTTP/1.1 {status} No\r\n{after}connection: close\r\n");
        let rest = "content-type: application/json\r\ncontent-length: 2\r\n\r\n{}";
        return stream.write_all(format!("{head}{rest}").as_bytes()).await;
    }
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\
                transfer-encoding: chunked\r\nconnection: close\r\n\r\n";
    stream.write_all(head.as_bytes()).await?;
    match behaviour {
        Behaviour::Says(text) => {
            send(stream, &(said(&text) + &ended("stop") + &counted() + DONE)).await?;
        }
        Behaviour::SaysUncounted(text) => {
            send(stream, &(said(&text) + &ended("stop") + DONE)).await?;
        }
        Behaviour::SaysPaced(text, pace) => {
            let mut next = interval(pace);
            for word in text.split_inclusive(' ') {
                next.tick().await;
                send(stream, &delta(&json!({ "content": word }), None)).await?;
            }
            send(stream, &(ended("stop") + &counted() + DONE)).await?;
        }
        Behaviour::SaysByteByByte(text) => {
            let all = said(&text) + ": a comment\n\n" + &ended("stop") + &counted() + DONE;
            for byte in all.replace('\n', "\r\n").into_bytes() {
                send_bytes(stream, &[byte]).await?;
            }
        }
        Behaviour::BreaksOff(text) => {
            send(stream, &said(&text)).await?;
            // A chunk that is announced and does not come.
            return stream.write_all(b"ff\r\ndata: {").await;
        }
        Behaviour::EndsUnsaid(text) => send(stream, &said(&text)).await?,
        Behaviour::Stalls(text) => {
            send(stream, &said(&text)).await?;
            return until_hung_up(stream).await;
        }
        Behaviour::Garbles(text) => {
            send(stream, &(said(&text) + "data: {no json\n\n" + DONE)).await?;
        }
        Behaviour::Overloads(text) => {
            let error = json!({ "error": { "message": "overloaded", "code": 503 } });
            send(stream, &(said(&text) + &event(&error))).await?;
        }
        Behaviour::Babbles => loop {
            send(stream, &said("and so on ")).await?;
            sleep(Duration::from_millis(1)).await;
        },
        Behaviour::Calls(calls) => {
            let calls: Vec<Value> = calls.iter().enumerate().map(called).collect();
            let all = delta(&json!({ "tool_calls": calls }), None);
            send(stream, &(all + &ended("tool_calls") + &counted() + DONE)).await?;
        }
        Behaviour::Refuses(..) => {}
    }
    stream.write_all(b"0\r\n\r\n").await
}

fn called((index, (name, arguments)): (usize, &(String, String))) -> Value {
    let function = json!({ "name": name, "arguments": arguments });
    json!({ "index": index, "id": format!("call_{index}"), "type": "function", "function": function })
}

async fn send(stream: &mut TcpStream, text: &str) -> std::io::Result<()> {
    if text.is_empty() { Ok(()) } else { send_bytes(stream, text.as_bytes()).await }
}

async fn send_bytes(stream: &mut TcpStream, bytes: &[u8]) -> std::io::Result<()> {
    stream.write_all(format!("{:x}\r\n", bytes.len()).as_bytes()).await?;
    stream.write_all(bytes).await?;
    stream.write_all(b"\r\n").await
}

/// An error once the other side has closed.
async fn until_hung_up(stream: &mut TcpStream) -> std::io::Result<()> {
    let mut rest = [0; 64];
    while stream.read(&mut rest).await? > 0 {}
    Err(std::io::ErrorKind::ConnectionReset.into())
}
