//! Messages as people write them.

use protocol::{
    ErrorCode, MESSAGE_TEXT_LIMIT, Problem, SessionId, Timestamp,
    records::{Block, Message, Role},
    write::NewMessage,
};

/// Whether a text can be a message: not blank, at most 64 KiB, no control characters but line
/// feed and tab.
pub fn check_message(text: &str) -> Result<(), Problem> {
    if text.trim().is_empty() {
        return Err(Problem::refused(ErrorCode::MessageEmpty, "The message is empty."));
    }
    if text.len() > MESSAGE_TEXT_LIMIT {
        let title = "The message is longer than 64 KiB.";
        return Err(Problem::refused(ErrorCode::MessageTooLong, title));
    }
    if text.chars().any(|c| c < ' ' && c != '\n' && c != '\t') {
        return Err(Problem::invalid("text", "The message holds a control character."));
    }
    Ok(())
}

/// What the person wrote, as the message at `ordinal` (from 1) of its session.
pub fn new_message(session: SessionId, body: &NewMessage, ordinal: u64, at: Timestamp) -> Message {
    Message {
        id: body.id,
        session_id: session,
        ordinal,
        follows: None,
        role: Role::User,
        blocks: vec![Block::Text { text: body.text.clone() }],
        job_id: None,
        stopped: false,
        created_at: at,
    }
}
