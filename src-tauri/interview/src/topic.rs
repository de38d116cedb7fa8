//! What a question can be about, its stage, and the subjects a person can refuse.

use protocol::{
    ids::{ConstraintId, ProjectId, SkillId},
    records::{ConstraintKind, SessionKind, Stage},
};
use serde::{Deserialize, Serialize};

/// A part of a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The story as a whole.
    Whole,
    /// What the situation was.
    Situation,
    /// What the person did.
    Action,
    /// What came of it.
    Result,
    /// Why they did it that way; asked when the rest is told.
    Reason,
}

/// What a question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum Topic {
    /// The first question.
    #[default]
    Opening,
    /// What is missing in the answer to the first question.
    OpeningMore {
        /// Which part.
        part: Part,
    },
    /// What the person does for a living or instead.
    Role,
    /// What they answer for.
    Responsibilities,
    /// What belongs to the theme of an exploration.
    Scope,
    /// What they work on.
    Projects,
    /// Hours a week of one project.
    ProjectHours {
        /// Which project.
        project: ProjectId,
    },
    /// How well one project fits where they want to go, 0 to 10.
    ProjectFit {
        /// Which project.
        project: ProjectId,
    },
    /// How well the work as a whole fits where they want to go, 0 to 10, when no project is known.
    WorkFit,
    /// How a normal week is divided, when no project is known.
    Week,
    /// One story about a skill.
    Story {
        /// Which skill.
        skill: SkillId,
        /// Which part of it.
        part: Part,
    },
    /// One story, when no skill is known to ask about.
    AnyStory {
        /// Which part of it.
        part: Part,
    },
    /// Hours a week of one skill.
    SkillHours {
        /// Which skill.
        skill: SkillId,
    },
    /// Two hours a week more for one skill.
    MoreOf {
        /// Which skill.
        skill: SkillId,
    },
    /// One project put aside for a while.
    Pausing {
        /// Which project.
        project: ProjectId,
    },
    /// What people come to them for.
    Relied,
    /// What they see before others do.
    Unseen,
    /// What they have taught to others.
    Taught,
    /// What holds them back, broadly.
    Constraints,
    /// How heavy one constraint is.
    Weight {
        /// Which constraint.
        constraint: ConstraintId,
    },
    /// What would ease one constraint.
    Easing {
        /// Which constraint.
        constraint: ConstraintId,
    },
    /// Money.
    Money,
    /// Hours of one's own.
    Time,
    /// Health and energy.
    Health,
    /// Duties to others.
    Obligations,
    /// Trust in oneself.
    Doubt,
    /// How many people depend on them.
    Dependants,
    /// How many hours they work in a week.
    WeeklyHours,
    /// Where they want to go.
    Direction,
    /// The first step there.
    FirstStep,
    /// What they would not give up for it.
    Keep,
    /// What was not asked.
    WrapUp,
    /// Whether to go on at all.
    GoOn,
    /// Nothing is open any more; also what an older program makes of a topic it does not know.
    #[serde(other)]
    Finished,
}

/// What a refusal covers: a subject is never asked about again in the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Subject {
    Money,
    Time,
    Health,
    Family,
    Doubt,
    Constraints,
    Direction,
}

impl Topic {
    /// The stage this topic is asked in.
    pub fn stage(self) -> Stage {
        match self {
            Self::Opening | Self::OpeningMore { .. } => Stage::Opening,
            Self::Role
            | Self::Responsibilities
            | Self::Scope
            | Self::Projects
            | Self::ProjectHours { .. }
            | Self::ProjectFit { .. }
            | Self::WorkFit
            | Self::Week => Stage::Breadth,
            Self::Story { .. }
            | Self::AnyStory { .. }
            | Self::SkillHours { .. }
            | Self::MoreOf { .. }
            | Self::Pausing { .. } => Stage::Depth,
            Self::Relied | Self::Unseen | Self::Taught => Stage::Tacit,
            Self::Constraints
            | Self::Weight { .. }
            | Self::Easing { .. }
            | Self::Money
            | Self::Time
            | Self::Health
            | Self::Obligations
            | Self::Doubt
            | Self::Dependants
            | Self::WeeklyHours => Stage::Constraints,
            Self::Direction | Self::FirstStep | Self::Keep => Stage::Direction,
            Self::WrapUp | Self::GoOn | Self::Finished => Stage::WrapUp,
        }
    }

