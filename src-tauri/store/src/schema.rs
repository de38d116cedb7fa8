//! The tables of the two files.

/// Unsent work, drafts and choices.
pub(crate) const UNSENT: &[&str] = &["
    CREATE TABLE outbox (
        ordinal INTEGER PRIMARY KEY AUTOINCREMENT,
        lane TEXT NOT NULL,
        key TEXT NOT NULL UNIQUE,
        change TEXT NOT NULL,
        method TEXT NOT NULL,
        path TEXT NOT NULL,
        body BLOB NOT NULL,
        opening TEXT,
        message TEXT,
        state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'accepted', 'stuck')),
        problem TEXT,
        position TEXT,
        created_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX outbox_by_lane ON outbox (lane, ordinal);
    CREATE TABLE drafts (session TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE choices (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
"];

/// The server's records as far as they are known here, and the places they are at.
pub(crate) const CACHE: &[&str] = &["
    CREATE TABLE records (
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        parent TEXT NOT NULL,
        sort INTEGER NOT NULL,
        version INTEGER NOT NULL,
        json TEXT NOT NULL,
        PRIMARY KEY (kind, id)
    ) STRICT;
    CREATE INDEX records_by_parent ON records (kind, parent, sort);
    CREATE INDEX records_by_sort ON records (kind, sort);
    CREATE TABLE positions (
        channel TEXT PRIMARY KEY,
        epoch TEXT NOT NULL,
        seq INTEGER NOT NULL,
        last TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE texts (
        job TEXT PRIMARY KEY,
        gen INTEGER NOT NULL,
        text TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
"];
