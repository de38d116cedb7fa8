//! What the desktop remembers, in two `SQLite` files: unsent work, drafts and choices in one that is
//! pressed onto the disk at every commit, and a cache of the server's records with the positions
//! they are at in another. Reads give the server's records with the unsent work laid over them.
//! What is sent when, and who is told, belongs to `engine`.

mod affected;
mod apply;
mod branches;
mod choices;
mod error;
mod outbox;
mod overlay;
mod place;
mod reads;
mod record;
mod rescue;
mod row;
mod running;
mod schema;
mod sending;
mod settle;
mod snapshot;
mod store;
mod text;
mod turn;
mod waiting;
mod word;

pub use affected::{Affected, Current};
pub use apply::{Applied, Change, Outcome};
pub use choices::LastIdentity;
pub use db::Disk;
pub use error::StoreError;
pub use outbox::{NewRow, Outgoing};
pub use reads::Profile;
pub use row::{Lane, Row, RowState};
pub use snapshot::{SessionSnapshot, UserSnapshot};
pub use store::Store;
pub use word::Discarded;

/// Most writes that may wait.
pub const OUTBOX_ROWS: u64 = 10_000;
/// Most bytes of bodies that may wait (50 MiB).
pub const OUTBOX_BYTES: u64 = 50 * 1024 * 1024;
