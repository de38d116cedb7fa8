//! The rules of the connection itself, one by one: dialling, delays, heartbeats, sleep, endings.

use crate::bench::{Bench, closes, dials, pings, ready_frame, sent};
use jiff::SignedDuration;
use link::{
    Output,
    machine::{Action, DialFailure, Input},
};
use protocol::{
    ErrorCode, Problem,
    app_event::LinkState,
    frame::{ClientFrame, ReconnectAdvice, ServerFrame, close},
};
use std::time::Duration;

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn it_says_hello_when_the_socket_opens_and_nothing_else_before_ready() {
    let mut bench = Bench::new(1);
    assert_eq!(dials(&bench.give(Input::Start)), [(1, false)]);
    assert_eq!(bench.status.state, LinkState::Connecting);
    let opened = bench.give(Input::Opened { attempt: 1 });
    assert!(matches!(sent(&opened)[..], [ClientFrame::Hello { v: 1, .. }]));
    assert_eq!(sent(&bench.pass(SECOND * 9)), []);
    let greeted = bench.frame(ready_frame());
    assert!(greeted.iter().any(|action| matches!(action, Action::Tell(Output::Ready { .. }))));
    assert_eq!(bench.status.state, LinkState::Ready);
}

#[test]
fn a_server_that_does_not_greet_is_left_after_ten_seconds() {
    let mut bench = Bench::new(1);
    bench.give(Input::Start);
    bench.open();
    assert_eq!(closes(&bench.pass(SECOND * 9)), 0);
    assert_eq!(closes(&bench.pass(SECOND)), 1);
    assert_eq!(bench.status.state, LinkState::Waiting);
}

#[test]
fn a_dial_without_an_end_is_given_up() {
    let mut bench = Bench::new(1);
    bench.give(Input::Start);
    assert_eq!(closes(&bench.pass(SECOND * 30)), 1);
    assert_eq!(bench.status.state, LinkState::Waiting);
}

#[test]
fn pings_come_every_thirty_seconds_more_or_less_and_the_first_sooner() {
    let mut first = Vec::new();
    for seed in 0..40 {
        let mut bench = Bench::ready(seed);
        bench.pass_to_ping();
        first.push(bench.elapsed);
        for _ in 0..5 {
            bench.pong();
            let before = bench.elapsed;
            bench.pass_to_ping();
            let between = bench.elapsed.saturating_sub(before);
            assert!((SECOND * 27..=SECOND * 33).contains(&between), "{between:?}");
        }
    }
    assert!(first.iter().any(|time| *time < SECOND * 10), "the first pings come together");
    assert!(first.iter().all(|time| *time <= SECOND * 33));
}

#[test]
fn a_missing_pong_ends_the_connection_after_ten_seconds() {
    let mut bench = Bench::ready(2);
    bench.pass_to_ping();
    assert_eq!(closes(&bench.pass(Duration::from_millis(9_999))), 0);
    assert_eq!(closes(&bench.pass(Duration::from_millis(1))), 1);
    assert_eq!(bench.status.state, LinkState::Waiting);
    assert_eq!(bench.status.attempt, 1);
}

#[test]
fn any_frame_is_a_sign_of_life() {
    let mut bench = Bench::ready(2);
    bench.pass_to_ping();
    bench.give(Input::Heard { attempt: bench.attempt });
    assert_eq!(closes(&bench.pass(SECOND * 20)), 0);
}

#[test]
fn sleep_is_noticed_and_probed_at_once_and_a_failed_probe_replaces_the_socket() {
    let mut bench = Bench::ready(3);
    bench.pass(SECOND * 5);
    bench.look();
    bench.sleep(SignedDuration::from_hours(8));
    let woken = bench.pass(SECOND * 5);
    assert!(pings(&woken) >= 1, "no probe after sleep");
    let end = bench.pass(SECOND * 5);
    assert_eq!((closes(&woken) + closes(&end), dials(&end).len()), (1, 1));
    assert_eq!(bench.status.attempt, 0, "sleeping is not a failure");
}

#[test]
fn a_pong_that_was_missed_asleep_does_not_count() {
    let mut bench = Bench::ready(4);
    bench.pass_to_ping();
    // On some systems the monotonic clock goes on while the machine sleeps.
    bench.elapsed += Duration::from_hours(1);
    let woken = bench.give(Input::Tick);
    assert!(pings(&woken) > 0, "no probe after sleep");
    assert_eq!(closes(&woken), 0);
    bench.pong();
    assert_eq!(closes(&bench.pass(SECOND * 6)), 0);
}

