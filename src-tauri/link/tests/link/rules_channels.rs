//! The rules of followed channels, one by one: gaps, repeats, resyncs, acknowledgements.

use crate::bench::{
    Bench, EPOCH, OTHER_EPOCH, channel, closes, delivered, event, place, pong, ready_frame, sent,
    sub_ok, subscriptions,
};
use link::{
    Output,
    machine::{Action, Input},
};
use protocol::{
    Channel, EventId,
    frame::{ClientFrame, ResyncReason, ServerFrame, Subscription},
};
use std::{collections::BTreeMap, time::Duration};
use uuid::Uuid;

/// A ready connection that follows channel 1 live from `seq`.
fn following(seq: u64) -> Bench {
    let mut bench = Bench::ready(1);
    bench.give(Input::Follow(place(channel(1), seq)));
    bench.frame(sub_ok(channel(1), seq + 1, seq));
    bench.look();
    bench
}

fn resyncs(actions: &[Action]) -> Vec<(Channel, ResyncReason)> {
    actions
        .iter()
        .filter_map(|action| match action {
            Action::Tell(Output::Resync { channel, reason }) => Some((*channel, *reason)),
            _ => None,
        })
        .collect()
}

fn acknowledged(actions: &[Action]) -> Vec<BTreeMap<Channel, u64>> {
    sent(actions)
        .into_iter()
        .filter_map(|frame| match frame {
            ClientFrame::Ack { pos } => Some(pos),
            _ => None,
        })
        .collect()
}

#[test]
fn the_next_event_is_delivered_and_a_repeated_one_changes_nothing() {
    let mut bench = following(41);
    assert_eq!(delivered(&bench.event(channel(1), 42)), [(channel(1), 42)]);
    assert_eq!(bench.event(channel(1), 42), []);
    assert_eq!(bench.event(channel(1), 7), []);
    assert_eq!(bench.machine.dropped(), 2);
}

#[test]
fn a_gap_is_not_delivered_and_asked_for_once() {
    let mut bench = following(41);
    bench.event(channel(1), 42);
    let actions = bench.event(channel(1), 44);
    assert_eq!(delivered(&actions), []);
    let last = Some(EventId(Uuid::from_u128(42)));
    let again = Subscription { ch: channel(1), epoch: Some(EPOCH), seq: 42, last };
    assert_eq!(subscriptions(&actions), [again]);
    assert_eq!(bench.event(channel(1), 45), [], "every event after the gap asks again");
    bench.frame(sub_ok(channel(1), 43, 45));
    let rest: Vec<_> = (43..=45).flat_map(|seq| delivered(&bench.event(channel(1), seq))).collect();
    assert_eq!(rest, [(channel(1), 43), (channel(1), 44), (channel(1), 45)]);
}

#[test]
fn three_subscriptions_without_progress_are_enough() {
    let mut bench = following(41);
    for _ in 0..3 {
        let actions = bench.event(channel(1), 50);
        assert_eq!(subscriptions(&actions).len(), 1);
        bench.frame(sub_ok(channel(1), 42, 50));
        bench.pass(Duration::from_secs(1));
    }
    let actions = bench.event(channel(1), 50);
    assert_eq!(resyncs(&actions), [(channel(1), ResyncReason::Trimmed)]);
    assert_eq!(bench.event(channel(1), 42), [], "delivered before the resource was read");
}

#[test]
fn progress_or_time_allows_more_subscriptions() {
    let mut bench = following(0);
    for seq in 1..=20 {
        assert_eq!(subscriptions(&bench.event(channel(1), seq + 1)).len(), 1);
        bench.frame(sub_ok(channel(1), seq, seq + 1));
        assert_eq!(delivered(&bench.event(channel(1), seq)).len(), 1);
    }
    for _ in 0..10 {
        assert_eq!(subscriptions(&bench.event(channel(1), 50)).len(), 1);
        bench.frame(sub_ok(channel(1), 21, 50));
        bench.pass(Duration::from_secs(4));
    }
}

