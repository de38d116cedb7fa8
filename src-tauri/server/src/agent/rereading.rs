//! Reads a session again with the extractor as it is now, says what would be different, and makes it
//! so at the person's word. Looking changes nothing; applying leaves alone what was decided about.

use super::{
    Answer, BuiltIn, Extracted, Interview, Profile, Provider, Spoken, Trouble, question_of,
    reading, stated,
};
use crate::{
    branches,
    changes::put_and_tell,
    storage::{Batch, StorageError, View},
};
use extraction::{Extractor, Found, Theme};
use protocol::{
    ErrorCode, FindingId, Problem, SessionId, Timestamp,
    records::{
        Block, ConstraintStatus, Decision, Finding, FindingKind, FindingTarget, Job, Message,
        PermissionMode, ProjectStatus, Role, Session, SkillStatus, Voice,
    },
    rereading::{ApplyRereading, RereadPart},
};
use std::{collections::BTreeMap, time::Duration};
use tokio::time::timeout;

/// A message of the person, to be read again.
#[derive(Debug)]
pub(crate) struct Heard {
    /// It.
    pub(crate) message: Message,
    /// With the question that was open.
    spoken: Spoken,
    /// Whether that question is known and not worked out from the order of the messages.
    is_noted: bool,
}

impl Heard {
    /// What is found in it now; a model that the session speaks with reads it as well, in `within`.
    pub(crate) async fn find(
        &self,
        model: Option<&dyn Provider>,
        within: Duration,
    ) -> Result<Vec<Found>, Trouble> {
        let mut found = if is_passage(&self.message) {
            Extractor::builtin().extract_about(Theme::Open, &self.spoken.answer)
        } else {
            let built_in = BuiltIn { pace: Duration::ZERO };
            built_in.extract(&self.spoken).await?.found
        };
        if let Some(model) = model {
            let read = timeout(within, model.extract(&self.spoken)).await;
            let Extracted { found: more, .. } = read.unwrap_or(Err(Trouble::Silent))?;
            found.extend(more);
        }
        Ok(found)
    }
}

/// Whether a message is a passage of a file, and no answer.
fn is_passage(message: &Message) -> bool {
    message.blocks.iter().any(|block| matches!(block, Block::Attachment { .. }))
}

/// The person's messages after an ordinal, as far as they are shown, and whose voice the session has.
///
/// # Errors
///
/// A refusal while an answer of the session is under way.
pub(crate) fn heard(
    view: &View<'_>,
    id: SessionId,
    after: u64,
) -> Result<(Vec<Heard>, Voice), Problem> {
    let session = view.get::<Session>(id.0)?.ok_or_else(gone)?;
    if view.due::<Job>()?.iter().any(|job| job.session_id == id) {
        let title = "An answer of this session is under way.";
        return Err(Problem::refused(ErrorCode::VersionConflict, title));
    }
    let interview = view.get::<Interview>(id.0)?.ok_or_else(gone)?;
    let mut said = Vec::new();
    let (mut questions, mut question, mut before) = (0, String::new(), None);
    let tree = branches::tree(view, &session)?;
    let shown = view.children::<Message>(id.0)?.into_iter();
    for message in shown.filter(|message| tree.is_shown(message.ordinal)) {
        if message.role == Role::Assistant {
            // An answer that was made anew counts once.
            questions += usize::from(before != Some(Role::Assistant));
            question = question_of(&message.text());
        }
        before = Some(message.role);
        if message.role != Role::User || message.ordinal <= after {
            continue;
        }
        let noted = interview.topics.get(&message.id).copied();
        let topic = noted.unwrap_or_else(|| interview.plan.put_as(questions));
        let spoken = Spoken { topic, question: question.clone(), answer: message.text() };
        said.push(Heard { message, spoken, is_noted: noted.is_some() });
    }
    Ok((said, session.voice))
}

/// What would be different if this were what was found in these messages.
pub(crate) fn compare(
    view: &View<'_>,
    id: SessionId,
    read: &[(Heard, Vec<Found>)],
    now: Timestamp,
) -> Result<RereadPart, Problem> {
    let session = view.get::<Session>(id.0)?.ok_or_else(gone)?;
    let stored = view.children::<Finding>(id.0)?;
    let mut profile = Profile::default();
    let mut found = Vec::new();
    for (heard, all) in read {
        let answer = Answer {
            session: id,
            permission: session.permission,
            message: &heard.message,
            topic: heard.spoken.topic,
            now,
        };
        found.extend(reading::findings(view, &mut profile, &answer, all)?);
    }
    let rejected = rejected(view, &mut profile, &found)?;
    let messages = read.iter().map(|(heard, _)| heard.message.id).collect();
    let is_rejected = |target: &FindingTarget| rejected.contains(target);
    let mut part = profile::differences(&stored, &messages, found, is_rejected);
    // What only its question told may not be missed where that question is not known for sure.
    let guessed = |finding: &Finding| {
        let mut heard = read.iter().map(|(heard, _)| heard);
        heard.any(|heard| !heard.is_noted && heard.message.id == finding.quote.message_id)
    };
    part.gone.retain(|finding| !(stated::may_be(finding) && guessed(finding)));
    Ok(part)
}

