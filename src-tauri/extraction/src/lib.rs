//! Findings from text, each tied to an exact quote. Pure.