#[test]
fn a_small_jump_of_the_clock_is_not_sleep() {
    let mut bench = Bench::ready(5);
    bench.pass_to_ping();
    bench.pong();
    for jump in [14, -3_600, 14] {
        bench.sleep(SignedDuration::from_secs(jump));
        assert_eq!(pings(&bench.pass(SECOND * 6)), 0, "a probe after a jump of {jump} s");
    }
}

#[test]
fn failures_count_until_a_pong_after_ready() {
    let mut bench = Bench::new(6);
    bench.give(Input::Start);
    for failures in 1..=4 {
        bench.dial_fails(DialFailure::Unreachable);
        assert_eq!(bench.status.attempt, failures);
        assert!(bench.retry_in() >= SECOND);
        assert!(bench.retry_in() <= SECOND + SECOND * 2_u32.pow(failures - 1));
        bench.pass(SECOND * 30);
    }
    bench.connect();
    bench.close(1006);
    assert_eq!(bench.status.attempt, 5, "ready alone does not make a connection good");
    bench.pass(SECOND * 30);
    bench.connect();
    bench.pong();
    assert_eq!(bench.status.attempt, 0);
}

#[test]
fn advice_to_come_later_is_followed() {
    let mut bench = Bench::new(8);
    bench.give(Input::Start);
    bench.dial_fails(DialFailure::Busy { retry_after: SECOND * 90 });
    assert!((SECOND * 90..=SECOND * 99).contains(&bench.retry_in()), "{:?}", bench.retry_in());
    bench.sleep(SignedDuration::from_mins(1));
    bench.pass(SECOND * 80);
    assert_eq!(bench.attempt, 1, "waking up is no reason to come sooner than asked");
}

#[test]
fn a_draining_server_is_left_within_the_range_and_not_counted_as_a_failure() {
    for closes_itself in [true, false] {
        let mut bench = Bench::ready(9);
        bench.frame(ServerFrame::Drain { in_ms: (4_000, 6_000) });
        if closes_itself {
            bench.close(close::DRAIN);
            assert_eq!(bench.status.attempt, 0);
        }
        assert_eq!(dials(&bench.pass(Duration::from_millis(3_999))), []);
        assert_eq!(dials(&bench.pass(Duration::from_millis(2_001))).len(), 1);
    }
}

#[test]
fn the_bounds_in_ready_hold_for_the_next_delay() {
    let mut bench = Bench::new(10);
    bench.give(Input::Start);
    bench.open();
    let mut frame = ready_frame();
    if let ServerFrame::Ready { reconnect, .. } = &mut frame {
        *reconnect = ReconnectAdvice { min_ms: 120_000, max_ms: 121_000 };
    }
    bench.frame(frame);
    bench.close(1006);
    let delay = bench.retry_in();
    assert!((SECOND * 120..=SECOND * 121).contains(&delay), "{delay:?}");
}

#[test]
fn an_expired_token_is_renewed_at_once_and_only_once_without_a_pong() {
    let mut bench = Bench::ready(11);
    assert_eq!(dials(&bench.close(close::TOKEN_EXPIRED)), [(2, true)]);
    assert_eq!(bench.status.attempt, 0, "an expired token is not a failure");
    assert_eq!(dials(&bench.dial_fails(DialFailure::Unauthorized)), []);
    assert_eq!(bench.status.state, LinkState::Waiting);
    assert_eq!(bench.status.attempt, 1);
    assert_eq!(dials(&bench.pass(SECOND * 30)), [(3, true)]);
    bench.connect();
    bench.pong();
    assert_eq!(dials(&bench.close(close::TOKEN_EXPIRED)), [(4, true)]);
}

#[test]
fn a_token_is_replaced_before_it_expires() {
    let mut bench = Bench::ready(12);
    let mut asked_at = None;
    while asked_at.is_none() {
        assert!(bench.elapsed < Duration::from_hours(1), "the token expired");
        bench.pass_to_ping();
        let actions = bench.pong();
        assert_eq!(closes(&actions), 0);
        let asked = bench.look().contains(&Action::Authorise { attempt: bench.attempt });
        asked_at = asked.then_some(bench.elapsed);
    }
    assert!(asked_at.is_some_and(|at| at >= Duration::from_mins(45)));
}