/// The targets of these findings that the person rejected as a whole.
fn rejected(
    view: &View<'_>,
    profile: &mut Profile,
    findings: &[Finding],
) -> Result<Vec<FindingTarget>, StorageError> {
    let mut rejected = Vec::new();
    for target in findings.iter().map(|finding| finding.target) {
        let is_rejected = match target {
            FindingTarget::Skill(id) => {
                let skill = profile.skill(view, id.0)?.as_ref();
                skill.is_some_and(|skill| skill.status == SkillStatus::Rejected)
            }
            FindingTarget::Project(id) => {
                let project = profile.project(view, id.0)?.as_ref();
                project.is_some_and(|project| project.status == ProjectStatus::Rejected)
            }
            FindingTarget::Constraint(id) => {
                let constraint = profile.constraint(view, id.0)?.as_ref();
                constraint.is_some_and(|one| one.status == ConstraintStatus::Rejected)
            }
            FindingTarget::Direction => false,
        };
        if is_rejected {
            rejected.push(target);
        }
    }
    Ok(rejected)
}

/// Make what a rereading brought so: suggestions that are no longer found are withdrawn, changed ones
/// take the place of those before, new ones are suggested. Done twice is done once.
pub(crate) fn apply(
    view: &View<'_>,
    id: SessionId,
    body: ApplyRereading,
    now: Timestamp,
) -> Result<Batch, Problem> {
    let session = view.get::<Session>(id.0)?.ok_or_else(gone)?;
    let stored = view.children::<Finding>(id.0)?;
    let mut findings: BTreeMap<FindingId, Finding> =
        stored.iter().map(|finding| (finding.id, finding.clone())).collect();
    let mut profile = Profile::default();
    let rejected = rejected(view, &mut profile, &body.found)?;
    for gone in body.gone {
        if let Some(finding) = findings.get_mut(&gone) {
            profile.withdraw(view, finding, now)?;
        }
    }
    for found in body.found {
        let Some(mut finding) = checked(view, id, found, now)? else { continue };
        let is_wanted = !rejected.contains(&finding.target)
            && make_room(view, &mut profile, &mut findings, &finding)?;
        if is_wanted {
            finding.version = findings.get(&finding.id).map_or(0, |before| before.version);
            if session.permission != PermissionMode::Observe {
                profile.support(view, &finding)?;
            }
            findings.insert(finding.id, finding);
        }
    }
    let mut batch = Batch::default();
    for mut finding in findings.into_values().filter(|finding| !stored.contains(finding)) {
        put_and_tell(&mut batch, view.owner(), &mut finding);
    }
    profile.put(view, &mut batch);
    Ok(batch)
}

/// Withdraw the suggestion that stands where `found` is to stand; says whether it is to stand there.
/// It is not where the person has decided, or where nobody would see a difference.
fn make_room(
    view: &View<'_>,
    profile: &mut Profile,
    findings: &mut BTreeMap<FindingId, Finding>,
    found: &Finding,
) -> Result<bool, StorageError> {
    let mut known = findings.values_mut().filter(|finding| !finding.withdrawn);
    let is_rejected =
        |one: &Finding| one.decision == Decision::Rejected && profile::is_same_finding(one, found);
    if known.any(|one| is_rejected(one)) {
        return Ok(false);
    }
    let mut known = findings.values_mut().filter(|finding| !finding.withdrawn);
    match known.find(|one| profile::is_in_place_of(one, found)) {
        Some(before)
            if before.decision != Decision::Suggested || profile::is_shown_alike(before, found) =>
        {
            Ok(false)
        }
        Some(before) => profile.withdraw(view, before, found.created_at).map(|()| true),
        None => Ok(true),
    }
}

/// A finding as it may be suggested; nothing when its quote is not in a message of the person in this
/// session, or its id belongs to something else.
fn checked(
    view: &View<'_>,
    id: SessionId,
    found: Finding,
    now: Timestamp,
) -> Result<Option<Finding>, StorageError> {
    let quote = &found.quote;
    let message = view.get::<Message>(quote.message_id.0)?;
    let message = message.filter(|said| said.session_id == id && said.role == Role::User);
    let is_quoted = quote.session_id == id
        && message.is_some_and(|said| {
            reading::is_verbatim(&said.text(), (quote.start, quote.end), &quote.text)
        });
    let fits = matches!(
        (found.kind, found.target),
        (FindingKind::Skill, FindingTarget::Skill(_))
            | (FindingKind::Project, FindingTarget::Project(_))
            | (FindingKind::Constraint, FindingTarget::Constraint(_))
            | (FindingKind::Direction, FindingTarget::Direction)
    );
    let elsewhere = view.get::<Finding>(found.id.0)?;
    let is_free = elsewhere.is_none_or(|other| other.quote.session_id == id);
    if !(is_quoted && fits && is_free) {
        tracing::warn!("a finding was dropped because its quote is not in the session");
        return Ok(None);
    }
    let decision = Decision::Suggested;
    Ok(Some(Finding { decision, edit: None, withdrawn: false, created_at: now, ..found }))
}

fn gone() -> Problem {
    Problem::not_found("session")
}
