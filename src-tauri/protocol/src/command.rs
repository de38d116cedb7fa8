//! Everything the interface can ask of the engine.

use crate::{
    ids::{
        ConstraintId, FindingId, IdempotencyKey, JobId, MessageId, ProjectId, SessionId, SkillId,
    },
    import::ImportSource,
    models::{ModelChoice, ModelKey},
    preferences::PreferencesChange,
    records::{Decision, FindingEdit, PermissionMode, SessionKind, Voice},
    write::{
        ConstraintChange, NewConstraint, NewProject, NewSkill, ProjectChange, SkillChange,
        StateChange,
    },
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// In which form the profile is written to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ExportFormat {
    /// Everything, lossless, versioned JSON.
    Archive,
    /// The JSON Resume schema.
    JsonResume,
    /// For people.
    Markdown,
}

/// A request. Each says which [`crate::Reply`] it gets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
#[ts(export)]
pub enum Command {
    /// What the first paint needs → `bootstrap`.
    Bootstrap,
    /// Sessions, newest first → `sessions`.
    ListSessions {
        /// Only older than this session.
        before: Option<SessionId>,
        /// At most this many, 1 to 200.
        limit: u32,
    },
    /// One session → `session`.
    GetSession {
        /// Which.
        id: SessionId,
    },
    /// A part of a session's messages, oldest first → `messages`.
    ListMessages {
        /// Where.
        session_id: SessionId,
        /// Only those before this ordinal.
        before: Option<u64>,
        /// At most this many, 1 to 200.
        limit: u32,
    },
    /// The findings of a session → `findings`.
    ListFindings {
        /// Where.
        session_id: SessionId,
    },
    /// All skills → `skills`.
    ListSkills,
    /// All projects → `projects`.
    ListProjects,
    /// All constraints → `constraints`.
    ListConstraints,
    /// Jobs that run and the last five that ended → `jobs`.
    ListJobs,
    /// The text of a job so far → `job_text`.
    GetJobText {
        /// Which.
        id: JobId,
    },
    /// η if these findings were confirmed as well → `physics`.
    PreviewPhysics {
        /// Which; empty is as it is.
        findings: Vec<FindingId>,
    },
    /// A new session's id and opening question; nothing is stored → `draft_session`.
    NewSession {
        /// What it is for.
        kind: SessionKind,
        /// Its id where it has one: a session that was opened before a restart and is not stored.
        #[serde(default)]
        id: Option<SessionId>,
    },
    /// Send an answer; creates the session when this is its first → `message`.
    SendMessage {
        /// Where.
        session_id: SessionId,
        /// What the session is for, used when this creates it.
        kind: SessionKind,
        /// The words.
        text: String,
        /// False exactly for the message that creates the session.
        resume: bool,
    },
    /// Send another version of an answer; what came after the first one stays beside it → `message`.
    ReviseMessage {
        /// Where.
        session_id: SessionId,
        /// The answer.
        id: MessageId,
        /// The words.
        text: String,
    },
    /// Have another version of a reply made; the first one stays → `done`.
    Regenerate {
        /// Where.
        session_id: SessionId,
        /// The reply.
        id: MessageId,
    },
    /// Show another version of a message, with what came after it → `done`.
    ShowVersion {
        /// Where.
        session_id: SessionId,
        /// The version.
        id: MessageId,
    },
    /// Let the person choose files and read them; nothing is stored → `import_preview`.
    PreviewImport {
        /// From where.
        source: ImportSource,
    },
    /// Import what was read last; the session has the preview's id → `done`.
    StartImport {
        /// The preview.
        id: SessionId,
        /// Names of files that stay out.
        leave_out: Vec<String>,
    },
    /// What is not on the server yet → `outbox`.
    ListOutbox,
    /// Try a stuck write again, with its key and bytes → `done`.
    RetryWrite {
        /// Which.
        key: IdempotencyKey,
    },
    /// Give a stuck or held write up; a message's text is the session's draft again → `done`.
    DiscardWrite {
        /// Which.
        key: IdempotencyKey,
    },
    /// Give a stuck or held message another text, in its place, and send it → `message`.
    EditMessage {
        /// Which; the edited one has another key and another message id.
        key: IdempotencyKey,
        /// The words.
        text: String,
    },
    /// Let held writes go out → `done`.
    ReleaseWrites {
        /// Which; those that are not held stay as they are.
        keys: Vec<IdempotencyKey>,
    },
    /// Keep what was typed and not sent; empty text removes it → `done`.
    SaveDraft {
        /// Where.
        session_id: SessionId,
        /// The words.
        text: String,
    },
    /// What was typed and not sent → `draft`.
    GetDraft {
        /// Where.
        session_id: SessionId,
    },
    /// Give a session another title → `done`.
    RenameSession {
        /// Which.
        id: SessionId,
        /// 1 to 200 characters.
        title: String,
    },
    /// Change what happens to its findings → `done`.
    SetPermission {
        /// Which.
        id: SessionId,
        /// To this.
        permission: PermissionMode,
    },
    /// Change who words its questions → `done`.
    SetVoice {
        /// Which.
        id: SessionId,
        /// To this.
        voice: Voice,
    },
    /// Put it aside → `done`.
    PauseSession {
        /// Which.
        id: SessionId,
    },
    /// Take it up again → `done`.
    ResumeSession {
        /// Which.
        id: SessionId,
    },
    /// Lock it and sum it up → `done`.
    FinalizeSession {
        /// Which.
        id: SessionId,
    },
    /// Remove it → `done`.
    DeleteSession {
        /// Which.
        id: SessionId,
    },
    /// Stop the answer of a job → `done`.
    StopJob {
        /// Which.
        id: JobId,
        /// The session it works for.
        session_id: SessionId,
    },
    /// Ask again for the answer of a job that ended without one, or stopped long ago → `done`.
    RetryJob {
        /// Which.
        id: JobId,
        /// The session it works for.
        session_id: SessionId,
        /// Whether the built-in interviewer is to make it, whatever model is chosen.
        without_model: bool,
    },
    /// Tell no longer that a job's answer was cut off → `done`.
    DismissResuming {
        /// Which.
        job: JobId,
    },
    /// Confirm, edit, reject or (with `suggested`) undo → `done`.
    DecideFindings {
        /// Which.
        ids: Vec<FindingId>,
        /// What.
        decision: Decision,
        /// With `edited`: what the person changed.
        edit: Option<FindingEdit>,
    },
    /// Read a session again with the extractor as it is now; nothing is stored → `rereading`.
    PreviewRereading {
        /// Which session.
        session_id: SessionId,
        /// Whether the built-in extractor is to read alone, whatever model the session speaks with.
        without_model: bool,
    },
    /// Make what was read again last so → `done`.
    ApplyRereading {
        /// The rereading.
        id: IdempotencyKey,
    },
    /// Enter a skill by hand → `done`.
    CreateSkill {
        /// What.
        skill: NewSkill,
    },
    /// Change a skill → `done`.
    UpdateSkill {
        /// Which.
        id: SkillId,
        /// What.
        change: SkillChange,
    },
    /// Enter a project by hand → `done`.
    CreateProject {
        /// What.
        project: NewProject,
    },
    /// Change a project → `done`.
    UpdateProject {
        /// Which.
        id: ProjectId,
        /// What.
        change: ProjectChange,
    },
    /// Enter a constraint by hand → `done`.
    CreateConstraint {
        /// What.
        constraint: NewConstraint,
    },
    /// Change a constraint → `done`.
    UpdateConstraint {
        /// Which.
        id: ConstraintId,
        /// What.
        change: ConstraintChange,
    },
    /// Change direction, dependants or hours → `done`.
    UpdateState {
        /// What.
        change: StateChange,
    },
    /// Make some choices anew → `done`.
    ChangePreferences {
        /// What.
        change: PreferencesChange,
    },
    /// Which language model is used, and whether one can be chosen → `models`.
    GetModels,
    /// Look for model servers on this machine → `local_models`.
    FindLocalModels,
    /// Ask a model for a few words, chosen or not → `model_tested`.
    TestModel {
        /// Which.
        choice: ModelChoice,
        /// Its key; absent for the one that is kept.
        key: Option<ModelKey>,
    },
    /// Word questions with a model from now on → `done`.
    ChooseModel {
        /// Which; absent for the built-in interviewer.
        choice: Option<ModelChoice>,
        /// Its key, which goes into the keyring; absent to leave what is there, empty to remove it.
        key: Option<ModelKey>,
    },
    /// Write the profile to a file the person chooses → `exported`.
    ExportProfile {
        /// How.
        format: ExportFormat,
    },
    /// Open the data folder in the system's file manager → `done`.
    RevealDataFolder,
    /// Try to connect now → `done`.
    RetryNow,
    /// Numbers about the connection → `diagnostics`.
    GetDiagnostics,
    /// What happened to the connection → `connection_log`.
    GetConnectionLog,
}
