//! The tables of the two files.

/// Unsent work, drafts and choices.
pub(crate) const UNSENT: &[&str] = &["
    CREATE TABLE outbox (
        ordinal INTEGER PRIMARY KEY AUTOINCREMENT,
        account TEXT,
        lane TEXT NOT NULL,
        state TEXT NOT NULL
            CHECK (state IN ('queued', 'held', 'sending', 'accepted', 'stuck')),
        fresh_at INTEGER NOT NULL,
        size INTEGER NOT NULL,
        key TEXT NOT NULL UNIQUE,
        created_at TEXT NOT NULL,
        problem TEXT,
        position TEXT,
        opening TEXT,
        method TEXT NOT NULL,
        path TEXT NOT NULL,
        change TEXT NOT NULL,
        body BLOB NOT NULL
    ) STRICT;
    CREATE INDEX outbox_by_lane ON outbox (account, lane, ordinal);
    CREATE INDEX outbox_by_state ON outbox (account, state, fresh_at, size);
    CREATE TABLE drafts (session TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE choices (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
"];

/// The server's records as far as they are known here, and the places they are at.
pub(crate) const CACHE: &[&str] = &[
    "
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
        last TEXT,
        last_at TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE texts (
        job TEXT PRIMARY KEY,
        gen INTEGER NOT NULL,
        is_whole INTEGER NOT NULL,
        text TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE wanted (session TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE TABLE dismissed (job TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
",
    "
    CREATE TABLE gone (session TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
",
    // The few messages that do not follow the one before them. The condition of the index names no
    // kind: each statement that is asked for one of several kinds would be planned anew at each use.
    "
    ALTER TABLE records ADD COLUMN follows INTEGER
        AS (CASE kind WHEN 'message' THEN json_extract(json, '$.follows') END) VIRTUAL;
    CREATE INDEX record_forks ON records (parent, sort) WHERE follows IS NOT NULL;
",
];

#[cfg(test)]
mod tests {
    use super::CACHE;
    use rusqlite::{Connection, StatementStatus, params};

    #[test]
    fn a_statement_for_any_kind_of_record_is_planned_once() {
        let connection = Connection::open_in_memory().unwrap();
        for step in CACHE {
            connection.execute_batch(step).unwrap();
        }
        let sql = "SELECT json FROM records WHERE kind = ?1 AND parent = ?2 ORDER BY sort";
        let mut statement = connection.prepare(sql).unwrap();
        for kind in ["message", "skill", "message"] {
            assert!(!statement.exists(params![kind, ""]).unwrap());
        }
        assert_eq!(statement.get_status(StatementStatus::RePrepare), 0);
    }
}
