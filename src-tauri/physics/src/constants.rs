//! Every number the model rests on, in one place.

use protocol::records::{Category, ConstraintKind, EvidenceKind, ProjectWeight};

/// The model's constants. η, T, the ranges and the regime bounds come from published sources; the
/// rest is this project's own definition, and the app says so.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Constants {
    /// The highest level.
    pub level_limit: f64,
    /// The level taken for a claim that is not a number, 0 to 1.
    pub unstated_level: f64,
    /// α and β of a level nobody has spoken of.
    pub prior: (f64, f64),
    /// α + β of the prior at a level the person set.
    pub edit_mass: f64,
    /// How close to 0 or 1 that level may come.
    pub edit_margin: f64,
    /// Strength of somebody saying they can.
    pub self_claim: f64,
    /// Strength of a story with situation, action and result.
    pub story: f64,
    /// Strength of a link, commit or document.
    pub artefact: f64,
    /// Strength of another person's word.
    pub attestation: f64,
    /// Strength of the person confirming the skill.
    pub confirmation: f64,
    /// Self-claims that count for one skill in one session.
    pub self_claims_per_session: usize,
    /// Stories that count for one skill in one session, the strongest first.
    pub stories_per_session: usize,
    /// Confidence is n / (n + this), n being the evidence mass after decay.
    pub confidence_half: f64,
    /// Half-life of evidence for tools and machine languages, in days.
    pub half_life_tools: f64,
    /// Half-life of evidence for skills with people and for domain knowledge, in days.
    pub half_life_people: f64,
    /// Half-life of evidence for all other skills, in days.
    pub half_life_other: f64,
    /// Hours of a working week when nobody said.
    pub weekly_hours: f64,
    /// The most hours a week has.
    pub hours_limit: f64,
    /// Above this, all shares of the week are scaled down to it together.
    pub utilisation_cap: f64,
    /// What assumed shares fill up to, those that are known included.
    pub assumed_total: f64,
    /// What assumed shares have together at least, before the spare ones are taken off.
    pub assumed_least: f64,
    /// Spare shares: nobody uses only the skills they listed.
    pub assumed_spare: f64,
    /// Alignment when no active project says any.
    pub alignment: f64,
    /// G and M end here.
    pub load_limit: f64,
    /// M for each active project beyond the first.
    pub mass_project: f64,
    /// M for each person who depends on the person.
    pub mass_dependant: f64,
    /// M for each weekly hour beyond `weekly_hours`.
    pub mass_hour: f64,
    /// The most people who depend on somebody.
    pub dependants_limit: u32,
    /// Lower bounds of Approaching, Threshold, Escaping and Free; they belong to the upper regime.
    pub regime_bounds: [f64; 4],
    /// Confirmed skills a verdict needs.
    pub skills_needed: u32,
    /// A change of regime is announced once η is this far past the bound,
    pub announce_margin: f64,
    /// or past it for this many hours.
    pub announce_hours: f64,
    /// Draws behind the interval.
    pub draws: usize,
    /// An interval leaves this share out at each end,
    pub tail: f64,
    /// which is this many of the draws.
    pub tail_draws: usize,
    /// α = β of an assumed alignment.
    pub alignment_shape: f64,
    /// σ of the log of an assumed share of the week.
    pub utilisation_sigma: f64,
    /// A stated severity may be this much lower or higher.
    pub severity_doubt: f64,
    /// Mean of G while constraints have not been asked about.
    pub unasked_gravity: f64,
    /// Mean of M while dependants or hours are not known.
    pub unasked_mass: f64,
    /// Shape of the Gamma distribution of what was not asked about.
    pub unasked_shape: f64,
}

impl Constants {
    /// The numbers in use.
    pub const DEFAULT: Self = Self {
        level_limit: 10.0,
        unstated_level: 0.5,
        prior: (0.9, 2.1),
        edit_mass: 8.0,
        edit_margin: 0.05,
        self_claim: 1.0,
        story: 3.0,
        artefact: 4.0,
        attestation: 5.0,
        confirmation: 2.0,
        self_claims_per_session: 1,
        stories_per_session: 2,
        confidence_half: 2.0,
        half_life_tools: 540.0,
        half_life_people: 1_460.0,
        half_life_other: 730.0,
        weekly_hours: 40.0,
        hours_limit: 168.0,
        utilisation_cap: 2.0,
        assumed_total: 1.2,
        assumed_least: 0.2,
        assumed_spare: 4.0,
        alignment: 0.5,
        load_limit: 10.0,
        mass_project: 0.15,
        mass_dependant: 0.10,
        mass_hour: 0.02,
        dependants_limit: 50,
        regime_bounds: [0.7, 0.9, 1.1, 1.5],
        skills_needed: 5,
        announce_margin: 0.02,
        announce_hours: 24.0,
        draws: 4_096,
        tail: 0.1,
        tail_draws: 409,
        alignment_shape: 2.0,
        utilisation_sigma: 0.5,
        severity_doubt: 0.15,
        unasked_gravity: 1.8,
        unasked_mass: 1.2,
        unasked_shape: 2.0,
    };

    /// The weight of a kind of constraint in gravity.
    pub const fn gravity_weight(kind: ConstraintKind) -> f64 {
        match kind {
            ConstraintKind::Financial => 1.0,
            ConstraintKind::Health | ConstraintKind::Obligation | ConstraintKind::Time => 0.8,
            ConstraintKind::Environment | ConstraintKind::Doubt => 0.6,
            ConstraintKind::Distraction => 0.4,
        }
    }

    /// The strategic weight of a project, 0.5 to 1.5.
    pub const fn project_weight(weight: ProjectWeight) -> f64 {
        match weight {
            ProjectWeight::Minor => 0.5,
            ProjectWeight::Normal => 1.0,
            ProjectWeight::Key => 1.5,
        }
    }

    /// The strength of a kind of evidence.
    pub const fn strength(&self, kind: EvidenceKind) -> f64 {
        match kind {
            EvidenceKind::SelfClaim => self.self_claim,
            EvidenceKind::Story => self.story,
            EvidenceKind::Artefact => self.artefact,
            EvidenceKind::Attestation => self.attestation,
            EvidenceKind::Confirmation => self.confirmation,
        }
    }

    /// After how many days evidence for a skill of this category weighs half.
    pub const fn half_life(&self, category: Category) -> f64 {
        match category {
            Category::Technical | Category::Data => self.half_life_tools,
            Category::Leadership
            | Category::Communication
            | Category::Education
            | Category::Care
            | Category::DomainKnowledge => self.half_life_people,
            Category::Design
            | Category::Product
            | Category::Business
            | Category::CraftAndTrades
            | Category::Health
            | Category::Hospitality
            | Category::Agriculture
            | Category::Logistics
            | Category::Law
            | Category::Arts
            | Category::Languages
            | Category::Science
            | Category::Safety => self.half_life_other,
        }
    }
}

impl Default for Constants {
    fn default() -> Self {
        Self::DEFAULT
    }
}
