//! How it ends: rights, tokens, the server's stop.

use super::over_each_carrier;
use crate::{
    lines::{Carrier, Line},
    support::{World, http, new_session, sign_in},
};
use protocol::{
    Channel, Write,
    frame::{ServerFrame, close},
    records::PermissionMode,
    rest::Refresh,
};
use reqwest::StatusCode;

over_each_carrier! {
    of_a_removed_session_nothing_more_comes,
    it_ends_with_its_token,
    it_ends_with_its_sign_in,
    at_the_stop_it_is_told_to_come_again,
    one_connection_too_many_is_told_so,
}

async fn of_a_removed_session_nothing_more_comes(carrier: Carrier) {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let body = new_session("I dig wells.", PermissionMode::Ask);
    let (session, ch) = (body.id, Channel::Session(body.id));
    client.write(&Write::CreateSession(body)).await;
    client.write(&Write::FinalizeSession { session }).await;
    let here = client.position(&format!("/v1/sessions/{session}/messages"), ch).await;
    let mut line = Line::open(&client, carrier, vec![here]).await;
    client.write(&Write::DeleteSession { session }).await;
    match line.next().await {
        Ok(ServerFrame::Err { name, ch: gone, .. }) => {
            assert_eq!((name.as_str(), gone), ("forbidden", Some(ch)));
        }
        other => panic!("{other:?}"),
    }
    server.stop().await;
}

async fn it_ends_with_its_token(carrier: Carrier) {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let here = client.position("/v1/state", client.user()).await;
    // One second is left of the hour.
    world.clock.advance_by(jiff::SignedDuration::from_secs(59 * 60 + 59));
    let mut line = Line::open(&client, carrier, vec![here]).await;
    assert_eq!(line.closed().await, close::TOKEN_EXPIRED);
    server.stop().await;
}

async fn it_ends_with_its_sign_in(carrier: Carrier) {
    let world = World::new();
    let server = world.start().await;
    let leaving = sign_in(&server).await;
    let here = leaving.position("/v1/state", leaving.user()).await;
    let mut line = Line::open(&leaving, carrier, vec![here]).await;
    let leave = async {
        // A poll follows only while it waits.
        while carrier == Carrier::Poll && server.connections() == 0 {
            tokio::task::yield_now().await;
        }
        let body = Refresh { refresh_token: leaving.tokens.refresh_token.clone() };
        let request = http().post(server.url().join("/v1/auth/logout").unwrap()).json(&body);
        assert_eq!(request.send().await.unwrap().status(), StatusCode::NO_CONTENT);
    };
    let ((), code) = tokio::join!(leave, line.closed());
    assert_eq!(code, close::TOKEN_REVOKED);
    server.stop().await;
}

async fn at_the_stop_it_is_told_to_come_again(carrier: Carrier) {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let here = client.position("/v1/state", client.user()).await;
    let mut line = Line::open(&client, carrier, vec![here]).await;
    let ending = tokio::spawn(async move {
        assert!(matches!(line.next().await, Ok(ServerFrame::Drain { .. })));
        assert_eq!(line.closed().await, close::DRAIN);
    });
    while server.connections() == 0 {
        tokio::task::yield_now().await;
    }
    server.stop().await;
    ending.await.unwrap();
}

async fn one_connection_too_many_is_told_so(carrier: Carrier) {
    let world = World::new();
    let server = world.start_with(|config| config.connections = 2).await;
    let client = sign_in(&server).await;
    let here = client.position("/v1/state", client.user()).await;
    let _open = [
        Line::open(&client, Carrier::Socket, vec![here]).await,
        Line::open(&client, Carrier::Stream, vec![here]).await,
    ];
    while server.connections() < 2 {
        tokio::task::yield_now().await;
    }
    let refused = async {
        match carrier {
            Carrier::Socket => {
                let token = &client.tokens.access_token;
                let mut socket = crate::support::open(&server.url(), token).await.unwrap();
                socket.closed().await
            }
            _ => Line::open(&client, carrier, vec![here]).await.closed().await,
        }
    };
    assert_eq!(refused.await, close::TOO_MANY_CONNECTIONS);
    server.stop().await;
}
