//! Messages and sessions as people begin them.

use crate::samples::at;
use profile::{check_message, check_session, new_message, new_session, preview, title};
use proptest::prelude::*;
use protocol::{
    ErrorCode, MessageId, SessionId,
    records::{PermissionMode, Role, SessionKind, SessionStatus, Voice},
    write::{CreateSession, NewMessage, UpdateSession},
};
use uuid::Uuid;

fn message(text: &str) -> NewMessage {
    NewMessage { id: MessageId(Uuid::from_u128(1)), text: text.to_owned() }
}

#[test]
fn a_message_has_words_of_at_most_64_kib() {
    assert_eq!(check_message("Hello,\n\tyou"), Ok(()));
    assert_eq!(check_message(&"x".repeat(64 * 1024)), Ok(()));
    let code = |text: &str| check_message(text).unwrap_err().code;
    assert_eq!(code(""), ErrorCode::MessageEmpty);
    assert_eq!(code(" \n\t"), ErrorCode::MessageEmpty);
    assert_eq!(code(&"x".repeat(64 * 1024 + 1)), ErrorCode::MessageTooLong);
    assert_eq!(code("bell \u{7}"), ErrorCode::InvalidField);
    assert_eq!(check_message("a\0").unwrap_err().field.as_deref(), Some("text"));
}

#[test]
fn a_message_keeps_its_words_as_they_are() {
    let session = SessionId(Uuid::from_u128(5));
    let message = new_message(session, &message("  Two\nlines "), 2, at(1));
    assert_eq!(message.text(), "  Two\nlines ");
    assert_eq!((message.ordinal, message.role), (2, Role::User));
    assert_eq!((message.session_id, message.created_at), (session, at(1)));
}

#[test]
fn a_session_is_known_by_its_first_words() {
    let text = "Last week I rebuilt the oven at the bakery, and nobody else there knew how.";
    let body = CreateSession {
        id: SessionId(Uuid::from_u128(5)),
        kind: SessionKind::Exploration,
        permission: PermissionMode::Observe,
        first_message: message(text),
    };
    let session = new_session(&body, at(1));
    assert_eq!(session.title, "Last week I rebuilt the oven at the bakery, and nobody else…");
    assert_eq!(session.preview, text);
    assert_eq!((session.kind, session.permission), (body.kind, body.permission));
    assert_eq!((session.status, session.message_count), (SessionStatus::Idle, 2));
    assert_eq!((session.created_at, session.last_message_at), (at(1), at(1)));
}

#[test]
fn a_title_by_hand_has_1_to_200_characters() {
    let checked = |title: &str| {
        check_session(UpdateSession { title: Some(title.to_owned()), ..UpdateSession::default() })
    };
    assert_eq!(checked(" Oven ").unwrap().title.as_deref(), Some("Oven"));
    assert_eq!(checked(" ").unwrap_err().field, "title");
    assert!(checked(&"x".repeat(200)).is_ok());
    assert!(checked(&"x".repeat(201)).is_err());
}

#[test]
fn a_model_for_one_session_has_a_name() {
    let checked = |name: &str| {
        let voice = Some(Voice::Model { name: name.to_owned() });
        check_session(UpdateSession { voice, ..UpdateSession::default() })
    };
    let small = Voice::Model { name: "small".to_owned() };
    assert_eq!(checked(" small ").unwrap().voice, Some(small));
    assert_eq!(checked(" ").unwrap_err().field, "voice");
}

#[test]
fn a_very_long_first_word_is_cut() {
    assert_eq!(title(&"ü".repeat(100)), format!("{}…", "ü".repeat(59)));
}

#[test]
fn a_title_that_leaves_words_out_says_so_after_a_whole_word() {
    let text = "We bake for the whole valley, every night but one, in an oven - of brick";
    assert_eq!(title(text), "We bake for the whole valley, every night but one, in an…");
    let text = "We bake for the whole valley, every night but one, all: then we sleep";
    assert_eq!(title(text), "We bake for the whole valley, every night but one, all…");
}

proptest! {
    #[test]
    fn titles_and_previews_fit_and_begin_the_text(text in "(\\PC|\\s){0,300}") {
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for (made, limit) in [(title(&text), 60), (preview(&text), 120)] {
            prop_assert!(made.chars().count() <= limit);
            let kept = made.strip_suffix('…').unwrap_or(&made);
            prop_assert!(line.starts_with(kept));
            prop_assert_eq!(made == line, line.chars().count() <= limit);
            prop_assert_eq!(made.is_empty(), line.is_empty());
        }
    }
}
