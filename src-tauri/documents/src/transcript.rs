//! A conversation as lines of JSON: what the person said in it. What others said is not read, so that
//! nobody's words count for the person's.

use crate::Section;
use protocol::import::Unread;
use serde_json::Value;

/// Who the person is in the files of others.
const PERSON: [&str; 3] = ["user", "human", "person"];

/// One section for each thing the person said. Lines that are no JSON are passed over while there are
/// others.
pub(crate) fn read(text: &str) -> Result<Vec<Section>, Unread> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let spoken: Vec<Value> = lines.filter_map(|line| serde_json::from_str(line).ok()).collect();
    if spoken.is_empty() {
        return Err(Unread::Broken);
    }
    let said = spoken.iter().enumerate().filter_map(|(at, line)| {
        let line = line.get("message").filter(|inner| inner.is_object()).unwrap_or(line);
        let role = line.get("role").or_else(|| line.get("sender"))?.as_str()?;
        let text = words(line.get("text").or_else(|| line.get("content"))?)?;
        PERSON.contains(&role).then(|| Section::new((at + 1).to_string(), text))
    });
    Ok(said.collect())
}

/// A text, or the texts of its parts.
fn words(value: &Value) -> Option<String> {
    if let Some(text) = value.as_str() {
        return Some(text.to_owned());
    }
    let parts = value.as_array()?.iter().filter_map(|part| part.get("text")?.as_str());
    Some(parts.collect::<Vec<&str>>().join("\n\n"))
}
