//! The driver over real sockets: what goes over the wire, and what its owner hears.

use crate::{
    account::{SetClock, clock},
    bench::{EPOCH, channel, event, place, ready_frame, sub_ok},
    scripted_http::rest,
    scripted_socket::{Peer, SocketServer},
};
use jiff::SignedDuration;
use link::{Account, Identity, Link, MemorySecrets, Output, Settings};
use protocol::{
    Channel, Clock, DeviceId, SystemClock,
    app_event::LinkState,
    frame::{ClientFrame, ServerFrame, close},
};
use secrecy::SecretString;
use std::{collections::BTreeMap, sync::Arc, time::Duration};
use tokio::{sync::mpsc, time::timeout};
use uuid::Uuid;

const LONG: Duration = Duration::from_secs(20);

struct Client {
    link: Link,
    outputs: mpsc::Receiver<Output>,
}

impl Client {
    fn start(server: &SocketServer, room: usize) -> Self {
        Self::start_at(server, room, Arc::new(SystemClock))
    }

    fn start_at(server: &SocketServer, room: usize, clock: Arc<dyn Clock>) -> Self {
        let identity = Identity::Embedded(SecretString::from("secret"));
        let (rest, secrets) = (rest(&server.url), Arc::new(MemorySecrets::default()));
        let device = DeviceId(Uuid::from_u128(5));
        let account = Account::new(rest, secrets, identity, device, Arc::clone(&clock));
        let settings = Settings { device, client: "test/1".to_owned() };
        let (out, outputs) = mpsc::channel(room);
        Self { link: Link::start(settings, Arc::new(account), clock, 1, out), outputs }
    }

    /// Takes outputs until one is as wanted.
    async fn hear<T>(&mut self, wanted: impl Fn(Output) -> Option<T>) -> T {
        let found = async {
            loop {
                let output = self.outputs.recv().await.expect("the link goes on");
                if let Some(found) = wanted(output) {
                    return found;
                }
            }
        };
        timeout(LONG, found).await.expect("it was never told")
    }

    async fn state(&mut self, state: LinkState) {
        self.hear(|output| match output {
            Output::Status(status) => (status.state == state).then_some(()),
            _ => None,
        })
        .await;
    }

    async fn event(&mut self) -> (Channel, u64) {
        self.hear(|output| match output {
            Output::Event(event) => Some((event.channel, event.seq)),
            _ => None,
        })
        .await
    }
}

async fn greeted(server: &SocketServer) -> (Peer, ClientFrame) {
    let mut peer = server.accept().await;
    let hello = peer.next().await.expect("the client says hello");
    peer.send(&ready_frame()).await;
    (peer, hello)
}

#[tokio::test]
async fn the_handshake_carries_token_protocol_and_host_and_hello_comes_first() {
    let server = SocketServer::start(Vec::new()).await;
    let mut client = Client::start(&server, 64);
    let (peer, hello) = greeted(&server).await;
    let host = server.url.authority().to_owned();
    assert_eq!(peer.header("authorization"), Some("Bearer access-1"));
    assert_eq!(peer.header("sec-websocket-protocol"), Some("rt.v1"));
    assert_eq!(peer.header("host"), Some(host.as_str()));
    assert!(matches!(hello, ClientFrame::Hello { v: 1, .. }));
    client.state(LinkState::Ready).await;
    assert_eq!(client.link.connections(), 1);
}