#[test]
fn an_end_is_told_and_only_the_person_tries_again() {
    for code in [4500, 4501, 4502, 4503, 4504, 4507, 4999] {
        let mut bench = Bench::ready(13);
        let actions = bench.close(code);
        assert!(actions.contains(&Action::Tell(Output::Ended { code })));
        assert_eq!(bench.status.state, LinkState::Offline);
        assert!(bench.status.problem.as_ref().is_some_and(|problem| !problem.retryable));
        assert_eq!(bench.machine.next_deadline(), None);
        bench.elapsed += Duration::from_hours(10);
        assert_eq!(bench.give(Input::Tick), []);
        assert_eq!(dials(&bench.give(Input::RetryNow)).len(), 1);
    }
}

#[test]
fn every_other_close_is_followed_by_another_dial() {
    for code in [1000, 1001, 1006, 4000, 4001, 4002, 4003, 4004, 4005, 4006, 4008, 4499] {
        let mut bench = Bench::ready(14);
        let mut again = dials(&bench.close(code));
        again.extend(dials(&bench.pass(SECOND * 2)));
        assert_eq!(again.len(), 1, "after {code}");
    }
}

#[test]
fn a_refused_sign_in_ends_it_like_a_revoked_token() {
    let mut bench = Bench::new(15);
    bench.give(Input::Start);
    let problem = Problem::refused(ErrorCode::WrongCredentials, "The password is wrong.");
    let actions = bench.dial_fails(DialFailure::Refused(problem.clone()));
    assert!(actions.contains(&Action::Tell(Output::Ended { code: close::TOKEN_REVOKED })));
    assert_eq!(bench.status.problem, Some(problem));
    assert_eq!(dials(&bench.give(Input::RetryNow)), [(2, true)]);
}

#[test]
fn what_an_earlier_socket_says_means_nothing() {
    let mut bench = Bench::ready(16);
    bench.close(1006);
    bench.pass(SECOND * 2);
    bench.connect();
    let late = Input::Closed { attempt: 1, code: Some(close::TOKEN_REVOKED) };
    assert_eq!(bench.give(late), []);
    assert_eq!(bench.status.state, LinkState::Ready);
}

#[test]
fn trying_now_shortens_a_wait_and_asks_a_ready_connection_for_life() {
    let mut bench = Bench::new(17);
    bench.give(Input::Start);
    assert_eq!(bench.give(Input::RetryNow), [], "it dialled twice");
    bench.dial_fails(DialFailure::Unreachable);
    assert_eq!(dials(&bench.give(Input::RetryNow)).len(), 1);
    bench.connect();
    assert_eq!(pings(&bench.give(Input::RetryNow)), 1);
    assert_eq!(pings(&bench.give(Input::RetryNow)), 0);
    let end = bench.pass(SECOND * 5);
    assert_eq!((closes(&end), dials(&end).len()), (1, 1));
}

#[test]
fn waking_up_shortens_a_wait() {
    let mut bench = Bench::new(18);
    bench.give(Input::Start);
    for _ in 0..6 {
        bench.dial_fails(DialFailure::Unreachable);
        bench.give(Input::RetryNow);
    }
    bench.dial_fails(DialFailure::Unreachable);
    assert!(bench.retry_in() > SECOND * 7, "this seed draws a long delay");
    bench.sleep(SignedDuration::from_hours(1));
    assert_eq!(dials(&bench.pass(SECOND * 6)).len(), 1);
}

#[test]
fn a_stopped_machine_stays_stopped() {
    let mut bench = Bench::ready(19);
    assert_eq!(closes(&bench.give(Input::Stop)), 1);
    assert_eq!(bench.status.state, LinkState::Offline);
    assert_eq!(bench.give(Input::RetryNow), []);
    assert_eq!(bench.machine.next_deadline(), None);
}

#[test]
fn numbers_of_a_server_out_of_all_bounds_do_no_harm() {
    let mut bench = Bench::new(20);
    bench.give(Input::Start);
    bench.open();
    let mut frame = ready_frame();
    if let ServerFrame::Ready { hb_ms, pong_ms, reconnect, .. } = &mut frame {
        (*hb_ms, *pong_ms) = (u64::MAX, 0);
        *reconnect = ReconnectAdvice { min_ms: u64::MAX, max_ms: 0 };
    }
    bench.frame(frame);
    bench.frame(ServerFrame::Drain { in_ms: (u64::MAX, 0) });
    bench.close(1006);
    assert!(bench.retry_in() <= Duration::from_mins(10));
}
