//! A session that begins with passages of files: each is a message of the person.

use crate::{check_message, field, message::new_message, session};
use protocol::{
    Problem, Timestamp,
    import::{IMPORT_TEXT, NewImport, NewPassage, PASSAGES},
    records::{Block, Message, Session, SessionKind},
    write::NewMessage,
};
use std::collections::BTreeSet;

/// The longest origin of a passage, in characters.
const ORIGIN_LIMIT: usize = 200;

/// Whether an import can be stored.
///
/// # Errors
///
/// A refusal that names the field: a title of 1 to 200 characters, 1 to 300 passages with ids of their
/// own, each as a message may be and with an origin of 1 to 200 characters, 400 KiB of text in all.
pub fn check_import(body: &NewImport) -> Result<(), Problem> {
    session::check_title(&body.title)?;
    let ids: BTreeSet<_> = body.passages.iter().map(|passage| passage.id).collect();
    let length: usize = body.passages.iter().map(|passage| passage.text.len()).sum();
    if ids.len() != body.passages.len() || ids.is_empty() || ids.len() > PASSAGES {
        return Err(Problem::invalid("passages", "An import has 1 to 300 passages."));
    }
    if length > IMPORT_TEXT {
        return Err(Problem::invalid("passages", "An import has at most 400 KiB of text."));
    }
    for passage in &body.passages {
        let title = "An origin has 1 to 200 characters.";
        field::words("origin", &passage.origin, ORIGIN_LIMIT, title)?;
        check_message(&passage.text)?;
    }
    Ok(())
}

/// The session that an import makes: its passages are its first messages.
pub fn imported_session(body: &NewImport, at: Timestamp) -> Session {
    let first = body.passages.first().map_or("", |passage| passage.text.as_str());
    Session {
        title: body.title.trim().to_owned(),
        message_count: u64::try_from(body.passages.len()).unwrap_or(u64::MAX),
        shown_count: None,
        preview: session::preview(first),
        ..session::silent_session(body.id, SessionKind::Intake, body.permission, at)
    }
}

/// The messages that an import makes, in order: the words of a passage, with where they are from.
pub fn imported_messages(body: &NewImport, at: Timestamp) -> impl Iterator<Item = Message> {
    let message = move |(ordinal, passage): (u64, &NewPassage)| {
        let said = NewMessage { id: passage.id, text: passage.text.clone() };
        let mut message = new_message(body.id, &said, ordinal, at);
        message.blocks.push(Block::Attachment {
            name: passage.origin.clone(),
            media_type: "text/plain".to_owned(),
            size: u64::try_from(passage.text.len()).unwrap_or(u64::MAX),
        });
        message
    };
    (1..).zip(&body.passages).map(message)
}