#[test]
fn an_event_of_another_history_is_never_delivered() {
    let mut bench = following(41);
    let actions = bench.frame(ServerFrame::Ev(event(channel(1), OTHER_EPOCH, 42)));
    assert_eq!(delivered(&actions), []);
    assert_eq!(subscriptions(&actions).len(), 1);
}

#[test]
fn after_a_resync_nothing_comes_until_the_channel_is_followed_again() {
    let mut bench = following(41);
    let resync = ServerFrame::Resync { ch: channel(1), reason: ResyncReason::Trimmed };
    assert_eq!(resyncs(&bench.frame(resync)), [(channel(1), ResyncReason::Trimmed)]);
    assert_eq!(bench.event(channel(1), 42), []);
    bench.close(1006);
    bench.pass(Duration::from_secs(2));
    let hello = bench.give(Input::Opened { attempt: bench.attempt });
    assert_eq!(subscriptions(&hello), [], "the place before the resync is asked for");
    bench.frame(ready_frame());
    let actions = bench.give(Input::Follow(place(channel(1), 90)));
    assert_eq!(subscriptions(&actions), [place(channel(1), 90)]);
    bench.frame(sub_ok(channel(1), 91, 90));
    assert_eq!(delivered(&bench.event(channel(1), 91)).len(), 1);
}

#[test]
fn a_new_connection_asks_from_where_the_events_ended() {
    let mut bench = following(41);
    bench.event(channel(1), 42);
    bench.close(1006);
    bench.pass(Duration::from_secs(2));
    let hello = bench.give(Input::Opened { attempt: bench.attempt });
    assert_eq!(subscriptions(&hello).iter().map(|sub| sub.seq).collect::<Vec<_>>(), [42]);
}

#[test]
fn what_changes_between_hello_and_ready_is_sent_after_ready() {
    let mut bench = Bench::new(1);
    bench.give(Input::Follow(place(channel(1), 1)));
    bench.give(Input::Start);
    bench.open();
    assert_eq!(bench.give(Input::Unfollow(channel(1))), []);
    assert_eq!(bench.give(Input::Follow(place(channel(2), 5))), []);
    let actions = bench.frame(ready_frame());
    let expected = [ClientFrame::Unsub { ch: channel(1) }, ClientFrame::Sub(place(channel(2), 5))];
    assert_eq!(sent(&actions), expected);
}

#[test]
fn a_channel_left_is_silent() {
    let mut bench = following(41);
    let actions = bench.give(Input::Unfollow(channel(1)));
    assert_eq!(sent(&actions), [ClientFrame::Unsub { ch: channel(1) }]);
    assert_eq!(bench.event(channel(1), 42), []);
    assert_eq!(bench.give(Input::Unfollow(channel(1))), []);
}

#[test]
fn an_answer_to_an_older_question_does_not_count() {
    let mut bench = following(90);
    bench.give(Input::Follow(place(channel(1), 10)));
    bench.give(Input::Follow(place(channel(1), 20)));
    // The server answered for 90 before it read on.
    assert_eq!(bench.frame(sub_ok(channel(1), 91, 95)), []);
    assert_eq!(bench.event(channel(1), 91), []);
    bench.frame(sub_ok(channel(1), 21, 95));
    assert_eq!(delivered(&bench.event(channel(1), 21)).len(), 1);
}

#[test]
fn a_lost_notification_is_found_by_two_pongs() {
    let mut bench = following(41);
    let top = || BTreeMap::from([(channel(1), (EPOCH, 43))]);
    assert_eq!(subscriptions(&bench.frame(pong(top()))), []);
    assert_eq!(subscriptions(&bench.frame(pong(top()))).len(), 1);
}

