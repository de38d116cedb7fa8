//! The profile for people: what the person can do and on which of their own words that rests.

use super::{
    counts,
    resume::{label, words},
};
use protocol::{
    Timestamp,
    records::{
        Category, ConstraintStatus, Decision, EscapeIndex, Evidence, ProjectStatus, Regime, Skill,
    },
};
use std::{collections::BTreeMap, fmt::Write};
use store::Profile;

pub(crate) fn text(profile: &Profile, index: &EscapeIndex, name: &str, at: Timestamp) -> String {
    let mut text = String::new();
    let title = if name.is_empty() { "Profile" } else { name };
    line(&mut text, &format!("# {}\n", plain(title)));
    line(&mut text, &format!("{}\n", at.strftime("%Y-%m-%d")));
    if let Some(direction) = &profile.state.direction {
        line(&mut text, &format!("**Direction:** {}\n", plain(direction)));
    }
    if index.regime != Regime::Unknown {
        let EscapeIndex { value, low, high, .. } = index;
        let range = format!("η = {value:.2} (80 % between {low:.2} and {high:.2})");
        line(&mut text, &format!("**Escape Index:** {range}, {}\n", label(index.regime)));
    }
    skills(&mut text, profile, at);
    projects(&mut text, profile);
    constraints(&mut text, profile);
    text
}

fn skills(text: &mut String, profile: &Profile, at: Timestamp) {
    let mut groups: BTreeMap<Category, Vec<&Skill>> = BTreeMap::new();
    for skill in profile.skills.iter().filter(|skill| counts(skill)) {
        groups.entry(skill.category).or_default().push(skill);
    }
    if !groups.is_empty() {
        line(text, "## Skills\n");
    }
    for (category, skills) in groups {
        line(text, &format!("### {}\n", label(category)));
        for skill in skills {
            let level = physics::belief(skill, at).level;
            let shown =
                format!("- **{}**: {} ({level:.1} of 10)", plain(&skill.name), words(level));
            line(text, &shown);
            quotes(text, &skill.evidence);
        }
        line(text, "");
    }
}

fn projects(text: &mut String, profile: &Profile) {
    let active = |status| matches!(status, ProjectStatus::Active | ProjectStatus::Paused);
    let mut projects = profile.projects.iter().filter(|p| active(p.status)).peekable();
    if projects.peek().is_some() {
        line(text, "## Projects\n");
    }
    for project in projects {
        let progress = project.progress.map(|done| format!(", {:.0} % done", done * 100.0));
        let progress = progress.unwrap_or_default();
        line(text, &format!("- **{}**{progress}", plain(&project.name)));
        quotes(text, &project.evidence);
    }
    line(text, "");
}

fn constraints(text: &mut String, profile: &Profile) {
    let mut active =
        profile.constraints.iter().filter(|c| c.status == ConstraintStatus::Active).peekable();
    if active.peek().is_some() {
        line(text, "## Constraints\n");
    }
    for constraint in active {
        let severity = constraint.severity * 100.0;
        let kind = label(constraint.kind);
        line(text, &format!("- **{}**: {kind}, {severity:.0} %", plain(&constraint.name)));
        quotes(text, &constraint.evidence);
    }
}

fn quotes(text: &mut String, evidence: &[Evidence]) {
    let counted = evidence.iter().filter(|evidence| evidence.decision != Decision::Rejected);
    for quote in counted.filter_map(|evidence| evidence.quote.as_ref()) {
        line(text, &format!("  - “{}”", plain(&quote.text)));
    }
}

fn line(text: &mut String, words: &str) {
    writeln!(text, "{words}").expect("writing to a String cannot fail");
}

/// Words of a person as they are: what Markdown would read as form is escaped, lines are joined.
fn plain(words: &str) -> String {
    let mut plain = String::with_capacity(words.len());
    for letter in words.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        if matches!(letter, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|') {
            plain.push('\\');
        }
        plain.push(letter);
    }
    plain
}
