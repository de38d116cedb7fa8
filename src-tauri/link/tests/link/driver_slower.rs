//! The driver where no socket gets through, in virtual time: what is asked by requests, and that what
//! they bring arrives whole, however slow its owner is.

use crate::{
    bench::{EPOCH, channel, event, place, ready_frame, sub_ok},
    scripted_network::{Asked, Flow, ScriptedNetwork, event_text},
};
use http::StatusCode;
use link::{Account, Identity, Link, MemorySecrets, Output, Rest, Settings, Transport as Way};
use protocol::{
    DeviceId, SystemClock,
    app_event::{LinkState, LinkStatus, Transport},
    frame::{ServerFrame, close},
};
use secrecy::SecretString;
use serde_json::{Value, json};
use std::{collections::BTreeMap, sync::Arc, time::Duration};
use tokio::{
    sync::mpsc,
    time::{Instant, timeout},
};
use url::Url;
use uuid::Uuid;

const LONG: Duration = Duration::from_mins(10);

struct Client {
    link: Link,
    outputs: mpsc::Receiver<Output>,
}

impl Client {
    fn start(network: &Arc<ScriptedNetwork>, room: usize) -> Self {
        let server = Url::parse("https://example.org").expect("a good address");
        let way: Arc<dyn Way> = Arc::<ScriptedNetwork>::clone(network);
        let password = SecretString::from("long enough");
        let identity = Identity::Account { name: "ada".to_owned(), password };
        let (device, secrets) = (DeviceId(Uuid::from_u128(5)), Arc::<MemorySecrets>::default());
        let rest = Rest::new(server, way);
        let account = Account::new(rest, secrets, identity, device, Arc::new(SystemClock));
        let settings = Settings { device, client: "test/1".to_owned() };
        let (out, outputs) = mpsc::channel(room);
        let link = Link::start(settings, Arc::new(account), Arc::new(SystemClock), 1, out);
        Self { link, outputs }
    }

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

    async fn status(&mut self, wanted: impl Fn(&LinkStatus) -> bool) -> LinkStatus {
        self.hear(|output| match output {
            Output::Status(status) if wanted(&status) => Some(status),
            _ => None,
        })
        .await
    }

    async fn event(&mut self) -> u64 {
        self.hear(|output| match output {
            Output::Event(event) => Some(event.seq),
            _ => None,
        })
        .await
    }
}

fn value(frame: &ServerFrame) -> Value {
    serde_json::to_value(frame).expect("every frame has a JSON form")
}

/// A link that follows a channel from 10 by a stream.
async fn streaming(network: &Arc<ScriptedNetwork>, room: usize) -> (Client, Flow) {
    let client = Client::start(network, room);
    client.link.follow(place(channel(1), 10)).await;
    let call = network.stream().await;
    assert_eq!(call.places(), [10]);
    let flow = call.flows();
    flow.frame(&ready_frame()).await;
    flow.frame(&sub_ok(channel(1), 11, 10)).await;
    (client, flow)
}

#[tokio::test(start_paused = true)]
async fn without_sockets_the_same_frames_come_as_a_stream() {
    let network = ScriptedNetwork::new();
    let mut client = Client::start(&network, 64);
    client.link.follow(place(channel(1), 10)).await;
    let call = network.stream().await;
    assert_eq!(call.header("authorization"), Some("Bearer access-1"));
    assert_eq!(call.header("content-type"), Some("application/json"));
    assert_eq!(call.body["client"], "test/1");
    assert_eq!(call.places(), [10]);
    let flow = call.flows();
    flow.text(format!(": hello\n\n{}", event_text(&ready_frame()))).await;
    client.status(|status| status.transport == Some(Transport::ServerSentEvents)).await;
    // Pieces end anywhere.
    let text = event_text(&ServerFrame::Ev(event(channel(1), EPOCH, 11)));
    let (start, end) = text.split_at(30);
    flow.text(format!("data: {{\"t\":\"news_of_tomorrow\"}}\n\nid: x\n{start}")).await;
    flow.text(end.to_owned()).await;
    assert_eq!(client.event().await, 11);
    assert_eq!(client.link.connections(), 1);
}

