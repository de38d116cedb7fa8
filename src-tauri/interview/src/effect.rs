//! How much an answer to a topic would narrow the interval of η.
//!
//! For each unknown: η one deviation above and one below what is expected of it, half the
//! difference. What is found but not yet confirmed is taken as if it were.

use crate::{Known, Part, Topic};
use physics::Inputs;
use protocol::{
    ConstraintId, ProjectId, SkillId, Timestamp,
    ids::hashed,
    records::{
        Category, Constraint, ConstraintKind, ConstraintStatus, LifeState, Project, ProjectStatus,
        ProjectWeight, Skill, SkillStatus,
    },
};

/// Hours a week of a project nobody gave: mean and deviation.
const PROJECT_HOURS: (f64, f64) = (8.0, 6.0);
/// Fit of a project nobody rated: mean and deviation of Beta(2, 2).
const FIT: (f64, f64) = (0.5, 0.224);
/// Level of a skill not heard of yet: mean and deviation of Beta(0.9, 2.1).
const NEW_LEVEL: (f64, f64) = (0.3, 0.229);
/// Deviation of the logarithm of an assumed share of the week.
const SHARE: f64 = 0.5;
/// Severity of a constraint in a field not asked about: mean and deviation.
const SEVERITY: (f64, f64) = (0.25, 0.25);
/// People who depend on someone: mean and deviation.
const DEPENDANTS: (u32, u32) = (1, 1);
/// Hours of a working week beyond which mass grows: mean and deviation.
const WEEK: (f64, f64) = (44.0, 10.0);
/// Steps of the levers: hours a week more, severity less.
const STEP_HOURS: f64 = 2.0;
const STEP_SEVERITY: f64 = 0.2;

/// A life as far as it is known, to be varied.
#[derive(Debug, Clone)]
pub(crate) struct Outlook {
    skills: Vec<Skill>,
    projects: Vec<Project>,
    constraints: Vec<Constraint>,
    state: LifeState,
    now: Timestamp,
}

impl Outlook {
    pub(crate) fn new(known: &Known<'_>) -> Self {
        let mut skills: Vec<Skill> =
            known.skills.iter().filter(|s| s.status != SkillStatus::Rejected).cloned().collect();
        for skill in &mut skills {
            skill.status = SkillStatus::Confirmed;
        }
        if skills.is_empty() {
            // Without thrust nothing would have an effect.
            skills.push(new_skill(0, 0.5, known.now));
        }
        let mut projects = known.projects.to_vec();
        for project in projects.iter_mut().filter(|p| p.status == ProjectStatus::Suggested) {
            project.status = ProjectStatus::Active;
        }
        let mut constraints = known.constraints.to_vec();
        for one in constraints.iter_mut().filter(|c| c.status == ConstraintStatus::Suggested) {
            one.status = ConstraintStatus::Active;
        }
        Self { skills, projects, constraints, state: known.state.clone(), now: known.now }
    }

    /// The expected effect of an answer to `topic`, in units of η; 0 when η does not hang on it.
    pub(crate) fn of(&self, topic: Topic) -> f64 {
        match topic {
            Topic::Responsibilities => self.discovery(3),
            Topic::Role | Topic::Relied | Topic::AnyStory { .. } | Topic::Scope => {
                self.discovery(2)
            }
            Topic::Unseen | Topic::Taught | Topic::Week => self.discovery(1),
            Topic::Projects => self.new_project(),
            Topic::WorkFit => self.new_fit(),
            // Fit is asked next, so both count.
            Topic::ProjectHours { project } => self.hours(project).hypot(self.fit(project)),
            Topic::ProjectFit { project } => self.fit(project),
            Topic::Story { skill, part: Part::Whole } => self.level(skill),
            Topic::SkillHours { skill } => self.share(skill),
            Topic::MoreOf { skill } => self.more_of(skill),
            Topic::Pausing { project } => self.step(|life| {
                life.project(project, |p| p.status = ProjectStatus::Paused);
            }),
            Topic::Easing { constraint } => self.step(|life| {
                for one in life.constraints.iter_mut().filter(|one| one.id == constraint) {
                    one.severity = (one.severity - STEP_SEVERITY).max(0.0);
                }
            }),
            Topic::Dependants => {
                let (mean, deviation) = DEPENDANTS;
                let with = |people: u32| self.varied(|life| life.state.dependants = Some(people));
                (with(mean + deviation) - with(mean - deviation)).abs() / 2.0
            }
            Topic::WeeklyHours => {
                self.spread(WEEK, |life, hours| life.state.weekly_hours = Some(hours))
            }
            Topic::Constraints => self.field(ConstraintKind::Financial),
            other => other.constraint_kind().map_or(0.0, |kind| self.field(kind)),
        }
    }

    fn eta(&self) -> f64 {
        let inputs = Inputs {
            skills: &self.skills,
            projects: &self.projects,
            constraints: &self.constraints,
            state: &self.state,
        };
        physics::eta(&inputs, self.now)
    }

    fn varied(&self, change: impl FnOnce(&mut Self)) -> f64 {
        let mut life = self.clone();
        change(&mut life);
        life.eta()
    }

    /// Half of what η changes from one deviation below the mean to one above.
    fn spread(&self, (mean, deviation): (f64, f64), set: impl Fn(&mut Self, f64)) -> f64 {
        let low = self.varied(|life| set(life, mean - deviation));
        let high = self.varied(|life| set(life, mean + deviation));
        (high - low).abs() / 2.0
    }

