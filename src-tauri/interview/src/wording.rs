//! Puts a topic into words: an acknowledgement that quotes the person, and the question in bold.

use crate::{
    Known,
    answer::{Answer, Reading},
    bank::{self, Cues},
    danger, names,
    plan::Plan,
    quote, story,
    topic::{Part, Topic},
};
use protocol::{
    ids::SkillId,
    records::{FindingKind, FindingTarget, SessionKind, Stage},
};

/// The most words of an answer that is a number and little else.
const FIGURE_WORDS: usize = 15;

/// What is said at a sign of danger where the bank has nothing.
const HELPLINE: &str =
    "If you might hurt yourself, call your local emergency number or a crisis line now.";

/// The words of the first question; marks them as used.
pub(crate) fn opening(plan: &mut Plan) -> String {
    let key = Topic::Opening.key(plan.kind);
    let first = matches!(plan.kind, SessionKind::Intake);
    bank::draw(plan, key, first).unwrap_or("What would you like to talk about?").to_owned()
}

/// The key of the phrasings for `topic` as things stand.
pub(crate) fn key(topic: Topic, plan: &Plan, known: &Known<'_>) -> &'static str {
    match topic {
        Topic::Dependants if plan.was_put(topic) => "dependants.count",
        Topic::Story { skill, part: Part::Whole } if quotes_before(skill, plan, known) => {
            "story.quoted"
        }
        Topic::Direction if names::direction(known).is_some() => "direction.known",
        other => other.key(plan.kind),
    }
}

/// Whether there are words to ask about the skill by, and a phrasing for them.
fn quotes_before(skill: SkillId, plan: &Plan, known: &Known<'_>) -> bool {
    bank::has_left(plan, "story.quoted") && names::said_before(skill, plan, known).is_some()
}

/// Whether `topic` can still be asked in words not yet used.
pub(crate) fn can_word(topic: Topic, plan: &Plan, known: &Known<'_>) -> bool {
    bank::has_left(plan, key(topic, plan, known)) && names::of(topic, plan, known).is_some()
}

/// The question about `topic`, in bold; `None` when its phrasings are used up.
pub(crate) fn question(topic: Topic, plan: &mut Plan, known: &Known<'_>) -> Option<String> {
    let names = names::of(topic, plan, known)?;
    let key = key(topic, plan, known);
    let phrase = if topic == Topic::GoOn {
        bank::draw_again(plan, key)
    } else {
        bank::draw(plan, key, false)
    }?;
    let mut text = bold_question(phrase);
    for (place, name) in names {
        if place == "{quote}" && phrase.contains(place) {
            plan.said_back.push(name.clone());
        }
        text = text.replace(place, &name);
    }
    Some(text)
}

/// A line under `key`; `None` when its phrasings are used up.
pub(crate) fn line(plan: &mut Plan, key: &str) -> Option<String> {
    bank::draw(plan, key, false).map(str::to_owned)
}

/// What is said at every sign of danger, however often: that a person should hear it, and whom to
/// call.
pub(crate) fn helpline(plan: &mut Plan) -> String {
    bank::draw_again(plan, "acknowledge.crisis").unwrap_or(HELPLINE).to_owned()
}

/// A line under `key` with the person's words in it. Words that go on from others of theirs do not
/// begin a sentence, unless no other line is left.
fn saying_back(plan: &mut Plan, key: &str, words: &str) -> Option<String> {
    let goes_on = words.starts_with(char::is_lowercase);
    let fits = |line: &str| !(goes_on && line.starts_with("“{quote}"));
    let line =
        bank::draw_fitting(plan, key, false, fits).or_else(|| bank::draw(plan, key, false))?;
    plan.said_back.push(words.to_owned());
    Some(line.replace("{quote}", words))
}

/// The sentence that shows the answer was heard, before a question about `next`. Empty when nothing
/// fitting is left to say.
pub(crate) fn acknowledgement(
    plan: &mut Plan,
    answer: &Answer<'_>,
    known: &Known<'_>,
    next: Option<Topic>,
) -> String {
    let cues = &bank::language(&plan.language).cues;
    let key = match answer.reading {
        Reading::Declined => "acknowledge.declined",
        Reading::Unknown => "acknowledge.unknown",
        Reading::Yes | Reading::No | Reading::Stop => "acknowledge.short",
        Reading::Unclear => "acknowledge.rephrase",
        Reading::Why => reason(plan.open),
        Reading::Crisis => return helpline(plan),
        Reading::Full if answer.own_loss(cues) => "acknowledge.heavy",
        Reading::Full if is_figure(plan.open) && answer.words <= FIGURE_WORDS => {
            "acknowledge.plain"
        }
        Reading::Full if plan.open == Topic::Dependants => "acknowledge.plain",
        Reading::Full => {
            return quoted(plan, answer, known, next)
                .or_else(|| brief(plan, answer, next))
                .or_else(|| named(plan, known, next))
                .or_else(|| line(plan, "acknowledge.plain"))
                .unwrap_or_default();
        }
    };
    line(plan, key).unwrap_or_default()
}

/// An acknowledgement in the person's own words; `None` when none of them stand well alone.
fn quoted(
    plan: &mut Plan,
    answer: &Answer<'_>,
    known: &Known<'_>,
    next: Option<Topic>,
) -> Option<String> {
    if next.is_some_and(|topic| key(topic, plan, known) == "story.quoted") {
        // The question says back words of its own.
        return None;
    }
    let cues = &bank::language(&plan.language).cues;
    let quote = words(answer, known, next, cues)?;
    let is_in = |kind| {
        let mut of_kind = known.findings.iter().filter(|finding| finding.kind == kind);
        of_kind.any(|finding| finding.quote.text.contains(quote))
    };
    let key = match next {
        Some(Topic::Weight { .. }) => "acknowledge.stay",
        Some(topic) if story::part_of(topic).is_some_and(|part| part != Part::Whole) => {
            "acknowledge.stay"
        }
        _ if plan.open.stage() == Stage::Constraints || is_in(FindingKind::Constraint) => {
            "acknowledge.weight"
        }
        _ if plan.open == Topic::Direction && is_in(FindingKind::Direction) => {
            "acknowledge.direction"
        }
        _ => "acknowledge.quote",
    };
    saying_back(plan, key, quote)
}

/// The name of what is to be weighed, where no words of the person's say it.
fn named(plan: &mut Plan, known: &Known<'_>, next: Option<Topic>) -> Option<String> {
    let Some(Topic::Weight { constraint }) = next else { return None };
    let constraint = known.constraints.iter().find(|known| known.id == constraint)?;
    let name = names::usable(&constraint.name)?;
    Some(line(plan, "acknowledge.named")?.replace("{constraint}", &name))
}

/// An acknowledgement of an answer of a word or two, in which that is said back.
fn brief(plan: &mut Plan, answer: &Answer<'_>, next: Option<Topic>) -> Option<String> {
    let cues = &bank::language(&plan.language).cues;
    let words = quote::brief(answer.text, cues)?;
    let known = plan.said_back.iter().any(|said| said.eq_ignore_ascii_case(words));
    let fits = !known
        && danger::is_calm(answer.text, cues)
        && !cues.numbers.contains_key(answer.plain.trim());
    // A story is asked for by words of its own.
    if !fits || matches!(next, Some(Topic::Story { part: Part::Whole, .. })) {
        return None;
    }
    saying_back(plan, "acknowledge.brief", words)
}

/// What of the answer is said back before a question about `next`. Death or illness is not, even
/// where it was met at work.
pub(crate) fn words<'a>(
    answer: &Answer<'a>,
    known: &Known<'_>,
    next: Option<Topic>,
    cues: &Cues,
) -> Option<&'a str> {
    let weighed = next.and_then(|topic| match topic {
        Topic::Weight { constraint } => Some(FindingTarget::Constraint(constraint)),
        _ => None,
    });
    let marked: Vec<&str> = known
        .findings
        .iter()
        .filter(|finding| weighed.is_none_or(|target| finding.target == target))
        .map(|finding| finding.quote.text.as_str())
        .collect();
    quote::choose(answer.text, &marked, cues).filter(|quote| danger::is_calm(quote, cues))
}

/// Whether the answer is a number, which needs no quote.
fn is_figure(topic: Topic) -> bool {
    matches!(
        topic,
        Topic::ProjectHours { .. }
            | Topic::ProjectFit { .. }
            | Topic::WorkFit
            | Topic::SkillHours { .. }
            | Topic::Weight { .. }
            | Topic::WeeklyHours
    )
}

/// Why a topic is asked about.
fn reason(topic: Topic) -> &'static str {
    match topic.stage() {
        Stage::Constraints => "reason.constraints",
        Stage::Direction => "reason.direction",
        _ => "reason.other",
    }
}

/// Puts the last sentence between double stars.
fn bold_question(phrase: &str) -> String {
    match phrase.rfind(". ") {
        Some(at) => format!("{} **{}**", &phrase[..=at], &phrase[at + 2..]),
        None => format!("**{phrase}**"),
    }
}
