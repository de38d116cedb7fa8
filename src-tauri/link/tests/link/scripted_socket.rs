//! A small WebSocket server on loopback whose every frame a test writes itself. It signs anybody
//! in over HTTP at the same address.

use crate::scripted_http::tokens;
use futures_util::{SinkExt, StreamExt};
use protocol::frame::{ClientFrame, SUBPROTOCOL, ServerFrame};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::{Mutex, mpsc},
    time::timeout,
};
use tokio_tungstenite::{
    WebSocketStream, accept_hdr_async,
    tungstenite::{
        Message,
        handshake::server::{Callback, ErrorResponse, Request, Response},
        http::HeaderValue,
        protocol::{CloseFrame, frame::coding::CloseCode},
    },
};
use url::Url;

/// Nothing in these tests takes long; a wait that does is a failure.
const LONG: Duration = Duration::from_secs(20);

/// The end of a socket at the server.
pub(crate) struct Peer {
    socket: WebSocketStream<TcpStream>,
    pub(crate) headers: Vec<(String, String)>,
}

impl Peer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The next frame, pings left out.
    pub(crate) async fn next(&mut self) -> Option<ClientFrame> {
        loop {
            let message = timeout(LONG, self.socket.next()).await.expect("no frame came");
            let Some(Ok(Message::Text(text))) = message else { return None };
            match serde_json::from_str(&text).expect("the client speaks the protocol") {
                ClientFrame::Ping { .. } => {}
                frame => return Some(frame),
            }
        }
    }

    pub(crate) async fn send(&mut self, frame: &ServerFrame) {
        let text = serde_json::to_string(frame).expect("every frame has a JSON form");
        self.text(text).await;
    }

    pub(crate) async fn text(&mut self, text: String) {
        self.socket.send(Message::text(text)).await.expect("the client listens");
    }

    pub(crate) async fn close(mut self, code: u16) {
        let frame = CloseFrame { code: CloseCode::from(code), reason: "".into() };
        self.socket.close(Some(frame)).await.expect("the client listens");
        while let Some(Ok(_)) = self.socket.next().await {}
    }

    /// Whether the client closed its side.
    pub(crate) async fn closes(mut self) -> bool {
        loop {
            match timeout(LONG, self.socket.next()).await {
                Ok(Some(Ok(message))) if !message.is_close() => {}
                Ok(_) => return true,
                Err(_) => return false,
            }
        }
    }
}

pub(crate) struct SocketServer {
    pub(crate) url: Url,
    peers: Mutex<mpsc::Receiver<Peer>>,
    handshakes: Arc<AtomicU64>,
}

impl SocketServer {
    /// Refuses the first handshakes with these raw HTTP answers, one each.
    pub(crate) async fn start(refusals: Vec<&'static str>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback has a free port");
        let address = listener.local_addr().expect("it is bound");
        let (accepted, peers) = mpsc::channel(8);
        let handshakes = Arc::new(AtomicU64::new(0));
        let (refusals, count) = (Arc::new(refusals), Arc::clone(&handshakes));
        tokio::spawn(async move {
            let signed_in = Arc::new(AtomicU64::new(0));
            while let Ok((stream, _)) = listener.accept().await {
                let (accepted, refusals) = (accepted.clone(), Arc::clone(&refusals));
                let (count, signed_in) = (Arc::clone(&count), Arc::clone(&signed_in));
                tokio::spawn(async move {
                    if is_socket(&stream).await {
                        let number = count.fetch_add(1, Ordering::SeqCst);
                        let refusal = usize::try_from(number).ok().and_then(|n| refusals.get(n));
                        greet(stream, refusal.copied(), &accepted).await;
                    } else {
                        sign_in(stream, &signed_in).await;
                    }
                });
            }
        });
        let url = Url::parse(&format!("http://{address}")).expect("a good address");
        Self { url, peers: Mutex::new(peers), handshakes }
    }

    /// The next socket that a client opened.
    pub(crate) async fn accept(&self) -> Peer {
        let mut peers = self.peers.lock().await;
        timeout(LONG, peers.recv()).await.expect("nobody connected").expect("the server runs")
    }

    pub(crate) fn handshakes(&self) -> u64 {
        self.handshakes.load(Ordering::SeqCst)
    }
}

async fn is_socket(stream: &TcpStream) -> bool {
    let mut start = [0; 14];
    loop {
        match stream.peek(&mut start).await {
            Ok(count) if count >= start.len() => return start.starts_with(b"GET /v1/socket"),
            Ok(0) | Err(_) => return false,
            Ok(_) => tokio::task::yield_now().await,
        }
    }
}

async fn greet(mut stream: TcpStream, refusal: Option<&str>, accepted: &mpsc::Sender<Peer>) {
    if let Some(refusal) = refusal {
        let mut request = [0; 4_096];
        if stream.read(&mut request).await.is_ok() {
            stream.write_all(refusal.as_bytes()).await.expect("the client listens");
        }
        return;
    }
    let mut handshake = Handshake::default();
    let socket = accept_hdr_async(stream, &mut handshake).await.expect("a good handshake");
    let headers = handshake.headers;
    accepted.send(Peer { socket, headers }).await.expect("the test goes on");
}

/// Remembers the headers and agrees to the protocol.
#[derive(Default)]
struct Handshake {
    headers: Vec<(String, String)>,
}

impl Callback for &mut Handshake {
    fn on_request(
        self,
        request: &Request,
        mut response: Response,
    ) -> Result<Response, ErrorResponse> {
        for (name, value) in request.headers() {
            let value = value.to_str().unwrap_or_default().to_owned();
            self.headers.push((name.as_str().to_owned(), value));
        }
        let protocol = HeaderValue::from_static(SUBPROTOCOL);
        response.headers_mut().insert("sec-websocket-protocol", protocol);
        Ok(response)
    }
}

/// Every sign-in and refresh gives the next tokens.
async fn sign_in(mut stream: TcpStream, count: &AtomicU64) {
    let mut request = vec![0; 16_384];
    while let Ok(length) = stream.read(&mut request).await
        && length > 0
    {
        let number = count.fetch_add(1, Ordering::SeqCst) + 1;
        let body = serde_json::to_string(&tokens(number, 3_600)).expect("tokens have a JSON form");
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
        if stream.write_all(format!("{head}{body}").as_bytes()).await.is_err() {
            return;
        }
    }
}
