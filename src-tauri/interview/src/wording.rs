//! Puts a topic into words: an acknowledgement that quotes the person, and the question in bold.

use crate::{
    Known,
    answer::{Answer, Reading},
    bank::{self, Cues},
    plan::Plan,
    quote,
    topic::{Part, Topic},
};
use protocol::records::{Category, SessionKind, Skill};

/// The longest name put into a question, in characters.
const LONGEST_NAME: usize = 60;

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
        Topic::Direction if direction(known).is_some() => "direction.known",
        other => other.key(plan.kind),
    }
}

/// Whether `topic` can still be asked in words not yet used.
pub(crate) fn can_word(topic: Topic, plan: &Plan, known: &Known<'_>) -> bool {
    bank::has_left(plan, key(topic, plan, known)) && names(topic, known).is_some()
}

/// The question about `topic`, in bold; `None` when its phrasings are used up.
pub(crate) fn question(topic: Topic, plan: &mut Plan, known: &Known<'_>) -> Option<String> {
    let names = names(topic, known)?;
    let phrase = bank::draw(plan, key(topic, plan, known), false)?;
    let mut text = bold_question(phrase);
    for (place, name) in names {
        text = text.replace(place, &name);
    }
    Some(text)
}

/// A line under `key`; `None` when its phrasings are used up.
pub(crate) fn line(plan: &mut Plan, key: &str) -> Option<String> {
    bank::draw(plan, key, false).map(str::to_owned)
}

/// The sentence that shows the answer was heard. Empty when nothing fitting is left to say.
pub(crate) fn acknowledgement(
    plan: &mut Plan,
    answer: &Answer<'_>,
    known: &Known<'_>,
    cues: &Cues,
) -> String {
    let key = match answer.reading {
        Reading::Declined => "acknowledge.declined",
        Reading::Unknown => "acknowledge.unknown",
        Reading::Yes | Reading::No | Reading::Stop => "acknowledge.short",
        Reading::Unclear => "acknowledge.rephrase",
        Reading::Why => reason(plan.open),
        Reading::Crisis => "acknowledge.crisis",
        Reading::Full if answer.has(&cues.heavy) => {
            // Death or illness met at work is no news of one's own; neither is said back.
            if answer.has(&cues.own) { "acknowledge.heavy" } else { "acknowledge.plain" }
        }
        Reading::Full if is_figure(plan.open) => "acknowledge.plain",
        Reading::Full => {
            let marked: Vec<&str> = known.findings.iter().map(|f| f.quote.text.as_str()).collect();
            return match quote::choose(answer.text, &marked, cues) {
                Some(quote) => bank::draw(plan, "acknowledge.quote", false)
                    .map_or_else(String::new, |frame| frame.replace("{quote}", quote)),
                None => line(plan, "acknowledge.plain").unwrap_or_default(),
            };
        }
    };
    line(plan, key).unwrap_or_default()
}

/// Whether the answer is a number, which needs no quote.
fn is_figure(topic: Topic) -> bool {
    matches!(
        topic,
        Topic::ProjectHours { .. }
            | Topic::ProjectFit { .. }
            | Topic::SkillHours { .. }
            | Topic::Weight { .. }
            | Topic::WeeklyHours
    )
}

/// Why a topic is asked about.
fn reason(topic: Topic) -> &'static str {
    match topic.stage() {
        protocol::records::Stage::Constraints => "reason.constraints",
        protocol::records::Stage::Direction => "reason.direction",
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

/// The names that `topic` needs; `None` when what it is about is gone or has no usable name.
fn names(topic: Topic, known: &Known<'_>) -> Option<Vec<(&'static str, String)>> {
    match topic {
        Topic::Story { skill, part: Part::Whole }
        | Topic::SkillHours { skill }
        | Topic::MoreOf { skill } => skill_names(skill, known),
        Topic::ProjectHours { project }
        | Topic::ProjectFit { project }
        | Topic::Pausing { project } => {
            let project = known.projects.iter().find(|known| known.id == project)?;
            Some(vec![("{project}", usable(&project.name)?)])
        }
        Topic::Easing { constraint } => {
            let constraint = known.constraints.iter().find(|known| known.id == constraint)?;
            Some(vec![("{constraint}", usable(&constraint.name)?)])
        }
        Topic::Direction => {
            Some(direction(known).map(|words| ("{direction}", words)).into_iter().collect())
        }
        _ => Some(Vec::new()),
    }
}

fn skill_names(skill: protocol::SkillId, known: &Known<'_>) -> Option<Vec<(&'static str, String)>> {
    let skill = known.skills.iter().find(|known| known.id == skill)?;
    let name = usable(&skill.name)?;
    let inside = if keeps_capital(skill) { name.clone() } else { lower_first(&name) };
    Some(vec![("{skill_start}", upper_first(&name)), ("{skill}", inside)])
}

/// The direction on record, if it is short enough to say back.
fn direction(known: &Known<'_>) -> Option<String> {
    let words = known.state.direction.as_deref()?.trim().trim_end_matches(['.', '!', '?']);
    usable(words)
}

/// A name that fits a sentence, with the signs of Markdown escaped.
fn usable(name: &str) -> Option<String> {
    let name = name.trim();
    let length = name.chars().count();
    if !(1..=LONGEST_NAME).contains(&length) || name.chars().any(char::is_control) {
        return None;
    }
    let mut escaped = String::with_capacity(name.len());
    for sign in name.chars() {
        if matches!(sign, '*' | '_' | '`' | '[' | ']' | '<' | '\\' | '{' | '}') {
            escaped.push('\\');
        }
        escaped.push(sign);
    }
    Some(escaped)
}

/// Names of tools, programs and languages, and names with a capital inside, stay as they are.
fn keeps_capital(skill: &Skill) -> bool {
    matches!(skill.category, Category::Technical | Category::Data | Category::Languages)
        || skill.name.chars().skip(1).any(char::is_uppercase)
        || skill.name.split(' ').next().is_some_and(|word| {
            ["ish", "ese", "ench", "man", "ian"].iter().any(|ending| word.ends_with(ending))
        })
}

fn lower_first(name: &str) -> String {
    let mut rest = name.chars();
    rest.next().map_or_else(String::new, |first| first.to_lowercase().chain(rest).collect())
}

fn upper_first(name: &str) -> String {
    let mut rest = name.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}
