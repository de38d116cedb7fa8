//! Material that a person brings along: what was read in their files, what could not be read and why,
//! and what becomes of it on the server.

use crate::{
    ids::{MessageId, SessionId},
    records::PermissionMode,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The most passages of one import.
pub const PASSAGES: usize = 300;
/// The most text of one import, in bytes of UTF-8 (400 KiB). A body with all of it stays under 1 MiB.
pub const IMPORT_TEXT: usize = 400 * 1024;

/// A piece of text as it stands in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Passage {
    /// The file, and the page or part of it.
    pub origin: String,
    /// The words.
    pub text: String,
}

/// Why nothing of a file can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Unread {
    /// It cannot be opened: it is gone, or the person may not read it.
    Unreadable,
    /// It is none of the kinds that are read.
    Unsupported,
    /// There is nothing in it.
    Empty,
    /// There is no text in it, as in a scan.
    NoText,
    /// It is more than 20 MiB, 300 pages or 2 MiB of text.
    TooLarge,
    /// It does not fit into this import any more.
    TooMuch,
    /// It needs a password.
    Protected,
    /// It is damaged.
    Broken,
    /// Packed files in it name places outside.
    Unsafe,
    /// It would fill the memory when unpacked.
    Bomb,
    /// Reading it took too long.
    TooSlow,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ImportDocument {
    /// The file's name, within the chosen folder.
    pub name: String,
    /// What it says; never none.
    pub passages: Vec<Passage>,
}

/// Files that were not read, or what is left of one that is too long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ImportRefusal {
    /// What it is called within the chosen folder: a file, a folder (`old/`), many (`400 × *.jpg`).
    pub name: String,
    /// Why.
    pub why: Unread,
}

/// What an import would bring. Nothing is stored before the person says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ImportPreview {
    /// Names it, and the session it would become.
    pub id: SessionId,
    /// The files that were read.
    pub documents: Vec<ImportDocument>,
    /// What was not, in a few lines.
    pub refusals: Vec<ImportRefusal>,
}

/// What the person is asked to choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ImportSource {
    /// One or more files.
    Files,
    /// A folder, with the folders in it.
    Folder,
}

/// A passage on its way to the server, where it becomes a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewPassage {
    /// The message it becomes; made by the desktop.
    pub id: MessageId,
    /// 1 to 200 characters.
    pub origin: String,
    /// As a message's.
    pub text: String,
}

/// `POST /v1/imports`: a session whose messages are these passages, and a job that reads them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewImport {
    /// The session; made by the desktop.
    pub id: SessionId,
    /// Its title, 1 to 200 characters.
    pub title: String,
    /// What happens to its findings.
    pub permission: PermissionMode,
    /// 1 to [`PASSAGES`], with at most [`IMPORT_TEXT`] bytes of text in all.
    pub passages: Vec<NewPassage>,
}
