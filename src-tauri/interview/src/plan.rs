//! What the interviewer remembers between two answers. Small, serialisable, and readable by later
//! programs: an absent field has its default.

use crate::{
    theme::Theme,
    topic::{Part, Subject, Topic},
    wording,
};
use protocol::{
    ids::{SessionId, hashed},
    records::{Asked, Progress, SessionKind, Stage},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The most answers an interview takes; reached only by someone who answers everything at length.
pub(crate) const ANSWER_LIMIT: usize = 36;

/// Where an interview stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Plan {
    pub(crate) session: SessionId,
    pub(crate) kind: SessionKind,
    /// The language of the questions, a folder of the question bank.
    pub(crate) language: String,
    pub(crate) stage: Stage,
    pub(crate) open: Topic,
    /// Every topic put so far, the open one last.
    pub(crate) put: Vec<Topic>,
    /// Topics refused.
    pub(crate) declined: Vec<Topic>,
    /// Subjects refused.
    pub(crate) closed: Vec<Subject>,
    /// Refusals in a row within the stage.
    pub(crate) refusals: u32,
    /// Parts told of the story now open.
    pub(crate) told: Vec<Part>,
    /// How often a question was put in other words on request.
    pub(crate) rephrased: u32,
    /// Phrasings used, by key.
    pub(crate) used: BTreeMap<String, Vec<u16>>,
    /// What was said back of the person's words.
    pub(crate) said_back: Vec<String>,
    /// What an exploration is about, once the person has said it.
    pub(crate) theme: Option<Theme>,
    pub(crate) asked: Asked,
    pub(crate) finished: bool,
}

impl Default for Plan {
    fn default() -> Self {
        Self::blank(SessionId(Uuid::nil()), SessionKind::Intake)
    }
}

impl Plan {
    /// The plan of a new session whose [`crate::opening`] has been put.
    pub fn new(session: SessionId, kind: SessionKind) -> Self {
        let mut plan = Self::blank(session, kind);
        // Marks the opening's wording as used.
        wording::opening(&mut plan);
        plan
    }

    /// Say nothing that `other` has said: its phrasings count as used.
    pub fn avoid(&mut self, other: &Self) {
        for (key, phrasings) in &other.used {
            let used = self.used.entry(key.clone()).or_default();
            let new = phrasings.iter().filter(|one| !used.contains(one)).copied();
            let new: Vec<u16> = new.collect();
            used.extend(new);
        }
    }

    /// The topic of the question now open.
    pub fn topic(&self) -> Topic {
        self.open
    }

    /// The topic of the `number`th question put, counted from 1; of the first one for 0, and of the
    /// open one for numbers beyond.
    pub fn put_as(&self, number: usize) -> Topic {
        self.put.get(number.saturating_sub(1)).copied().unwrap_or(self.open)
    }

    /// How far the interview is.
    pub fn progress(&self) -> Progress {
        Progress {
            stage: self.stage,
            asked: u32::try_from(self.put.len()).unwrap_or(u32::MAX),
            minutes_left: self.minutes_left(),
            finished: self.finished,
        }
    }

    pub(crate) fn blank(session: SessionId, kind: SessionKind) -> Self {
        Self {
            session,
            kind,
            language: "en".to_owned(),
            stage: Stage::Opening,
            open: Topic::Opening,
            put: vec![Topic::Opening],
            declined: Vec::new(),
            closed: Vec::new(),
            refusals: 0,
            told: Vec::new(),
            rephrased: 0,
            used: BTreeMap::new(),
            said_back: Vec::new(),
            theme: None,
            asked: Asked::default(),
            finished: false,
        }
    }

    /// A number that is the same for the same session and `text`, and evenly spread.
    pub(crate) fn dice(&self, text: &str) -> u128 {
        hashed(&["interview", &self.session.to_string(), text]).as_u128()
    }

    /// The seed of the interval's draws.
    pub(crate) fn seed(&self) -> u64 {
        u64::try_from(self.dice("seed") >> 64).unwrap_or_default()
    }

    /// How many questions of the stage now open have been put.
    pub(crate) fn put_in_stage(&self) -> usize {
        self.put.iter().filter(|topic| topic.stage() == self.stage).count()
    }

    /// How many questions put so far satisfy `wanted`.
    pub(crate) fn count(&self, wanted: impl Fn(&Topic) -> bool) -> usize {
        self.put.iter().filter(|topic| wanted(topic)).count()
    }

    /// Whether this very topic was put, in whatever part.
    pub(crate) fn was_put(&self, topic: Topic) -> bool {
        self.put.iter().any(|put| put.whole() == topic.whole())
    }

    /// Whether the person refused the topic or its subject.
    pub(crate) fn is_declined(&self, topic: Topic) -> bool {
        self.declined.iter().any(|declined| declined.whole() == topic.whole())
            || topic.subject().is_some_and(|subject| self.closed.contains(&subject))
    }

    /// Takes `stage` unless the interview is past it. There refusals are counted anew.
    pub(crate) fn enter(&mut self, stage: Stage) {
        if stage > self.stage {
            self.stage = stage;
            self.refusals = 0;
        }
    }

    /// The stages of this kind of session, in order.
    pub(crate) fn stages(&self) -> &'static [Stage] {
        match self.kind {
            SessionKind::Intake | SessionKind::Exploration | SessionKind::Shared => &[
                Stage::Opening,
                Stage::Breadth,
                Stage::Depth,
                Stage::Tacit,
                Stage::Constraints,
                Stage::Direction,
                Stage::WrapUp,
            ],
            SessionKind::Guidance => {
                &[Stage::Opening, Stage::Depth, Stage::Constraints, Stage::Direction, Stage::WrapUp]
            }
        }
    }

    /// The most questions of a stage.
    pub(crate) fn budget(&self, stage: Stage) -> usize {
        let (breadth, depth, tacit, constraints, direction) = match self.kind {
            SessionKind::Intake | SessionKind::Shared => (7, 10, 2, 6, 2),
            SessionKind::Exploration => (3, 9, 3, 2, 1),
            SessionKind::Guidance => (0, 4, 0, 4, 3),
        };
        match stage {
            Stage::Opening => 2,
            Stage::Breadth => breadth,
            Stage::Depth => depth,
            Stage::Tacit => tacit,
            Stage::Constraints => constraints,
            Stage::Direction => direction,
            Stage::WrapUp => 1,
        }
    }

    /// What is usually still to come, at 0.8 minutes a question.
    fn minutes_left(&self) -> u32 {
        if self.finished {
            return 0;
        }
        let ahead: usize =
            self.stages().iter().filter(|s| **s > self.stage).map(|s| self.budget(*s)).sum();
        let here = self.budget(self.stage).saturating_sub(self.put_in_stage()) + 1;
        let left = (ahead + here).min((ANSWER_LIMIT + 1).saturating_sub(self.put.len()));
        u32::try_from((left * 4).div_ceil(5)).unwrap_or(1).max(1)
    }
}
