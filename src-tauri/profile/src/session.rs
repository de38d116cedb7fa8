//! Sessions as they begin, and the words they are known by.

use crate::{FieldError, field};
use protocol::{
    Timestamp,
    records::{Progress, Session, SessionStatus},
    write::CreateSession,
};

/// The longest title made from a message, in characters.
const MADE_TITLE_LIMIT: usize = 60;
/// The longest title the person may give, in characters.
const TITLE_LIMIT: usize = 200;
/// The longest preview, in characters.
const PREVIEW_LIMIT: usize = 120;
/// The opening question and the person's first message.
const FIRST_MESSAGES: u64 = 2;

/// A session as its first message makes it: idle, with the opening question before that message.
/// Whoever has its event log sets `last_seq`; whoever works for it sets status and job.
pub fn new_session(body: &CreateSession, at: Timestamp) -> Session {
    Session {
        id: body.id,
        version: 0,
        kind: body.kind,
        status: SessionStatus::Idle,
        title: title(&body.first_message.text),
        titled_by_hand: false,
        project_id: None,
        permission: body.permission,
        progress: Progress::default(),
        message_count: FIRST_MESSAGES,
        last_seq: 0,
        last_message_at: at,
        preview: preview(&body.first_message.text),
        active_job: None,
        error: None,
        summary: None,
        created_at: at,
        finalized_at: None,
    }
}

/// A title made of a message's first words, at most 60 characters.
pub fn title(text: &str) -> String {
    first_words(text, MADE_TITLE_LIMIT)
}

/// The beginning of a message on one line, at most 120 characters.
pub fn preview(text: &str) -> String {
    first_words(text, PREVIEW_LIMIT)
}

/// A title given by hand: 1 to 200 characters without the blanks around it.
pub fn check_title(text: &str) -> Result<String, FieldError> {
    field::words("title", text, TITLE_LIMIT, "A title has 1 to 200 characters.")
}

/// Whole words up to `limit` characters; a first word that is longer is cut.
fn first_words(text: &str, limit: usize) -> String {
    let mut line = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        let needed = word.chars().count() + usize::from(length > 0);
        if length + needed > limit {
            if length == 0 {
                line.extend(word.chars().take(limit));
            }
            break;
        }
        if length > 0 {
            line.push(' ');
        }
        line.push_str(word);
        length += needed;
    }
    line
}
