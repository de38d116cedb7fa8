//! The JSON Resume schema: what it says of the person's work, learning and skills. Addresses, links,
//! dates and what others wrote about the person are not read.

use crate::Section;
use protocol::import::Unread;
use serde_json::Value;

/// The sections read, each with the fields that hold words, in the order they are put.
const SECTIONS: &[(&str, &[&str])] = &[
    ("basics", &["label", "summary"]),
    ("work", &["position", "name", "summary", "description", "highlights"]),
    ("volunteer", &["position", "organization", "summary", "highlights"]),
    ("projects", &["name", "description", "highlights", "keywords", "roles"]),
    ("education", &["studyType", "area", "institution", "courses"]),
    ("certificates", &["name", "issuer"]),
    ("awards", &["title", "awarder", "summary"]),
    ("publications", &["name", "summary"]),
    ("skills", &["name", "keywords"]),
    ("languages", &["language", "fluency"]),
];

/// One section of text for each of the schema's.
pub(crate) fn read(text: &str) -> Result<Vec<Section>, Unread> {
    let resume: Value = serde_json::from_str(text).map_err(|_| Unread::Broken)?;
    if !SECTIONS.iter().any(|(section, _)| resume.get(section).is_some()) {
        return Err(Unread::Unsupported);
    }
    let sections = SECTIONS.iter().filter_map(|(section, fields)| {
        let found = resume.get(section)?;
        let entries = found.as_array().map_or(std::slice::from_ref(found), Vec::as_slice);
        let texts: Vec<String> = entries.iter().map(|entry| words(entry, fields)).collect();
        Some(Section::new(*section, texts.join("\n\n")))
    });
    Ok(sections.collect())
}

/// The words of one entry, a line for each field.
fn words(entry: &Value, fields: &[&str]) -> String {
    let lines = fields.iter().filter_map(|field| {
        let value = entry.get(field)?;
        let many = value.as_array().map(|items| {
            let items: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
            // Single words make a list, sentences stand for themselves.
            let sign = if items.iter().any(|item| item.contains(' ')) { "\n" } else { ", " };
            items.join(sign)
        });
        many.or_else(|| value.as_str().map(str::to_owned))
    });
    lines.filter(|line| !line.trim().is_empty()).collect::<Vec<String>>().join("\n")
}
