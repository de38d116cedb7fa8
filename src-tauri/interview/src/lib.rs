//! What the interviewer asks next, and in which words. Pure.
