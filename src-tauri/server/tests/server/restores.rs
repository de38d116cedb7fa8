//! The database is put back to an older state while clients know a newer one: everybody notices, reads
//! the whole in a new history, and what they repeat takes effect once.

use crate::{
    lines::{Carrier, Line},
    support::{Client, World, key, sign_in},
};
use protocol::{
    IdempotencyKey, Write,
    frame::{ResyncReason, ServerFrame, Subscription, close},
    records::LifeState,
    rest::Accepted,
    write::StateChange,
};
use reqwest::StatusCode;
use rusqlite::Connection;
use std::{fs, path::PathBuf};

const CARRIERS: [Carrier; 3] = [Carrier::Socket, Carrier::Stream, Carrier::Poll];

fn file(world: &World) -> PathBuf {
    world.folder.path().join("server.db")
}

fn to(direction: &str) -> Write {
    let direction = Some(direction.to_owned());
    Write::UpdateState { body: StateChange { direction, ..StateChange::default() } }
}

async fn send(client: &Client, direction: &str, key: IdempotencyKey) -> Accepted {
    let answer = client.send(&to(direction), key).await;
    assert_eq!(answer.status(), StatusCode::OK);
    answer.json().await.unwrap()
}

/// Where a client stands that has taken in everything up to this result.
fn after(accepted: Accepted) -> Subscription {
    let at = accepted.position;
    Subscription { ch: at.channel, epoch: Some(at.epoch), seq: at.seq, last: at.last }
}

async fn first(client: &Client, carrier: Carrier, from: Subscription) -> ServerFrame {
    Line::open(client, carrier, vec![from]).await.next().await.unwrap()
}

/// A world whose server was put back; with the results of what was done before and after the copy
/// that it was put back to.
struct Restored {
    world: World,
    kept: (IdempotencyKey, Accepted),
    lost: (IdempotencyKey, Accepted),
}

async fn restored() -> Restored {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let kept = key();
    let kept = (kept, send(&client, "north", kept).await);
    server.stop().await;
    let copy = world.folder.path().join("copy.db");
    fs::copy(file(&world), &copy).unwrap();
    let server = world.start().await;
    let client = Client { url: server.url(), ..client };
    send(&client, "east", key()).await;
    let lost = key();
    let lost = (lost, send(&client, "south", lost).await);
    server.stop().await;
    fs::copy(&copy, file(&world)).unwrap();
    Restored { world, kept, lost }
}

#[tokio::test]
async fn whoever_knows_more_than_the_restored_log_gives_it_a_new_history_for_all() {
    for carrier in CARRIERS {
        let Restored { world, kept, lost } = restored().await;
        let server = world.start().await;
        let client = sign_in(&server).await;
        let ch = client.user();
        // Who knows no more than what was restored has missed nothing yet.
        let mut behind = Line::open(&client, Carrier::Socket, vec![after(kept.1)]).await;
        let ahead = ServerFrame::Resync { ch, reason: ResyncReason::Ahead };
        assert_eq!(first(&client, carrier, after(lost.1)).await, ahead);
        let old = ServerFrame::Resync { ch, reason: ResyncReason::Epoch };
        assert_eq!(behind.next().await.unwrap(), old);
        assert_eq!(first(&client, carrier, after(lost.1)).await, old);
        server.stop().await;
    }
}

#[tokio::test]
async fn a_restored_log_that_grew_past_everybody_is_noticed_all_the_same() {
    for carrier in CARRIERS {
        let Restored { world, lost, .. } = restored().await;
        let server = world.start().await;
        let client = sign_in(&server).await;
        for direction in ["up", "down", "left"] {
            send(&client, direction, key()).await;
        }
        let here = client.position("/v1/state", client.user()).await;
        assert!(here.seq > lost.1.position.seq);
        let ch = client.user();
        let rewound = ServerFrame::Resync { ch, reason: ResyncReason::Rewound };
        assert_eq!(first(&client, carrier, after(lost.1)).await, rewound);
        server.stop().await;
    }
}

#[tokio::test]
async fn whoever_has_only_read_notices_a_restored_log_that_grew_as_well() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    send(&client, "north", key()).await;
    server.stop().await;
    let copy = world.folder.path().join("copy.db");
    fs::copy(file(&world), &copy).unwrap();
    let server = world.start().await;
    let client = Client { url: server.url(), ..client };
    send(&client, "east", key()).await;
    let read = client.position("/v1/state", client.user()).await;
    server.stop().await;
    fs::copy(&copy, file(&world)).unwrap();
    let server = world.start().await;
    let client = Client { url: server.url(), ..client };
    for direction in ["up", "down"] {
        send(&client, direction, key()).await;
    }
    let rewound = ServerFrame::Resync { ch: client.user(), reason: ResyncReason::Rewound };
    assert_eq!(first(&client, Carrier::Socket, read).await, rewound);
    server.stop().await;
}

#[tokio::test]
async fn what_is_repeated_after_a_restore_takes_effect_once_and_shows_in_the_new_history() {
    let Restored { world, kept, lost } = restored().await;
    let server = world.start().await;
    let client = sign_in(&server).await;
    first(&client, Carrier::Socket, after(lost.1)).await;
    let state: LifeState = client.read("/v1/state").await;
    assert_eq!(state.direction.as_deref(), Some("north"));
    let here = client.position("/v1/state", client.user()).await;
    assert_ne!(here.epoch, Some(kept.1.position.epoch));

    // What the copy has is not done again, and counts as reached by whoever has read the whole.
    let again = client.send(&to("north"), kept.0).await;
    assert_eq!(again.headers()["idempotency-replayed"], "true");
    let again: Accepted = again.json().await.unwrap();
    assert_eq!((Some(again.position.epoch), again.position.seq), (here.epoch, here.seq));

    // What the copy has not is done now, and comes as an event.
    let mut line = Line::open(&client, Carrier::Socket, vec![here]).await;
    let done = client.send(&to("south"), lost.0).await;
    assert!(!done.headers().contains_key("idempotency-replayed"));
    let done: Accepted = done.json().await.unwrap();
    let event = line.event().await;
    assert_eq!((event.seq, event.cause), (done.position.seq, Some(lost.0)));
    let state: LifeState = client.read("/v1/state").await;
    assert_eq!(state.direction.as_deref(), Some("south"));
    server.stop().await;
}

#[tokio::test]
async fn a_log_that_goes_back_under_a_connection_closes_it() {
    for carrier in [Carrier::Socket, Carrier::Stream] {
        let world = World::new();
        let server = world.start().await;
        let client = sign_in(&server).await;
        let beginning = client.position("/v1/state", client.user()).await;
        for direction in ["north", "east", "south"] {
            send(&client, direction, key()).await;
        }
        let mut line = Line::open(&client, carrier, vec![beginning]).await;
        for seq in 1..=3 {
            assert_eq!(line.event().await.seq, seq);
        }
        // Another program takes the last two away; what is written then has their numbers.
        let database = Connection::open(file(&world)).unwrap();
        database.execute("DELETE FROM event WHERE seq > 1", []).unwrap();
        database.execute("UPDATE channel SET top = 1 WHERE top = 3", []).unwrap();
        for direction in ["up", "down", "left"] {
            send(&client, direction, key()).await;
        }
        assert_eq!(line.closed().await, close::STORE_WENT_BACK);
        server.stop().await;
    }
}
