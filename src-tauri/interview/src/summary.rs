//! The closing words of a session, from its statistics.

use crate::Known;
use protocol::records::{SessionSummary, SkillStatus};

/// The most skills named.
const NAMED: usize = 5;

/// The closing words as Markdown: what was said, what was found, what still waits.
pub fn summary(statistics: &SessionSummary, known: &Known<'_>) -> String {
    let mut sentences = vec![
        format!(
            "{} and {} in {}.",
            counted(statistics.answers, "answer", "answers"),
            counted(statistics.words, "word", "words"),
            counted(statistics.minutes, "minute", "minutes")
        ),
        findings(statistics),
    ];
    let mut skills: Vec<_> = known
        .skills
        .iter()
        .filter(|skill| matches!(skill.status, SkillStatus::Confirmed | SkillStatus::Edited))
        .collect();
    skills.sort_by_key(|skill| std::cmp::Reverse(skill.evidence.len()));
    let names: Vec<&str> = skills.iter().take(NAMED).map(|skill| skill.name.as_str()).collect();
    if !names.is_empty() {
        sentences.push(format!("Best supported so far: {}.", names.join(", ")));
    }
    match (statistics.eta_before, statistics.eta_after) {
        (Some(before), Some(after)) if format!("{before:.2}") != format!("{after:.2}") => {
            sentences.push(format!("η went from {before:.2} to {after:.2}."));
        }
        (_, Some(after)) => sentences.push(format!("η is {after:.2}.")),
        (_, None) => sentences.push("There is not enough evidence for η yet.".to_owned()),
    }
    sentences.join(" ")
}

fn findings(statistics: &SessionSummary) -> String {
    if statistics.suggested == 0 {
        return "No findings.".to_owned();
    }
    let decided = statistics.confirmed.saturating_add(statistics.rejected);
    let waiting = statistics.suggested.saturating_sub(decided);
    format!(
        "{}: {} confirmed, {} rejected, {waiting} still waiting for your word.",
        counted(statistics.suggested, "finding", "findings"),
        statistics.confirmed,
        statistics.rejected,
    )
}

fn counted(number: u32, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
