//! Puts the names of skills, projects and constraints into a question as one would say them aloud:
//! "Falls project" becomes "the falls project". Which question it is, is the planner's business.

use crate::{
    Known, answer, bank, danger,
    plan::Plan,
    quote,
    topic::{Part, Topic},
};
use protocol::{
    ids::SkillId,
    records::{Category, Decision, Project, Skill},
};

/// The longest name put into a question, in characters.
const LONGEST_NAME: usize = 60;
/// What follows one of these words after two others is detail, not the name.
const DETAILS: &[&str] =
    &["for", "at", "with", "on", "in", "to", "from", "about", "before", "after"];
/// First words that already say which one is meant, and what they become.
const DETERMINERS: &[(&str, &str)] = &[
    ("a", "the"),
    ("an", "the"),
    ("the", "the"),
    ("this", "this"),
    ("my", "your"),
    ("our", "your"),
    ("his", "his"),
    ("her", "her"),
    ("their", "their"),
];
/// Endings of names of peoples and languages.
const PEOPLES: &[&str] = &["ish", "ese", "ench", "man", "ian"];

/// The names that `topic` needs; `None` when what it is about is gone or has no usable name.
pub(crate) fn of(
    topic: Topic,
    plan: &Plan,
    known: &Known<'_>,
) -> Option<Vec<(&'static str, String)>> {
    match topic {
        Topic::Story { skill, part: Part::Whole } => {
            let said = said_before(skill, plan, known).map(|said| ("{quote}", said.to_owned()));
            Some(skill_names(skill, known)?.into_iter().chain(said).collect())
        }
        Topic::SkillHours { skill } | Topic::MoreOf { skill } => skill_names(skill, known),
        Topic::ProjectHours { project }
        | Topic::ProjectFit { project }
        | Topic::Pausing { project } => {
            let project = known.projects.iter().find(|known| known.id == project)?;
            Some(vec![("{project}", project_name(project)?)])
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

/// The direction on record, if it is short enough to say back.
pub(crate) fn direction(known: &Known<'_>) -> Option<String> {
    let words = known.state.direction.as_deref()?.trim().trim_end_matches(['.', '!', '?']);
    usable(words).filter(|words| danger::is_calm(words, &bank::language("en").cues))
}

/// The words in which the person spoke of the skill in an earlier answer of this session, unless
/// they were said back already.
pub(crate) fn said_before<'a>(skill: SkillId, plan: &Plan, known: &Known<'a>) -> Option<&'a str> {
    let cues = &bank::language(&plan.language).cues;
    let skill = known.skills.iter().find(|known| known.id == skill)?;
    let quotes = skill.evidence.iter().filter(|one| one.decision != Decision::Rejected);
    quotes.filter_map(|one| one.quote.as_ref()).find_map(|quote| {
        let just_said = known.findings.iter().any(|one| one.quote.message_id == quote.message_id);
        if quote.session_id != plan.session || just_said {
            return None;
        }
        let words = quote::choose(&quote.text, &[], cues)?;
        let fresh = !plan.said_back.iter().any(|said| said == words);
        let calm = danger::is_calm(words, cues) && !danger::is_told(&quote.text, cues);
        (fresh && calm).then_some(words)
    })
}

fn skill_names(skill: SkillId, known: &Known<'_>) -> Option<Vec<(&'static str, String)>> {
    let skill = known.skills.iter().find(|known| known.id == skill)?;
    let name = usable(&skill.name)?;
    let inside = if keeps_capital(skill) { name.clone() } else { lower_first(&name) };
    Some(vec![("{skill_start}", upper_first(&name)), ("{skill}", inside)])
}

/// The project as a part of a sentence. A name whose capitals may belong to it stands in quotation
/// marks as it is.
fn project_name(project: &Project) -> Option<String> {
    let whole = usable(&project.name)?;
    let name = without_details(project.name.trim());
    let (first, rest) = name.split_once(' ').unwrap_or((name, ""));
    let lower = first.to_lowercase();
    let rest_is_plain = name.chars().skip(1).all(|c| !c.is_uppercase())
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '\'' | '’'));
    if !rest_is_plain {
        return Some(format!("“{whole}”"));
    }
    if let Some((_, said)) = DETERMINERS.iter().find(|(word, _)| *word == lower)
        && !rest.is_empty()
    {
        return Some(format!("{said} {rest}"));
    }
    // Only the person's own words show whether the first letter is large for its place or its name.
    let quotes = || project.evidence.iter().filter_map(|e| e.quote.as_ref()).map(|q| &q.text);
    let in_lower = quotes().any(|text| text.contains(&lower));
    if !in_lower && !PEOPLES.iter().any(|ending| lower.ends_with(ending)) {
        return Some(format!("“{whole}”"));
    }
    let said = if in_lower { lower_first(name) } else { name.to_owned() };
    // "building a boat", "Spanish": no article; "a baking class" has one.
    let has_article = || quotes().any(|text| has_article(text, name));
    let bare = (lower.ends_with("ing") && !rest.is_empty() && !has_article())
        || (!in_lower && rest.is_empty());
    Some(if bare { said } else { format!("the {said}") })
}

/// Whether `name` stands in `text` behind a determiner.
fn has_article(text: &str, name: &str) -> bool {
    let (text, name) = (answer::plain(text), answer::plain(name));
    text.match_indices(name.as_str()).any(|(at, _)| {
        let before = text[..at].split_whitespace().next_back();
        before.is_some_and(|before| DETERMINERS.iter().any(|(word, _)| *word == before))
    })
}

/// The name up to its first detail: "New checklist for the ward" up to "checklist".
fn without_details(name: &str) -> &str {
    let mut end = 0;
    for (place, word) in name.split(' ').enumerate() {
        let plain = answer::plain(word);
        if place >= 2 && DETAILS.contains(&plain.trim()) {
            return name[..end].trim_end();
        }
        end = (end + word.len() + 1).min(name.len());
    }
    name
}

/// A name that fits a sentence and tells of no danger, with the signs of Markdown escaped.
pub(crate) fn usable(name: &str) -> Option<String> {
    let name = name.trim();
    let length = name.chars().count();
    let told = danger::is_told(name, &bank::language("en").cues);
    if !(1..=LONGEST_NAME).contains(&length) || name.chars().any(char::is_control) || told {
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
    let one_word = !skill.name.trim().contains(' ');
    let tool = matches!(skill.category, Category::Technical | Category::Data)
        && one_word
        && !["ing", "ics"].iter().any(|ending| skill.name.ends_with(ending));
    // In the middle of the person's own sentence a capital belongs to the word.
    let quotes = skill.evidence.iter().filter_map(|one| one.quote.as_ref());
    let mut said = quotes.filter_map(|quote| quote.text.split_once(skill.name.trim()));
    tool || said.any(|(before, _)| before.trim_end().ends_with(|c: char| c.is_alphanumeric()))
        || skill.category == Category::Languages
        || skill.name.starts_with("Linux")
        || skill.name.chars().skip(1).any(char::is_uppercase)
        || skill
            .name
            .split(' ')
            .next()
            .is_some_and(|word| PEOPLES.iter().any(|ending| word.ends_with(ending)))
}

fn lower_first(name: &str) -> String {
    let mut rest = name.chars();
    rest.next().map_or_else(String::new, |first| first.to_lowercase().chain(rest).collect())
}

fn upper_first(name: &str) -> String {
    let mut rest = name.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}
