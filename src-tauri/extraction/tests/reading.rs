//! Reads sentences as people say them, in tables of what must and must not be found.

mod reading {
    //! The tables, by topic.
    mod ambiguous;
    mod patterns;
    mod professions;
    mod scopes;
    mod shown;
}

use extraction::{Extractor, Found};
use protocol::records::FindingKind;

/// The names of the findings of one kind.
fn names(text: &str, kind: FindingKind) -> Vec<String> {
    of_kind(text, kind).into_iter().map(|found| found.name).collect()
}

/// The findings of one kind.
fn of_kind(text: &str, kind: FindingKind) -> Vec<Found> {
    let mut all = Extractor::builtin().extract(text);
    all.retain(|found| found.kind == kind);
    all
}

/// Checks that each name is, or is not, among the skills of its sentence; reports all at once.
fn check(table: &[(&str, &[&str], &[&str])]) {
    let mut wrong = Vec::new();
    for (text, expected, forbidden) in table {
        let found = names(text, FindingKind::Skill);
        for name in *expected {
            if !found.iter().any(|one| one == name) {
                wrong.push(format!("{text}\n    lacks {name}; has {found:?}"));
            }
        }
        for name in *forbidden {
            if found.iter().any(|one| one == name) {
                wrong.push(format!("{text}\n    must not have {name}; has {found:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
