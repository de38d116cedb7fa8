//! The real network: HTTP by reqwest, sockets by tungstenite.

use crate::{
    rest,
    transport::{Incoming, Pieces, SocketError, Transport, TransportError, Wire},
};
use bytes::{Bytes, BytesMut};
use futures_util::{SinkExt, StreamExt, TryStreamExt};
use http::{Request, Response, header};
use reqwest::Client;
use std::time::Duration;
use tokio_tungstenite::{
    connect_async_with_config,
    tungstenite::{Error, Message, client::IntoClientRequest, protocol::WebSocketConfig},
};
use url::{Host, Url};

/// Reaching a server by HTTP takes at most this.
const CONNECT_LIMIT: Duration = Duration::from_secs(10);
/// A connection that nobody used for so long is not used again: it may have died without a word
/// while the machine slept, and whoever asks on it waits in vain.
const IDLE_LIMIT: Duration = Duration::from_secs(5);
/// No whole answer is larger than this, in bytes.
const ANSWER_LIMIT: usize = 16 * 1024 * 1024;
/// The largest frame of a server, 1 MiB, and what its envelope may add.
const FRAME_LIMIT: usize = 1024 * 1024 + 64 * 1024;

/// The network of this machine, for one server.
#[derive(Debug, Clone)]
pub struct Network {
    client: Client,
}

impl Network {
    /// The network to the server at `server`. A server on this machine is never asked by a proxy.
    ///
    /// # Panics
    ///
    /// When the machine's TLS certificates cannot be read.
    pub fn new(server: &Url) -> Self {
        Self::with_idle_limit(server, IDLE_LIMIT)
    }

    fn with_idle_limit(server: &Url, limit: Duration) -> Self {
        crate::tls::install();
        let mut builder = Client::builder()
            .connect_timeout(CONNECT_LIMIT)
            .pool_idle_timeout(limit)
            .redirect(reqwest::redirect::Policy::none())
            // Others in this program have the library do more: a packed stream comes late.
            .http1_only()
            .no_gzip();
        if is_loopback(server) {
            builder = builder.no_proxy();
        }
        let client = builder.build().expect("the TLS provider is installed, no option is wrong");
        Self { client }
    }
}

#[async_trait::async_trait]
impl Transport for Network {
    async fn request(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let (head, mut pieces) = self.stream(request).await?.into_parts();
        let mut body = BytesMut::new();
        while let Some(piece) = pieces.next().await {
            body.extend_from_slice(&piece?);
            if body.len() > ANSWER_LIMIT {
                return Err(TransportError::TooLarge);
            }
        }
        Ok(Response::from_parts(head, body.freeze()))
    }

    async fn stream(&self, request: Request<Bytes>) -> Result<Response<Pieces>, TransportError> {
        let mut answer = self.client.execute(request.try_into()?).await?;
        let (status, headers) = (answer.status(), std::mem::take(answer.headers_mut()));
        let pieces = answer.bytes_stream().map_err(TransportError::from).boxed();
        let mut response = Response::new(pieces);
        (*response.status_mut(), *response.headers_mut()) = (status, headers);
        Ok(response)
    }

    async fn socket(&self, request: Request<()>) -> Result<Wire, SocketError> {
        let config = WebSocketConfig::default()
            .max_message_size(Some(FRAME_LIMIT))
            .max_frame_size(Some(FRAME_LIMIT));
        let connecting = connect_async_with_config(handshake(request)?, Some(config), true);
        let (socket, _) = Box::pin(connecting).await.map_err(refused)?;
        let (sink, stream) = socket.split();
        let outgoing = sink
            .with(|text: String| std::future::ready(Ok::<_, Error>(Message::text(text))))
            .sink_err_into();
        let incoming = stream.map(|message| match message {
            Ok(message) => Ok(incoming(message)),
            Err(error) => Err(error.into()),
        });
        Ok(Wire { outgoing: Box::pin(outgoing), incoming: incoming.boxed() })
    }
}

/// The handshake for a socket: what was asked for, and what makes it one.
fn handshake(request: Request<()>) -> Result<Request<()>, SocketError> {
    let (head, ()) = request.into_parts();
    let address = head.uri.to_string().replacen("http", "ws", 1);
    let mut handshake = address.into_client_request().map_err(refused)?;
    handshake.headers_mut().extend(head.headers);
    Ok(handshake)
}

fn refused(error: Error) -> SocketError {
    let Error::Http(response) = error else {
        return SocketError::Transport(TransportError::unreachable(error));
    };
    let retry_after = response.headers().get(header::RETRY_AFTER).and_then(rest::seconds);
    SocketError::Refused { status: response.status(), retry_after }
}

fn incoming(message: Message) -> Incoming {
    match message {
        Message::Text(text) => Incoming::Text(text.as_str().to_owned()),
        Message::Close(frame) => Incoming::Close(frame.map(|frame| u16::from(frame.code))),
        _ => Incoming::Other,
    }
}

impl From<reqwest::Error> for TransportError {
    fn from(error: reqwest::Error) -> Self {
        if error.is_connect() {
            Self::unreached(error.without_url())
        } else if error.is_timeout() {
            Self::TimedOut
        } else {
            Self::unreachable(error.without_url())
        }
    }
}

impl From<Error> for TransportError {
    fn from(error: Error) -> Self {
        Self::unreachable(error)
    }
}

/// Whether the address can only mean this machine.
fn is_loopback(server: &Url) -> bool {
    match server.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    };
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
    };

    #[test]
    fn only_this_machine_is_loopback() {
        for (text, expected) in [
            ("http://127.0.0.1:80", true),
            ("http://[::1]:80", true),
            ("http://localhost:80", true),
            ("https://localhost.example.org", false),
            ("https://10.0.0.1", false),
        ] {
            assert_eq!(is_loopback(&Url::parse(text).expect("a good address")), expected, "{text}");
        }
    }

    /// Answers every request on every connection with an empty page; gives how many connections
    /// there were.
    async fn connections(idle_limit: Duration) -> usize {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("it listens"));
        let count = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&count);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                counted.fetch_add(1, Ordering::Relaxed);
                tokio::spawn(async move {
                    let mut buffer = [0; 1_024];
                    while let Ok(1..) = stream.read(&mut buffer).await {
                        let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
                        stream.write_all(answer).await.expect("the client reads");
                    }
                });
            }
        });
        let network = Network::with_idle_limit(&Url::parse(&url).expect("a good url"), idle_limit);
        for _ in 0..2 {
            let request = Request::get(&url).body(Bytes::new()).expect("a good request");
            network.request(request).await.expect("it is answered");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        count.load(Ordering::Relaxed)
    }

    #[tokio::test]
    async fn a_connection_that_was_idle_too_long_is_not_used_again() {
        assert_eq!(connections(Duration::from_millis(10)).await, 2);
        assert_eq!(connections(Duration::from_mins(10)).await, 1);
    }
}
