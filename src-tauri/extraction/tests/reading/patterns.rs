//! Projects, constraints, directions, levels, hours and skills without a place in the lexicon.

use crate::{names, of_kind};
use extraction::{Extractor, Found};
use protocol::records::{ConstraintKind, EvidenceKind, FindingKind};

#[test]
fn what_one_works_on_is_a_project() {
    for (text, expected) in [
        ("I'm working on a new discharge checklist.", "New discharge checklist"),
        ("At the moment we're renovating an old mill in the valley.", "Old mill in the valley"),
        ("I'm setting up a community fridge with my neighbour.", "Community fridge"),
        ("We're organising the village fete at the moment.", "Village fete"),
        ("My side project is a wooden boat.", "Wooden boat"),
        ("I look after the loft conversion project.", "Loft conversion project"),
        ("There's a project to cut falls on the ward.", "Cut falls on the ward"),
        ("I've been writing a cookbook for students.", "Cookbook for students"),
        ("The farm shop takes about ten hours a week.", "Farm shop"),
    ] {
        assert_eq!(names(text, FindingKind::Project), [expected], "{text}");
    }
}

#[test]
fn what_only_sounds_like_a_project_is_none() {
    for text in [
        "I'm working on a Saturday.",
        "I'm working on it.",
        "I'm running late.",
        "I'm making a coffee.",
        "I was working on the ward that night.",
        "She's building a house.",
        "I'm not working on the roof project.",
        "I'd love to be building a boat.",
        "We're making money.",
        "The project was fine.",
    ] {
        assert_eq!(names(text, FindingKind::Project), [""; 0], "{text}");
    }
}

#[test]
fn hours_go_with_the_project_they_were_said_of() {
    let found = of_kind(
        "I'm building an oak staircase, that's twenty hours a week. And I'm doing up a boat, \
         about four to six hours a week.",
        FindingKind::Project,
    );
    let hours: Vec<_> = found.iter().map(|one| (one.name.as_str(), one.hours_per_week)).collect();
    assert_eq!(hours, [("Oak staircase", Some(20.0)), ("Boat", Some(5.0))]);
    let skill = of_kind(
        "I do about ten hours of bookkeeping. I spend six hours a week on bookkeeping.",
        FindingKind::Skill,
    );
    assert_eq!(skill[0].hours_per_week, Some(6.0));
}

#[test]
fn what_holds_one_back_is_a_constraint_of_its_kind() {
    for (text, name, kind) in [
        ("I'm in debt since the divorce.", "Debt", ConstraintKind::Financial),
        ("We've got a big mortgage.", "Mortgage", ConstraintKind::Financial),
        ("The pay is bad.", "Low pay", ConstraintKind::Financial),
        ("My back hurts after every shift.", "Back pain", ConstraintKind::Health),
        ("I'm completely burnt out.", "Exhaustion", ConstraintKind::Health),
        ("My mother needs me every evening.", "Caring for a parent", ConstraintKind::Obligation),
        ("I just don't have the time.", "Too little time", ConstraintKind::Time),
        ("It's the night shifts.", "Shift work", ConstraintKind::Time),
        ("My commute is an hour each way.", "Long commute", ConstraintKind::Environment),
        ("I have no workshop.", "No suitable space", ConstraintKind::Environment),
        ("I'm not sure I'm good enough.", "Self-doubt", ConstraintKind::Doubt),
        ("I've got impostor syndrome.", "Self-doubt", ConstraintKind::Doubt),
        (
            "I end up scrolling on my phone all evening.",
            "Phone and scrolling",
            ConstraintKind::Distraction,
        ),
    ] {
        let found = of_kind(text, FindingKind::Constraint);
        assert!(
            found.iter().any(|one| one.name == name && one.constraint_kind == Some(kind)),
            "{text} {found:?}"
        );
    }
}

