//! Writes an interview down to be read: questions, answers, what was found and decided, η.

use crate::{conversation::Interview, verdict::Figures};
use protocol::records::{Decision, EscapeIndex, FindingKind};
use std::fmt::Write;

/// The whole interview as text.
pub fn write(interview: &Interview, figures: &Figures) -> String {
    let mut text = format!("{}: {}\n", interview.persona.name, interview.persona.who);
    for (at, exchange) in interview.exchanges.iter().enumerate() {
        let topic = exchange.asked.as_ref().map_or("?", |asked| asked.key.as_str());
        let left = exchange.minutes_left.map(|left| format!(", {left} min left"));
        add(&mut text, &format!("\n{}. ({topic}{})", at + 1, left.unwrap_or_default()));
        add(&mut text, &exchange.message);
        add(&mut text, &format!("  > {}", exchange.said.text));
        for finding in &exchange.findings {
            let word = if finding.decision == Decision::Confirmed { "yes" } else { "no" };
            let kind = match finding.kind {
                FindingKind::Skill => "skill",
                FindingKind::Project => "project",
                FindingKind::Constraint => "constraint",
                FindingKind::Direction => "direction",
            };
            let quote = &finding.quote.text;
            add(&mut text, &format!("    {kind} {} “{quote}” … {word}", finding.name));
        }
        add(&mut text, &format!("    {}", eta(&exchange.index)));
    }
    add(&mut text, &format!("\n{}\n", interview.closing));
    add(&mut text, &figures.to_string());
    text
}

fn add(text: &mut String, line: &str) {
    writeln!(text, "{line}").expect("writing to a string cannot fail");
}

fn eta(index: &EscapeIndex) -> String {
    let EscapeIndex { value, low, high, confirmed_skills, .. } = index;
    format!("η {value:.2} ({low:.2} to {high:.2}), {confirmed_skills} skills")
}
