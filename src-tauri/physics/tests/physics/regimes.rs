//! The ranges of η and telling of their changes.

use crate::samples::{days_ago, now, typical};
use jiff::ToSpan;
use physics::{Shift, regime, regime_change};
use protocol::records::{EscapeIndex, Regime};

fn at(value: f64) -> EscapeIndex {
    EscapeIndex { value, regime: regime(value), ..typical(5).index() }
}

#[test]
fn lower_bounds_belong_to_the_upper_regime() {
    for (value, expected) in [
        (0.0, Regime::Falling),
        (0.6, Regime::Falling),
        (0.7, Regime::Approaching),
        (0.85, Regime::Approaching),
        (0.9, Regime::Threshold),
        (1.1, Regime::Escaping),
        (1.15, Regime::Escaping),
        (1.35, Regime::Escaping),
        (1.5, Regime::Free),
        (30.0, Regime::Free),
    ] {
        assert_eq!(regime(value), expected, "{value}");
    }
    for bound in [0.7_f64, 0.9, 1.1, 1.5] {
        assert_ne!(regime(bound.next_down()), regime(bound));
    }
}

#[test]
fn a_change_well_past_the_bound_is_told_at_once() {
    let told = |from, value| regime_change(from, &at(value), None);
    assert_eq!(told(Regime::Approaching, 0.92), Shift::Changes { to: Regime::Threshold });
    assert_eq!(told(Regime::Threshold, 0.879), Shift::Changes { to: Regime::Approaching });
    assert_eq!(told(Regime::Falling, 2.0), Shift::Changes { to: Regime::Free });
}

#[test]
fn a_change_just_past_the_bound_waits_a_day() {
    let index = at(0.91);
    let waits = Shift::Waits { since: now() };
    assert_eq!(regime_change(Regime::Approaching, &index, None), waits);
    assert_eq!(regime_change(Regime::Threshold, &at(0.885), None), waits);
    let almost = now() - 23.hours();
    let kept = regime_change(Regime::Approaching, &index, Some(almost));
    assert_eq!(kept, Shift::Waits { since: almost });
    let told = regime_change(Regime::Approaching, &index, Some(days_ago(1)));
    assert_eq!(told, Shift::Changes { to: Regime::Threshold });
}

#[test]
fn a_jump_is_told_as_far_as_it_is_sure() {
    let told = regime_change(Regime::Approaching, &at(1.105), None);
    assert_eq!(told, Shift::Changes { to: Regime::Threshold });
}

#[test]
fn nothing_is_told_without_a_verdict_or_a_change() {
    let unknown = EscapeIndex { regime: Regime::Unknown, ..at(2.0) };
    assert_eq!(regime_change(Regime::Falling, &unknown, None), Shift::Stays);
    assert_eq!(regime_change(Regime::Threshold, &at(1.0), Some(days_ago(9))), Shift::Stays);
}

#[test]
fn the_first_verdict_needs_no_margin() {
    let told = regime_change(Regime::Unknown, &at(0.9), None);
    assert_eq!(told, Shift::Changes { to: Regime::Threshold });
}
