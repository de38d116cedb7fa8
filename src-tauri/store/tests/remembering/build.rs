//! Records, events and stores for these tests.

use protocol::{
    Channel, ChannelPosition, Envelope, Epoch, ErrorCode, Event, EventId, FindingId,
    IdempotencyKey, JobId, MessageId, Problem, ServerId, SessionId, SkillId, Timestamp, UserId,
    Write, ids,
    records::{
        Block, Category, Decision, Evidence, EvidenceKind, Finding, FindingKind, FindingTarget,
        Job, JobKind, JobStatus, JobStep, LifeState, Message, PermissionMode, Progress, Quote,
        Role, Session, SessionKind, SessionStatus, Skill, SkillStatus, Voice,
    },
    rest::JobText,
    write::{CreateSession, NewMessage, PostMessage, SkillChange},
};
use std::collections::BTreeSet;
use store::{Disk, NewRow, RowState, SessionSnapshot, Store, UserSnapshot};
use tempfile::TempDir;
use uuid::Uuid;

pub(crate) fn uuid(name: &str) -> Uuid {
    ids::hashed(&[name])
}

pub(crate) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).unwrap()
}

pub(crate) fn user() -> UserId {
    UserId(uuid("user"))
}

pub(crate) fn epoch() -> Epoch {
    Epoch(uuid("epoch"))
}

pub(crate) fn session_id(n: u8) -> SessionId {
    SessionId(uuid(&format!("session {n}")))
}

pub(crate) fn message_id(n: u8) -> MessageId {
    MessageId(uuid(&format!("message {n}")))
}

pub(crate) fn skill_id(n: u8) -> SkillId {
    SkillId(uuid(&format!("skill {n}")))
}

pub(crate) fn finding_id(n: u8) -> FindingId {
    FindingId(uuid(&format!("finding {n}")))
}

pub(crate) fn job_id() -> JobId {
    JobId(uuid("job"))
}

pub(crate) fn of_user() -> Channel {
    Channel::User(user())
}

pub(crate) struct Kept {
    pub(crate) store: Store,
    pub(crate) folder: TempDir,
}

/// A store whose person is known and whose channels stand at 0.
pub(crate) async fn kept() -> Kept {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(Disk::files(), folder.path(), at(0)).await.unwrap();
    store.identify(ServerId(uuid("server")), user()).await.unwrap();
    store.replace_user(snapshot()).await.unwrap();
    Kept { store, folder }
}

pub(crate) fn snapshot() -> UserSnapshot {
    UserSnapshot {
        user: user(),
        epoch: epoch(),
        seq: 0,
        last: None,
        broken: false,
        state: LifeState::default(),
        skills: Vec::new(),
        projects: Vec::new(),
        constraints: Vec::new(),
        findings: Vec::new(),
        sessions: Vec::new(),
        jobs: Vec::new(),
    }
}

/// Follow a session that is on the server, at the beginning of its channel.
pub(crate) async fn follow_session(store: &Store, n: u8) {
    let (session, messages) = (session(n, 1), Vec::new());
    store
        .replace_session(SessionSnapshot { epoch: epoch(), seq: 0, last: None, session, messages })
        .await
        .unwrap();
}

