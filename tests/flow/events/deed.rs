//! What a person may do to the server, and the write that carries it.

use super::source::Source;
use protocol::{
    ConstraintId, JobId, MessageId, ProjectId, SessionId, SkillId, Write,
    ids::hashed,
    records::{
        Category, ConstraintKind, ConstraintStatus, Decision, Finding, Job, Message,
        PermissionMode, Role, Session, SessionKind,
    },
    rereading::ApplyRereading,
    write::{
        ConstraintChange, CreateSession, DecideFindings, NewConstraint, NewMessage, NewProject,
        NewSkill, PostMessage, ProjectChange, Regenerate, ShowVersion, SkillChange, StateChange,
        UpdateSession,
    },
};

/// Something a person does, or time that passes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Deed {
    Begin(u8),
    Say(u8, u8),
    /// An answer once more.
    Revise(u8),
    /// A reply anew.
    Renew(u8),
    /// Another version of a message.
    Show(u8),
    Rename(u8),
    Ask(u8),
    Pause(u8),
    Resume(u8),
    Finish(u8),
    Remove(u8),
    Decide(u8, u8),
    /// A session is read again: with odd numbers findings go, with even ones some come back.
    Reread(u8),
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
            let body =
                PostMessage { message: message(number, answer), resume: true, replaces: None };
            Write::PostMessage { session: session(n), body }
        }
        Deed::Revise(_) | Deed::Renew(_) | Deed::Show(_) => {
            of_versions(source, deed, number).await?
        }
        Deed::Rename(n) => {
            let title = Some(format!("Title {number}"));
            let body = UpdateSession { title, ..UpdateSession::default() };
            Write::UpdateSession { session: session(n), body }
        }
        Deed::Ask(n) => {
            let permission = Some(PermissionMode::Auto);
            Write::UpdateSession {
                session: session(n),
                body: UpdateSession { permission, ..UpdateSession::default() },
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
        Deed::Reread(n) => reread(source, n).await?,
        Deed::Skill(_) | Deed::Project(_) | Deed::Constraint(_) | Deed::Direction(_) => {
            by_hand(deed)?
        }
        Deed::Stop => {
            let (job, session) = one_job(source, Job::is_active).await?;
            Write::CancelJob { job, session }
        }
        Deed::Again => {
            let (job, session) = one_job(source, |job| !job.is_active()).await?;
            Write::RetryJob { job, session, without_model: false }
        }
        Deed::Wait(_) | Deed::Copy => return None,
    })
}

async fn of_versions(source: &Source, deed: Deed, number: u32) -> Option<Write> {
    Some(match deed {
        Deed::Revise(n) => {
            let (session, replaces) =
                one_message(source, n, |message| message.role == Role::User).await?;
            let body = PostMessage {
                message: message(number, n),
                resume: true,
                replaces: Some(replaces.id),
            };
            Write::PostMessage { session, body }
        }
        Deed::Renew(n) => {
            let wanted = |message: &Message| message.job_id.is_some();
            let (session, replaced) = one_message(source, n, wanted).await?;
            let reply = MessageId(hashed(&["reply", &number.to_string()]));
            Write::Regenerate { session, body: Regenerate { message: replaced.id, reply } }
        }
        Deed::Show(n) => {
            let (session, message) = one_message(source, n, |_| true).await?;
            let newest = source.newest_version(&message).await;
            Write::ShowVersion { session, body: ShowVersion { message: message.id, newest } }
        }
        _ => return None,
    })
}

/// One finding is no longer found, or all that were withdrawn are found again.
async fn reread(source: &Source, n: u8) -> Option<Write> {
    let (findings, _) = source.all::<Finding>("/v1/findings").await;
    let at = usize::from(n) % findings.len().max(1);
    let one = findings.get(at)?;
    let session = one.quote.session_id;
    let mut body = ApplyRereading::default();
    if n % 2 == 1 {
        body.gone.push(one.id);
    } else {
        let here = |finding: &Finding| finding.withdrawn && finding.quote.session_id == session;
        body.found.extend(findings.iter().filter(|finding| here(finding)).cloned());
        body.found.push(Finding { probability: f64::from(n) / 255.0, ..one.clone() });
    }
    Some(Write::ApplyRereading { session, body })
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

/// A message of the newest session that is not locked.
async fn one_message(
    source: &Source,
    n: u8,
    wanted: impl Fn(&Message) -> bool,
) -> Option<(SessionId, Message)> {
    let (sessions, _) = source.all::<Session>("/v1/sessions").await;
    let session = sessions.into_iter().find(|session| session.finalized_at.is_none())?.id;
    let mut messages = source.messages(session).await;
    messages.retain(wanted);
    let at = usize::from(n).checked_rem(messages.len())?;
    Some((session, messages.swap_remove(at)))
}

async fn one_job(source: &Source, wanted: impl Fn(&Job) -> bool) -> Option<(JobId, SessionId)> {
    let jobs = source.jobs().await;
    jobs.into_iter().find(wanted).map(|job| (job.id, job.session_id))
}
