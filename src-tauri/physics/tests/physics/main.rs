//! The model against its published vectors, its sanity figures and its properties.

mod beliefs;
mod indexes;
mod intervals;
mod properties;
mod regimes;
mod samples;
