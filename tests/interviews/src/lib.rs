//! Whole interviews through the real server: people written down in files answer by the topic they
//! are asked about, confirm what is found and true, and the talk is judged afterwards. Topics are
//! told from the words of the questions alone, as a person would; the planner is not asked.

pub mod asked;
pub mod conversation;
pub mod persona;
pub mod transcript;
pub mod verdict;