#[test]
fn what_does_not_hold_one_back_is_none() {
    for text in [
        "I have no debts.",
        "I paid off my debts.",
        "My colleague is burnt out.",
        "I used to be in debt years ago.",
        "I rented a van.",
        "I rang them on the phone.",
    ] {
        assert_eq!(names(text, FindingKind::Constraint), [""; 0], "{text}");
    }
}

#[test]
fn severity_follows_the_words() {
    let severity = |text: &str| of_kind(text, FindingKind::Constraint)[0].level.unwrap();
    assert!(severity("My back hurts really badly.") > severity("My back hurts."));
    assert!(severity("My back hurts a bit sometimes.") < severity("My back hurts."));
}

#[test]
fn where_one_wants_to_go_is_a_direction() {
    for (text, expected) in [
        ("I want to become a clinical educator.", "Become a clinical educator"),
        ("I'd like to open my own bakery, but not yet.", "Open my own bakery"),
        ("In five years I see myself running a small farm.", "Running a small farm"),
        ("My dream is to teach full time.", "Teach full time"),
        (
            "Eventually I'd love to move into product design because I draw.",
            "Move into product design",
        ),
    ] {
        assert_eq!(names(text, FindingKind::Direction), [expected], "{text}");
    }
    for text in [
        "I want to say thanks.",
        "I don't want to become a manager.",
        "I want to go.",
        "She wants to open a shop.",
        "I wanted to become a doctor.",
    ] {
        assert_eq!(names(text, FindingKind::Direction), [""; 0], "{text}");
    }
}

#[test]
fn years_and_standing_raise_the_level_and_hedges_lower_it() {
    let level = |text: &str| of_kind(text, FindingKind::Skill)[0].level.unwrap();
    let plain = level("I do bookkeeping.");
    assert!(level("I've done bookkeeping for twelve years.") > plain);
    assert!(level("I do a bit of bookkeeping.") < plain);
    assert!(level("I'm a senior nurse, fifteen years.") > level("I'm a nurse."));
}

#[test]
fn a_deed_with_its_outcome_is_a_story_and_a_claim_is_not() {
    let story = of_kind(
        "Two people were off and the ward was full. I triaged the new ones and moved beds around. \
         In the end nobody came to harm.",
        FindingKind::Skill,
    );
    assert!(story.iter().any(|one| one.evidence == EvidenceKind::Story), "{story:?}");
    let claim = of_kind("I know wound care, taking blood and first aid.", FindingKind::Skill);
    assert!(claim.iter().all(|one| one.evidence == EvidenceKind::SelfClaim), "{claim:?}");
}

#[test]
fn a_skill_without_a_place_in_the_lexicon_is_taken_from_the_pattern() {
    for (text, expected) in [
        ("I have fifteen years of falconry behind me.", "Falconry"),
        ("I specialise in thermal imaging.", "Thermal imaging"),
        ("I'm certified in reiki.", "Reiki"),
    ] {
        assert!(names(text, FindingKind::Skill).iter().any(|one| one == expected), "{text}");
    }
    for text in [
        "I'm good at it.",
        "Ten years of marriage.",
        "No experience with falconry.",
        "Ten years in this place.",
    ] {
        assert_eq!(names(text, FindingKind::Skill), [""; 0], "{text}");
    }
}

#[test]
fn the_quote_is_the_clause_not_a_word() {
    let found = of_kind(
        "Well, it was busy, and I triaged the new ones myself, but we were fine.",
        FindingKind::Skill,
    );
    assert_eq!(found[0].quote, "I triaged the new ones myself");
    let long = format!("{} I triaged the new ones {}", "word ".repeat(40), "word ".repeat(40));
    let found = of_kind(&long, FindingKind::Skill);
    assert!(found[0].quote.contains("triaged") && found[0].quote.chars().count() <= 120);
}

#[test]
fn a_message_gives_each_skill_once_with_its_best_words() {
    let found = of_kind(
        "Wound care. I changed his dressings every day for nine years.",
        FindingKind::Skill,
    );
    let wound: Vec<_> = found.iter().filter(|one| one.normal == "wound care").collect();
    assert_eq!(wound.len(), 1);
    assert!(wound[0].quote.contains("dressings"), "{wound:?}");
}

