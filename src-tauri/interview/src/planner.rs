//! Decides what comes next. Every answer either puts a new question or ends the interview, and the
//! number of questions is bounded, so it cannot get stuck.

use crate::{
    Known, Turn,
    answer::{self, Answer, Reading},
    bank::{self, Cues},
    candidates,
    effect::Outlook,
    lever,
    plan::{ANSWER_LIMIT, Plan},
    recap, story, theme,
    topic::{Part, Subject, Topic},
    wording,
};
use protocol::records::{
    Asked, EvidenceKind, Finding, FindingKind, FindingTarget, Project, SessionKind, Stage,
};

/// The most questions put again in other words in one session.
const REPHRASINGS: u32 = 3;
/// Refusals in a row after which a stage is left.
const REFUSALS: u32 = 2;
/// The most questions in one session about why something was done that way.
const REASONS: usize = 2;
/// An account of one's work with so many words, and so many skills or doings in it, has named one's
/// duties too.
const ACCOUNT: (usize, usize) = (25, 2);
/// So many words tell something, even when no part of a story is seen in them.
const TELLING: usize = 10;
/// What remains of a topic's weight for each earlier question of its kind.
const REPEATED: f64 = 0.6;

/// See [`crate::next`].
pub(crate) fn next(plan: &Plan, text: &str, known: &Known<'_>) -> Turn {
    let mut plan = plan.clone();
    let cues = &bank::language(&plan.language).cues;
    let answer = Answer::read(text, cues);
    if plan.finished {
        let text = if answer.reading == Reading::Crisis {
            wording::helpline(&mut plan)
        } else {
            wording::line(&mut plan, "after").unwrap_or_else(|| last_words(&mut plan))
        };
        return turn(text, plan, known);
    }
    settle(&mut plan, &answer, known, cues);
    let text = reply(&mut plan, &answer, known, cues);
    turn(text, plan, known)
}

fn turn(text: String, plan: Plan, known: &Known<'_>) -> Turn {
    let before = known.state.asked;
    let asked = Asked {
        direction: before.direction || plan.asked.direction,
        constraints: before.constraints || plan.asked.constraints,
        dependants: before.dependants || plan.asked.dependants,
    };
    Turn { text, progress: plan.progress(), asked, plan }
}

/// Takes the answer into the plan: what has been asked, what was refused, what was told.
fn settle(plan: &mut Plan, answer: &Answer<'_>, known: &Known<'_>, cues: &Cues) {
    if matches!(answer.reading, Reading::Unclear | Reading::Why | Reading::Crisis | Reading::Stop) {
        return;
    }
    match plan.open {
        Topic::Direction => plan.asked.direction = true,
        Topic::Constraints => plan.asked.constraints = true,
        Topic::Dependants => plan.asked.dependants = true,
        _ => {}
    }
    if answer.reading == Reading::Declined {
        plan.refusals += 1;
        plan.declined.push(plan.open);
        let named = answer.subjects(cues);
        if named.contains(&Subject::Family) {
            plan.asked.dependants = true;
        }
        // A refusal that names its subject closes that one, not the whole field.
        let closed = match plan.open {
            Topic::Constraints if !named.is_empty() => named,
            other => other.subject().into_iter().chain(named).collect(),
        };
        plan.closed.extend(closed);
    } else {
        plan.refusals = 0;
    }
    theme::hear(plan, answer, known);
    if let Some(part) = story::part_of(plan.open) {
        let parts = story::parts(answer, part, cues);
        plan.told.extend(parts);
    }
    if plan.open == Topic::Opening && answer.has(&cues.role) {
        // Said already: not asked again.
        plan.declined.push(Topic::Role);
    }
    let skills = known.findings.iter().filter(|finding| finding.kind == FindingKind::Skill).count();
    let told = skills + answer.doings(cues);
    if plan.open == Topic::Role && answer.words >= ACCOUNT.0 && told >= ACCOUNT.1 {
        plan.declined.push(Topic::Responsibilities);
    }
    for finding in known.findings.iter().filter(|finding| finding.hours_per_week.is_some()) {
        match finding.target {
            FindingTarget::Project(project) => plan.declined.push(Topic::ProjectHours { project }),
            FindingTarget::Skill(skill) => plan.declined.push(Topic::SkillHours { skill }),
            _ => {}
        }
    }
}

