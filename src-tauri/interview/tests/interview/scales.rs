//! The two scales, and the closing words.

use crate::people::{Profile, skill};
use interview::{Known, alignment, severity, summary};
use protocol::{
    Timestamp,
    records::{Category, SessionSummary, SkillStatus},
};

fn near(value: Option<f64>, wanted: f64) -> bool {
    value.is_some_and(|value| (value - wanted).abs() < 1e-9)
}

#[test]
fn fit_is_read_from_figures_and_words() {
    for (answer, fit) in [
        ("8, because I want it", 0.8),
        ("seven", 0.7),
        ("I would say 6.5.", 0.65),
        ("0", 0.0),
        ("10/10", 1.0),
        ("not at all", 0.0),
        ("Completely.", 1.0),
    ] {
        assert!(near(alignment(answer), fit), "{answer}: {:?}", alignment(answer));
    }
    assert_eq!(alignment("since 2019"), None);
    let story = "I wrote a checklist, one page, and tried it with one bay first, and it went well.";
    assert_eq!(alignment(story), None, "a count in a story is no answer on a scale");
    let told = "Well, since the new matron came I would put it at seven out of ten.";
    assert!(near(alignment(told), 0.7));
    assert_eq!(alignment("I like it"), None);
}

#[test]
fn weight_is_read_from_the_words_offered() {
    for (answer, weight) in [("a little", 0.25), ("A fair amount.", 0.5), ("a lot", 0.75)] {
        assert!(near(severity(answer), weight), "{answer}: {:?}", severity(answer));
    }
    assert_eq!(severity("it depends"), None);
}

#[test]
fn the_closing_words_say_what_was_found_and_what_waits() {
    let mut one = skill("Rota planning", Category::Leadership);
    one.status = SkillStatus::Confirmed;
    let profile = Profile { skills: vec![one], ..Profile::default() };
    let known = Known {
        skills: &profile.skills,
        projects: &[],
        constraints: &[],
        state: &profile.state,
        findings: &[],
        now: Timestamp::UNIX_EPOCH,
    };
    let statistics = SessionSummary {
        answers: 1,
        words: 312,
        minutes: 14,
        suggested: 9,
        confirmed: 5,
        rejected: 1,
        eta_before: Some(0.714),
        eta_after: Some(0.781),
    };
    assert_eq!(
        summary(&statistics, &known),
        "1 answer and 312 words in 14 minutes. 9 findings: 5 confirmed, 1 rejected, 3 still \
         waiting for your word. Best supported so far: Rota planning. η went from 0.71 to 0.78."
    );
    let nothing = summary(&SessionSummary::default(), &known);
    assert!(nothing.contains("No findings.") && nothing.contains("not enough evidence"));
}
