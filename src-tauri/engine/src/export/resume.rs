//! The profile in the JSON Resume schema 1.0.0 (jsonresume.org), as far as that schema has a place
//! for it. Only what the person confirmed is in it.

use super::counts;
use protocol::{
    Timestamp,
    records::{Category, Project, ProjectStatus, Skill},
};
use serde::Serialize;
use serde_json::{Value, json};
use store::Profile;

const SCHEMA: &str =
    "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json";

pub(crate) fn bytes(profile: &Profile, name: &str, at: Timestamp) -> Vec<u8> {
    let spoken = |skill: &&Skill| skill.category == Category::Languages;
    let confirmed = || profile.skills.iter().filter(|skill| counts(skill));
    let skills: Vec<Value> = confirmed().filter(|s| !spoken(s)).map(|s| skill(s, at)).collect();
    let languages: Vec<Value> = confirmed()
        .filter(spoken)
        .map(|s| json!({ "language": s.name, "fluency": words(physics::belief(s, at).level) }))
        .collect();
    let shown = |p: &&Project| {
        matches!(p.status, ProjectStatus::Active | ProjectStatus::Paused | ProjectStatus::Done)
    };
    let projects: Vec<Value> = profile.projects.iter().filter(shown).map(project).collect();
    let resume = json!({
        "$schema": SCHEMA,
        "basics": { "name": name, "summary": profile.state.direction.as_deref().unwrap_or("") },
        "skills": skills,
        "languages": languages,
        "projects": projects,
        "meta": { "version": "v1.0.0", "lastModified": at.to_string() },
    });
    serde_json::to_vec_pretty(&resume).expect("JSON values have a JSON form")
}

fn skill(skill: &Skill, at: Timestamp) -> Value {
    let level = words(physics::belief(skill, at).level);
    json!({ "name": skill.name, "level": level, "keywords": [label(skill.category)] })
}

fn project(project: &Project) -> Value {
    let quote = project.evidence.iter().find_map(|evidence| evidence.quote.as_ref());
    json!({
        "name": project.name,
        "description": quote.map_or("", |quote| quote.text.as_str()),
        "startDate": project.created_at.strftime("%Y-%m-%d").to_string(),
    })
}

/// A level of 0 to 10 in the words that résumés use.
pub(super) fn words(level: f64) -> &'static str {
    match level {
        level if level < 3.0 => "Beginner",
        level if level < 6.0 => "Intermediate",
        level if level < 8.5 => "Advanced",
        _ => "Expert",
    }
}

/// A category in words, from its stable name.
pub(super) fn label(category: impl Serialize) -> String {
    let name = serde_json::to_value(category).ok();
    let name = name.as_ref().and_then(Value::as_str).unwrap_or_default().replace('_', " ");
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
