//! What crosses a boundary comes out as it went in.

use proptest::prelude::*;
use protocol::{
    Channel, Envelope, Epoch, Event, EventId, RawEvent, SessionId, Timestamp, UserId,
    records::{PermissionMode, Progress, Session, SessionKind, SessionPatch, SessionStatus, Voice},
};
use uuid::Uuid;

fn session(title: String, error: Option<String>, status: SessionStatus) -> Session {
    Session {
        id: SessionId(Uuid::nil()),
        version: 1,
        kind: SessionKind::Intake,
        status,
        title,
        titled_by_hand: false,
        project_id: None,
        permission: PermissionMode::Ask,
        voice: Voice::default(),
        progress: Progress::default(),
        message_count: 2,
        shown_count: None,
        chosen: Vec::new(),
        last_seq: 3,
        last_message_at: Timestamp::UNIX_EPOCH,
        preview: String::new(),
        active_job: None,
        error,
        summary: None,
        tokens: None,
        created_at: Timestamp::UNIX_EPOCH,
        finalized_at: None,
    }
}

fn any_session() -> impl Strategy<Value = Session> {
    let status = prop_oneof![
        Just(SessionStatus::Idle),
        Just(SessionStatus::Working),
        Just(SessionStatus::Finalized)
    ];
    (".{0,9}", proptest::option::of(".{0,9}"), status)
        .prop_map(|(title, error, status)| session(title, error, status))
}

proptest! {
    #[test]
    fn a_patch_between_two_sessions_turns_the_one_into_the_other(
        before in any_session(),
        after in any_session(),
    ) {
        let patch = SessionPatch::between(Some(&before), &after);
        let wire = serde_json::to_string(&patch).unwrap();
        let patch: SessionPatch = serde_json::from_str(&wire).unwrap();
        let mut patched = before;
        patch.apply_to(&mut patched);
        prop_assert_eq!(patched, after);
    }
}

#[test]
fn an_absent_field_keeps_and_null_clears() {
    let mut kept = session(String::from("t"), Some(String::from("failed")), SessionStatus::Error);
    let absent = format!(r#"{{"id":"{}","version":2,"last_seq":3}}"#, Uuid::nil());
    serde_json::from_str::<SessionPatch>(&absent).unwrap().apply_to(&mut kept);
    assert_eq!(kept.error.as_deref(), Some("failed"));
    let null = format!(r#"{{"id":"{}","version":3,"last_seq":3,"error":null}}"#, Uuid::nil());
    serde_json::from_str::<SessionPatch>(&null).unwrap().apply_to(&mut kept);
    assert_eq!(kept.error, None);
}

#[test]
fn an_event_keeps_its_shape_in_its_envelope() {
    let event = Event::SessionDeleted { id: SessionId(Uuid::nil()) };
    let envelope = Envelope {
        channel: Channel::User(UserId(Uuid::nil())),
        epoch: Epoch(Uuid::nil()),
        seq: 1,
        id: EventId(Uuid::nil()),
        at: Timestamp::UNIX_EPOCH,
        cause: None,
        event: RawEvent::from(&event),
    };
    let wire = serde_json::to_value(&envelope).unwrap();
    assert_eq!(wire["type"], "session_deleted");
    let back: Envelope = serde_json::from_value(wire).unwrap();
    assert_eq!(back.event.typed(), Some(event));
}

#[test]
fn an_event_of_a_newer_server_is_unknown_and_not_an_error() {
    let raw = RawEvent { name: String::from("moon_landed"), data: serde_json::json!({}) };
    assert_eq!(raw.typed(), None);
}

#[test]
fn a_channel_is_read_from_its_own_name_only() {
    let channel = Channel::Session(SessionId(Uuid::nil()));
    assert_eq!(channel.to_string().parse(), Ok(channel));
    for wrong in
        ["", "session", "session:", "session:x", "chat:00000000-0000-0000-0000-000000000000"]
    {
        assert!(wrong.parse::<Channel>().is_err(), "{wrong}");
    }
}
