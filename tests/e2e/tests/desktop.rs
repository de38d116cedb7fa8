//! The real program under a virtual display.