/// Follow the job, at the beginning of its channel.
pub(crate) async fn follow_job(store: &Store) {
    let read = JobText { r#gen: 1, text: String::new(), open: true };
    store.replace_job(job(JobStatus::Running, 1), read, (epoch(), 0, None)).await.unwrap();
}

pub(crate) fn envelope(channel: Channel, seq: u64, event: &Event) -> Envelope {
    Envelope {
        channel,
        epoch: epoch(),
        seq,
        id: EventId(uuid(&format!("{channel} {seq}"))),
        at: at(i64::try_from(seq).unwrap()),
        cause: None,
        event: event.into(),
    }
}

pub(crate) fn position(channel: Channel, seq: u64) -> ChannelPosition {
    ChannelPosition { channel, epoch: epoch(), seq, last: None }
}

pub(crate) fn skill(n: u8, version: u64) -> Skill {
    Skill {
        id: skill_id(n),
        version,
        name: format!("Skill {n}.{version}"),
        category: Category::Technical,
        status: SkillStatus::Suggested,
        level: None,
        hours_per_week: None,
        by_hand: false,
        before_edit: None,
        confirmed_at: None,
        last_used_at: None,
        evidence: vec![Evidence {
            id: protocol::EvidenceId(finding_id(n).0),
            finding_id: Some(finding_id(n)),
            kind: EvidenceKind::Story,
            level: 0.6,
            at: at(1),
            quote: None,
            decision: Decision::Suggested,
        }],
        withdrawn: false,
        created_at: at(i64::from(n)),
        updated_at: at(1),
    }
}

pub(crate) fn finding(n: u8, version: u64) -> Finding {
    Finding {
        id: finding_id(n),
        version,
        kind: FindingKind::Skill,
        name: format!("Skill {n}"),
        category: Some(Category::Technical),
        constraint_kind: None,
        level: Some(0.6),
        hours_per_week: None,
        evidence: EvidenceKind::Story,
        probability: 0.9,
        quote: Quote {
            session_id: session_id(1),
            message_id: message_id(1),
            start: 0,
            end: 4,
            text: "made".to_owned(),
        },
        target: FindingTarget::Skill(skill_id(n)),
        decision: Decision::Suggested,
        edit: None,
        withdrawn: false,
        created_at: at(i64::from(n)),
    }
}

pub(crate) fn session(n: u8, version: u64) -> Session {
    Session {
        id: session_id(n),
        version,
        kind: SessionKind::Intake,
        status: SessionStatus::Idle,
        title: format!("Session {n}.{version}"),
        titled_by_hand: false,
        project_id: None,
        permission: PermissionMode::Ask,
        voice: Voice::default(),
        progress: Progress::default(),
        message_count: version,
        shown_count: None,
        chosen: Vec::new(),
        last_seq: 0,
        last_message_at: at(i64::from(n)),
        preview: String::new(),
        active_job: None,
        error: None,
        summary: None,
        tokens: None,
        created_at: at(0),
        finalized_at: None,
    }
}

pub(crate) fn message(session: u8, n: u8, ordinal: u64) -> Message {
    Message {
        id: message_id(n),
        session_id: session_id(session),
        ordinal,
        follows: None,
        role: Role::User,
        blocks: vec![Block::Text { text: format!("words {n}") }],
        job_id: None,
        stopped: false,
        created_at: at(i64::from(n)),
    }
}

pub(crate) fn job(status: JobStatus, version: u64) -> Job {
    Job {
        id: job_id(),
        version,
        kind: JobKind::InterviewTurn,
        session_id: session_id(1),
        message_id: message_id(1),
        reply_id: message_id(200),
        replaces: None,
        status,
        step: JobStep::Thinking,
        percent: 0,
        r#gen: 1,
        without_model: false,
        tools: Vec::new(),
        model: None,
        problem: None,
        created_at: at(1),
        started_at: None,
        ended_at: None,
    }
}

/// Keep a write; gives its key.
pub(crate) async fn keep(kept: &Kept, n: u8, write: Write) -> IdempotencyKey {
    kept.store.enqueue(row(n, write)).await.unwrap().key
}

/// The keys of what may be sent now.
pub(crate) async fn due(store: &Store) -> Vec<IdempotencyKey> {
    let due = store.due(BTreeSet::new(), 8).await.unwrap();
    due.into_iter().map(|outgoing| outgoing.row.key).collect()
}

pub(crate) fn refusal() -> RowState {
    RowState::Stuck(Problem::refused(ErrorCode::SessionFinalized, "The session is finalized."))
}

pub(crate) fn rename(n: u8, name: &str) -> Write {
    let body = SkillChange { name: Some(name.to_owned()), ..SkillChange::default() };
    Write::UpdateSkill { id: skill_id(n), body }
}

pub(crate) fn key(n: u8) -> IdempotencyKey {
    IdempotencyKey(uuid(&format!("key {n}")))
}

pub(crate) fn row(n: u8, write: Write) -> NewRow {
    let opening = matches!(write, Write::CreateSession(_)).then(|| "What first?".to_owned());
    NewRow { key: key(n), write, at: at(100 + i64::from(n)), opening }
}

pub(crate) fn create(session: u8, n: u8) -> Write {
    Write::CreateSession(CreateSession {
        id: session_id(session),
        kind: SessionKind::Intake,
        permission: PermissionMode::Ask,
        first_message: NewMessage { id: message_id(n), text: format!("words {n}") },
    })
}

pub(crate) fn post(session: u8, n: u8) -> Write {
    let message = NewMessage { id: message_id(n), text: format!("words {n}") };
    let body = PostMessage { message, resume: true, replaces: None };
    Write::PostMessage { session: session_id(session), body }
}