#[tokio::test]
async fn events_come_in_order_and_a_gap_is_asked_for_and_filled() {
    let server = SocketServer::start(Vec::new()).await;
    let mut client = Client::start(&server, 64);
    client.link.follow(place(channel(1), 10)).await;
    let (mut peer, hello) = greeted(&server).await;
    let known = matches!(hello, ClientFrame::Hello { subs, .. } if subs.len() == 1);
    if !known {
        assert_eq!(peer.next().await, Some(ClientFrame::Sub(place(channel(1), 10))));
    }
    peer.send(&sub_ok(channel(1), 11, 10)).await;
    for seq in [11, 11, 13] {
        peer.send(&ServerFrame::Ev(event(channel(1), EPOCH, seq))).await;
    }
    let Some(ClientFrame::Sub(again)) = peer.next().await else { panic!("no gap was noticed") };
    assert_eq!((again.ch, again.seq), (channel(1), 11));
    peer.text(r#"{"t":"news_of_tomorrow"}"#.to_owned()).await;
    peer.send(&sub_ok(channel(1), 12, 13)).await;
    for seq in [12, 13] {
        peer.send(&ServerFrame::Ev(event(channel(1), EPOCH, seq))).await;
    }
    for seq in [11, 12, 13] {
        assert_eq!(client.event().await, (channel(1), seq));
    }
    client.link.acknowledge(BTreeMap::from([(channel(1), 13)])).await;
    let pos = BTreeMap::from([(channel(1), 13)]);
    assert_eq!(peer.next().await, Some(ClientFrame::Ack { pos }));
}

#[tokio::test]
async fn a_closed_connection_is_replaced_and_goes_on_where_it_was() {
    let server = SocketServer::start(Vec::new()).await;
    let mut client = Client::start(&server, 64);
    let (mut peer, _) = greeted(&server).await;
    client.link.follow(place(channel(1), 0)).await;
    assert!(matches!(peer.next().await, Some(ClientFrame::Sub(_))));
    peer.send(&sub_ok(channel(1), 1, 0)).await;
    peer.send(&ServerFrame::Ev(event(channel(1), EPOCH, 1))).await;
    client.event().await;
    peer.close(close::STATE_INVALIDATED).await;
    client.state(LinkState::Waiting).await;
    client.link.retry_now().await;
    let (_peer, hello) = greeted(&server).await;
    let ClientFrame::Hello { subs, .. } = hello else { panic!("hello comes first") };
    assert_eq!(subs.iter().map(|sub| (sub.ch, sub.seq)).collect::<Vec<_>>(), [(channel(1), 1)]);
    client.state(LinkState::Ready).await;
    assert_eq!(client.link.connections(), 2);
}

#[tokio::test]
async fn a_connection_that_breaks_without_a_word_is_replaced_too() {
    let server = SocketServer::start(Vec::new()).await;
    let mut client = Client::start(&server, 64);
    let (peer, _) = greeted(&server).await;
    client.state(LinkState::Ready).await;
    drop(peer);
    client.state(LinkState::Waiting).await;
    client.link.retry_now().await;
    let (_peer, _) = greeted(&server).await;
    client.state(LinkState::Ready).await;
}

#[tokio::test]
async fn an_expired_token_is_renewed_before_the_next_dial() {
    let server = SocketServer::start(Vec::new()).await;
    let mut client = Client::start(&server, 64);
    let (peer, _) = greeted(&server).await;
    client.state(LinkState::Ready).await;
    peer.close(close::TOKEN_EXPIRED).await;
    let (peer, _) = greeted(&server).await;
    assert_eq!(peer.header("authorization"), Some("Bearer access-2"));
}

#[tokio::test]
async fn a_token_that_expires_soon_is_renewed_before_the_next_dial() {
    let server = SocketServer::start(Vec::new()).await;
    let clock = clock();
    let mut client = Client::start_at(&server, 64, Arc::<SetClock>::clone(&clock));
    let (mut peer, _) = greeted(&server).await;
    // It is good for an hour.
    for (minutes, token) in [(44, "Bearer access-1"), (2, "Bearer access-2")] {
        client.state(LinkState::Ready).await;
        clock.advance(SignedDuration::from_mins(minutes));
        peer.close(close::STATE_INVALIDATED).await;
        client.link.retry_now().await;
        (peer, _) = greeted(&server).await;
        assert_eq!(peer.header("authorization"), Some(token));
    }
}

#[tokio::test]
async fn a_refused_handshake_renews_the_token_or_waits_as_asked() {
    let refused = "HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n";
    let busy = "HTTP/1.1 503 Busy\r\nretry-after: 70\r\ncontent-length: 0\r\n\r\n";
    let server = SocketServer::start(vec![refused, busy]).await;
    let mut client = Client::start(&server, 64);
    let wait = client
        .hear(|output| match output {
            Output::Status(status) => status.retry_at,
            _ => None,
        })
        .await;
    assert_eq!(server.handshakes(), 2, "a refused token was not tried again at once");
    let seconds = wait.duration_since(SystemClock.now()).as_secs();
    assert!((60..=78).contains(&seconds), "{seconds} s");
    client.link.retry_now().await;
    let (peer, _) = greeted(&server).await;
    assert_ne!(peer.header("authorization"), Some("Bearer access-1"));
}

#[tokio::test]
async fn an_end_is_told_with_its_code_and_nothing_dials_any_more() {
    let server = SocketServer::start(Vec::new()).await;
    let mut client = Client::start(&server, 64);
    let (peer, _) = greeted(&server).await;
    client.state(LinkState::Ready).await;
    peer.close(close::ACCOUNT_DISABLED).await;
    let ended = |output| match output {
        Output::Ended { code } => Some(code),
        _ => None,
    };
    assert_eq!(client.hear(ended).await, close::ACCOUNT_DISABLED);
    client.state(LinkState::Offline).await;
    assert_eq!(server.handshakes(), 1);
}

#[tokio::test]
async fn an_owner_that_takes_nothing_loses_nothing_and_delays_no_frame() {
    let server = SocketServer::start(Vec::new()).await;
    let mut client = Client::start(&server, 1);
    let (mut peer, _) = greeted(&server).await;
    client.link.follow(place(channel(1), 0)).await;
    assert!(matches!(peer.next().await, Some(ClientFrame::Sub(_))));
    peer.send(&sub_ok(channel(1), 1, 500)).await;
    for seq in 1..=500 {
        peer.send(&ServerFrame::Ev(event(channel(1), EPOCH, seq))).await;
    }
    // The link still does what it is asked, with all of this waiting for its owner.
    client.link.unfollow(channel(2)).await;
    client.link.follow(place(channel(3), 0)).await;
    assert_eq!(peer.next().await, Some(ClientFrame::Sub(place(channel(3), 0))));
    for seq in 1..=500 {
        assert_eq!(client.event().await, (channel(1), seq));
    }
}

#[tokio::test]
async fn stopping_closes_the_socket_and_ends_the_outputs() {
    let server = SocketServer::start(Vec::new()).await;
    let mut client = Client::start(&server, 64);
    let (peer, _) = greeted(&server).await;
    client.state(LinkState::Ready).await;
    let ((), is_closed) = tokio::join!(client.link.stop(), peer.closes());
    assert!(is_closed);
    while client.outputs.recv().await.is_some() {}
    client.link.stop().await;
}

#[tokio::test]
async fn a_link_that_nobody_holds_ends() {
    let server = SocketServer::start(Vec::new()).await;
    let Client { link, mut outputs } = Client::start(&server, 64);
    let (peer, _) = greeted(&server).await;
    drop(link);
    assert!(peer.closes().await);
    while outputs.recv().await.is_some() {}
}
