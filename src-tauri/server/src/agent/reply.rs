//! Words the reply to an answer.

use super::{Profile, Turn};
use crate::storage::{StorageError, View};
use protocol::{
    JobId, Timestamp,
    records::{Finding, Message},
};

/// The reply to an answer, given what the answer brought.
pub(crate) fn plan_reply(
    view: &View<'_>,
    profile: &mut Profile,
    plan: &interview::Plan,
    (job, message, findings): (JobId, &Message, &[Finding]),
    now: Timestamp,
) -> Result<Turn, StorageError> {
    let everything = profile.everything(view)?;
    let known = interview::Known {
        skills: &everything.skills,
        projects: &everything.projects,
        constraints: &everything.constraints,
        state: &everything.state,
        findings,
        now,
    };
    let turn = interview::next(plan, &message.text(), &known);
    Ok(Turn {
        job,
        version: 0,
        text: turn.text,
        progress: turn.progress,
        asked: turn.asked,
        plan: turn.plan,
    })
}
