//! A nurse's whole interview.

use crate::people::{Lexicon, Profile, play, session};
use interview::{Part, Topic};
use protocol::records::{Category, ConstraintKind, SessionKind, Stage};
use std::collections::BTreeSet;

pub(crate) const NURSE: Lexicon = Lexicon {
    skills: &[
        ("dressings", "Wound care", Category::Health),
        ("handover", "Shift handover", Category::Health),
        ("students", "Training students", Category::Education),
        ("relatives", "Talking with relatives", Category::Communication),
        ("Polish", "Polish", Category::Languages),
        ("rota", "Rota planning", Category::Leadership),
    ],
    projects: &[("falls project", "Falls project"), ("tutor course", "Tutor course")],
    constraints: &[("back hurts", "Back pain", ConstraintKind::Health)],
};

pub(crate) fn nurse(topic: Topic, at: usize) -> String {
    match topic {
        Topic::Opening => "On Tuesday night we had two admissions at once, and I re-did the dressings on a leg ulcer that two colleagues had given up on.",
        Topic::OpeningMore { .. } => "The wound is smaller today and she went home on Friday.",
        Topic::Role => "I am a nurse on a surgical ward, eleven years now, mostly nights.",
        Topic::Responsibilities => "I run the night shift, so the handover, the rota and the students are mine. I also talk with relatives when the doctors are asleep.",
        Topic::Projects => "There is the falls project on our ward, and I started a tutor course in September.",
        Topic::ProjectHours { .. } => "about six",
        Topic::ProjectFit { .. } => "8, because it is what I want to do later",
        Topic::Week => "Four nights of ten hours, and the rest is sleep and family.",
        Topic::Story { part: Part::Whole, .. } => match at % 3 {
            0 => "A student froze during a cardiac arrest. I gave her one task, counted aloud with her, and afterwards we sat down for half an hour. In the end she asked to stay on the ward.",
            1 => "There was an old man whose daughter shouted at everyone.",
            _ => "yes, often",
        },
        Topic::Story { part: Part::Situation, .. } => "He had fallen twice in one week and nobody had told her.",
        Topic::Story { part: Part::Action, .. } => "I took her to the kitchen, made tea and let her talk before I explained anything.",
        Topic::Story { part: Part::Result, .. } => "She came back the next day and brought cake for the whole ward.",
        Topic::AnyStory { .. } => "I wrote a new checklist for the handover because things got lost. It took three weeks and now all four wards use it.",
        Topic::SkillHours { .. } => "Maybe five hours a week.",
        Topic::Relied => "The young doctors ask me which vein to take, and the Polish families ask me to translate.",
        Topic::Unseen => "I can see that someone will get worse an hour before the numbers show it.",
        Topic::Taught => "dunno",
        Topic::Constraints => "My back hurts after every shift, and nights are getting harder.",
        Topic::Weight { .. } => "A fair amount. I take tablets twice a week.",
        Topic::Money => "I would rather not talk about money.",
        Topic::Time => "Wednesdays are mine.",
        Topic::Health => "I sleep badly after the third night.",
        Topic::Obligations => "My mother lives two streets away and I cook for her every day.",
        Topic::Doubt => "no",
        Topic::Dependants => "Two kids and my mother.",
        Topic::WeeklyHours => "Forty on paper, forty-six in truth.",
        Topic::Direction => "I want to teach nursing full time, with no more nights.",
        Topic::FirstStep => "Finish the tutor course by June.",
        Topic::Keep => "The ward team. I would miss them.",
        Topic::WrapUp => "No, nothing else.",
        _ => "I do not know what to say to that",
    }
    .to_owned()
}

#[test]
fn a_nurse_is_led_from_the_first_question_to_the_end_without_a_repeat() {
    let mut profile = Profile { lexicon: NURSE, ..Profile::default() };
    let said = play("nurse", SessionKind::Intake, &mut profile, nurse);
    println!("{}", interview::opening(session("nurse"), SessionKind::Intake));
    for (topic, answer, turn) in &said {
        println!("\n    ({topic:?})\n    > {answer}\n\n{}", turn.text);
        println!("    [{:?}]", turn.progress);
    }
    let stages: Vec<Stage> = said.iter().map(|(_, _, turn)| turn.progress.stage).collect();
    assert!(stages.is_sorted(), "stages never go back: {stages:?}");
    let seen: BTreeSet<Stage> = stages.into_iter().collect();
    assert_eq!(seen.len(), 7, "all stages are visited: {seen:?}");
    let texts: BTreeSet<&str> = said.iter().map(|(_, _, turn)| turn.text.as_str()).collect();
    assert_eq!(texts.len(), said.len(), "nothing is said twice");
    assert!((16..=30).contains(&said.len()), "{} questions", said.len());
    let asked = said.last().unwrap().2.asked;
    assert!(asked.direction && asked.constraints && asked.dependants);
    assert!(said.iter().filter(|(topic, _, _)| *topic == Topic::Money).count() <= 1);
}
