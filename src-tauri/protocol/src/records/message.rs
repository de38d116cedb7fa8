//! What is said in a session.

use crate::{
    Timestamp,
    ids::{JobId, MessageId, SessionId},
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Role {
    /// The person.
    User,
    /// The interviewer.
    Assistant,
    /// The app.
    System,
    /// A mentor or colleague.
    Partner,
}

/// A part of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
#[ts(export)]
pub enum Block {
    /// Words; Markdown when the interviewer speaks.
    Text {
        /// The words.
        text: String,
    },
    /// A tool was called.
    ToolUse {
        /// The tool.
        name: String,
        /// What for, in a few words.
        input: String,
    },
    /// What a tool brought.
    ToolResult {
        /// The tool.
        name: String,
        /// One line.
        output: String,
        /// How many things it brought.
        count: u32,
    },
    /// A file.
    Attachment {
        /// Its name.
        name: String,
        /// Its media type.
        media_type: String,
        /// Its size in bytes.
        size: u64,
    },
}

/// Something said in a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Message {
    /// Made by who wrote it.
    pub id: MessageId,
    /// Where.
    pub session_id: SessionId,
    /// Its place in the session, from 1; grows by one.
    pub ordinal: u64,
    /// The ordinal of the message it follows, 0 for none, when that is not the one before it: it is
    /// another version of what came there first, or goes on from an older version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub follows: Option<u64>,
    /// Who.
    pub role: Role,
    /// What.
    pub blocks: Vec<Block>,
    /// The job that wrote it.
    pub job_id: Option<JobId>,
    /// Whether the person stopped it before its end.
    pub stopped: bool,
    /// When, by the store's clock.
    pub created_at: Timestamp,
}

impl Message {
    /// All its text blocks, joined by blank lines.
    pub fn text(&self) -> String {
        let texts: Vec<&str> = self
            .blocks
            .iter()
            .filter_map(|block| match block {
                Block::Text { text } => Some(text.as_str()),
                Block::ToolUse { .. } | Block::ToolResult { .. } | Block::Attachment { .. } => None,
            })
            .collect();
        texts.join("\n\n")
    }
}
