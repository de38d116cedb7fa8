//! The lexicon as data: size, shape, no phrase that means two things.

use extraction::Extractor;
use protocol::records::Category;
use std::collections::{BTreeMap, HashMap};

#[test]
fn every_area_of_life_has_its_skills() {
    let lexicon = Extractor::builtin().lexicon();
    let mut counts: BTreeMap<Category, (usize, usize)> = BTreeMap::new();
    for skill in lexicon.skills() {
        let count = counts.entry(skill.category).or_default();
        count.0 += 1;
        count.1 += skill.aliases.len();
    }
    for (category, (skills, aliases)) in &counts {
        println!("{category:?}: {skills} skills, {aliases} aliases");
    }
    let skills: usize = counts.values().map(|count| count.0).sum();
    let aliases: usize = counts.values().map(|count| count.1).sum();
    println!("together: {skills} skills, {aliases} aliases");
    assert_eq!(counts.len(), 20);
    assert!(counts.values().all(|count| count.0 >= 15), "an area has too few skills");
    assert!(skills >= 1_500, "{skills} skills");
    assert!(aliases >= 2 * skills, "{aliases} aliases");
}

#[test]
fn no_skill_is_there_twice() {
    let mut seen = HashMap::new();
    for skill in Extractor::builtin().lexicon().skills() {
        if let Some(other) = seen.insert(skill.normal.clone(), skill.category) {
            panic!("{} is in {other:?} and {:?}", skill.name, skill.category);
        }
    }
}

#[test]
fn no_phrase_stands_for_two_skills() {
    let lexicon = Extractor::builtin().lexicon();
    let mut wrong = Vec::new();
    for skill in lexicon.skills() {
        for alias in &skill.aliases {
            match lexicon.find(alias) {
                Some(other) if other.normal != skill.normal => {
                    wrong.push(format!("{alias}: {} or {}", skill.name, other.name));
                }
                _ => {}
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_name_is_found_however_it_is_written() {
    let lexicon = Extractor::builtin().lexicon();
    for (said, name) in [
        ("golang", "Go"),
        ("front-end", "Frontend development"),
        ("Wound Dressings", "Wound care"),
        ("organised events", "Event management"),
        ("JAVASCRIPT", "JavaScript"),
    ] {
        assert_eq!(lexicon.find(said).map(|skill| skill.name.as_str()), Some(name), "{said}");
    }
    assert!(lexicon.find("quidditch").is_none());
    assert_eq!(lexicon.normal("Golang"), "go");
    assert_eq!(lexicon.normal("Quidditch"), lexicon.normal("quidditch"));
}
