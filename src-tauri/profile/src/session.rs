//! Sessions as they begin, and the words they are known by.

use crate::{FieldError, field};
use protocol::{
    SessionId, Timestamp,
    records::{PermissionMode, Progress, Session, SessionKind, SessionStatus, Voice},
    write::{CreateSession, UpdateSession},
};

/// The longest title made from a message, in characters.
const MADE_TITLE_LIMIT: usize = 60;
/// The longest title the person may give, in characters.
const TITLE_LIMIT: usize = 200;
/// The longest name of a model, in characters.
const MODEL_LIMIT: usize = 200;
/// The longest preview, in characters.
const PREVIEW_LIMIT: usize = 120;
/// What stands between words and ends none.
const BREAKS: [char; 7] = [',', ';', ':', '-', '–', '—', ' '];
/// The opening question and the person's first message.
const FIRST_MESSAGES: u64 = 2;

/// A session as its first message makes it: idle, with the opening question before that message.
/// Whoever has its event log sets `last_seq`; whoever works for it sets status and job.
pub fn new_session(body: &CreateSession, at: Timestamp) -> Session {
    Session {
        title: title(&body.first_message.text),
        message_count: FIRST_MESSAGES,
        shown_count: None,
        preview: preview(&body.first_message.text),
        ..silent_session(body.id, body.kind, body.permission, at)
    }
}

/// A session before anything is said in it: there is none such, others begin with it.
pub(crate) fn silent_session(
    id: SessionId,
    kind: SessionKind,
    permission: PermissionMode,
    at: Timestamp,
) -> Session {
    Session {
        id,
        version: 0,
        kind,
        status: SessionStatus::Idle,
        title: String::new(),
        titled_by_hand: false,
        project_id: None,
        permission,
        voice: Voice::default(),
        progress: Progress::default(),
        message_count: 0,
        shown_count: None,
        chosen: Vec::new(),
        last_seq: 0,
        last_message_at: at,
        preview: String::new(),
        active_job: None,
        error: None,
        summary: None,
        tokens: None,
        created_at: at,
        finalized_at: None,
    }
}

/// Names a session after its first answer, which was given anew; a title given by hand stays.
pub fn name_after(session: &mut Session, answer: &str) {
    session.preview = preview(answer);
    if !session.titled_by_hand {
        session.title = title(answer);
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
pub(crate) fn check_title(text: &str) -> Result<String, FieldError> {
    field::words("title", text, TITLE_LIMIT, "A title has 1 to 200 characters.")
}

/// A change of a session with its words as they are kept; see the fields for their bounds.
pub fn check_session(change: UpdateSession) -> Result<UpdateSession, FieldError> {
    let title = change.title.as_deref().map(check_title).transpose()?;
    let voice = match change.voice {
        Some(Voice::Model { name }) => {
            let message = "A model's name has 1 to 200 characters.";
            let name = field::words("voice", &name, MODEL_LIMIT, message)?;
            Some(Voice::Model { name })
        }
        other => other,
    };
    Ok(UpdateSession { title, voice, ..change })
}

/// Change what was checked.
pub fn change_session(session: &mut Session, change: &UpdateSession) {
    if let Some(title) = &change.title {
        session.title.clone_from(title);
        session.titled_by_hand = true;
    }
    if let Some(permission) = change.permission {
        session.permission = permission;
    }
    if let Some(voice) = &change.voice {
        session.voice.clone_from(voice);
    }
}

/// Whole words up to `limit` characters; a first word that is longer is cut. What was left out shows
/// as an ellipsis.
fn first_words(text: &str, limit: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= limit {
        return line;
    }
    let room: String = line.chars().take(limit - 1).collect();
    // The character after the room tells whether its last word is whole.
    let is_whole = line[room.len()..].starts_with(' ');
    let end = if is_whole { None } else { room.rfind(' ') };
    let words = room[..end.unwrap_or(room.len())].trim_end_matches(BREAKS);
    format!("{words}…")
}
