//! How sockets begin and end.

use crate::support::{World, hello, new_session, open, sign_in};
use protocol::{
    Channel, Epoch, JobId, SessionId, UserId, Write,
    frame::{ClientFrame, ResyncReason, ServerFrame, Subscription, SubscriptionMode, close},
    records::PermissionMode,
};
use uuid::Uuid;

fn anew(ch: Channel) -> Subscription {
    Subscription { ch, epoch: None, seq: 0, last: None }
}

#[tokio::test]
async fn a_bad_token_is_told_by_the_close_code_and_none_by_the_status() {
    let world = World::new();
    let server = world.start().await;
    let token = sign_in(&server).await.tokens.access_token;
    let mut forged = token.clone();
    forged.replace_range(forged.len() - 6.., "AAAAAA");
    for bad in ["nonsense", forged.as_str()] {
        let mut socket = open(&server.url(), bad).await.unwrap();
        assert_eq!(socket.closed().await, close::TOKEN_REVOKED);
    }
    assert_eq!(open(&server.url(), "").await.err(), Some(401));
    server.stop().await;
}

#[tokio::test]
async fn frames_that_are_no_frames_close_the_socket() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let mut socket = client.socket(Vec::new()).await;
    socket.send_text("{\"t\":\"sub\"".into()).await;
    assert_eq!(socket.closed().await, close::PROTOCOL_VIOLATION);
    let mut socket = client.socket(Vec::new()).await;
    socket.send_binary().await;
    assert_eq!(socket.closed().await, close::PROTOCOL_VIOLATION);
    let mut socket = client.socket(Vec::new()).await;
    socket.send_text(" ".repeat(256 * 1024 + 1)).await;
    assert_eq!(socket.closed().await, close::PROTOCOL_VIOLATION);
    server.stop().await;
}

#[tokio::test]
async fn only_own_channels_may_be_followed() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let foreign = [
        Channel::User(UserId(Uuid::from_u128(1))),
        Channel::Session(SessionId(Uuid::from_u128(2))),
        Channel::Job(JobId(Uuid::from_u128(3))),
    ];
    let mut socket = client.socket(foreign.into_iter().map(anew).collect()).await;
    let mut refused = Vec::new();
    for _ in foreign {
        match socket.next().await {
            ServerFrame::Err { name, ch: Some(ch), .. } if name == "forbidden" => refused.push(ch),
            other => panic!("{other:?}"),
        }
    }
    refused.sort();
    assert_eq!(refused, foreign);
    server.stop().await;
}

async fn answer(socket: &mut crate::support::Socket, wish: Subscription) -> ServerFrame {
    socket.send(&ClientFrame::Sub(wish)).await;
    socket.next().await
}

#[tokio::test]
async fn whoever_stands_nowhere_or_elsewhere_must_read_the_whole() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let ch = client.user();
    let here = client.position("/v1/skills", ch).await;
    let mut socket = client.socket(Vec::new()).await;
    let resync = |reason| ServerFrame::Resync { ch, reason };
    let nowhere = answer(&mut socket, anew(ch)).await;
    assert_eq!(nowhere, resync(ResyncReason::First));
    let elsewhere = Subscription { epoch: Some(Epoch(Uuid::nil())), ..here };
    assert_eq!(answer(&mut socket, elsewhere).await, resync(ResyncReason::Epoch));
    let live = answer(&mut socket, here).await;
    assert!(
        matches!(live, ServerFrame::SubOk { mode: SubscriptionMode::Live, from: 1, top: 0, .. }),
        "{live:?}"
    );
    // A position that this log never had begins a new history, for everybody.
    let ahead = Subscription { seq: 7, ..here };
    assert_eq!(answer(&mut socket, ahead).await, resync(ResyncReason::Ahead));
    assert_eq!(answer(&mut socket, here).await, resync(ResyncReason::Epoch));
    let anew = client.position("/v1/skills", ch).await;
    assert_ne!(anew.epoch, here.epoch);
    server.stop().await;
}

#[tokio::test]
async fn a_log_that_was_set_back_and_grew_is_noticed_by_the_event_at_the_place() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    client.write(&Write::CreateSession(new_session("I bake.", PermissionMode::Ask))).await;
    let here = client.position("/v1/skills", client.user()).await;
    assert!(here.seq > 0);
    let other = Subscription { last: Some(Uuid::from_u128(5).into()), ..here };
    let mut socket = client.socket(Vec::new()).await;
    let rewound = ServerFrame::Resync { ch: here.ch, reason: ResyncReason::Rewound };
    assert_eq!(answer(&mut socket, other).await, rewound);
    server.stop().await;
}

#[tokio::test]
async fn a_pong_tells_where_the_channels_stand() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let here = client.position("/v1/skills", client.user()).await;
    let mut socket = client.socket(vec![here]).await;
    assert!(matches!(socket.next().await, ServerFrame::SubOk { .. }));
    socket.send(&ClientFrame::Ping { n: 12 }).await;
    let ServerFrame::Pong { n: 12, top, .. } = socket.next().await else { panic!("a pong") };
    assert_eq!(top[&here.ch], (here.epoch.unwrap(), here.seq));
    server.stop().await;
}

#[tokio::test]
async fn the_seventeenth_connection_of_a_person_is_one_too_many() {
    let world = World::new();
    takes_so_many(&world.start().await, 16).await;
}