#[test]
fn a_channel_that_moves_or_stands_at_the_top_is_not_asked_again() {
    let mut bench = following(41);
    let top = |seq| pong(BTreeMap::from([(channel(1), (EPOCH, seq))]));
    for seq in 42..50 {
        assert_eq!(subscriptions(&bench.frame(top(seq + 1))), []);
        bench.event(channel(1), seq);
    }
    bench.frame(top(49));
    assert_eq!(subscriptions(&bench.frame(top(49))), []);
}

#[test]
fn a_refused_channel_is_left_and_one_refused_for_now_is_asked_again() {
    let refuse = |retryable| {
        let name = "forbidden".to_owned();
        ServerFrame::Err { code: 0, name, retryable, ch: Some(channel(1)) }
    };
    let mut bench = following(41);
    assert!(sent(&bench.frame(refuse(true))).is_empty());
    assert_eq!(subscriptions(&bench.pass(Duration::from_secs(5))).len(), 1);
    let told = bench.frame(refuse(false));
    let refused = Output::Refused { channel: Some(channel(1)), name: "forbidden".to_owned() };
    assert_eq!(told, [Action::Tell(refused)]);
    assert_eq!(bench.event(channel(1), 42), []);
}

#[test]
fn acknowledgements_are_joined_for_a_second() {
    let mut bench = following(0);
    bench.give(Input::Follow(place(channel(2), 0)));
    bench.frame(sub_ok(channel(2), 1, 0));
    for seq in 1..=3 {
        bench.event(channel(1), seq);
        bench.event(channel(2), seq);
    }
    bench.look();
    bench.give(Input::Acknowledge(BTreeMap::from([(channel(1), 2)])));
    bench.give(Input::Acknowledge(BTreeMap::from([(channel(1), 3), (channel(2), 1)])));
    assert_eq!(acknowledged(&bench.pass(Duration::from_millis(999))), []);
    let actions = bench.pass(Duration::from_millis(1));
    assert_eq!(acknowledged(&actions), [BTreeMap::from([(channel(1), 3), (channel(2), 1)])]);
}

#[test]
fn many_or_large_events_are_acknowledged_at_once() {
    let mut bench = following(0);
    for seq in 1..=64 {
        bench.event(channel(1), seq);
    }
    assert_eq!(acknowledged(&bench.give(ack(63))), []);
    assert_eq!(acknowledged(&bench.give(ack(64))).len(), 1);
    let (attempt, frame) = (bench.attempt, Box::new(ServerFrame::Ev(event(channel(1), EPOCH, 65))));
    bench.give(Input::Frame { attempt, frame, bytes: 300_000 });
    assert_eq!(acknowledged(&bench.give(ack(65))).len(), 1);
}

#[test]
fn nothing_is_acknowledged_that_was_not_delivered_here() {
    let mut bench = following(41);
    bench.give(ack(41));
    bench.give(Input::Acknowledge(BTreeMap::from([(channel(9), 4)])));
    bench.event(channel(1), 42);
    bench.give(ack(1_000));
    let all = acknowledged(&bench.pass(Duration::from_secs(2)));
    assert_eq!(all, [BTreeMap::from([(channel(1), 42)])]);
}

#[test]
fn the_status_counts_down_while_catching_up() {
    let mut bench = Bench::ready(1);
    bench.give(Input::Follow(place(channel(1), 0)));
    bench.frame(sub_ok(channel(1), 1, 250));
    assert_eq!(bench.status.behind, 250);
    let mut told = Vec::new();
    for seq in 1..=250 {
        bench.event(channel(1), seq);
        told.push(bench.status.behind);
    }
    told.dedup();
    assert_eq!(told, [250, 150, 50, 0]);
    let caught_up = ServerFrame::CaughtUp { ch: channel(1), seq: 250 };
    let actions = bench.frame(caught_up);
    assert_eq!(actions, [Action::Tell(Output::CaughtUp { channel: channel(1), seq: 250 })]);
    assert_eq!(closes(&bench.look()), 0);
}

fn ack(seq: u64) -> Input {
    Input::Acknowledge(BTreeMap::from([(channel(1), seq)]))
}
