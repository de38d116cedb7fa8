//! Frames that nobody should send, and bytes that are no frames.

#[path = "../../../protocol/tests/hostile/frames.rs"]
mod frames;

use crate::support::{World, sign_in};
use frames::Hostile;
use protocol::frame::close;
use reqwest::StatusCode;
use server::measure::{Connection, Taken};
use std::time::Duration;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

#[test]
fn no_frame_makes_a_connection_panic_and_it_says_why_it_closes() {
    let mut source = Hostile::new(7, Connection::right_frames());
    let mut connection = Connection::default();
    let (mut sent, mut closed) = (0, 0);
    for _ in 0..30_000 {
        match connection.take(&source.next()) {
            Taken::Sent(frames) => sent += frames,
            Taken::Closed(code) => {
                assert!([close::PROTOCOL_VIOLATION, close::RATE_LIMITED].contains(&code), "{code}");
                closed += 1;
            }
        }
    }
    assert!(sent > 1_000 && closed > 1_000, "{sent} frames sent, {closed} times closed");
}

#[tokio::test]
async fn bytes_that_are_no_frames_end_their_socket_and_nothing_else() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let port = server.url().port().unwrap();
    let head = format!(
        "GET /v1/socket HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\nauthorization: Bearer {}\r\n\
         connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n\
         sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\nsec-websocket-protocol: rt.v1\r\n\r\n",
        client.tokens.access_token
    );
    let mut source = Hostile::new(11, Connection::right_frames());
    for _ in 0..40 {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).await.unwrap();
        assert_eq!(&answer, b"HTTP/1.1 101");
        // The other side may have hung up in the middle of it.
        let _cut = stream.write_all(&source.next()).await;
        let _closed = stream.shutdown().await;
        let mut rest = Vec::new();
        let read = timeout(Duration::from_secs(20), stream.read_to_end(&mut rest));
        let _broken = read.await.expect("the server lets go");
    }
    assert_eq!(client.get("/v1/state").await.status(), StatusCode::OK);
    while server.connections() > 0 {
        tokio::task::yield_now().await;
    }
    server.stop().await;
}
