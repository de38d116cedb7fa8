//! The two scales.

use interview::{alignment, severity};

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
