//! The Escape Index and skill beliefs, as pure functions.
