//! What comes, and in which order.

use super::{change_state, over_each_carrier};
use crate::{
    lines::{Carrier, Line},
    support::{World, new_message, new_session, post, sign_in},
};
use protocol::{
    Channel, SessionId, Write,
    frame::{ResyncReason, ServerFrame, Subscription},
    records::PermissionMode,
    write::PostMessage,
};
use rusqlite::Connection;
use std::collections::BTreeMap;
use uuid::Uuid;

over_each_carrier! {
    replay_and_live_join_without_hole_or_repeat_while_others_write,
    a_reader_that_sleeps_is_late_and_loses_nothing,
    an_event_of_an_unknown_kind_takes_its_place_and_the_next_follows,
    a_huge_event_comes_and_one_that_no_frame_holds_is_read_with_the_resource,
    a_busy_channel_holds_up_no_other,
}

const WRITERS: u64 = 6;
const EACH: u64 = 60;

async fn replay_and_live_join_without_hole_or_repeat_while_others_write(carrier: Carrier) {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let mut place = client.position("/v1/state", client.user()).await;
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let client = client.clone();
            tokio::spawn(async move { change_state(client, &writer.to_string(), EACH).await })
        })
        .collect();
    let all = WRITERS * EACH;
    let mut versions = Vec::new();
    while place.seq < all {
        // Comes back from where it stands, after some fifty events, again and again.
        let mut line = Line::open(&client, carrier, vec![place]).await;
        for _ in 0..(all / 7).min(all - place.seq) {
            let envelope = line.event().await;
            assert_eq!(envelope.seq, place.seq + 1, "a hole or a repeat");
            assert_eq!(Some(envelope.epoch), place.epoch);
            versions.push(envelope.event.data["version"].as_u64().unwrap());
            place = Subscription { seq: envelope.seq, last: Some(envelope.id), ..place };
        }
    }
    for writer in writers {
        writer.await.unwrap();
    }
    assert_eq!(versions, (1..=all).collect::<Vec<_>>());
    server.stop().await;
}

async fn a_reader_that_sleeps_is_late_and_loses_nothing(carrier: Carrier) {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let here = client.position("/v1/state", client.user()).await;
    let mut line = Line::open(&client, carrier, vec![here]).await;
    // More than any window holds, and not one of them is read meanwhile.
    let writers: Vec<_> = (0..8)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { change_state(client, &"long ".repeat(30), 150).await })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    for seq in 1..=1_200 {
        assert_eq!(line.event().await.seq, seq);
    }
    server.stop().await;
}

/// Put an event at the end of a channel, behind the server's back while it is stopped.
fn append(world: &World, ch: Channel, name: &str, data: &str) {
    let file = Connection::open(world.folder.path().join("server.db")).unwrap();
    let (owner, top): (Vec<u8>, i64) = file
        .query_row("SELECT owner, top FROM channel WHERE name = ?1", [ch.to_string()], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    let id = Uuid::from_u128(u128::try_from(top).unwrap() + 1);
    let now = protocol::Clock::now(world.clock.as_ref()).as_microsecond();
    file.execute(
        "INSERT INTO event (owner, channel, seq, id, at, cause, name, data)
         VALUES (?1, ?2, ?3, ?4, ?5, NULL, ?6, ?7)",
        rusqlite::params![owner, ch.to_string(), top + 1, id.as_bytes(), now, name, data],
    )
    .unwrap();
    file.execute("UPDATE channel SET top = top + 1 WHERE name = ?1", [ch.to_string()]).unwrap();
}

async fn an_event_of_an_unknown_kind_takes_its_place_and_the_next_follows(carrier: Carrier) {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let here = client.position("/v1/state", client.user()).await;
    server.stop().await;
    append(&world, here.ch, "weather_changed", r#"{"sky":"clear"}"#);
    let server = world.start().await;
    let client = sign_in(&server).await;
    let mut line = Line::open(&client, carrier, vec![here]).await;
    let unknown = line.event().await;
    assert_eq!((unknown.seq, unknown.event.name.as_str()), (1, "weather_changed"));
    assert_eq!(unknown.event.typed(), None);
    change_state(client, "a", 1).await;
    let known = line.event().await;
    assert_eq!((known.seq, known.event.name.as_str()), (2, "state_updated"));
    server.stop().await;
}

async fn a_huge_event_comes_and_one_that_no_frame_holds_is_read_with_the_resource(
    carrier: Carrier,
) {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let body = new_session("I carve letters.", PermissionMode::Ask);
    let (session, ch) = (body.id, Channel::Session(body.id));
    client.write(&Write::CreateSession(body)).await;
    let messages = format!("/v1/sessions/{session}/messages");
    let here = client.position(&messages, ch).await;
    // Each character becomes two in the frame.
    let text = "\"".repeat(64 * 1024);
    let write = Write::PostMessage {
        session,
        body: PostMessage { message: new_message(&text), resume: true, replaces: None },
    };
    let accepted = client.write(&write).await;
    let mut line = Line::open(&client, carrier, vec![here]).await;
    let huge = loop {
        let envelope = line.event().await;
        if envelope.seq == accepted.position.seq {
            break envelope;
        }
    };
    assert_eq!(huge.event.data["blocks"][0]["text"], text);
    client.write(&Write::FinalizeSession { session }).await;
    server.stop().await;
    let data = format!("{{\"text\":\"{}\"}}", "x".repeat(1024 * 1024));
    append(&world, ch, "interview_message", &data);
    let server = world.start().await;
    let client = sign_in(&server).await;
    let from = Subscription { seq: huge.seq, last: Some(huge.id), ..here };
    let mut line = Line::open(&client, carrier, vec![from]).await;
    let resync = loop {
        match line.next().await.unwrap() {
            ServerFrame::Ev(_) => {}
            other => break other,
        }
    };
    assert_eq!(resync, ServerFrame::Resync { ch, reason: ResyncReason::Trimmed });
    // Whoever has read the whole goes on from there.
    let here = client.position(&messages, ch).await;
    let mut line = Line::open(&client, carrier, vec![here]).await;
    client.write(&Write::DeleteSession { session }).await;
    assert!(matches!(line.next().await, Ok(ServerFrame::Err { .. })));
    server.stop().await;
}

async fn a_busy_channel_holds_up_no_other(carrier: Carrier) {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let mut subs = vec![client.position("/v1/state", client.user()).await];
    let mut quiet: Vec<SessionId> = Vec::new();
    for number in 0..30 {
        let body = new_session(&format!("Story {number}."), PermissionMode::Observe);
        quiet.push(body.id);
        client.write(&Write::CreateSession(body)).await;
    }
    for session in &quiet {
        client.write(&post(*session, "And so on.")).await;
        let path = format!("/v1/sessions/{session}/messages");
        let here = client.position(&path, Channel::Session(*session)).await;
        subs.push(Subscription { seq: 0, ..here });
    }
    let writers: Vec<_> = (0..8)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { change_state(client, "busy", 100).await })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    let top = client.position("/v1/state", client.user()).await.seq;
    assert!(top > 1_000);
    let mut line = Line::open(&client, carrier, subs).await;
    let mut got: BTreeMap<Channel, u64> = BTreeMap::new();
    while got.len() <= quiet.len() || got.values().any(|seq| *seq < 3) {
        let envelope = line.event().await;
        assert_eq!(envelope.seq, got.get(&envelope.channel).unwrap_or(&0) + 1);
        got.insert(envelope.channel, envelope.seq);
    }
    let busy = got[&client.user()];
    assert!(busy < top, "the quiet ones waited for all {busy} of the busy one");
    server.stop().await;
}