#[tokio::test]
async fn a_server_may_be_told_to_take_more_or_fewer_connections_of_a_person() {
    let world = World::new();
    takes_so_many(&world.start_with(|config| config.connections = 3).await, 3).await;
    takes_so_many(&world.start_with(|config| config.connections = 40).await, 40).await;
}

async fn takes_so_many(server: &server::Server, connections: usize) {
    let client = sign_in(server).await;
    let mut open_sockets = Vec::new();
    for _ in 0..connections {
        open_sockets.push(client.socket(Vec::new()).await);
    }
    let mut one_more = open(&server.url(), &client.tokens.access_token).await.unwrap();
    assert_eq!(one_more.closed().await, close::TOO_MANY_CONNECTIONS);
}

#[tokio::test]
async fn at_the_stop_sockets_are_told_to_come_again() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let mut socket = client.socket(Vec::new()).await;
    let stopping = tokio::spawn(server.stop());
    assert!(matches!(socket.next().await, ServerFrame::Drain { .. }));
    assert_eq!(socket.closed().await, close::DRAIN);
    stopping.await.unwrap();
}

#[tokio::test]
async fn another_version_is_told_so() {
    let world = World::new();
    let server = world.start().await;
    let token = sign_in(&server).await.tokens.access_token;
    let mut socket = open(&server.url(), &token).await.unwrap();
    let mut frame = serde_json::to_value(hello(Vec::new())).unwrap();
    frame["v"] = 2.into();
    socket.send_text(frame.to_string()).await;
    assert_eq!(socket.closed().await, close::VERSION_UNSUPPORTED);
    server.stop().await;
}

#[tokio::test]
async fn a_removed_session_is_no_longer_followed() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let body = new_session("I dig wells.", PermissionMode::Ask);
    let (session, ch) = (body.id, Channel::Session(body.id));
    client.write(&Write::CreateSession(body)).await;
    let here = client.position(&format!("/v1/sessions/{session}/messages"), ch).await;
    let mut socket = client.socket(vec![here]).await;
    assert!(matches!(socket.next().await, ServerFrame::SubOk { .. }));
    client.write(&Write::DeleteSession { session }).await;
    loop {
        match socket.next().await {
            ServerFrame::Err { name, ch: Some(gone), .. } if name == "forbidden" => {
                assert_eq!(gone, ch);
                break;
            }
            ServerFrame::Ev(_) | ServerFrame::CaughtUp { .. } => {}
            other => panic!("{other:?}"),
        }
    }
    server.stop().await;
}

#[tokio::test]
async fn events_older_than_a_month_are_gone_and_whoever_wants_them_reads_the_whole() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let beginning = client.position("/v1/state", client.user()).await;
    client.write(&Write::CreateSession(new_session("I sew.", PermissionMode::Ask))).await;
    server.stop().await;
    world.clock.advance(31 * 24 * 60);
    let server = world.start().await;
    let client = sign_in(&server).await;
    let mut socket = client.socket(Vec::new()).await;
    let trimmed = ServerFrame::Resync { ch: beginning.ch, reason: ResyncReason::Trimmed };
    // The server forgets beside other things, so this may take a moment.
    loop {
        socket.send(&ClientFrame::Sub(beginning)).await;
        if socket.next().await == trimmed {
            break;
        }
    }
    let here = client.position("/v1/state", client.user()).await;
    assert!(here.seq > 0);
    let replay = answer_ok(&mut socket, here).await;
    assert!(matches!(replay, ServerFrame::SubOk { .. }));
    server.stop().await;
}

/// The answer to a subscription, past the events of earlier ones.
async fn answer_ok(socket: &mut crate::support::Socket, wish: Subscription) -> ServerFrame {
    socket.send(&ClientFrame::Sub(wish)).await;
    loop {
        match socket.next().await {
            ServerFrame::Ev(_) | ServerFrame::CaughtUp { .. } => {}
            other => return other,
        }
    }
}

#[tokio::test]
async fn a_socket_goes_on_with_a_fresh_token_and_ends_with_one_that_is_none() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let other = sign_in(&server).await;
    let mut socket = client.socket(Vec::new()).await;
    // The token of another sign-in of the same person: with that sign-in it ends.
    let token = other.tokens.access_token.clone();
    socket.send(&ClientFrame::Auth { token }).await;
    socket.send(&ClientFrame::Ping { n: 1 }).await;
    assert!(matches!(socket.next().await, ServerFrame::Pong { n: 1, .. }));
    let body = protocol::rest::Refresh { refresh_token: other.tokens.refresh_token.clone() };
    let out = server.url().join("/v1/auth/logout").unwrap();
    crate::support::http().post(out).json(&body).send().await.unwrap();
    assert_eq!(socket.closed().await, close::TOKEN_REVOKED);

    let mut socket = client.socket(Vec::new()).await;
    socket.send(&ClientFrame::Auth { token: "nonsense".into() }).await;
    assert_eq!(socket.closed().await, close::TOKEN_REVOKED);
    let old = sign_in(&server).await.tokens.access_token;
    world.clock.advance(59);
    let mut socket = sign_in(&server).await.socket(Vec::new()).await;
    world.clock.advance(1);
    socket.send(&ClientFrame::Auth { token: old }).await;
    assert_eq!(socket.closed().await, close::TOKEN_EXPIRED);
    server.stop().await;
}
