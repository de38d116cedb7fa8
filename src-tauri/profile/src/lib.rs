//! What decisions and changes do to records, the same on the server and in the desktop's overlay.
//!
//! Pure: ids and time are arguments. Versions are not touched here; the server's storage counts
//! them. What a skill's evidence is worth belongs to the physics crate.

mod constraint;
mod decision;
mod evidence;
mod field;
mod import;
mod life_state;
mod message;
mod project;
mod rereading;
mod session;
mod skill;
mod target;
mod tree;

pub use constraint::{change_constraint, new_constraint, support_constraint};
pub use decision::{check_edit, decide};
pub use evidence::is_turned_down;
pub use field::FieldError;
pub use import::{check_import, imported_messages, imported_session};
pub use life_state::change_state;
pub use message::{check_message, new_message};
pub use project::{change_project, new_project, support_project};
pub use rereading::{
    check_rereading, differences, is_in_place_of, is_same_finding, is_shown_alike, withdraw,
};
pub use session::{change_session, check_session, name_after, new_session, preview, title};
pub use skill::{change_skill, new_skill, support_skill};
pub use target::{Target, target_id};
pub use tree::Tree;
