//! The Escape Index and skill beliefs, as pure functions: time and seeds are arguments.
//!
//! η = T / (G · M): thrust over gravity times mass. Records come in, an index with all its parts
//! comes out; what is stored, shown or announced is decided elsewhere. Nothing here is ever NaN
//! or infinite, whatever the records hold; [`check`] names the field that is outside its bounds.

mod alignment;
mod belief;
mod beta;
mod check;
mod constants;
mod decay;
mod gravity;
mod index;
mod inputs;
mod interval;
mod mass;
mod number;
mod regime;
mod thrust;
mod utilisation;

pub use belief::{belief, counts};
pub use check::{InputError, check};
pub use constants::Constants;
pub use index::{escape_index, eta, known_eta};
pub use inputs::Inputs;
pub use interval::Draws;
pub use regime::{Shift, regime, regime_change};