    /// The key of its phrasings in the question bank.
    pub(crate) fn key(self, kind: SessionKind) -> &'static str {
        match self {
            Self::Opening => match kind {
                SessionKind::Intake => "opening.intake",
                SessionKind::Exploration => "opening.exploration",
                SessionKind::Guidance => "opening.guidance",
                SessionKind::Shared => "opening.shared",
            },
            Self::OpeningMore { part } => match part {
                Part::Whole | Part::Situation => "opening.situation",
                Part::Action => "opening.action",
                Part::Result => "opening.result",
                Part::Reason => "story.reason",
            },
            Self::Story { part, .. } | Self::AnyStory { part } if part != Part::Whole => match part
            {
                Part::Whole | Part::Situation => "story.situation",
                Part::Action => "story.action",
                Part::Result => "story.result",
                Part::Reason => "story.reason",
            },
            Self::AnyStory { .. } if kind == SessionKind::Exploration => "any_story.theme",
            other => other.plain_key(),
        }
    }

    fn plain_key(self) -> &'static str {
        match self {
            Self::Opening | Self::OpeningMore { .. } => "opening.situation",
            Self::Role => "role",
            Self::Responsibilities => "responsibilities",
            Self::Scope => "scope",
            Self::Projects => "projects",
            Self::ProjectHours { .. } => "project_hours",
            Self::ProjectFit { .. } => "project_fit",
            Self::WorkFit => "work_fit",
            Self::Week => "week",
            Self::Story { .. } => "story",
            Self::AnyStory { .. } => "any_story",
            Self::SkillHours { .. } => "skill_hours",
            Self::MoreOf { .. } => "more_of",
            Self::Pausing { .. } => "pausing",
            Self::Relied => "relied",
            Self::Unseen => "unseen",
            Self::Taught => "taught",
            Self::Constraints => "constraints",
            Self::Weight { .. } => "weight",
            Self::Easing { .. } => "easing",
            Self::Money => "money",
            Self::Time => "time",
            Self::Health => "health",
            Self::Obligations => "obligations",
            Self::Doubt => "doubt",
            Self::Dependants => "dependants",
            Self::WeeklyHours => "weekly_hours",
            Self::Direction => "direction",
            Self::FirstStep => "first_step",
            Self::Keep => "keep",
            Self::WrapUp => "wrap_up",
            Self::GoOn => "go_on",
            Self::Finished => "after",
        }
    }

    /// The subject it belongs to, if refusing it covers more than the question itself.
    pub(crate) fn subject(self) -> Option<Subject> {
        match self {
            Self::Money => Some(Subject::Money),
            Self::Time | Self::WeeklyHours => Some(Subject::Time),
            Self::Health => Some(Subject::Health),
            Self::Obligations | Self::Dependants => Some(Subject::Family),
            Self::Doubt => Some(Subject::Doubt),
            Self::Constraints | Self::Weight { .. } | Self::Easing { .. } => {
                Some(Subject::Constraints)
            }
            Self::Direction | Self::FirstStep | Self::Keep => Some(Subject::Direction),
            _ => None,
        }
    }

    /// The constraint kind that a question about one field of life looks for.
    pub(crate) fn constraint_kind(self) -> Option<ConstraintKind> {
        match self {
            Self::Money => Some(ConstraintKind::Financial),
            Self::Time => Some(ConstraintKind::Time),
            Self::Health => Some(ConstraintKind::Health),
            Self::Obligations => Some(ConstraintKind::Obligation),
            Self::Doubt => Some(ConstraintKind::Doubt),
            _ => None,
        }
    }

    /// The same thing in its largest sense: a story's parts are one story.
    pub(crate) fn whole(self) -> Self {
        match self {
            Self::Story { skill, .. } => Self::Story { skill, part: Part::Whole },
            Self::AnyStory { .. } => Self::AnyStory { part: Part::Whole },
            Self::OpeningMore { .. } => Self::Opening,
            other => other,
        }
    }
}
