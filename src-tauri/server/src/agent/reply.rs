//! Words the reply to an answer.

use super::{Profile, Turn, consulted};
use crate::storage::{StorageError, View};
use protocol::{
    JobId, Timestamp,
    records::{Block, Finding, Message},
};

/// The reply to an answer, given what the answer brought, and what was consulted for it.
pub(crate) fn plan_reply(
    view: &View<'_>,
    profile: &mut Profile,
    plan: &interview::Plan,
    (job, message, findings): (JobId, &Message, &[Finding]),
    now: Timestamp,
) -> Result<(Turn, Vec<Block>), StorageError> {
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
    let consulted = consulted(turn.plan.topic(), &known);
    let turn = Turn {
        job,
        version: 0,
        text: turn.text,
        by_model: false,
        said: false,
        progress: turn.progress,
        asked: turn.asked,
        plan: turn.plan,
    };
    Ok((turn, consulted))
}
