//! The machine of a connection, one case at a time.

use super::{
    exchange::{Action, Input, Judged, Moment, Setup, Window},
    machine::{Machine, WINDOW},
    poll,
    signs::{Kind, Sign},
    subscription::Next,
};
use crate::storage::{Bound, Page, Standing, StoredEvent};
use protocol::{
    Channel, ConnectionId, Epoch, EventId, JobId, ServerId, SessionId, Timestamp,
    frame::{ResyncReason, ServerFrame, Subscription, close},
};
use std::time::Duration;
use uuid::Uuid;

pub(super) fn at(seconds: u64) -> Moment {
    let elapsed = Duration::from_secs(seconds);
    let wall = Timestamp::UNIX_EPOCH + elapsed;
    Moment { elapsed, wall }
}

pub(super) fn machine() -> Machine {
    machine_within(WINDOW)
}

fn machine_within(window: Window) -> Machine {
    let setup = Setup {
        conn: ConnectionId(Uuid::nil()),
        server_id: ServerId(Uuid::nil()),
        node: String::new(),
        token_exp: at(3_600).wall,
        window,
    };
    Machine::new(setup, at(0))
}

pub(super) fn hello(subs: &[Subscription]) -> String {
    let device = Uuid::nil();
    serde_json::json!({ "t": "hello", "v": 1, "device": device, "client": "test", "subs": subs })
        .to_string()
}

pub(super) fn closes(actions: &[Action]) -> Option<u16> {
    actions.iter().find_map(|action| match action {
        Action::Close(code) => Some(*code),
        _ => None,
    })
}

#[test]
fn without_a_hello_it_closes_after_ten_seconds() {
    let mut machine = machine();
    assert_eq!(machine.next_deadline(), Duration::from_secs(10));
    assert_eq!(machine.handle(Input::Tick, at(9)), Vec::new());
    assert_eq!(machine.handle(Input::Tick, at(10)), vec![Action::Close(close::HELLO_DEADLINE)]);
    assert_eq!(machine.handle(Input::Text(hello(&[])), at(10)), Vec::new());
}

#[test]
fn a_silent_client_is_given_up_after_seventy_five_seconds() {
    let mut machine = machine();
    machine.handle(Input::Text(hello(&[])), at(5));
    machine.handle(Input::Life, at(30));
    assert_eq!(machine.handle(Input::Tick, at(104)), Vec::new());
    assert_eq!(closes(&machine.handle(Input::Tick, at(105))), Some(close::HEARTBEAT_LOST));
}

