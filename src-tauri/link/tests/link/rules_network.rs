//! What a change of the network, sleep and the person's impatience do in each state, and what the log
//! of the connection says of it all.

use crate::bench::{Bench, closes, dials, pings, ready_frame};
use jiff::SignedDuration;
use link::machine::{DialFailure, Input};
use protocol::{
    Channel, UserId,
    app_event::{LinkState, Transport},
    connection::ConnectionStep,
    frame::{ResyncReason, ServerFrame, close},
};
use std::time::Duration;
use uuid::Uuid;

const SECOND: Duration = Duration::from_secs(1);

fn foreign(seed: u64) -> Bench {
    let mut bench = Bench::with(seed, false);
    bench.give(Input::Start);
    bench
}

fn ready(seed: u64) -> Bench {
    let mut bench = foreign(seed);
    bench.connect();
    bench.done.clear();
    bench
}

/// A machine that waits for at least ten seconds.
fn waiting(seed: u64) -> Bench {
    let mut bench = foreign(seed);
    loop {
        bench.dial_fails(DialFailure::Unreachable);
        if bench.retry_in() > SECOND * 10 {
            return bench;
        }
        bench.give(Input::RetryNow);
    }
}

#[test]
fn a_network_that_comes_up_ends_a_wait_within_a_second_and_not_for_all_at_once() {
    let dialled_after = |seed| {
        let mut bench = waiting(seed);
        let from = bench.elapsed;
        bench.give(Input::NetworkUp);
        while dials(&bench.pass(Duration::from_millis(10))).is_empty() {
            assert!(bench.elapsed <= from + SECOND, "it waits on");
        }
        bench.elapsed.saturating_sub(from)
    };
    let times: Vec<_> = (0..40).map(dialled_after).collect();
    assert!(times.iter().any(|time| *time < SECOND / 4));
    assert!(times.iter().any(|time| *time > SECOND * 3 / 4));
}

#[test]
fn a_network_that_comes_up_is_no_reason_to_come_sooner_than_the_server_asks() {
    let mut bench = foreign(1);
    bench.dial_fails(DialFailure::Busy { retry_after: SECOND * 60 });
    bench.give(Input::NetworkUp);
    assert_eq!(dials(&bench.pass(SECOND * 59)), []);
    let mut bench = ready(1);
    bench.frame(ServerFrame::Drain { in_ms: (20_000, 30_000) });
    bench.close(close::DRAIN);
    bench.give(Input::NetworkUp);
    assert_eq!(dials(&bench.pass(SECOND * 19)), []);
}

#[test]
fn another_network_probes_a_connection_within_a_second_and_replaces_it_after_five() {
    let mut bench = ready(2);
    bench.pass_to_ping();
    bench.pong();
    bench.give(Input::NetworkUp);
    assert_eq!(pings(&bench.pass(SECOND)), 1);
    let end = bench.pass(SECOND * 5);
    assert_eq!((closes(&end), dials(&end).len()), (1, 1));
    assert_eq!(bench.status.attempt, 0, "another network is not a failure");
}

#[test]
fn a_connection_that_survives_a_change_of_the_network_stays() {
    let mut bench = ready(2);
    bench.give(Input::NetworkDown);
    bench.pong();
    bench.give(Input::NetworkUp);
    bench.pass(SECOND);
    bench.pong();
    assert_eq!(closes(&bench.pass(SECOND * 6)), 0);
    assert_eq!(bench.status.state, LinkState::Ready);
}

#[test]
fn without_a_network_the_connection_is_probed_and_the_status_says_why_there_is_none() {
    let mut bench = ready(3);
    assert_eq!(pings(&bench.give(Input::NetworkDown)), 1);
    assert_eq!(bench.status.problem, None, "it may be a network of another kind");
    bench.pass(SECOND * 5);
    bench.dial_fails(DialFailure::Unreachable);
    let problem = bench.status.problem.clone().expect("there is a reason");
    assert_eq!(problem.title, "This device has no network.");
    bench.give(Input::NetworkUp);
    assert_ne!(bench.status.problem, Some(problem));
}

#[test]
fn a_dial_from_before_the_network_came_up_is_begun_again_and_is_no_failure() {
    let mut bench = foreign(4);
    bench.give(Input::NetworkDown);
    let actions = bench.give(Input::NetworkUp);
    assert_eq!(closes(&actions), 1);
    assert_eq!(dials(&bench.pass(SECOND)).len(), 1);
    assert_eq!(bench.status.attempt, 0);
    assert_eq!(closes(&bench.give(Input::NetworkUp)), 0, "one more address is no other network");
}

#[test]
fn a_dial_from_before_a_sleep_is_begun_again_and_is_no_failure() {
    let mut bench = foreign(4);
    bench.pass(SECOND * 4);
    bench.sleep(SignedDuration::from_hours(1));
    let woken = bench.pass(SECOND * 3);
    assert_eq!((closes(&woken), dials(&woken).len()), (1, 1));
    assert_eq!(bench.status.attempt, 0);
}

