//! Stored and live events joined, while somebody writes.

use crate::support::{Client, World, sign_in};
use protocol::{Write, frame::Subscription, write::StateChange};

const WRITERS: u32 = 8;
const EACH: u32 = 150;

async fn write_all(client: Client, writer: u32) {
    for number in 0..EACH {
        let direction = format!("{writer}: {number}");
        let body = StateChange { direction: Some(direction), ..StateChange::default() };
        client.write(&Write::UpdateState { body }).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_that_comes_and_goes_gets_every_event_once_while_others_write() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let beginning = client.position("/v1/state", client.user()).await;
    assert_eq!(beginning.seq, 0);
    let writers: Vec<_> =
        (0..WRITERS).map(|writer| tokio::spawn(write_all(client.clone(), writer))).collect();
    let all = u64::from(WRITERS * EACH);
    let mut place = beginning;
    let mut versions = Vec::new();
    while place.seq < all {
        // Comes back from where it stands, after some hundred events, again and again.
        let mut socket = client.socket(vec![place]).await;
        for _ in 0..(all / 7).min(all - place.seq) {
            let envelope = socket.event().await;
            assert_eq!(envelope.seq, place.seq + 1, "a hole or a repeat");
            assert_eq!(Some(envelope.epoch), place.epoch);
            versions.push(envelope.event.data["version"].as_u64().unwrap());
            let (seq, last) = (envelope.seq, Some(envelope.id));
            place = Subscription { seq, last, ..place };
        }
    }
    for writer in writers {
        writer.await.unwrap();
    }
    assert_eq!(versions, (1..=all).collect::<Vec<_>>());
    assert_eq!(client.position("/v1/state", client.user()).await.seq, all);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_who_follow_a_channel_get_every_event_once_while_others_write() {
    let world = World::new();
    let server = world.start().await;
    let mut readers = Vec::new();
    for _ in 0..12 {
        // Each by a sign-in of its own.
        let client = sign_in(&server).await;
        let place = client.position("/v1/state", client.user()).await;
        let mut socket = client.socket(vec![place]).await;
        readers.push(tokio::spawn(async move {
            for seq in 1..=u64::from(WRITERS * EACH) {
                let envelope = socket.event().await;
                assert_eq!(envelope.seq, seq, "a hole or a repeat");
                assert_eq!(envelope.event.data["version"].as_u64(), Some(seq));
            }
        }));
    }
    let client = sign_in(&server).await;
    let writers: Vec<_> =
        (0..WRITERS).map(|writer| tokio::spawn(write_all(client.clone(), writer))).collect();
    for task in writers.into_iter().chain(readers) {
        task.await.unwrap();
    }
    server.stop().await;
}

#[tokio::test]
async fn a_reader_that_acks_nothing_gets_the_window_and_the_rest_after_its_ack() {
    use protocol::frame::{ClientFrame, ServerFrame};
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let here = client.position("/v1/state", client.user()).await;
    for _ in 0..4 {
        write_all(client.clone(), 1).await;
    }
    let mut socket = client.socket(vec![here]).await;
    let mut got = 0;
    while got < 512 {
        if let ServerFrame::Ev(envelope) = socket.next().await {
            got = envelope.seq;
        }
    }
    // Nothing more comes: the next frame is the answer to this.
    socket.send(&ClientFrame::Ping { n: 1 }).await;
    assert!(matches!(socket.next().await, ServerFrame::Pong { .. }));
    socket.send(&ClientFrame::Ack { pos: [(here.ch, 512)].into() }).await;
    loop {
        match socket.next().await {
            ServerFrame::Ev(envelope) => {
                assert_eq!(envelope.seq, got + 1);
                got = envelope.seq;
            }
            ServerFrame::CaughtUp { seq, .. } => {
                assert_eq!((seq, got), (600, 600));
                break;
            }
            other => panic!("{other:?}"),
        }
    }
    server.stop().await;
}
