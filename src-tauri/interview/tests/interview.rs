//! The interview as a person meets it: whole sessions, and what must hold for any answers.

#[path = "interview/order.rs"]
mod order;
#[path = "interview/people.rs"]
mod people;
#[path = "interview/play.rs"]
mod play;
#[path = "interview/properties.rs"]
mod properties;
#[path = "interview/respect.rs"]
mod respect;
#[path = "interview/scales.rs"]
mod scales;
#[path = "interview/spoken.rs"]
mod spoken;
#[path = "interview/theme.rs"]
mod theme;
#[path = "interview/transcripts.rs"]
mod transcripts;
