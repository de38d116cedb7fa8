//! The rules of the slower transports, one by one: when they are dialled, what they are asked, how
//! their silence is understood, and how a socket is found again beside them.

use crate::bench::{
    Bench, EPOCH, channel, closes, delivered, dials, event, pings, place, ready_frame, sent,
    sub_ok, subscriptions, transports,
};
use jiff::SignedDuration;
use link::{
    Output,
    machine::{Action, DialFailure, Input},
};
use protocol::{
    ServerId,
    app_event::{LinkState, Transport},
    connection::ConnectionStep,
    frame::{ServerFrame, close},
};
use std::{collections::BTreeMap, time::Duration};
use uuid::Uuid;

const SECOND: Duration = Duration::from_secs(1);

/// A machine that was refused so often that it is connected by a slower transport.
fn degraded(seed: u64, transport: Transport) -> Bench {
    let mut bench = Bench::with(seed, false);
    bench.give(Input::Start);
    let mut dialled = vec![Transport::WebSocket];
    while dialled.last() != Some(&transport) {
        bench.dial_fails(DialFailure::Unreachable);
        dialled.extend(transports(&bench.pass(bench.retry_in())));
    }
    bench.open();
    bench.frame(ready_frame());
    assert_eq!(bench.status.state, LinkState::Degraded);
    assert_eq!(bench.status.transport, Some(transport));
    bench.look();
    bench
}

fn slower() -> [Transport; 2] {
    [Transport::ServerSentEvents, Transport::LongPoll]
}

/// The server answers a poll, which brings nothing new.
fn answer(bench: &mut Bench) -> Vec<Action> {
    bench.frame(ready_frame());
    bench.give(Input::Answered { attempt: bench.attempt })
}

/// The number of the try for a socket, which comes when there is something to say.
fn climb(bench: &mut Bench) -> u64 {
    let below = bench.attempt;
    let tried = (0..400).find_map(|_| {
        bench.pass(SECOND);
        let tried = std::mem::replace(&mut bench.attempt, below);
        bench.give(Input::Heard { attempt: below });
        (tried > below).then_some(tried)
    });
    tried.expect("a socket is tried")
}

#[test]
fn after_five_failures_a_foreign_server_is_dialled_by_the_slower_transports_in_turn() {
    let mut bench = Bench::with(7, false);
    let mut dialled = transports(&bench.give(Input::Start));
    for _ in 0..8 {
        assert_ne!(bench.status.state, LinkState::Degraded, "nothing flows");
        bench.dial_fails(DialFailure::Unreachable);
        assert!((SECOND..=SECOND * 30).contains(&bench.retry_in()), "one delay for all");
        dialled.extend(transports(&bench.pass(bench.retry_in())));
    }
    let [stream, poll] = slower();
    let socket = Transport::WebSocket;
    assert_eq!(dialled[..5], [socket; 5]);
    assert_eq!(dialled[5..], [stream, poll, socket, stream]);
}

#[test]
fn the_own_server_is_only_dialled_by_sockets() {
    let mut bench = Bench::with(7, true);
    let mut dialled = transports(&bench.give(Input::Start));
    for _ in 0..12 {
        bench.dial_fails(DialFailure::Unreachable);
        assert_eq!(bench.status.state, LinkState::Waiting);
        dialled.extend(transports(&bench.pass(bench.retry_in())));
    }
    assert_eq!(dialled, [Transport::WebSocket; 13]);
}

#[test]
fn a_refused_token_is_not_tried_by_another_transport() {
    let mut bench = Bench::with(8, false);
    let mut dialled = transports(&bench.give(Input::Start));
    for _ in 0..12 {
        dialled.extend(transports(&bench.dial_fails(DialFailure::Unauthorized)));
        if bench.status.state == LinkState::Waiting {
            dialled.extend(transports(&bench.pass(bench.retry_in())));
        }
    }
    assert_eq!(dialled, [Transport::WebSocket; 13]);
}

#[test]
fn what_asks_to_wait_on_one_transport_may_not_be_the_server_and_is_obeyed_on_all() {
    let mut bench = Bench::with(8, false);
    let mut dialled = transports(&bench.give(Input::Start));
    for _ in 0..6 {
        bench.dial_fails(DialFailure::Busy { retry_after: SECOND * 60 });
        assert!(bench.retry_in() >= SECOND * 60);
        dialled.extend(transports(&bench.pass(bench.retry_in())));
    }
    assert_eq!(dialled[5..], slower());
}