/// What an answer to `question` gives of one kind, by name.
fn answered(question: &str, text: &str, kind: FindingKind) -> Vec<Found> {
    let mut all = Extractor::builtin().extract_answer(question, text);
    all.retain(|found| found.kind == kind);
    all
}

#[test]
fn what_holds_one_back_counts_in_ones_own_words_when_it_is_asked_for() {
    let question = "What holds you back?";
    for (text, names, kind) in [
        ("Moths in the fleeces.", &["Moths in the fleeces"][..], ConstraintKind::Environment),
        ("The moths, otherwise I'm fine.", &[], ConstraintKind::Environment),
        ("Who knows about the moths?", &[], ConstraintKind::Environment),
        ("Enough.", &[], ConstraintKind::Environment),
        ("Plenty, thanks.", &[], ConstraintKind::Environment),
        ("That's private.", &[], ConstraintKind::Environment),
        ("Too personal, next.", &[], ConstraintKind::Environment),
    ] {
        let found = answered(question, text, FindingKind::Constraint);
        let said: Vec<&str> = found.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(said, names, "{text}");
        assert!(found.iter().all(|one| one.constraint_kind == Some(kind)), "{text}: {found:?}");
        let unasked = answered("What do you sell?", text, FindingKind::Constraint);
        assert!(unasked.is_empty(), "{text}: {unasked:?}");
    }
}

#[test]
fn what_is_counted_or_said_of_a_manner_is_no_item_of_a_list() {
    let question = "What do you do there?";
    let text = "Falconry, three counties, mostly, unfortunately, every season.";
    let found = answered(question, text, FindingKind::Skill);
    assert_eq!(found.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["Falconry"]);
}

#[test]
fn a_name_in_quotation_marks_is_a_project_and_speech_is_none() {
    let question = "Can you tell me about a project?";
    let names = |text: &str| -> Vec<String> {
        let found = answered(question, text, FindingKind::Project);
        found.into_iter().map(|one| one.name).collect()
    };
    assert_eq!(names("\"Moss\", with four others, in May."), ["Moss"]);
    assert_eq!(names("In the town they say \"We met him\" to that."), [""; 0]);
}

#[test]
fn chances_are_in_hundredths() {
    let question = "Tell me about a time when a plan failed.";
    let story = "The delivery never came. I rang three suppliers, talked one of them into opening \
                 his yard on a Sunday, and gave everybody on the team one thing to do. We opened \
                 on time and nobody noticed.";
    for found in answered(question, story, FindingKind::Skill) {
        assert!(found.probability.to_string().len() <= 4, "{found:?}");
    }
}

#[test]
fn a_skill_that_a_story_shows_is_less_sure_than_the_same_one_named() {
    let tell = |deed: &str| {
        format!(
            "On Tuesday the queue ran out of the door and two drivers began to shout at each other. \
             I {deed}, and in the end they went home with what they had come for."
        )
    };
    let chance = |deed: &str, name: &str| {
        let all = of_kind(&tell(deed), FindingKind::Skill);
        let found = all.iter().find(|found| found.name == name);
        found.unwrap_or_else(|| panic!("{deed}: no {name} in {all:?}")).probability
    };
    for (name, shown, named) in [
        ("De-escalation", "lowered my voice", "used de-escalation"),
        ("De-escalation", "stood between them", "am good at de-escalation"),
        ("Negotiation", "met both of them halfway", "used negotiation"),
        ("Fault finding", "traced the broken part to a loose cable", "am good at fault finding"),
        ("Data collection", "kept a tally of each of them", "used data collection"),
        ("Process improvement", "rearranged the counter", "used process improvement"),
        ("Persuasion", "talked them into a walk", "am good at persuasion"),
    ] {
        let (shown, named) = (chance(shown, name), chance(named, name));
        assert!(shown < named, "{name}: {shown} shown, {named} named");
    }
}