#[test]
fn the_network_means_nothing_to_the_own_server() {
    let mut bench = Bench::ready(5);
    assert_eq!(bench.give(Input::NetworkDown), []);
    bench.close(1006);
    let problem = bench.status.problem.clone();
    assert_eq!(bench.give(Input::NetworkUp), []);
    assert_eq!(bench.status.problem, problem);
}

#[test]
fn the_network_and_sleep_wake_nothing_that_ended_or_was_stopped() {
    for is_stopped in [true, false] {
        let mut bench = ready(6);
        if is_stopped {
            bench.give(Input::Stop);
        } else {
            bench.close(close::ACCOUNT_DISABLED);
        }
        bench.sleep(SignedDuration::from_hours(1));
        for input in [Input::NetworkDown, Input::NetworkUp, Input::Tick] {
            assert_eq!(dials(&bench.give(input)), []);
        }
        assert_eq!(dials(&bench.pass(SECOND * 100)), []);
    }
}

#[test]
fn trying_now_does_what_helps_in_every_state() {
    let mut bench = foreign(7);
    assert_eq!(bench.give(Input::RetryNow), [], "it is being tried");
    bench.open();
    assert_eq!(bench.give(Input::RetryNow), [], "it is being tried");
    bench.frame(ready_frame());
    assert_eq!(pings(&bench.give(Input::RetryNow)), 1);
    bench.close(1006);
    assert_eq!(dials(&bench.give(Input::RetryNow)).len(), 1);
    bench.connect();
    bench.close(close::TOO_MANY_CONNECTIONS);
    assert_eq!(dials(&bench.give(Input::RetryNow)).len(), 1);
    let asked = |step: &&ConnectionStep| **step == ConnectionStep::RetryAsked;
    assert_eq!(bench.log.iter().filter(asked).count(), 5);
}

#[test]
fn the_log_tells_each_step_in_order() {
    let mut bench = Bench::with(8, false);
    let transport = Transport::WebSocket;
    let problem = |bench: &Bench| bench.status.problem.clone().expect("there is a reason");
    let waits = |bench: &Bench| bench.status.retry_at.expect("it waits");
    let mut expected = Vec::new();

    bench.give(Input::Start);
    bench.dial_fails(DialFailure::Unreachable);
    expected.extend([
        ConnectionStep::Dialling { transport },
        ConnectionStep::Failed { problem: problem(&bench) },
        ConnectionStep::Waiting { retry_at: waits(&bench) },
    ]);
    bench.give(Input::RetryNow);
    bench.connect();
    bench.give(Input::TokenRenewed);
    expected.extend([
        ConnectionStep::RetryAsked,
        ConnectionStep::Dialling { transport },
        ConnectionStep::Live { transport },
        ConnectionStep::TokenRenewed,
    ]);
    bench.frame(ServerFrame::Drain { in_ms: (7_000, 7_000) });
    let until = bench.wall() + SignedDuration::from_secs(7);
    bench.close(close::DRAIN);
    expected.extend([
        ConnectionStep::Draining { until },
        ConnectionStep::Closed { code: Some(close::DRAIN) },
        ConnectionStep::Waiting { retry_at: until },
    ]);
    bench.pass(SECOND * 7);
    bench.connect();
    let channel = Channel::User(UserId(Uuid::from_u128(1)));
    bench.give(Input::Follow(crate::bench::place(channel, 3)));
    bench.frame(ServerFrame::Resync { ch: channel, reason: ResyncReason::Ahead });
    expected.extend([
        ConnectionStep::Dialling { transport },
        ConnectionStep::Live { transport },
        ConnectionStep::Resynced { channel: channel.to_string(), reason: ResyncReason::Ahead },
    ]);
    bench.give(Input::NetworkDown);
    bench.pass(SECOND * 5);
    bench.give(Input::NetworkUp);
    expected.extend([
        ConnectionStep::NetworkDown,
        ConnectionStep::Closed { code: None },
        ConnectionStep::Dialling { transport },
        ConnectionStep::NetworkUp,
        ConnectionStep::Waiting { retry_at: waits(&bench) },
    ]);
    bench.pass(SECOND);
    bench.connect();
    bench.close(close::REPLACED);
    expected.extend([
        ConnectionStep::Dialling { transport },
        ConnectionStep::Live { transport },
        ConnectionStep::Closed { code: Some(close::REPLACED) },
        ConnectionStep::Ended { code: close::REPLACED },
    ]);
    assert_eq!(bench.log, expected);
}

#[test]
fn the_log_says_how_long_the_machine_slept() {
    let mut bench = ready(9);
    bench.pass(SECOND * 5);
    bench.sleep(SignedDuration::from_hours(8));
    bench.pass(SECOND * 5);
    let slept = bench.log.iter().find_map(|step| match step {
        ConnectionStep::Slept { seconds } => Some(*seconds),
        _ => None,
    });
    assert!(slept.is_some_and(|seconds| (28_800..28_810).contains(&seconds)), "{slept:?}");
}
