//! A network that lets no socket through, then no stream either, then all of it again: what is
//! written and answered meanwhile is whole, and the status and the log say what is so.

use crate::talk::{
    ANSWERS, Streamed, answered, bootstrap, diagnostics, messages, new_session, send, settled,
    texts,
};
use async_trait::async_trait;
use bytes::Bytes;
use futures_util::StreamExt;
use http::{Request, Response, StatusCode};
use link::{Network, Pieces, SocketError, Transport as Way, TransportError, Wire};
use protocol::{
    AppEvent, Command, Reply, SessionId,
    app_event::{LinkState, Transport},
    connection::ConnectionStep,
};
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};
use testkit::{Desktop, World};
use tokio_util::sync::CancellationToken;

/// A network behind a proxy that answers for the server where it lets nothing through.
#[derive(Debug)]
struct Narrow {
    network: Network,
    /// What is refused, and what ends when that changes.
    rule: Mutex<(Vec<Transport>, CancellationToken)>,
}

impl Narrow {
    fn new(world: &World, refused: &[Transport]) -> Arc<Self> {
        let rule = Mutex::new((refused.to_vec(), CancellationToken::new()));
        Arc::new(Self { network: Network::new(world.url()), rule })
    }

    /// From now on these are refused; what is open breaks if it is one of them.
    fn refuse(&self, refused: &[Transport]) {
        let mut rule = self.rule.lock().unwrap();
        if !refused.is_empty() {
            std::mem::take(&mut rule.1).cancel();
        }
        rule.0 = refused.to_vec();
    }

    /// What ends a connection that is let through.
    fn admits(&self, transport: Transport) -> Option<CancellationToken> {
        let rule = self.rule.lock().unwrap();
        (!rule.0.contains(&transport)).then(|| rule.1.clone())
    }
}

#[async_trait]
impl Way for Narrow {
    async fn request(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let is_poll = request.uri().path() == "/v1/poll";
        if is_poll && self.admits(Transport::LongPoll).is_none() {
            return Err(TransportError::TimedOut);
        }
        self.network.request(request).await
    }

    async fn stream(&self, request: Request<Bytes>) -> Result<Response<Pieces>, TransportError> {
        let Some(end) = self.admits(Transport::ServerSentEvents) else {
            let page = Bytes::from_static(b"<html>Streams are not for employees.</html>");
            return Ok(Response::new(futures_util::stream::iter([Ok(page)]).boxed()));
        };
        let answer = self.network.stream(request).await?;
        Ok(answer.map(|pieces| pieces.take_until(end.cancelled_owned()).boxed()))
    }

    async fn socket(&self, request: Request<()>) -> Result<Wire, SocketError> {
        let Some(end) = self.admits(Transport::WebSocket) else {
            return Err(SocketError::Refused { status: StatusCode::NOT_FOUND, retry_after: None });
        };
        let Wire { outgoing, incoming } = self.network.socket(request).await?;
        let incoming = incoming.take_until(end.cancelled_owned()).boxed();
        Ok(Wire { outgoing, incoming })
    }
}

/// Until frames come by this transport, with a person who does not want to wait.
async fn connected(desktop: &mut Desktop, transport: Transport) {
    let expected = match transport {
        Transport::WebSocket => LinkState::Ready,
        Transport::ServerSentEvents | Transport::LongPoll => LinkState::Degraded,
    };
    desktop
        .eventually(async |engine| {
            let link = bootstrap(engine).await.link;
            if link.transport == Some(transport) {
                assert_eq!(link.state, expected);
                return Some(());
            }
            let flows = matches!(link.state, LinkState::Ready | LinkState::Degraded);
            assert_eq!(flows, link.transport.is_some(), "{link:?}");
            if matches!(link.state, LinkState::Waiting | LinkState::Degraded) {
                engine.dispatch(Command::RetryNow).await.unwrap();
            }
            None
        })
        .await;
}

/// Says something and gets the answer word by word, each in its place.
async fn talks(desktop: &mut Desktop, id: SessionId, turn: usize) {
    send(desktop, id, ANSWERS[turn], turn > 0).await;
    let mut streamed = Streamed::default();
    let job = desktop
        .until(|event| {
            streamed.hear(&event);
            match event {
                AppEvent::JobCompleted { job } => Some(job),
                _ => None,
            }
        })
        .await;
    let messages = answered(desktop, id, 2 * turn + 3).await;
    let answer = messages.last().unwrap().message.text();
    assert_eq!(streamed.text(job), answer);
    assert!(streamed.chunks(job) > 1, "it did not come word by word");
    settled(desktop).await;
}

async fn lived_by(desktop: &Desktop) -> Vec<Transport> {
    match desktop.ask(Command::GetConnectionLog).await {
        Reply::ConnectionLog { entries } => entries
            .into_iter()
            .filter_map(|entry| match entry.step {
                ConnectionStep::Live { transport } => Some(transport),
                _ => None,
            })
            .collect(),
        other => panic!("not a log: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn events_come_by_streams_and_polls_where_no_socket_gets_through_and_by_a_socket_again() {
    let world = World::shared(Duration::from_millis(20)).await;
    let [socket, stream, poll] =
        [Transport::WebSocket, Transport::ServerSentEvents, Transport::LongPoll];
    let narrow = Narrow::new(&world, &[socket]);
    let way: Arc<dyn Way> = Arc::<Narrow>::clone(&narrow);
    let mut desktop = world.desktop_over("one", way).await;
    let id = new_session(&desktop).await;

    for (turn, (refused, transport)) in
        [(vec![socket], stream), (vec![socket, stream], poll), (vec![], socket)]
            .into_iter()
            .enumerate()
    {
        narrow.refuse(&refused);
        connected(&mut desktop, transport).await;
        talks(&mut desktop, id, turn).await;
        assert_eq!(bootstrap(&desktop.engine).await.link.transport, Some(transport));
    }

    let mut other = world.desktop("two").await;
    let here = texts(&messages(&desktop.engine, id).await);
    let there = other
        .eventually(async |engine| {
            let there = texts(&messages(engine, id).await);
            (there.len() == here.len()).then_some(there)
        })
        .await;
    assert_eq!(there, here);
    let lived = lived_by(&desktop).await;
    assert_eq!(lived, [stream, poll, socket]);
    assert_eq!(diagnostics(&desktop.engine).await.connections, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transport_that_breaks_in_mid_answer_leaves_the_text_whole() {
    let world = World::shared(Duration::from_millis(120)).await;
    let [socket, stream, poll] =
        [Transport::WebSocket, Transport::ServerSentEvents, Transport::LongPoll];
    let narrow = Narrow::new(&world, &[]);
    let way: Arc<dyn Way> = Arc::<Narrow>::clone(&narrow);
    let mut desktop = world.desktop_over("one", way).await;
    let id = new_session(&desktop).await;
    connected(&mut desktop, socket).await;
    let mut turn = 0;
    for (refused, transport) in
        [(vec![socket], stream), (vec![socket, stream], poll), (vec![], socket)]
    {
        send(&desktop, id, ANSWERS[turn], turn > 0).await;
        let mut streamed = Streamed::default();
        desktop
            .until(|event| {
                streamed.hear(&event);
                (streamed.longest().len() > 20).then_some(())
            })
            .await;
        narrow.refuse(&refused);
        connected(&mut desktop, transport).await;
        let messages = answered(&mut desktop, id, 2 * turn + 3).await;
        assert!(messages.last().unwrap().message.text().len() > streamed.longest().len());
        turn += 1;
        assert_eq!(messages.len(), 2 * turn + 1, "one answer");
        settled(&mut desktop).await;
    }
}
