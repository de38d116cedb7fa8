//! The chance that a finding is right: a logistic of a few signs.
//!
//! `p = 1 / (1 + e^−z)`, `z` the sum of the weights of the signs present. The weights are set by
//! hand so that the findings of the example interviews come out as a careful reader would bet.

use crate::signals::Signals;

/// The weight of each sign.
pub(crate) struct Weights {
    base: f64,
    own: f64,
    anybody: f64,
    deed: f64,
    story: f64,
    years: f64,
    strong: f64,
    hedged: f64,
    long_past: f64,
    phrase_deed: f64,
    phrase_long: f64,
    role: f64,
    listed: f64,
    guarded: f64,
    stepped_over: f64,
    mentioned: f64,
}

/// The weights in use.
pub(crate) const WEIGHTS: Weights = Weights {
    base: -0.5,
    own: 1.1,
    anybody: 0.3,
    deed: 0.3,
    story: 0.3,
    years: 0.5,
    strong: 0.3,
    hedged: -0.3,
    long_past: -0.3,
    phrase_deed: 0.8,
    phrase_long: 0.5,
    role: 1.4,
    listed: 0.5,
    guarded: -0.2,
    stepped_over: -0.3,
    mentioned: -0.5,
};

/// The least probability at which something is reported.
pub(crate) const LEAST: f64 = 0.35;

/// What is known of the phrase itself.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is one independent sign")]
pub(crate) struct Form {
    /// It says a deed, not a name.
    pub(crate) deed: bool,
    /// It has two words or more.
    pub(crate) long: bool,
    /// It is one verb.
    pub(crate) verb: bool,
    /// It names the person's role.
    pub(crate) role: bool,
    /// It stands in a list of skills.
    pub(crate) listed: bool,
    /// It is ambiguous and the context decided.
    pub(crate) guarded: bool,
    /// Another word was stepped over.
    pub(crate) stepped_over: bool,
}

/// The chance that a skill is right where these signs were seen.
pub(crate) fn probability(form: Form, signals: &Signals) -> f64 {
    let weights = &WEIGHTS;
    // A noun that is only named somewhere: "a class that hates maths".
    let mentioned =
        !(form.deed || form.long || form.role || form.listed || form.verb || signals.used);
    let signs = [
        (signals.own, weights.own),
        (signals.anybody, weights.anybody),
        (signals.deed, weights.deed),
        (signals.story, weights.story),
        (signals.years.is_some(), weights.years),
        (signals.strong, weights.strong),
        (signals.hedged, weights.hedged),
        (signals.long_past, weights.long_past),
        (form.deed, weights.phrase_deed),
        (form.long, weights.phrase_long),
        (form.role, weights.role),
        (form.listed, weights.listed),
        (form.guarded, weights.guarded),
        (form.stepped_over, weights.stepped_over),
        (mentioned, weights.mentioned),
    ];
    logistic(
        weights.base
            + signs.iter().filter(|(present, _)| *present).map(|(_, weight)| weight).sum::<f64>(),
    )
}

/// The logistic function, rounded to hundredths and kept off 0 and 1.
pub(crate) fn logistic(sum: f64) -> f64 {
    ((1.0 / (1.0 + (-sum).exp())) * 100.0).round().clamp(1.0, 97.0) / 100.0
}