#[test]
fn what_is_followed_is_asked_for_together_by_one_request_from_where_it_stands() {
    for transport in slower() {
        let mut bench = degraded(1, transport);
        bench.give(Input::Follow(place(channel(1), 4)));
        bench.give(Input::Follow(place(channel(2), 7)));
        assert_eq!(sent(&bench.look()), [], "each change is a request");
        let asked = subscriptions(&bench.pass(Duration::from_millis(50)));
        assert_eq!(asked, [place(channel(1), 4), place(channel(2), 7)]);
        bench.frame(sub_ok(channel(1), 5, 9));
        assert_eq!(delivered(&bench.event(channel(1), 5)), [(channel(1), 5)]);
        bench.give(Input::Unfollow(channel(2)));
        let asked = subscriptions(&bench.pass(Duration::from_millis(50)));
        assert_eq!(
            asked.iter().map(|sub| (sub.ch, sub.seq)).collect::<Vec<_>>(),
            [(channel(1), 5)]
        );
    }
}

#[test]
fn requests_say_nothing_but_hello() {
    for transport in slower() {
        let mut bench = degraded(1, transport);
        bench.give(Input::Follow(place(channel(1), 0)));
        bench.pass(SECOND);
        bench.frame(sub_ok(channel(1), 1, 64));
        for seq in 1..=64 {
            bench.event(channel(1), seq);
        }
        bench.give(Input::Acknowledge(BTreeMap::from([(channel(1), 64)])));
        bench.look();
        let actions = bench.pass(SECOND * 20);
        assert!(sent(&actions).is_empty(), "{:?}", sent(&actions));
    }
}

#[test]
fn a_gap_is_asked_for_by_another_request_and_nothing_comes_twice() {
    for transport in slower() {
        let mut bench = degraded(1, transport);
        bench.give(Input::Follow(place(channel(1), 0)));
        bench.pass(SECOND);
        bench.frame(sub_ok(channel(1), 1, 1));
        assert_eq!(delivered(&bench.event(channel(1), 1)).len(), 1);
        assert_eq!(delivered(&bench.event(channel(1), 3)), []);
        let asked = subscriptions(&bench.pass(SECOND));
        assert_eq!(asked.iter().map(|sub| sub.seq).collect::<Vec<_>>(), [1]);
        // What the request before still brings is new or known, and judged as such.
        assert_eq!(delivered(&bench.event(channel(1), 2)).len(), 1);
        bench.frame(ready_frame());
        bench.frame(sub_ok(channel(1), 2, 3));
        assert_eq!(delivered(&bench.event(channel(1), 2)), []);
        assert_eq!(delivered(&bench.event(channel(1), 3)).len(), 1);
    }
}

#[test]
fn an_answered_poll_is_followed_by_the_next_one_at_once() {
    let mut bench = degraded(1, Transport::LongPoll);
    bench.give(Input::Follow(place(channel(1), 0)));
    bench.pass(SECOND);
    for seq in 1..=50 {
        bench.frame(ready_frame());
        bench.event(channel(1), seq);
        bench.give(Input::Answered { attempt: bench.attempt });
        let asked = subscriptions(&bench.pass(Duration::ZERO));
        assert_eq!(asked.iter().map(|sub| sub.seq).collect::<Vec<_>>(), [seq]);
    }
}

#[test]
fn polls_that_are_answered_at_once_with_nothing_come_ever_later_and_then_are_a_failure() {
    let mut bench = degraded(1, Transport::LongPoll);
    let (mut asked, failures) = (0, bench.status.attempt);
    for _ in 0..4 {
        answer(&mut bench);
        let from = bench.elapsed;
        while sent(&bench.pass(Duration::from_millis(100))).is_empty() {
            assert!(bench.elapsed < from + SECOND * 5, "it stopped asking");
        }
        asked += 1;
    }
    assert_eq!(asked, 4);
    assert!(bench.elapsed >= SECOND * 7, "it asked in a tight loop");
    let end = answer(&mut bench);
    assert_eq!(closes(&end), 1);
    assert_eq!(bench.status.state, LinkState::Waiting);
    assert_eq!(bench.status.attempt, failures + 1, "such a connection was taken for a good one");
}

#[test]
fn a_silent_stream_is_dead_after_25_seconds_and_a_poll_after_40() {
    for (transport, silence) in slower().into_iter().zip([25, 40]) {
        let mut bench = degraded(2, transport);
        bench.pass(SECOND * 10);
        bench.give(Input::Heard { attempt: bench.attempt });
        let silent = bench.pass(SECOND * (silence - 1));
        let at_most_a_climb = dials(&silent).len();
        assert_eq!((closes(&silent), at_most_a_climb <= 1), (0, true));
        assert!(closes(&bench.pass(SECOND)) >= 1);
        assert_eq!(bench.status.state, LinkState::Waiting);
        assert_eq!(pings(&bench.look()), 0);
    }
}

