//! The slower ways to follow channels as ordinary clients use them, and what only sockets can do.

use crate::{
    lines::Stream,
    support::{Client, Socket, World, new_session, open, problem, sign_in},
};
use protocol::{
    Channel, DeviceId, Ids, SystemIds, Write,
    frame::{ClientFrame, PollAnswer, ResyncReason, ServerFrame, Subscription, close},
    records::PermissionMode,
    write::StateChange,
};
use reqwest::StatusCode;

async fn change_state(client: &Client, direction: &str) {
    let body = StateChange { direction: Some(direction.into()), ..StateChange::default() };
    client.write(&Write::UpdateState { body }).await;
}

#[tokio::test]
async fn each_event_of_a_stream_has_the_id_to_come_back_with() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let here = client.position("/v1/state", client.user()).await;
    for direction in ["north", "east", "south"] {
        change_state(&client, direction).await;
    }
    let (ch, epoch) = (here.ch, here.epoch.unwrap());
    let path = format!("/v1/stream?ch={ch}&from={epoch}:0");
    let mut stream = Stream::new(client.get(&path).await);
    let second = loop {
        let (id, frame) = stream.receive().await.unwrap();
        match frame {
            ServerFrame::Ev(event) if event.seq == 2 => break id.unwrap(),
            ServerFrame::Ev(_) => assert!(id.is_some()),
            _ => assert_eq!(id, None),
        }
    };
    let path = format!("/v1/stream?ch={ch}");
    let request = client.request("GET", &path).header("last-event-id", &second);
    let mut again = Stream::new(request.send().await.unwrap());
    let third = loop {
        if let (_, ServerFrame::Ev(event)) = again.receive().await.unwrap() {
            break event;
        }
    };
    assert_eq!((third.seq, third.event.data["direction"].as_str()), (3, Some("south")));
    server.stop().await;
}

#[tokio::test]
async fn an_ordinary_stream_ends_when_its_channel_must_be_read_anew() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let ch = client.user();
    let mut stream = Stream::new(client.get(&format!("/v1/stream?ch={ch}")).await);
    assert!(matches!(stream.receive().await, Ok((None, ServerFrame::Ready { .. }))));
    let first = ServerFrame::Resync { ch, reason: ResyncReason::First };
    assert_eq!(stream.receive().await, Ok((None, first)));
    assert_eq!(stream.receive().await, Err(close::STATE_INVALIDATED));
    server.stop().await;
}

#[tokio::test]
async fn a_poll_that_need_not_wait_tells_where_the_channel_stands() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let here = client.position("/v1/state", client.user()).await;
    let (ch, epoch) = (here.ch, here.epoch.unwrap());
    let at = |seq: u64| format!("/v1/channels/{ch}/events?epoch={epoch}&seq={seq}");
    let answer: PollAnswer = client.read(&at(0)).await;
    assert!(matches!(
        &answer.frames[..],
        [ServerFrame::Ready { .. }, ServerFrame::SubOk { top: 0, .. }]
    ));
    change_state(&client, "north").await;
    let answer: PollAnswer = client.read(&at(0)).await;
    let events = answer.frames.iter().filter(|frame| matches!(frame, ServerFrame::Ev(_)));
    assert_eq!((events.count(), answer.close), (1, None));
    server.stop().await;
}

#[tokio::test]
async fn a_waiting_poll_answers_when_something_happens() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let here = client.position("/v1/state", client.user()).await;
    let (ch, epoch) = (here.ch, here.epoch.unwrap());
    let path = format!("/v1/channels/{ch}/events?epoch={epoch}&seq=0&wait_ms=20000");
    let happen = async {
        while server.connections() == 0 {
            tokio::task::yield_now().await;
        }
        change_state(&client, "north").await;
    };
    let (answer, ()) = tokio::join!(client.read::<PollAnswer>(&path), happen);
    assert!(matches!(answer.frames.last(), Some(ServerFrame::Ev(event)) if event.seq == 1));
    server.stop().await;
}

#[tokio::test]
async fn whoever_may_not_or_does_not_ask_properly_gets_a_problem() {
    let world = World::new();
    let server = world.start().await;
    let mut client = sign_in(&server).await;
    for (method, path) in [("POST", "/v1/stream"), ("POST", "/v1/poll")] {
        let answer = client.request(method, path).body("{").send().await.unwrap();
        assert_eq!(problem(answer).await, (StatusCode::BAD_REQUEST, "bad_request".to_owned()));
    }
    for path in ["/v1/stream?ch=weather:1", "/v1/channels/weather:1/events"] {
        let answer = client.get(path).await;
        assert_eq!(problem(answer).await, (StatusCode::NOT_FOUND, "not_found".to_owned()));
    }
    let ch = client.user();
    let answer = client.get(&format!("/v1/stream?ch={ch}&from=here")).await;
    assert_eq!(problem(answer).await.0, StatusCode::BAD_REQUEST);
    client.tokens.access_token = "nonsense".into();
    for path in [format!("/v1/stream?ch={ch}"), format!("/v1/channels/{ch}/events")] {
        let answer = client.get(&path).await;
        assert_eq!(problem(answer).await, (StatusCode::UNAUTHORIZED, "unauthorized".to_owned()));
    }
    server.stop().await;
}

async fn socket_of(client: &Client, device: DeviceId, subs: Vec<Subscription>) -> Socket {
    let mut socket = open(&client.url, &client.tokens.access_token).await.unwrap();
    let hello = ClientFrame::Hello { v: 1, device, client: "test".into(), subs };
    socket.send(&hello).await;
    assert!(matches!(socket.next().await, ServerFrame::Ready { .. }));
    socket
}

#[tokio::test]
async fn a_device_that_connects_again_replaces_its_socket_and_no_other() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let [one, other] = [1, 2].map(|_| DeviceId(SystemIds.next()));
    let mut first = socket_of(&client, one, Vec::new()).await;
    let mut stays = socket_of(&client, other, Vec::new()).await;
    let mut second = socket_of(&client, one, Vec::new()).await;
    assert_eq!(first.closed().await, close::REPLACED);
    for socket in [&mut second, &mut stays] {
        socket.send(&ClientFrame::Ping { n: 1 }).await;
        assert!(matches!(socket.next().await, ServerFrame::Pong { .. }));
    }
    server.stop().await;
}

#[tokio::test]
async fn devices_in_a_session_see_each_other_and_who_writes() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let body = new_session("I keep bees.", PermissionMode::Ask);
    let (session, ch) = (body.id, Channel::Session(body.id));
    client.write(&Write::CreateSession(body)).await;
    client.write(&Write::FinalizeSession { session }).await;
    let here = client.position(&format!("/v1/sessions/{session}/messages"), ch).await;
    let [one, two] = [1, 2].map(|_| DeviceId(SystemIds.next()));
    let user = client.tokens.user_id;
    let mut first = socket_of(&client, one, vec![here]).await;
    let mut second = socket_of(&client, two, vec![here]).await;
    let presence = |device, on| ServerFrame::Presence { ch, user, device, on };
    first.hears(&presence(two, true)).await;
    second.hears(&presence(one, true)).await;
    first.send(&ClientFrame::Typing { ch, on: true }).await;
    let typing = |on| ServerFrame::Typing { ch, user, device: one, on };
    assert_eq!(second.next().await, typing(true));
    drop(first);
    assert_eq!(second.next().await, typing(false));
    assert_eq!(second.next().await, presence(one, false));
    server.stop().await;
}