    /// What η changes by one step of a lever.
    fn step(&self, change: impl FnOnce(&mut Self)) -> f64 {
        (self.varied(change) - self.eta()).abs()
    }

    /// What not knowing of `count` more skills leaves open.
    fn discovery(&self, count: u32) -> f64 {
        self.spread(NEW_LEVEL, |life, level| {
            for number in 1..=count {
                let skill = new_skill(number, level, life.now);
                life.skills.push(skill);
            }
        })
    }

    /// A project not heard of yet brings a fit and a skill.
    fn new_project(&self) -> f64 {
        self.new_fit().hypot(self.discovery(1))
    }

    fn new_fit(&self) -> f64 {
        self.spread(FIT, |life, fit| {
            let project = new_project(fit, life.now);
            life.projects.push(project);
        })
    }

    fn hours(&self, project: ProjectId) -> f64 {
        self.spread(PROJECT_HOURS, |life, hours| {
            life.project(project, |p| p.weekly_hours = Some(hours));
        })
    }

    fn fit(&self, project: ProjectId) -> f64 {
        let rated = self.projects.iter().any(|p| p.id == project && p.alignment.is_some());
        if rated {
            return 0.0;
        }
        self.spread(FIT, |life, fit| life.project(project, |p| p.alignment = Some(fit)))
    }

    fn field(&self, kind: ConstraintKind) -> f64 {
        self.spread(SEVERITY, |life, severity| {
            let one = new_constraint(kind, severity, life.now);
            life.constraints.push(one);
        })
    }

    /// The belief in a skill's level, one deviation to each side.
    fn level(&self, id: SkillId) -> f64 {
        let Some(skill) = self.skills.iter().find(|skill| skill.id == id) else { return 0.0 };
        let belief = physics::belief(skill, self.now);
        let (alpha, beta) = (belief.alpha, belief.beta);
        let mass = alpha + beta;
        let deviation = (alpha * beta / (mass * mass * (mass + 1.0))).sqrt();
        self.spread((alpha / mass, deviation), |life, level| {
            life.skill(id, |skill| {
                skill.evidence.clear();
                skill.confirmed_at = None;
                skill.level = Some(level.clamp(0.0, 1.0));
            });
        })
    }

    fn share(&self, id: SkillId) -> f64 {
        let skills = u32::try_from(self.skills.len()).unwrap_or(u32::MAX);
        let hours = self.week() * 1.2 / (f64::from(skills) + 4.0);
        self.spread((0.0, SHARE), |life, power| {
            life.skill(id, |skill| skill.hours_per_week = Some(hours * power.exp()));
        })
    }

    fn more_of(&self, id: SkillId) -> f64 {
        let Some(skill) = self.skills.iter().find(|skill| skill.id == id) else { return 0.0 };
        let skills = u32::try_from(self.skills.len()).unwrap_or(u32::MAX);
        let hours = skill.hours_per_week.unwrap_or(self.week() * 1.2 / (f64::from(skills) + 4.0));
        let with = |hours: f64| {
            self.varied(|life| life.skill(id, |skill| skill.hours_per_week = Some(hours)))
        };
        (with((hours + STEP_HOURS).min(168.0)) - with(hours)).abs()
    }

    fn week(&self) -> f64 {
        self.state.weekly_hours.unwrap_or(40.0)
    }

    fn skill(&mut self, id: SkillId, change: impl Fn(&mut Skill)) {
        self.skills.iter_mut().filter(|skill| skill.id == id).for_each(change);
    }

    fn project(&mut self, id: ProjectId, change: impl Fn(&mut Project)) {
        self.projects.iter_mut().filter(|project| project.id == id).for_each(change);
    }
}

fn new_skill(number: u32, level: f64, now: Timestamp) -> Skill {
    Skill {
        id: SkillId(hashed(&["not heard of yet", &number.to_string()])),
        version: 0,
        name: String::new(),
        category: Category::DomainKnowledge,
        status: SkillStatus::Confirmed,
        level: Some(level),
        hours_per_week: None,
        by_hand: false,
        before_edit: None,
        confirmed_at: None,
        last_used_at: None,
        evidence: Vec::new(),
        withdrawn: false,
        created_at: now,
        updated_at: now,
    }
}

fn new_project(fit: f64, now: Timestamp) -> Project {
    Project {
        id: ProjectId(hashed(&["not heard of yet"])),
        version: 0,
        name: String::new(),
        status: ProjectStatus::Active,
        progress: None,
        weight: ProjectWeight::Normal,
        weekly_hours: Some(PROJECT_HOURS.0),
        alignment: Some(fit),
        skill_ids: Vec::new(),
        evidence: Vec::new(),
        withdrawn: false,
        created_at: now,
        updated_at: now,
    }
}

fn new_constraint(kind: ConstraintKind, severity: f64, now: Timestamp) -> Constraint {
    Constraint {
        id: ConstraintId(hashed(&["not heard of yet"])),
        version: 0,
        kind,
        name: String::new(),
        severity,
        status: ConstraintStatus::Active,
        evidence: Vec::new(),
        withdrawn: false,
        created_at: now,
        updated_at: now,
    }
}
