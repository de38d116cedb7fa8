//! T = A · Σ level · utilisation · weight, over the skills that count.

use crate::{
    Constants, Inputs,
    alignment::{Alignment, alignment},
    belief::{self, Shape},
    utilisation::{self, Use},
};
use protocol::{
    Timestamp,
    records::{Skill, Thrust, ThrustTerm},
};

/// One skill as it enters thrust.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part<'a> {
    pub(crate) skill: &'a Skill,
    pub(crate) shape: Shape,
    pub(crate) used: Use,
}

/// Thrust before its terms are written out.
#[derive(Debug)]
pub(crate) struct Parts<'a> {
    pub(crate) parts: Vec<Part<'a>>,
    pub(crate) alignment: Alignment,
}

/// The skills that count, each with its belief and its place in the week.
pub(crate) fn parts<'a>(inputs: &Inputs<'a>, now: Timestamp) -> Parts<'a> {
    let skills = inputs.counted_skills();
    let uses = utilisation::uses(inputs, &skills);
    let parts = skills
        .into_iter()
        .zip(uses)
        .map(|(skill, used)| Part { skill, shape: belief::shape(skill, now), used })
        .collect();
    Parts { parts, alignment: alignment(inputs) }
}

/// T and its terms; `load` is G · M.
pub(crate) fn thrust(parts: &Parts<'_>, load: f64) -> Thrust {
    let scale = utilisation::scale(parts.parts.iter().map(|part| part.used.share).sum());
    let alignment = parts.alignment.value;
    let mut raw = 0.0;
    let mut terms: Vec<ThrustTerm> = parts
        .parts
        .iter()
        .map(|part| {
            let level = Constants::DEFAULT.level_limit * part.shape.mean();
            let utilisation = part.used.share * scale;
            let lift = level * utilisation * part.used.weight;
            raw += lift;
            ThrustTerm {
                skill_id: part.skill.id,
                name: part.skill.name.clone(),
                status: part.skill.status,
                level,
                utilisation,
                source: part.used.source,
                weight: part.used.weight,
                contribution: alignment * lift / load,
            }
        })
        .collect();
    terms.sort_by(|a, b| b.contribution.total_cmp(&a.contribution));
    Thrust {
        value: alignment * raw,
        raw,
        alignment,
        alignment_assumed: parts.alignment.assumed,
        terms,
    }
}
