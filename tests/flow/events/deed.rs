//! What a person may do to the server, and the write that carries it.

use super::source::Source;
use protocol::{
    ConstraintId, JobId, MessageId, ProjectId, SessionId, SkillId, Write,
    ids::hashed,
    records::{
        Category, ConstraintKind, ConstraintStatus, Decision, Job, PermissionMode, SessionKind,
    },
    write::{
        ConstraintChange, CreateSession, DecideFindings, NewConstraint, NewMessage, NewProject,
        NewSkill, PostMessage, ProjectChange, SkillChange, StateChange, UpdateSession,
    },
};

/// Something a person does, or time that passes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Deed {
    Begin(u8),
    Say(u8, u8),
    Rename(u8),
    Ask(u8),
    Pause(u8),
    Resume(u8),
    Finish(u8),
    Remove(u8),
    Decide(u8, u8),
    Skill(u8),
    Project(u8),
    Constraint(u8),
    Direction(u8),
    Stop,
    Again,
    /// So many milliseconds pass.
    Wait(u16),
    /// A copy is made, and those made before are compared.
    Copy,
}

const ANSWERS: [&str; 4] = [
    "Last week I rebuilt our billing pipeline in Python and PostgreSQL. I am responsible for it.",
    "I lead a team of five engineers. I have been mentoring two juniors in Rust for a year.",
    "On Sundays I build a small app for bird watchers, six hours a week, with a backend in Go.",
    "My student debt worries me. I want to become a staff engineer in data infrastructure.",
];

fn session(n: u8) -> SessionId {
    SessionId(hashed(&["session", &n.to_string()]))
}

fn message(number: u32, answer: u8) -> NewMessage {
    let text = ANSWERS[usize::from(answer) % ANSWERS.len()].to_owned();
    NewMessage { id: MessageId(hashed(&["message", &number.to_string()])), text }
}

/// The write of a deed; none when there is nothing to do it to.
pub(super) async fn write(source: &Source, deed: Deed, number: u32) -> Option<Write> {
    Some(match deed {
        Deed::Begin(n) => Write::CreateSession(CreateSession {
            id: session(n),
            kind: SessionKind::Intake,
            permission: PermissionMode::Ask,
            first_message: message(number, n),
        }),
        Deed::Say(n, answer) => {
            let body = PostMessage { message: message(number, answer), resume: true };
            Write::PostMessage { session: session(n), body }
        }
        Deed::Rename(n) => {
            let body = UpdateSession { title: Some(format!("Title {number}")), permission: None };
            Write::UpdateSession { session: session(n), body }
        }
        Deed::Ask(n) => {
            let permission = Some(PermissionMode::Auto);
            Write::UpdateSession {
                session: session(n),
                body: UpdateSession { title: None, permission },
            }
        }
        Deed::Pause(n) => Write::PauseSession { session: session(n) },
        Deed::Resume(n) => Write::ResumeSession { session: session(n) },
        Deed::Finish(n) => Write::FinalizeSession { session: session(n) },
        Deed::Remove(n) => Write::DeleteSession { session: session(n) },
        Deed::Decide(n, decision) => {
            let ids = source.findings().await;
            let at = usize::from(n) % ids.len().max(1);
            let decisions = [Decision::Confirmed, Decision::Rejected, Decision::Suggested];
            Write::DecideFindings(DecideFindings {
                ids: vec![*ids.get(at)?],
                decision: decisions[usize::from(decision) % 3],
                edit: None,
            })
        }
        Deed::Skill(_) | Deed::Project(_) | Deed::Constraint(_) | Deed::Direction(_) => {
            by_hand(deed)?
        }
        Deed::Stop => {
            let (job, session) = one_job(source, Job::is_active).await?;
            Write::CancelJob { job, session }
        }
        Deed::Again => {
            let (job, session) = one_job(source, |job| !job.is_active()).await?;
            Write::RetryJob { job, session }
        }
        Deed::Wait(_) | Deed::Copy => return None,
    })
}

/// Odd numbers change what even ones make.
fn by_hand(deed: Deed) -> Option<Write> {
    let id = |n: u8| hashed(&["made by hand", &(n % 3).to_string()]);
    let share = |n: u8| f64::from(n) / f64::from(u8::MAX);
    Some(match deed {
        Deed::Skill(n) if n % 2 == 0 => {
            let body = NewSkill {
                name: format!("Skill {n}"),
                category: Category::Technical,
                level: share(n),
            };
            Write::CreateSkill { id: SkillId(id(n)), body }
        }
        Deed::Skill(n) => {
            let body = SkillChange { level: Some(share(n)), ..SkillChange::default() };
            Write::UpdateSkill { id: SkillId(id(n)), body }
        }
        Deed::Project(n) if n % 2 == 0 => {
            let body = NewProject { name: format!("Project {n}") };
            Write::CreateProject { id: ProjectId(id(n)), body }
        }
        Deed::Project(n) => {
            let body = ProjectChange { progress: Some(share(n)), ..ProjectChange::default() };
            Write::UpdateProject { id: ProjectId(id(n)), body }
        }
        Deed::Constraint(n) if n % 2 == 0 => {
            let (name, kind) = (format!("Constraint {n}"), ConstraintKind::Time);
            let body = NewConstraint { name, kind, severity: share(n) };
            Write::CreateConstraint { id: ConstraintId(id(n)), body }
        }
        Deed::Constraint(n) => {
            let status = Some(ConstraintStatus::Resolved);
            let body = ConstraintChange { status, ..ConstraintChange::default() };
            Write::UpdateConstraint { id: ConstraintId(id(n)), body }
        }
        Deed::Direction(n) => {
            let body = StateChange { dependants: Some(u32::from(n)), ..StateChange::default() };
            Write::UpdateState { body }
        }
        _ => return None,
    })
}

async fn one_job(source: &Source, wanted: impl Fn(&Job) -> bool) -> Option<(JobId, SessionId)> {
    let jobs = source.jobs().await;
    jobs.into_iter().find(wanted).map(|job| (job.id, job.session_id))
}
