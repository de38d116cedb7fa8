//! The doubt about η.

use crate::samples::{SEED, close, now, skill, typical, vector};
use physics::{Draws, escape_index};
use protocol::records::EscapeIndex;

fn width(index: &EscapeIndex) -> f64 {
    index.high - index.low
}

#[test]
fn the_interval_holds_the_value() {
    for count in [1, 5, 25, 50] {
        let index = typical(count).index();
        assert!(index.low < index.value && index.value < index.high);
    }
}

#[test]
fn the_interval_is_that_of_the_only_doubtful_level() {
    // With one skill in doubt, η is a multiple of its level, and so are its quantiles.
    let mut life = vector();
    life.constraints.clear();
    life.skills.truncate(1);
    let index = life.index();
    let belief = physics::belief(&life.skills[0], now());
    let factor = index.value / belief.level;
    assert!((index.low - factor * belief.low).abs() < 0.02 * index.value, "{}", index.low);
    assert!((index.high - factor * belief.high).abs() < 0.02 * index.value, "{}", index.high);
}

#[test]
fn what_is_not_known_widens_the_interval() {
    let known = typical(10);
    let sure = known.index();
    let mut life = known.clone();
    life.state.asked.constraints = false;
    life.constraints.clear();
    let mut asked = life.clone();
    asked.state.asked.constraints = true;
    assert!(width(&life.index()) > width(&asked.index()));
    assert!(life.index().low < asked.index().low);
    let mut life = known.clone();
    life.projects.clear();
    assert!(width(&life.index()) / life.index().value > width(&sure) / sure.value);
    let mut life = known.clone();
    for skill in &mut life.skills {
        skill.hours_per_week = Some(3.0);
    }
    let stated = life.index();
    assert!(width(&stated) / stated.value < width(&sure) / sure.value);
}

#[test]
fn what_was_never_asked_weighs_as_the_model_says() {
    let mut life = typical(10);
    life.constraints.clear();
    life.projects.truncate(1);
    life.state.dependants = None;
    life.state.weekly_hours = None;
    let light = life.index();
    life.state.asked = protocol::records::Asked::default();
    let unasked = life.index();
    close(unasked.value, light.value);
    close(unasked.high, unasked.high.max(unasked.value));
    assert!(unasked.low < light.low / 1.5, "{} {}", unasked.low, light.low);
}

#[test]
fn another_seed_moves_the_interval_only_a_little() {
    let life = typical(10);
    let (one, other) = (life.index(), escape_index(&life.inputs(), now(), SEED + 1));
    assert_ne!(one.low.to_bits(), other.low.to_bits());
    assert!((one.low - other.low).abs() < 0.05 && (one.high - other.high).abs() < 0.05);
}

#[test]
fn fewer_draws_give_about_the_same_interval() {
    let life = typical(10);
    let (many, few) =
        (life.index(), escape_index(&life.inputs(), now(), Draws { seed: SEED, count: 512 }));
    assert_ne!(many.low.to_bits(), few.low.to_bits());
    assert!((many.low - few.low).abs() < 0.15 && (many.high - few.high).abs() < 0.15);
}

#[test]
fn a_skill_that_hardly_counts_hardly_moves_the_interval() {
    let mut life = typical(10);
    for skill in &mut life.skills {
        skill.hours_per_week = Some(3.0);
    }
    let before = life.index();
    life.skills.insert(0, skill(0, 5.0, Some(0.0)));
    let after = life.index();
    close(before.low, after.low);
    close(before.high, after.high);
}

#[test]
fn a_week_that_is_more_than_full_is_scaled_down_in_every_draw() {
    let mut life = vector();
    life.constraints.clear();
    life.skills = (1..=4).map(|number| skill(number, 5.0, Some(20.0))).collect();
    let full = life.index();
    for skill in &mut life.skills {
        skill.hours_per_week = Some(40.0);
    }
    let overfull = life.index();
    close(overfull.value, full.value);
    close(overfull.low, full.low);
    close(overfull.high, full.high);
}
