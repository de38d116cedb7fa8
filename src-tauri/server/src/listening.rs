//! Takes in what comes over the network: accepts connections, reads their requests in bounded time,
//! and at the stop lets those under way finish.

use axum::{Router, body::Body, extract::Request};
use hyper::{body::Incoming, server::conn::http1};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use std::{
    io::ErrorKind,
    net::{IpAddr, SocketAddr},
    pin::pin,
    time::Duration,
};
use tokio::{
    net::{TcpListener, TcpStream},
    time::{sleep, timeout},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower::ServiceExt;

/// How long a connection may take to send the head of its next request.
const HEAD: Duration = Duration::from_secs(30);
/// How long requests under way may take at the stop.
const PATIENCE: Duration = Duration::from_secs(5);
/// Before accepting again when the machine has no more room for connections.
const PAUSE: Duration = Duration::from_secs(1);

/// From where a request came.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Remote(pub(crate) IpAddr);

/// Serve until told to stop.
pub(crate) async fn serve(router: Router, listener: TcpListener, stopping: CancellationToken) {
    let connections = TaskTracker::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stopping.cancelled() => break,
        };
        match accepted {
            Ok((stream, remote)) => {
                let serving = connection(router.clone(), stream, remote, stopping.clone());
                connections.spawn(serving);
            }
            Err(error) if is_of_one_connection(error.kind()) => {}
            Err(error) => {
                tracing::warn!(%error, "no connection could be accepted");
                sleep(PAUSE).await;
            }
        }
    }
    drop(listener);
    connections.close();
    if timeout(PATIENCE, connections.wait()).await.is_err() {
        tracing::warn!("requests were still under way at the stop");
    }
}

fn is_of_one_connection(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::ConnectionRefused | ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset
    )
}

async fn connection(
    router: Router,
    stream: TcpStream,
    remote: SocketAddr,
    stopping: CancellationToken,
) {
    // Small frames must not wait for each other; where that cannot be said, they do.
    let _said = stream.set_nodelay(true);
    let service = router.map_request(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(Remote(remote.ip()));
        request
    });
    let serving = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service))
        .with_upgrades();
    let mut serving = pin!(serving);
    let ended = tokio::select! {
        ended = serving.as_mut() => ended,
        () = stopping.cancelled() => {
            serving.as_mut().graceful_shutdown();
            serving.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection broke");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;
    use std::sync::Arc;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        sync::Notify,
        task::JoinHandle,
        time::Instant,
    };

    struct World {
        address: SocketAddr,
        stopping: CancellationToken,
        serving: JoinHandle<()>,
        /// Rings when a request has begun that waits for `go_on`.
        begun: Arc<Notify>,
        go_on: Arc<Notify>,
    }

    async fn world() -> World {
        let (begun, go_on) = (Arc::<Notify>::default(), Arc::<Notify>::default());
        let (told, wait) = (Arc::clone(&begun), Arc::clone(&go_on));
        let slow = async move || {
            told.notify_one();
            wait.notified().await;
            "done"
        };
        let router = Router::new().route("/slow", get(slow));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let stopping = CancellationToken::new();
        let serving = tokio::spawn(serve(router, listener, stopping.clone()));
        World { address, stopping, serving, begun, go_on }
    }

    async fn send(world: &World, text: &str) -> TcpStream {
        let mut stream = TcpStream::connect(world.address).await.unwrap();
        stream.write_all(text.as_bytes()).await.unwrap();
        stream
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_does_not_finish_the_head_of_a_request_is_left() {
        let world = world().await;
        let at = Instant::now();
        let mut stream = send(&world, "GET /slow HTTP/1.1\r\nhost: a").await;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        assert!(at.elapsed() >= HEAD);
        assert!(!String::from_utf8_lossy(&answer).contains("200 OK"));
        world.stopping.cancel();
        world.serving.await.unwrap();
    }

    #[tokio::test]
    async fn at_the_stop_a_request_under_way_is_answered_and_no_other_is_taken() {
        let world = world().await;
        let mut stream = send(&world, "GET /slow HTTP/1.1\r\nhost: a\r\n\r\n").await;
        world.begun.notified().await;
        world.stopping.cancel();
        while TcpStream::connect(world.address).await.is_ok() {
            tokio::task::yield_now().await;
        }
        assert!(!world.serving.is_finished());
        world.go_on.notify_one();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.ends_with("done"), "{answer}");
        world.serving.await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_that_does_not_end_does_not_hold_up_the_stop() {
        let world = world().await;
        let _stream = send(&world, "GET /slow HTTP/1.1\r\nhost: a\r\n\r\n").await;
        world.begun.notified().await;
        let at = Instant::now();
        world.stopping.cancel();
        world.serving.await.unwrap();
        assert!(at.elapsed() >= PATIENCE);
    }
}