#[test]
fn the_connection_ends_with_its_token_unless_a_fresh_one_came() {
    let mut old = machine();
    old.handle(Input::Text(hello(&[])), at(0));
    let mut fresh = machine();
    fresh.handle(Input::Text(hello(&[])), at(0));
    let asked = fresh.handle(Input::Text(r#"{"t":"auth","token":"new"}"#.into()), at(3_590));
    assert_eq!(asked, vec![Action::CheckToken("new".into())]);
    fresh.handle(Input::Token(Ok(at(7_000).wall)), at(3_591));
    for machine in [&mut old, &mut fresh] {
        machine.handle(Input::Life, at(3_595));
    }
    assert_eq!(closes(&old.handle(Input::Tick, at(3_600))), Some(close::TOKEN_EXPIRED));
    assert_eq!(closes(&fresh.handle(Input::Tick, at(3_600))), None);
}

#[test]
fn what_the_protocol_does_not_allow_closes_with_its_code() {
    let first = |text: &str| closes(&machine().handle(Input::Text(text.into()), at(0)));
    assert_eq!(first("{"), Some(close::PROTOCOL_VIOLATION));
    assert_eq!(first(r#"{"t":"ping","n":1}"#), Some(close::PROTOCOL_VIOLATION));
    let old = hello(&[]).replace("\"v\":1", "\"v\":2");
    assert_eq!(first(&old), Some(close::VERSION_UNSUPPORTED));
    assert_eq!(
        closes(&machine().handle(Input::Unreadable, at(0))),
        Some(close::PROTOCOL_VIOLATION)
    );
    let mut open = machine();
    open.handle(Input::Text(hello(&[])), at(0));
    let unknown = open.handle(Input::Text(r#"{"t":"waving","on":true}"#.into()), at(0));
    assert_eq!(closes(&unknown), None);
    assert_eq!(
        closes(&open.handle(Input::Text(hello(&[])), at(0))),
        Some(close::PROTOCOL_VIOLATION)
    );
}

#[test]
fn the_hundred_and_twenty_ninth_channel_is_refused_and_the_others_stay() {
    let wish = |n: u128| Subscription {
        ch: Channel::Job(JobId(Uuid::from_u128(n))),
        epoch: None,
        seq: 0,
        last: None,
    };
    let wishes: Vec<Subscription> = (0..129).map(wish).collect();
    let mut machine = machine();
    let actions = machine.handle(Input::Text(hello(&wishes)), at(0));
    // All of them are judged in one question.
    let judged = actions.iter().filter_map(|action| match action {
        Action::Judge(wishes) => Some(wishes.len()),
        _ => None,
    });
    assert_eq!(judged.collect::<Vec<_>>(), vec![128]);
    let refused = actions.iter().any(|action| {
        matches!(action, Action::Send(ServerFrame::Err { name, ch: Some(_), .. })
            if name == "too_many_channels")
    });
    assert!(refused);
    assert_eq!(closes(&actions), None);
}

#[test]
fn at_the_stop_of_the_server_the_client_is_told_when_to_come_again() {
    let actions = machine().handle(Input::Drain, at(0));
    assert!(matches!(actions[0], Action::Send(ServerFrame::Drain { .. })));
    assert_eq!(actions[1], Action::Close(close::DRAIN));
}

/// A machine that follows one channel whose log goes to `top`, and its read under way.
fn following(ch: Channel, top: u64) -> (Machine, Next) {
    let mut machine = machine();
    let (next, _) = follow(&mut machine, &[ch], top);
    (machine, next)
}

/// Follow channels whose logs go to `top`; gives the first read.
fn follow(machine: &mut Machine, channels: &[Channel], top: u64) -> (Next, Bound) {
    let epoch = Epoch(Uuid::nil());
    let wish = |ch: &Channel| Subscription { ch: *ch, epoch: Some(epoch), seq: 0, last: None };
    let wishes: Vec<Subscription> = channels.iter().map(wish).collect();
    let asked = machine.handle(Input::Text(hello(&wishes)), at(0));
    let Some(Action::Judge(wishes)) = asked.last() else { panic!("{asked:?}") };
    let standing = Standing::Good { epoch, top };
    let judged =
        wishes.iter().map(|(wish, ticket)| Judged { channel: wish.ch, ticket: *ticket, standing });
    let actions = machine.handle(Input::Judged(judged.collect()), at(0));
    let Some(Action::Read { next, bound }) = actions.last() else { panic!("{actions:?}") };
    (*next, *bound)
}

#[test]
fn in_one_answer_the_channels_that_wait_share_the_room_and_on_a_socket_they_take_turns() {
    let channels = [1, 2, 3].map(|n| Channel::Job(JobId(Uuid::from_u128(n))));
    let first = |window| follow(&mut machine_within(window), &channels, 1_000).1;
    let Window { events, bytes, .. } = poll::WINDOW;
    assert_eq!(first(poll::WINDOW), Bound { events: events / 3, bytes: bytes / 3 });
    assert_eq!(first(WINDOW), Bound { events: 300, bytes: WINDOW.bytes });
}

fn paged(next: &Next, page: Page) -> Input {
    Input::Paged { channel: next.channel, ticket: next.ticket, page }
}

#[test]
fn a_store_that_went_back_under_a_connection_closes_it() {
    let (mut machine, next) = following(Channel::Job(JobId(Uuid::nil())), 3);
    let actions = machine.handle(paged(&next, Page::WentBack), at(0));
    assert_eq!(closes(&actions), Some(close::STORE_WENT_BACK));
}

#[test]
fn an_event_that_no_frame_can_hold_is_read_with_the_resource() {
    let channel = Channel::Job(JobId(Uuid::nil()));
    let (mut machine, next) = following(channel, 1);
    let frame = "x".repeat(1024 * 1024 + 1).into();
    let (epoch, id) = (Epoch(Uuid::nil()), EventId(Uuid::nil()));
    let event = StoredEvent { channel, epoch, seq: 1, id, frame };
    let page = Page::Events { events: [event].into(), top: 1 };
    let resync = ServerFrame::Resync { ch: channel, reason: ResyncReason::Trimmed };
    assert_eq!(machine.handle(paged(&next, page), at(0)), vec![Action::Send(resync)]);
}

#[test]
fn a_flood_of_questions_is_closed() {
    let mut machine = machine();
    machine.handle(Input::Text(hello(&[])), at(0));
    let mut ping = || closes(&machine.handle(Input::Text(r#"{"t":"ping","n":1}"#.into()), at(0)));
    assert_eq!((0..512).find_map(|_| ping()), None);
    assert_eq!(ping(), Some(close::RATE_LIMITED));
}

#[test]
fn writing_is_shown_where_the_device_is_and_ends_by_itself() {
    let channel = Channel::Session(SessionId(Uuid::nil()));
    let (mut machine, _) = following(channel, 1);
    let text = serde_json::json!({ "t": "typing", "ch": channel, "on": true }).to_string();
    let sign = |on| Action::Tell(Sign { channel, kind: Kind::Typing, on });
    assert_eq!(machine.handle(Input::Text(text), at(0)), vec![sign(true)]);
    assert_eq!(machine.next_deadline(), Duration::from_secs(10));
    assert_eq!(machine.handle(Input::Tick, at(10)), vec![sign(false)]);
    let elsewhere = Channel::Session(SessionId(Uuid::from_u128(1)));
    let text = serde_json::json!({ "t": "typing", "ch": elsewhere, "on": true }).to_string();
    assert_eq!(machine.handle(Input::Text(text), at(11)), Vec::new());
}