#[test]
fn failures_count_until_a_connection_by_requests_has_lived_for_a_while() {
    for transport in slower() {
        let mut bench = degraded(3, transport);
        let failures = bench.status.attempt;
        bench.give(Input::Heard { attempt: bench.attempt });
        assert_eq!(bench.status.attempt, failures, "a first sign of life proves nothing");
        bench.pass(SECOND * 5);
        bench.give(Input::Heard { attempt: bench.attempt });
        assert_eq!(bench.status.attempt, 0);
        // A transport that is good is dialled again first.
        bench.close(1006);
        assert_eq!(transports(&bench.pass(SECOND * 2)), [transport]);
    }
}

#[test]
fn waking_up_asks_a_slower_transport_anew_and_replaces_it_after_five_seconds() {
    for transport in slower() {
        let mut bench = degraded(4, transport);
        bench.pass(SECOND * 5);
        bench.look();
        bench.sleep(SignedDuration::from_hours(8));
        let woken = bench.pass(SECOND * 5);
        assert_eq!(sent(&woken).len(), 1, "no probe after sleep");
        assert_eq!(closes(&woken), 0);
        let end = bench.pass(SECOND * 5);
        assert!(closes(&end) >= 1);
        assert!(transports(&end).contains(&transport), "it waits to replace the connection");
    }
}

#[test]
fn a_socket_is_tried_beside_a_slower_transport_soon_and_then_every_few_minutes() {
    for transport in slower() {
        let mut bench = degraded(5, transport);
        let mut between = Vec::new();
        for _ in 0..3 {
            let before = bench.elapsed;
            let attempt = climb(&mut bench);
            between.push(bench.elapsed.saturating_sub(before).as_secs());
            assert_eq!(transports(&bench.look()), [Transport::WebSocket]);
            bench.give(Input::DialFailed { attempt, failure: DialFailure::Unreachable });
            assert_eq!(bench.status.transport, Some(transport), "the connection goes on");
        }
        assert!((27..=34).contains(&between[0]), "{between:?}");
        assert!(between[1..].iter().all(|time| (162..=199).contains(time)), "{between:?}");
    }
}

#[test]
fn a_socket_that_greets_takes_over_from_where_the_events_ended() {
    for transport in slower() {
        let mut bench = degraded(6, transport);
        bench.give(Input::Follow(place(channel(1), 0)));
        bench.pass(SECOND);
        bench.frame(sub_ok(channel(1), 1, 0));
        bench.event(channel(1), 1);
        let (below, attempt) = (bench.attempt, climb(&mut bench));
        bench.give(Input::Opened { attempt });
        assert_eq!(delivered(&bench.event(channel(1), 2)).len(), 1, "the other one goes on");
        bench.look();
        let frame = Box::new(ready_frame());
        let actions = bench.give(Input::Frame { attempt, frame, bytes: 100 });
        assert!(actions.contains(&Action::Close { attempt: below }));
        let asked = subscriptions(&actions);
        assert_eq!(asked.iter().map(|sub| sub.seq).collect::<Vec<_>>(), [2]);
        assert_eq!(bench.status.state, LinkState::Ready);
        let late = Box::new(ServerFrame::Ev(event(channel(1), EPOCH, 3)));
        assert_eq!(bench.give(Input::Frame { attempt: below, frame: late, bytes: 100 }), []);
        bench.attempt = attempt;
        bench.frame(sub_ok(channel(1), 3, 3));
        assert_eq!(delivered(&bench.event(channel(1), 3)).len(), 1);
    }
}

#[test]
fn a_socket_that_takes_over_and_breaks_is_followed_by_what_was_good() {
    let mut bench = degraded(6, Transport::ServerSentEvents);
    bench.pass(SECOND * 6);
    bench.give(Input::Heard { attempt: bench.attempt });
    let attempt = climb(&mut bench);
    bench.give(Input::Opened { attempt });
    bench.give(Input::Frame { attempt, frame: Box::new(ready_frame()), bytes: 100 });
    bench.attempt = attempt;
    bench.close(1006);
    assert_eq!(transports(&bench.pass(SECOND * 2)), [Transport::ServerSentEvents]);
    bench.open();
    bench.frame(ready_frame());
    let from = bench.elapsed;
    climb(&mut bench);
    assert!(bench.elapsed > from + SECOND * 150, "sockets that break are tried again at once");
}