/// The words to say, with the plan moved on.
fn reply(plan: &mut Plan, answer: &Answer<'_>, known: &Known<'_>, cues: &Cues) -> String {
    // After a sign of danger only a clear wish to go on brings more questions.
    let goes_on =
        answer.reading == Reading::Yes || (answer.has(&cues.go_on) && !answer.has(&cues.not));
    let leaves = plan.open == Topic::GoOn && !goes_on && answer.reading != Reading::Crisis;
    if answer.reading == Reading::Stop || leaves {
        return finish(plan, "", "closing.stopped", known);
    }
    if answer.reading == Reading::Crisis {
        let line = wording::helpline(plan);
        let more = plan.put.len() < ANSWER_LIMIT;
        return more
            .then(|| put(plan, Topic::GoOn, &line, known))
            .flatten()
            .unwrap_or_else(|| finish(plan, &line, "closing.stopped", known));
    }
    let again = matches!(answer.reading, Reading::Unclear | Reading::Why);
    if again && plan.rephrased < REPHRASINGS && plan.put.len() < ANSWER_LIMIT {
        plan.rephrased += 1;
        let heard = heard(plan, answer, known, Some(plan.open));
        if let Some(text) = put(plan, plan.open, &heard, known) {
            return text;
        }
    }
    let mut next = choose(plan, answer, known);
    let heard = heard(plan, answer, known, next);
    // Each round either puts a question or goes on to a later stage.
    while let Some(topic) = next {
        if let Some(text) = put(plan, topic, &heard, known) {
            return text;
        }
        plan.declined.push(topic);
        next = choose(plan, answer, known);
    }
    let heard = if answer.reading == Reading::Full { heard.as_str() } else { "" };
    finish(plan, heard, "closing", known)
}

/// The acknowledgement of the answer; in a guidance session the index after the first one.
fn heard(plan: &mut Plan, answer: &Answer<'_>, known: &Known<'_>, next: Option<Topic>) -> String {
    let heard = wording::acknowledgement(plan, answer, known, next);
    if plan.open == Topic::Opening
        && plan.kind == SessionKind::Guidance
        && let Some(verdict) = wording::line(plan, "guidance.eta")
            .and_then(|frame| lever::verdict(known, plan.seed(), &frame))
    {
        return joined(&heard, verdict);
    }
    heard
}

/// The next topic; moves the plan through its stages until one has something to ask.
fn choose(plan: &mut Plan, answer: &Answer<'_>, known: &Known<'_>) -> Option<Topic> {
    if plan.put.len() >= ANSWER_LIMIT {
        plan.stage = Stage::WrapUp;
    } else if let Some(topic) = follow_up(plan, answer, known) {
        return Some(topic);
    }
    loop {
        if let Some(topic) = best(plan, known) {
            return Some(topic);
        }
        let after = plan.stages().iter().copied().find(|stage| *stage > plan.stage)?;
        plan.enter(after);
    }
}

/// What the answer just given calls for: the missing part of a story, how many, how heavy.
fn follow_up(plan: &Plan, answer: &Answer<'_>, known: &Known<'_>) -> Option<Topic> {
    let usable = |topic: &Topic| {
        !plan.put.contains(topic)
            && !plan.is_declined(*topic)
            && wording::can_word(*topic, plan, known)
    };
    if plan.open == Topic::Dependants && answer.reading == Reading::Yes {
        // The number is needed, whatever else the stage has taken.
        let once = plan.count(|topic| *topic == Topic::Dependants) == 1;
        return (once && !plan.is_declined(Topic::Dependants)).then_some(Topic::Dependants);
    }
    if plan.put_in_stage() >= plan.budget(plan.stage) {
        return None;
    }
    match (plan.open, answer.reading) {
        (Topic::Opening, Reading::Full) if asks_for_work(plan) => {
            let part = story::missing(&plan.told).filter(|part| *part != Part::Situation);
            part.and_then(|part| story::at_part(plan.open, part)).filter(usable)
        }
        (Topic::Story { part, .. } | Topic::AnyStory { part }, Reading::Full) => {
            more_of_story(plan, part, answer, known)
                .and_then(|part| story::at_part(plan.open, part))
                .filter(usable)
        }
        (Topic::ProjectHours { project }, reading) if reading != Reading::Declined => {
            let rated = |one: &Project| one.id == project && one.alignment.is_some();
            Some(Topic::ProjectFit { project })
                .filter(|_| !known.projects.iter().any(rated))
                .filter(usable)
        }
        (topic, Reading::Full)
            if topic == Topic::Constraints || topic.constraint_kind().is_some() =>
        {
            let found = known.findings.iter().find_map(|finding| match finding.target {
                FindingTarget::Constraint(constraint) => Some(constraint),
                _ => None,
            })?;
            Some(Topic::Weight { constraint: found }).filter(usable)
        }
        _ => None,
    }
}

