//! The tables. Every key begins with the owner, so that a bigger engine can spread them by owner.

/// Applied in order, once each.
pub(super) const MIGRATIONS: &[&str] = &[
    "
CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE record (
    owner BLOB NOT NULL,
    kind TEXT NOT NULL,
    id BLOB NOT NULL,
    parent BLOB NOT NULL,
    place INTEGER NOT NULL,
    version INTEGER NOT NULL,
    due INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (owner, kind, id)
) WITHOUT ROWID;
CREATE INDEX record_by_place ON record (owner, kind, parent, place, id);
CREATE INDEX record_due ON record (owner, kind, place) WHERE due = 1;

CREATE TABLE channel (
    owner BLOB NOT NULL,
    name TEXT NOT NULL,
    epoch BLOB NOT NULL,
    top INTEGER NOT NULL,
    floor INTEGER NOT NULL,
    PRIMARY KEY (owner, name)
) WITHOUT ROWID;

CREATE TABLE event (
    owner BLOB NOT NULL,
    channel TEXT NOT NULL,
    seq INTEGER NOT NULL,
    id BLOB NOT NULL,
    at INTEGER NOT NULL,
    cause BLOB,
    name TEXT NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (owner, channel, seq)
) WITHOUT ROWID;

CREATE TABLE idempotency (
    owner BLOB NOT NULL,
    key BLOB NOT NULL,
    fingerprint BLOB NOT NULL,
    at INTEGER NOT NULL,
    result TEXT NOT NULL,
    PRIMARY KEY (owner, key)
) WITHOUT ROWID;
CREATE INDEX idempotency_by_age ON idempotency (at);

CREATE TABLE job_text (
    owner BLOB NOT NULL,
    job BLOB NOT NULL,
    gen INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (owner, job)
) WITHOUT ROWID;

CREATE TABLE account (
    id BLOB PRIMARY KEY,
    name TEXT UNIQUE,
    password TEXT,
    created_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE family (
    id BLOB PRIMARY KEY,
    owner BLOB NOT NULL,
    device BLOB NOT NULL,
    newest INTEGER NOT NULL,
    revoked INTEGER NOT NULL,
    used_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE refresh_token (
    hash BLOB PRIMARY KEY,
    family BLOB NOT NULL REFERENCES family (id) ON DELETE CASCADE,
    generation INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX refresh_token_by_family ON refresh_token (family, generation);
",
    "
CREATE TABLE job_lease (
    owner BLOB NOT NULL,
    job BLOB NOT NULL,
    holder BLOB,
    gen INTEGER NOT NULL,
    until INTEGER NOT NULL,
    takeovers INTEGER NOT NULL,
    worked INTEGER NOT NULL,
    idle INTEGER NOT NULL,
    PRIMARY KEY (owner, job)
) WITHOUT ROWID;
",
    // The few messages that do not follow the one before them. The condition of the index names no
    // kind: each statement that is asked for one of several kinds would be planned anew at each use.
    "
ALTER TABLE record ADD COLUMN follows INTEGER
    AS (CASE kind WHEN 'message' THEN json_extract(body, '$.follows') END) VIRTUAL;
CREATE INDEX record_forks ON record (owner, parent, place) WHERE follows IS NOT NULL;
",
];

#[cfg(test)]
mod tests {
    use super::MIGRATIONS;
    use rusqlite::{Connection, StatementStatus, params};

    #[test]
    fn a_statement_for_any_kind_of_record_is_planned_once() {
        let connection = Connection::open_in_memory().unwrap();
        for step in MIGRATIONS {
            connection.execute_batch(step).unwrap();
        }
        let sql = "SELECT body FROM record WHERE owner = ?1 AND kind = ?2 AND parent = ?3";
        let mut statement = connection.prepare(sql).unwrap();
        for kind in ["message", "skill", "message"] {
            assert!(!statement.exists(params![[0u8; 16], kind, [0u8; 16]]).unwrap());
        }
        assert_eq!(statement.get_status(StatementStatus::RePrepare), 0);
    }
}
