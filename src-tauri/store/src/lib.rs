//! What the desktop remembers: records, positions, outbox, drafts.
