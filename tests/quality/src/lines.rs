//! Reads answers from lines of JSON and gives their findings as lines of JSON, in the same order.
//! A line that is no answer is told by its number and left out; no text of it is repeated.

use extraction::{Extractor, Found};
use protocol::records::FindingKind;
use serde::{Deserialize, Serialize};
use std::io::{Result, Write};

/// An answer as it comes in. Other fields are ignored.
#[derive(Deserialize)]
struct Answer {
    id: Id,
    #[serde(default)]
    question: String,
    text: String,
}

/// What tells an answer from the others; given back as it came.
#[derive(Deserialize, Serialize)]
#[serde(untagged)]
enum Id {
    Number(serde_json::Number),
    Text(String),
}

#[derive(Serialize)]
struct Findings {
    id: Id,
    findings: Vec<Line>,
}

/// A finding as it goes out; places are counted in Unicode scalar values.
#[derive(Serialize)]
struct Line {
    kind: FindingKind,
    name: String,
    /// The area of a skill or the kind of a constraint.
    category: Option<String>,
    start: u32,
    end: u32,
    quote: String,
    confidence: f64,
}

impl From<Found> for Line {
    fn from(found: Found) -> Self {
        Self {
            kind: found.kind,
            category: found
                .category
                .map(|area| word(&area))
                .or_else(|| found.constraint_kind.map(|kind| word(&kind))),
            name: found.name,
            start: found.start,
            end: found.end,
            quote: found.quote,
            confidence: found.probability,
        }
    }
}

/// A word of the protocol as it is written.
pub(crate) fn word(value: &impl Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

/// Writes the findings of each line of `input` to `output`, and of each bad line its number, from
/// 1, and what is wrong to `told`. Gives how many were bad; fails when something cannot be written.
pub fn findings(input: &[u8], output: &mut impl Write, told: &mut impl Write) -> Result<usize> {
    let input = input.strip_prefix("\u{feff}".as_bytes()).unwrap_or(input);
    let mut bad = 0;
    for (number, line) in (1..).zip(input.split(|byte| *byte == b'\n')) {
        if line.trim_ascii().is_empty() {
            continue;
        }
        match serde_json::from_slice::<Answer>(line) {
            Ok(Answer { id, question, text }) => {
                let found = Extractor::builtin().extract_answer(&question, &text);
                let findings =
                    Findings { id, findings: found.into_iter().map(Line::from).collect() };
                serde_json::to_writer(&mut *output, &findings)?;
                output.write_all(b"\n")?;
            }
            Err(error) => {
                bad += 1;
                writeln!(told, "line {number}: {}", what_is_wrong(&error))?;
            }
        }
    }
    Ok(bad)
}

/// Without the words of the line, which the message of a parser may repeat.
fn what_is_wrong(error: &serde_json::Error) -> String {
    if error.is_data() {
        let wanted = "an object with `id` (text or number), `text` and `question` (text)";
        format!("not {wanted}, at column {}", error.column())
    } else {
        format!("not JSON, at column {}", error.column())
    }
}

#[cfg(test)]
mod tests {
    use super::findings;
    use serde_json::Value;

    fn read(input: &[u8]) -> (Vec<Value>, String, usize) {
        let (mut output, mut told) = (Vec::new(), Vec::new());
        let bad = findings(input, &mut output, &mut told).expect("memory takes it");
        let output = String::from_utf8(output).expect("JSON is UTF-8");
        let lines = output.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        (lines, String::from_utf8(told).expect("ours"), bad)
    }

    #[test]
    fn each_answer_becomes_a_line_in_the_same_order() {
        let (lines, told, bad) = read(
            br#"{"id": "b", "question": "What do you do?", "text": "I took her blood."}
{"id": 7, "question": "And then?", "text": "Nothing."}

{"id": "a", "text": "I'm in debt.", "more": 1}
"#,
        );
        let ids: Vec<&Value> = lines.iter().map(|line| &line["id"]).collect();
        assert_eq!(ids, [&Value::from("b"), &Value::from(7), &Value::from("a")]);
        assert_eq!((told.as_str(), bad), ("", 0));
        let skill = &lines[0]["findings"][0];
        assert_eq!((&skill["kind"], &skill["name"]), (&"skill".into(), &"Taking blood".into()));
        assert_eq!(skill["category"], "health");
        assert_eq!(lines[1]["findings"], Value::Array(Vec::new()));
        assert_eq!(lines[2]["findings"][0]["category"], "financial");
        let mut fields: Vec<&String> = skill.as_object().expect("an object").keys().collect();
        fields.sort();
        let expected = ["category", "confidence", "end", "kind", "name", "quote", "start"];
        assert_eq!(fields, expected);
    }

    #[test]
    fn a_bad_line_is_told_by_its_number_and_the_rest_goes_on() {
        let (lines, told, bad) = read(
            b"not json\n{\"id\": \"a\", \"question\": \"?\", \"text\": \"I cook.\"}\n[]\n\
              {\"id\": \"b\", \"question\": \"?\"}\n{\"id\": \"c\", \"text\": \"\xff\"}\n\
              {\"id\": null, \"text\": \"secret\"}\n{\"id\": \"d\", \"question\": \"?\", \"text\": \"\"}",
        );
        let ids: Vec<&Value> = lines.iter().map(|line| &line["id"]).collect();
        assert_eq!(ids, ["a", "d"]);
        assert_eq!(bad, 5);
        let numbers: Vec<&str> = told.lines().filter_map(|line| line.split(':').next()).collect();
        assert_eq!(numbers, ["line 1", "line 3", "line 4", "line 5", "line 6"]);
        assert!(!told.contains("secret"));
    }

    #[test]
    fn places_are_counted_in_scalar_values() {
        let text = "🙂 Ça va. I took her blood. Naïve.";
        let line = serde_json::json!({"id": "x", "question": "", "text": text}).to_string();
        let (lines, _, _) = read(line.as_bytes());
        let skill = &lines[0]["findings"][0];
        let place =
            |name: &str| usize::try_from(skill[name].as_u64().expect("a place")).expect("small");
        let quote: String = text.chars().take(place("end")).skip(place("start")).collect();
        assert_eq!(skill["quote"], quote);
        assert_eq!(quote, "I took her blood");
    }
}
