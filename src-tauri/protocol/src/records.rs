//! What is stored and shown: sessions, messages, findings, skills, projects, constraints, jobs.
//!
//! Every record carries a `version` that grows by one with each change on the server.

mod category;
mod constraint;
mod decision;
mod evidence;
mod finding;
mod insight;
mod job;
mod life_state;
mod message;
mod physics;
mod project;
mod session;
mod skill;

pub use category::Category;
pub use constraint::{Constraint, ConstraintKind, ConstraintStatus};
pub use decision::Decision;
pub use evidence::{Evidence, EvidenceKind, Quote};
pub use finding::{Finding, FindingEdit, FindingKind, FindingTarget, Replaced};
pub use insight::{Insight, InsightKind};
pub use job::{Job, JobKind, JobStatus, JobStep, ModelUse, TokenCount};
pub use life_state::{Asked, LifeState};
pub use message::{Block, Message, Role};
pub use physics::{
    Belief, EscapeIndex, Gravity, GravityTerm, Mass, MassTerm, Missing, Regime, Thrust, ThrustTerm,
    UtilisationSource,
};
pub use project::{Project, ProjectStatus, ProjectWeight};
pub use session::{
    EtaRange, PermissionMode, Progress, Session, SessionKind, SessionPatch, SessionStatus,
    SessionSummary, Stage, Voice,
};
pub use skill::{Skill, SkillEdit, SkillStatus};
