//! Where a subscription may go on from, and where the whole must be read.

use super::{change_state, over_each_carrier};
use crate::{
    lines::{Carrier, Line},
    support::{World, new_session, sign_in},
};
use protocol::{
    Channel, Epoch, JobId, SessionId, UserId, Write,
    frame::{ResyncReason, ServerFrame, Subscription},
    records::PermissionMode,
};
use uuid::Uuid;

over_each_carrier! {
    whoever_stands_nowhere_reads_the_whole,
    whoever_stands_in_another_history_reads_the_whole,
    whoever_is_ahead_of_the_log_gives_it_a_new_history_for_everybody,
    whoever_has_another_event_at_the_place_gives_it_a_new_history_for_everybody,
    whoever_comes_after_a_month_reads_the_whole,
    foreign_channels_are_forbidden_and_own_ones_beside_them_are_not,
}

fn anew(ch: Channel) -> Subscription {
    Subscription { ch, epoch: None, seq: 0, last: None }
}

fn resync(ch: Channel, reason: ResyncReason) -> ServerFrame {
    ServerFrame::Resync { ch, reason }
}

async fn whoever_stands_nowhere_reads_the_whole(carrier: Carrier) {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let ch = client.user();
    let mut line = Line::open(&client, carrier, vec![anew(ch)]).await;
    assert_eq!(line.next().await.unwrap(), resync(ch, ResyncReason::First));
    server.stop().await;
}

async fn whoever_stands_in_another_history_reads_the_whole(carrier: Carrier) {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let ch = client.user();
    let elsewhere = Subscription { epoch: Some(Epoch(Uuid::nil())), ..anew(ch) };
    let mut line = Line::open(&client, carrier, vec![elsewhere]).await;
    assert_eq!(line.next().await.unwrap(), resync(ch, ResyncReason::Epoch));
    server.stop().await;
}

async fn whoever_is_ahead_of_the_log_gives_it_a_new_history_for_everybody(carrier: Carrier) {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    change_state(client.clone(), "a", 3).await;
    let here = client.position("/v1/state", client.user()).await;
    let mut other = Line::open(&client, carrier, vec![here]).await;
    if carrier == Carrier::Poll {
        // A poll that nobody waits for follows nothing, so this one asks from where it stands.
        assert_eq!(here.seq, 3);
    }
    let ahead = Subscription { seq: 7, ..here };
    let mut line = Line::open(&client, carrier, vec![ahead]).await;
    assert_eq!(line.next().await.unwrap(), resync(here.ch, ResyncReason::Ahead));
    assert_eq!(other.next().await.unwrap(), resync(here.ch, ResyncReason::Epoch));
    let fresh = client.position("/v1/state", client.user()).await;
    assert_ne!(fresh.epoch, here.epoch);
    let mut line = Line::open(&client, carrier, vec![fresh]).await;
    change_state(client.clone(), "b", 1).await;
    assert_eq!(line.event().await.seq, fresh.seq + 1);
    server.stop().await;
}

async fn whoever_has_another_event_at_the_place_gives_it_a_new_history_for_everybody(
    carrier: Carrier,
) {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    change_state(client.clone(), "a", 3).await;
    let here = client.position("/v1/state", client.user()).await;
    let other = Subscription { last: Some(Uuid::from_u128(5).into()), ..here };
    let mut line = Line::open(&client, carrier, vec![other]).await;
    assert_eq!(line.next().await.unwrap(), resync(here.ch, ResyncReason::Rewound));
    let mut line = Line::open(&client, carrier, vec![here]).await;
    assert_eq!(line.next().await.unwrap(), resync(here.ch, ResyncReason::Epoch));
    server.stop().await;
}

async fn whoever_comes_after_a_month_reads_the_whole(carrier: Carrier) {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let beginning = client.position("/v1/state", client.user()).await;
    change_state(client, "a", 3).await;
    server.stop().await;
    world.clock.advance(31 * 24 * 60);
    let server = world.start().await;
    let client = sign_in(&server).await;
    // The server forgets beside other things, so this may take a moment.
    let mut reason = None;
    while reason.is_none() {
        let mut line = Line::open(&client, carrier, vec![beginning]).await;
        if let Ok(ServerFrame::Resync { reason: told, .. }) = line.next().await {
            reason = Some(told);
        }
    }
    assert_eq!(reason, Some(ResyncReason::Trimmed));
    server.stop().await;
}

async fn foreign_channels_are_forbidden_and_own_ones_beside_them_are_not(carrier: Carrier) {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let foreign = [
        Channel::User(UserId(Uuid::from_u128(1))),
        Channel::Session(SessionId(Uuid::from_u128(2))),
        Channel::Job(JobId(Uuid::from_u128(3))),
    ];
    let own = client.position("/v1/state", client.user()).await;
    let subs = foreign.into_iter().map(anew).chain([own]).collect();
    let mut line = Line::open(&client, carrier, subs).await;
    let mut refused = Vec::new();
    for _ in foreign {
        match line.next().await {
            Ok(ServerFrame::Err { name, ch: Some(ch), .. }) if name == "forbidden" => {
                refused.push(ch);
            }
            other => panic!("{other:?}"),
        }
    }
    refused.sort();
    assert_eq!(refused, foreign);
    let body = new_session("I mend nets.", PermissionMode::Ask);
    client.write(&Write::CreateSession(body)).await;
    assert_eq!(line.event().await.channel, own.ch);
    server.stop().await;
}
