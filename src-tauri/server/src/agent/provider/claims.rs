//! What a model claims to have found, and which of it is kept: only what fits the schema and quotes
//! words that stand in the answer. Names get the lexicon's form, so that a claim meets what the
//! built-in extractor finds.

use super::Extracted;
use extraction::{Extractor, Found};
use protocol::records::{Category, ConstraintKind, EvidenceKind, FindingKind};
use serde::Deserialize;
use serde_json::{Value, json};

/// The name of the schema and of the tool.
pub(super) const NAME: &str = "record_findings";
/// What the tool is for; a tool without that is refused by some servers.
pub(super) const PURPOSE: &str = "Records what the answer says about the person.";
/// At most so many are looked at.
const MOST: usize = 60;
/// The longest name, in characters.
const LONGEST_NAME: usize = 80;
/// The longest quote, in characters.
const LONGEST_QUOTE: usize = 300;
/// A model's word alone never reaches what is accepted by itself in `auto` mode.
const SURE: f64 = 0.75;
/// The same for a skill that the lexicon does not know.
const LESS_SURE: f64 = 0.6;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Claims {
    findings: Vec<Value>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Claim {
    kind: FindingKind,
    name: String,
    quote: String,
    #[serde(default)]
    category: Option<Category>,
    #[serde(default)]
    constraint_kind: Option<ConstraintKind>,
    #[serde(default)]
    level: Option<f64>,
    #[serde(default)]
    confidence: Option<f64>,
}

/// The JSON schema of a list of claims.
pub(super) fn schema() -> Value {
    let number = json!({ "type": "number" });
    let categories = [
        "technical",
        "data",
        "design",
        "product",
        "business",
        "leadership",
        "communication",
        "craft_and_trades",
        "health",
        "education",
        "care",
        "hospitality",
        "agriculture",
        "logistics",
        "law",
        "arts",
        "languages",
        "science",
        "safety",
        "domain_knowledge",
    ];
    let constraints =
        ["financial", "health", "obligation", "time", "environment", "doubt", "distraction"];
    let claim = json!({
        "type": "object",
        "properties": {
            "kind": { "type": "string", "enum": ["skill", "project", "constraint", "direction"] },
            "name": { "type": "string", "maxLength": LONGEST_NAME },
            "quote": { "type": "string", "maxLength": LONGEST_QUOTE },
            "category": { "type": "string", "enum": categories },
            "constraint_kind": { "type": "string", "enum": constraints },
            "level": number,
            "confidence": number,
        },
        "required": ["kind", "name", "quote", "category", "constraint_kind", "level", "confidence"],
        "additionalProperties": false,
    });
    json!({
        "type": "object",
        "properties": { "findings": { "type": "array", "maxItems": 20, "items": claim } },
        "required": ["findings"],
        "additionalProperties": false,
    })
}

/// What of `given` holds in `answer`; `None` when it is no list of claims at all.
pub(super) fn check(given: Value, answer: &str) -> Option<Extracted> {
    let claims: Claims = serde_json::from_value(given).ok()?;
    let mut extracted = Extracted::default();
    let over = claims.findings.len().saturating_sub(MOST);
    extracted.dropped = u32::try_from(over).unwrap_or(u32::MAX);
    for claim in claims.findings.into_iter().take(MOST) {
        let claim = serde_json::from_value::<Claim>(claim).ok();
        match claim.and_then(|claim| found(&claim, answer)) {
            Some(found) => extracted.found.push(found),
            None => extracted.dropped += 1,
        }
    }
    Some(extracted)
}

fn found(claim: &Claim, answer: &str) -> Option<Found> {
    let (name, quote) = (claim.name.trim(), claim.quote.trim());
    let within = |text: &str, most| (1..=most).contains(&text.chars().count());
    if !within(name, LONGEST_NAME) || !within(quote, LONGEST_QUOTE) || name.contains('\n') {
        return None;
    }
    let at = place(answer, quote)?;
    let start = u32::try_from(answer.get(..at)?.chars().count()).ok()?;
    let end = start + u32::try_from(quote.chars().count()).ok()?;
    if claim.kind == FindingKind::Skill && Extractor::builtin().denies(answer, at..at + quote.len())
    {
        return None;
    }
    let share = |number: Option<f64>| number.filter(|number| (0.0..=1.0).contains(number));
    let lexicon = Extractor::builtin().lexicon();
    let is_skill = claim.kind == FindingKind::Skill;
    let known = lexicon.find(name).filter(|_| is_skill);
    let normal = lexicon.normal(name);
    if normal.is_empty() {
        return None;
    }
    let is_constraint = claim.kind == FindingKind::Constraint;
    let most = if is_skill && known.is_none() { LESS_SURE } else { SURE };
    Some(Found {
        kind: claim.kind,
        name: known.map_or_else(|| name.to_owned(), |skill| skill.name.clone()),
        normal,
        category: known.map(|skill| skill.category).or(claim.category).filter(|_| is_skill),
        constraint_kind: claim.constraint_kind.filter(|_| is_constraint),
        level: share(claim.level).filter(|_| is_skill || is_constraint),
        hours_per_week: None,
        evidence: EvidenceKind::SelfClaim,
        probability: share(claim.confidence).unwrap_or(most).min(most),
        start,
        end,
        quote: quote.to_owned(),
    })
}

/// Where `quote` stands in `answer` in whole words, in bytes. Words that say nothing by themselves
/// are no evidence.
fn place(answer: &str, quote: &str) -> Option<usize> {
    if Extractor::says_nothing(quote) {
        return None;
    }
    // The first of the scripts that put no space between words.
    let spaced = |letter: char| letter.is_alphanumeric() && letter < '\u{e00}';
    let inside = |before: Option<char>, after: Option<char>| {
        before.is_some_and(spaced) && after.is_some_and(spaced)
    };
    answer.match_indices(quote).map(|(at, _)| at).find(|at| {
        let (before, rest) = answer.split_at(*at);
        let after = &rest[quote.len()..];
        !inside(before.chars().next_back(), quote.chars().next())
            && !inside(quote.chars().next_back(), after.chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ANSWER: &str = "Früher 🎻, now I bake bread and keep the books.";

    fn claim(name: &str, quote: &str) -> Value {
        json!({ "kind": "skill", "name": name, "quote": quote, "confidence": 1.0 })
    }

    fn checked(findings: &[Value]) -> Extracted {
        check(json!({ "findings": findings }), ANSWER).unwrap()
    }

    #[test]
    fn a_true_quote_is_found_at_its_place_in_characters() {
        let extracted = checked(&[claim("Baking", "I bake bread")]);
        assert_eq!(extracted.dropped, 0);
        let [found] = extracted.found.as_slice() else { panic!("one finding") };
        let place: String = ANSWER.chars().skip(14).take(12).collect();
        assert_eq!((found.start, found.end, &place), (14, 26, &found.quote));
        assert!(found.probability <= SURE, "a model is never as sure as it says");
    }

    #[test]
    fn what_is_invented_or_beside_the_schema_is_dropped_and_counted() {
        let extracted = checked(&[
            claim("Baking", "I baked bread"),
            claim("Baking", " "),
            claim("", "I bake bread"),
            claim(&"x".repeat(500), "I bake bread"),
            json!({ "kind": "secret", "name": "Baking", "quote": "I bake bread" }),
            json!({ "kind": "skill", "name": "Baking", "quote": "I bake bread", "admin": true }),
            json!("Baking"),
        ]);
        assert_eq!((extracted.found.len(), extracted.dropped), (0, 7));
        assert_eq!(check(json!({ "delete": "everything" }), ANSWER), None);
        assert_eq!(check(json!({ "findings": [], "and": 1 }), ANSWER), None);
        let many = checked(&vec![claim("Baking", "I bake bread"); MOST + 3]);
        assert_eq!((many.found.len(), many.dropped), (MOST, 3));
    }

    #[test]
    fn a_quote_is_whole_words_that_say_something() {
        let claims = ["I", "and the", "ake bread", "keep the boo", "🎻", "I bake", "bread"];
        let kept: Vec<_> = claims
            .iter()
            .filter(|quote| !checked(&[claim("Baking", quote)]).found.is_empty())
            .collect();
        assert_eq!(kept, [&"I bake", &"bread"]);
        let r = json!({ "findings": [claim("R", "R")] });
        assert_eq!(check(r.clone(), "Mostly R and SQL.").unwrap().found.len(), 1);
        assert_eq!(check(r, "Rust").unwrap().dropped, 1);
        let spoken = json!({ "findings": [claim("Japanese", "日本語")] });
        assert_eq!(check(spoken, "私は日本語を話します").unwrap().found.len(), 1);
    }

    proptest! {
        #[test]
        fn whatever_a_model_claims_only_true_quotes_are_kept_and_the_rest_is_counted(
            answer in "([a-zé🎻字]{0,4}[ .,I]){0,12}",
            quotes in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..12, ".{0,3}"), 1..8),
        ) {
            let all: Vec<char> = answer.chars().collect();
            let claims: Vec<Value> = quotes.iter().map(|(start, length, more)| {
                let start = start.index(all.len() + 1);
                let end = (start + length).min(all.len());
                let quote: String = all[start..end].iter().collect();
                claim("Baking", &(quote + more))
            }).collect();
            let given = claims.len();
            let extracted = check(json!({ "findings": claims }), &answer).unwrap();
            prop_assert_eq!(extracted.found.len() + usize::try_from(extracted.dropped).unwrap(), given);
            for found in extracted.found {
                let place = |at: u32| usize::try_from(at).unwrap();
                let there: String = all[place(found.start)..place(found.end)].iter().collect();
                prop_assert_eq!(there, found.quote);
            }
        }
    }

    #[test]
    fn a_skill_that_the_quoted_words_deny_is_dropped() {
        let denied = json!({ "findings": [claim("Rust", "Rust"), claim("Python", "Python")] });
        let extracted = check(denied, "I never used Rust, but I know Python well.").unwrap();
        let names: Vec<_> = extracted.found.iter().map(|found| found.name.as_str()).collect();
        assert_eq!((names, extracted.dropped), (vec!["Python"], 1));
    }

    #[test]
    fn the_schema_names_every_category_and_kind_there_is() {
        let item = &schema()["properties"]["findings"]["items"]["properties"];
        let categories = item["category"]["enum"].as_array().unwrap();
        for category in categories {
            assert!(serde_json::from_value::<Category>(category.clone()).is_ok(), "{category}");
        }
        let last = serde_json::to_value(Category::DomainKnowledge).unwrap();
        assert!(categories.contains(&last));
        for kind in item["constraint_kind"]["enum"].as_array().unwrap() {
            assert!(serde_json::from_value::<ConstraintKind>(kind.clone()).is_ok(), "{kind}");
        }
    }
}