#[tokio::test(start_paused = true)]
async fn what_is_followed_is_asked_for_by_another_request_from_where_it_stands() {
    let network = ScriptedNetwork::new();
    let (mut client, flow) = streaming(&network, 64).await;
    flow.frame(&ServerFrame::Ev(event(channel(1), EPOCH, 11))).await;
    assert_eq!(client.event().await, 11);
    client.link.follow(place(channel(2), 5)).await;
    let call = network.stream().await;
    assert_eq!(call.places(), [11, 5]);
    flow.is_given_up().await;
    let flow = call.flows();
    flow.frame(&ready_frame()).await;
    flow.frame(&ServerFrame::Ev(event(channel(1), EPOCH, 12))).await;
    assert_eq!(client.event().await, 12);
    assert_eq!(client.link.connections(), 1, "it is the same connection");
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_says_why_it_ends_is_closed_with_that_code() {
    let network = ScriptedNetwork::new();
    let (mut client, flow) = streaming(&network, 64).await;
    flow.text(format!("event: close\ndata: {{\"code\":{}}}\n\n", close::TOKEN_EXPIRED)).await;
    let call = network.stream().await;
    assert_eq!(call.header("authorization"), Some("Bearer access-2"), "the token was not renewed");
    let flow = call.flows();
    flow.text(format!("event: close\ndata: {{\"code\":{}}}\n\n", close::ACCOUNT_DISABLED)).await;
    let ended = |output| match output {
        Output::Ended { code } => Some(code),
        _ => None,
    };
    assert_eq!(client.hear(ended).await, close::ACCOUNT_DISABLED);
}

#[tokio::test(start_paused = true)]
async fn a_stream_lives_by_its_empty_lines_and_dies_of_silence() {
    let network = ScriptedNetwork::new();
    let (mut client, flow) = streaming(&network, 64).await;
    client.status(|status| status.state == LinkState::Degraded).await;
    for _ in 0..30 {
        tokio::time::sleep(Duration::from_secs(10)).await;
        flow.text(":\n\n".to_owned()).await;
    }
    let from = Instant::now();
    flow.is_given_up().await;
    let silent = from.elapsed();
    assert!((Duration::from_secs(24)..Duration::from_secs(26)).contains(&silent), "{silent:?}");
    let status = client.status(|status| status.state == LinkState::Waiting).await;
    assert_eq!(status.attempt, 1, "five minutes of life count");
}

#[tokio::test(start_paused = true)]
async fn polls_follow_each_other_from_where_the_events_ended() {
    let network = ScriptedNetwork::new();
    let mut client = Client::start(&network, 64);
    client.link.follow(place(channel(1), 10)).await;
    let call = network.poll().await;
    assert_eq!((call.places(), call.body["wait_ms"].as_u64()), (vec![10], Some(0)));
    call.frames(&[value(&ready_frame()), value(&sub_ok(channel(1), 11, 10))], None);
    client.status(|status| status.transport == Some(Transport::LongPoll)).await;
    for seq in 11..20 {
        let call = network.poll().await;
        assert_eq!((call.places(), call.body["wait_ms"].as_u64()), (vec![seq - 1], Some(25_000)));
        let event = ServerFrame::Ev(event(channel(1), EPOCH, seq));
        let unknown = json!({ "t": "news_of_tomorrow" });
        call.frames(&[value(&ready_frame()), unknown, value(&event)], None);
        assert_eq!(client.event().await, seq);
    }
    // What changes is asked for at once, in place of the poll that waits.
    let mut waiting = network.poll().await;
    client.link.follow(place(channel(2), 5)).await;
    let call = network.poll().await;
    assert_eq!((call.places(), call.body["wait_ms"].as_u64()), (vec![19, 5], Some(0)));
    waiting.is_given_up().await;
    call.frames(&[value(&ready_frame())], Some(close::STATE_INVALIDATED));
    client.status(|status| status.state == LinkState::Waiting).await;
}

#[tokio::test(start_paused = true)]
async fn a_page_of_somebody_in_between_is_no_stream_and_advice_is_followed() {
    let network = ScriptedNetwork::new();
    let mut client = Client::start(&network, 64);
    network.stream().await.page(StatusCode::OK, "<html>Welcome to the hotel</html>");
    let call = network.poll().await;
    call.frames(&[value(&ready_frame())], None);
    client.status(|status| status.state == LinkState::Degraded).await;

    let network = ScriptedNetwork::new();
    let mut client = Client::start(&network, 64);
    network.stream().await.page(StatusCode::SERVICE_UNAVAILABLE, "");
    let from = Instant::now();
    client.status(|status| status.retry_at.is_some() && status.attempt == 6).await;
    network.stream().await.flows().frame(&ready_frame()).await;
    assert!(from.elapsed() >= Duration::from_secs(70), "{:?}", from.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_socket_that_never_answers_holds_nothing_up() {
    let network = ScriptedNetwork::new();
    let (mut client, flow) = streaming(&network, 64).await;
    client.link.retry_now().await;
    let Asked::Socket(answer) = network.next().await else { panic!("a socket is tried") };
    for seq in 11..=14 {
        tokio::time::sleep(Duration::from_secs(9)).await;
        flow.frame(&ServerFrame::Ev(event(channel(1), EPOCH, seq))).await;
        assert_eq!(client.event().await, seq);
    }
    assert!(answer.is_closed(), "the try goes on for ever");
    flow.frame(&ServerFrame::Ev(event(channel(1), EPOCH, 15))).await;
    assert_eq!(client.event().await, 15);
}

#[tokio::test(start_paused = true)]
async fn an_owner_that_stores_nothing_stops_the_stream_and_loses_nothing() {
    const EVENTS: u64 = 3_000;
    let network = ScriptedNetwork::new();
    let (mut client, flow) = streaming(&network, 1).await;
    let sent = Arc::new(std::sync::atomic::AtomicU64::new(0));
    let count = Arc::clone(&sent);
    let sending = tokio::spawn(async move {
        for seq in 11..11 + EVENTS {
            flow.frame(&ServerFrame::Ev(event(channel(1), EPOCH, seq))).await;
            count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        }
        flow
    });
    tokio::time::sleep(Duration::from_mins(5)).await;
    let read = sent.load(std::sync::atomic::Ordering::SeqCst);
    assert!((512..800).contains(&read), "{read} events were read");
    for seq in 11..11 + EVENTS {
        assert_eq!(client.event().await, seq);
        client.link.acknowledge(BTreeMap::from([(channel(1), seq)])).await;
    }
    let flow = sending.await.expect("everything was sent");
    flow.frame(&ServerFrame::Ev(event(channel(1), EPOCH, 11 + EVENTS))).await;
    assert_eq!(client.event().await, 11 + EVENTS, "the connection is another");
}

#[tokio::test(start_paused = true)]
async fn stopping_gives_requests_up() {
    let network = ScriptedNetwork::new();
    let (client, flow) = streaming(&network, 64).await;
    client.link.stop().await;
    flow.is_given_up().await;
}