/// The part of a story to ask for after its `part` was told: what is missing, or else its grounds.
fn more_of_story(plan: &Plan, part: Part, answer: &Answer<'_>, known: &Known<'_>) -> Option<Part> {
    let of_life = |kind| matches!(kind, FindingKind::Direction | FindingKind::Constraint);
    let story = |one: &Finding| one.evidence == EvidenceKind::Story;
    if known.findings.iter().any(|one| of_life(one.kind)) && !known.findings.iter().any(story) {
        // Told of something else, which is no story to ask further about.
        return None;
    }
    if plan.told.is_empty() && answer.words < TELLING {
        // Nothing was told yet; asking on would be pressing.
        return None;
    }
    let acted = plan.told.contains(&Part::Action);
    if part == Part::Whole && answer.words >= ACCOUNT.0 && !acted {
        // Told how things are in general: there is no single deed to ask about.
        return None;
    }
    let cues = &bank::language(&plan.language).cues;
    let asked = plan.count(|topic| story::part_of(*topic) == Some(Part::Reason));
    let did = || {
        let words = wording::words(answer, known, None, cues);
        words.is_some_and(|words| story::acts(&answer::plain(words), cues))
    };
    story::missing(&plan.told)
        .or_else(|| (part == Part::Whole && asked < REASONS && did()).then_some(Part::Reason))
}

/// Whether the first question asked for a piece of work.
fn asks_for_work(plan: &Plan) -> bool {
    matches!(plan.kind, SessionKind::Intake | SessionKind::Shared)
}

/// The topic of this stage with the largest expected effect; `None` when the stage is over.
fn best(plan: &Plan, known: &Known<'_>) -> Option<Topic> {
    let over = plan.put_in_stage() >= plan.budget(plan.stage);
    let leave = over || plan.refusals >= REFUSALS;
    let outlook = Outlook::new(known);
    candidates::of(plan, known).into_iter().find_map(|group| {
        group
            .into_iter()
            .filter(|topic| !leave || candidates::is_needed(*topic) || *topic == Topic::WrapUp)
            .filter(|topic| !plan.was_put(*topic) && !plan.is_declined(*topic))
            .filter(|topic| wording::can_word(*topic, plan, known))
            .map(|topic| (weight(topic, plan, &outlook), topic))
            // The first of equals, and no weight that is not a number wins.
            .rev()
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, topic)| topic)
    })
}

fn weight(topic: Topic, plan: &Plan, outlook: &Outlook) -> f64 {
    let key = topic.key(plan.kind);
    let earlier = plan.count(|put| put.key(plan.kind) == key);
    outlook.of(topic) * REPEATED.powi(i32::try_from(earlier).unwrap_or(i32::MAX))
}

/// Puts the question about `topic` after `heard`.
fn put(plan: &mut Plan, topic: Topic, heard: &str, known: &Known<'_>) -> Option<String> {
    let question = wording::question(topic, plan, known)?;
    if story::part_of(topic).is_none_or(|part| part == Part::Whole) {
        plan.told.clear();
    }
    plan.enter(if topic == Topic::GoOn { plan.stage } else { topic.stage() });
    plan.open = topic;
    plan.put.push(topic);
    Some(joined(heard, question))
}

/// The last words: what was heard, in short, and that it is the person's to decide.
fn finish(plan: &mut Plan, heard: &str, key: &str, known: &Known<'_>) -> String {
    plan.stage = Stage::WrapUp;
    plan.open = Topic::Finished;
    plan.finished = true;
    let closing = wording::line(plan, key).unwrap_or_else(|| last_words(plan));
    let lines = recap::lines(plan, known);
    let ends = joined(heard, closing);
    let Some(frame) = wording::line(plan, "recap").filter(|_| !lines.is_empty()) else {
        return ends;
    };
    let list: Vec<String> = lines.into_iter().map(|line| format!("- {line}")).collect();
    format!("{ends}\n\n{frame}\n\n{}", list.join("\n"))
}

/// What remains to say when every closing line has been said.
fn last_words(plan: &mut Plan) -> String {
    plan.used.remove("after");
    wording::line(plan, "after").unwrap_or_default()
}

fn joined(heard: &str, question: String) -> String {
    if heard.is_empty() { question } else { format!("{heard} {question}") }
}