#[test]
fn a_socket_that_opens_and_says_nothing_is_given_up_and_the_other_goes_on() {
    let mut bench = degraded(7, Transport::ServerSentEvents);
    let attempt = climb(&mut bench);
    bench.give(Input::Opened { attempt });
    let actions = bench.pass(SECOND * 10);
    assert!(actions.contains(&Action::Close { attempt }));
    assert_eq!(bench.status.state, LinkState::Degraded);
}

#[test]
fn nothing_is_left_beside_a_connection_that_ended() {
    let mut bench = degraded(7, Transport::ServerSentEvents);
    let attempt = climb(&mut bench);
    assert!(bench.close(close::ACCOUNT_DISABLED).contains(&Action::Close { attempt }));
    assert_eq!(bench.give(Input::Opened { attempt }), []);
    assert_eq!(bench.status.state, LinkState::Offline);
}

#[test]
fn trying_now_tries_a_socket_now() {
    for transport in slower() {
        let mut bench = degraded(8, transport);
        assert_eq!(transports(&bench.give(Input::RetryNow)), [Transport::WebSocket]);
        assert_eq!(transports(&bench.give(Input::RetryNow)), [], "one try at a time");
    }
}

#[test]
fn an_expired_token_is_renewed_and_the_same_transport_goes_on() {
    for transport in slower() {
        let mut bench = degraded(9, transport);
        let failures = bench.status.attempt;
        let actions = bench.close(close::TOKEN_EXPIRED);
        assert_eq!(transports(&actions), [transport]);
        assert!(dials(&actions).iter().all(|(_, renew)| *renew));
        assert_eq!(bench.status.attempt, failures, "an expired token is not a failure");
    }
}

#[test]
fn a_request_takes_a_fresh_token_before_the_old_one_expires() {
    let mut bench = degraded(10, Transport::ServerSentEvents);
    let below = bench.attempt;
    while bench.elapsed < Duration::from_hours(1) {
        bench.give(Input::Heard { attempt: below });
        bench.pass(SECOND * 10);
    }
    let is_asked =
        |action: &Action| matches!(action, Action::Send { attempt, .. } if *attempt == below);
    let asked = bench.look().into_iter().filter(is_asked).count();
    assert_eq!(asked, 1, "asked {asked} times before the token expired");
}

#[test]
fn another_database_behind_the_same_connection_is_told() {
    let mut bench = degraded(11, Transport::LongPoll);
    let is_told = |actions: &[Action]| {
        actions.iter().any(|action| matches!(action, Action::Tell(Output::Ready { .. })))
    };
    assert!(!is_told(&bench.frame(ready_frame())));
    let mut frame = ready_frame();
    if let ServerFrame::Ready { server_id, .. } = &mut frame {
        *server_id = ServerId(Uuid::from_u128(99));
    }
    assert!(is_told(&bench.frame(frame)));
}

#[test]
fn nothing_more_is_read_while_too_much_waits_to_be_stored() {
    let mut bench = degraded(12, Transport::ServerSentEvents);
    bench.give(Input::Follow(place(channel(1), 0)));
    bench.pass(SECOND);
    bench.frame(sub_ok(channel(1), 1, 1_000));
    for seq in 1..=511 {
        bench.event(channel(1), seq);
    }
    assert!(!bench.machine.is_full());
    bench.event(channel(1), 512);
    assert!(bench.machine.is_full());
    bench.give(Input::Acknowledge(BTreeMap::from([(channel(1), 10)])));
    assert!(!bench.machine.is_full());
}

#[test]
fn each_step_of_a_connection_by_a_slower_transport_is_logged() {
    let mut bench = degraded(13, Transport::ServerSentEvents);
    let [stream, _] = slower();
    let end = [
        ConnectionStep::Dialling { transport: stream },
        ConnectionStep::Live { transport: stream },
    ];
    assert!(bench.log.ends_with(&end), "{:?}", bench.log);
    bench.log.clear();
    let attempt = climb(&mut bench);
    bench.give(Input::DialFailed { attempt, failure: DialFailure::Unreachable });
    bench.close(1006);
    assert!(matches!(
        bench.log[..],
        [
            ConnectionStep::Dialling { transport: Transport::WebSocket },
            ConnectionStep::Failed { .. },
            ConnectionStep::Closed { code: Some(1006) },
            ConnectionStep::Waiting { .. },
        ]
    ));
}
