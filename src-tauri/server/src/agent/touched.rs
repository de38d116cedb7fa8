//! The part of a profile that one change touches: each record is read once, changed as often as
//! needed, and stored once if it is different at the end.

use crate::{
    changes::{Told, put_and_tell},
    storage::{Batch, StorageError, View},
};
use profile::Target;
use protocol::{
    Timestamp,
    records::{
        Constraint, Decision, Evidence, Finding, FindingEdit, FindingTarget, LifeState, Project,
        Skill,
    },
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Records read and changed, with what they were.
#[derive(Debug)]
struct Shelf<R> {
    records: BTreeMap<Uuid, (Option<R>, Option<R>)>,
}

impl<R> Default for Shelf<R> {
    fn default() -> Self {
        Self { records: BTreeMap::new() }
    }
}

impl<R: Told + PartialEq> Shelf<R> {
    fn get(&mut self, view: &View<'_>, id: Uuid) -> Result<&mut Option<R>, StorageError> {
        if let std::collections::btree_map::Entry::Vacant(place) = self.records.entry(id) {
            let stored = view.get::<R>(id)?;
            place.insert((stored.clone(), stored));
        }
        let (_, now) = self.records.get_mut(&id).expect("it was put there just now");
        Ok(now)
    }

    fn put(self, view: &View<'_>, batch: &mut Batch) {
        for (before, now) in self.records.into_values() {
            if let Some(mut record) = now.filter(|now| before.as_ref() != Some(now)) {
                put_and_tell(batch, view.owner(), &mut record);
            }
        }
    }
}

/// What the person says of a finding.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word<'a> {
    /// What.
    pub(crate) decision: Decision,
    /// With `edited`: what they changed.
    pub(crate) edit: Option<&'a FindingEdit>,
    /// When.
    pub(crate) at: Timestamp,
}

/// The touched part of a profile.
#[derive(Debug, Default)]
pub(crate) struct Profile {
    skills: Shelf<Skill>,
    projects: Shelf<Project>,
    constraints: Shelf<Constraint>,
    state: Shelf<LifeState>,
}

impl Profile {
    /// A skill, to be changed in place.
    pub(crate) fn skill(
        &mut self,
        view: &View<'_>,
        id: Uuid,
    ) -> Result<&mut Option<Skill>, StorageError> {
        self.skills.get(view, id)
    }

    /// A project, to be changed in place.
    pub(crate) fn project(
        &mut self,
        view: &View<'_>,
        id: Uuid,
    ) -> Result<&mut Option<Project>, StorageError> {
        self.projects.get(view, id)
    }

    /// A constraint, to be changed in place.
    pub(crate) fn constraint(
        &mut self,
        view: &View<'_>,
        id: Uuid,
    ) -> Result<&mut Option<Constraint>, StorageError> {
        self.constraints.get(view, id)
    }

    /// Direction, dependants and hours, to be changed in place.
    pub(crate) fn state(&mut self, view: &View<'_>) -> Result<&mut LifeState, StorageError> {
        Ok(self.state.get(view, Uuid::nil())?.get_or_insert_default())
    }

    /// Add a finding's evidence to its target, which is made when there is none.
    pub(crate) fn support(
        &mut self,
        view: &View<'_>,
        finding: &Finding,
    ) -> Result<(), StorageError> {
        match finding.target {
            FindingTarget::Skill(id) => {
                let skill = self.skills.get(view, id.0)?;
                *skill = Some(profile::support_skill(skill.take(), finding, id));
            }
            FindingTarget::Project(id) => {
                let project = self.projects.get(view, id.0)?;
                *project = Some(profile::support_project(project.take(), finding, id));
            }
            FindingTarget::Constraint(id) => {
                let constraint = self.constraints.get(view, id.0)?;
                *constraint = Some(profile::support_constraint(constraint.take(), finding, id));
            }
            FindingTarget::Direction => {}
        }
        Ok(())
    }

    /// The person's word on a finding. A target that does not hold the finding yet (it was found
    /// while nothing might change the profile) takes it in when the finding is accepted.
    pub(crate) fn decide(
        &mut self,
        view: &View<'_>,
        finding: &mut Finding,
        word: Word<'_>,
    ) -> Result<(), StorageError> {
        let Word { decision, edit, at } = word;
        if matches!(decision, Decision::Confirmed | Decision::Edited) {
            self.support(view, finding)?;
        }
        let spare = finding.clone();
        macro_rules! decide {
            ($shelf:ident, $id:expr, $target:ident, $support:ident) => {
                match self.$shelf.get(view, $id.0)? {
                    Some(record) => {
                        profile::decide(finding, Target::$target(record), decision, edit, at);
                    }
                    None => {
                        let mut record = profile::$support(None, &spare, $id);
                        profile::decide(finding, Target::$target(&mut record), decision, edit, at);
                    }
                }
            };
        }
        match finding.target {
            FindingTarget::Skill(id) => decide!(skills, id, Skill, support_skill),
            FindingTarget::Project(id) => decide!(projects, id, Project, support_project),
            FindingTarget::Constraint(id) => {
                decide!(constraints, id, Constraint, support_constraint);
            }
            FindingTarget::Direction => {
                let state = self.state(view)?;
                profile::decide(finding, Target::Direction(state), decision, edit, at);
            }
        }
        Ok(())
    }

    /// What speaks for the target of a finding.
    fn evidence(
        &mut self,
        view: &View<'_>,
        finding: &Finding,
    ) -> Result<&[Evidence], StorageError> {
        Ok(match finding.target {
            FindingTarget::Skill(id) => {
                self.skill(view, id.0)?.as_ref().map_or(&[], |skill| &skill.evidence)
            }
            FindingTarget::Project(id) => {
                self.project(view, id.0)?.as_ref().map_or(&[], |project| &project.evidence)
            }
            FindingTarget::Constraint(id) => {
                self.constraint(view, id.0)?.as_ref().map_or(&[], |one| &one.evidence)
            }
            FindingTarget::Direction => &[],
        })
    }

    /// Whether the person turned down what a finding says for the same words already.
    pub(crate) fn is_turned_down(
        &mut self,
        view: &View<'_>,
        finding: &Finding,
    ) -> Result<bool, StorageError> {
        Ok(profile::is_turned_down(self.evidence(view, finding)?, finding))
    }

    /// Take a suggestion back, from its target too.
    pub(crate) fn withdraw(
        &mut self,
        view: &View<'_>,
        finding: &mut Finding,
        at: Timestamp,
    ) -> Result<(), StorageError> {
        let target = match finding.target {
            FindingTarget::Skill(id) => self.skill(view, id.0)?.as_mut().map(Target::Skill),
            FindingTarget::Project(id) => self.project(view, id.0)?.as_mut().map(Target::Project),
            FindingTarget::Constraint(id) => {
                self.constraint(view, id.0)?.as_mut().map(Target::Constraint)
            }
            FindingTarget::Direction => None,
        };
        profile::withdraw(finding, target, at);
        Ok(())
    }

    /// Store what is different now, and tell.
    pub(crate) fn put(self, view: &View<'_>, batch: &mut Batch) {
        self.skills.put(view, batch);
        self.projects.put(view, batch);
        self.constraints.put(view, batch);
        self.state.put(view, batch);
    }

    /// All skills, projects and constraints and the state, as they will be, without what was withdrawn.
    pub(crate) fn everything(&mut self, view: &View<'_>) -> Result<Everything, StorageError> {
        let mut all = Everything {
            skills: self.skills.overlaid(view)?,
            projects: self.projects.overlaid(view)?,
            constraints: self.constraints.overlaid(view)?,
            state: self.state(view)?.clone(),
        };
        all.skills.retain(|skill| !skill.withdrawn);
        all.projects.retain(|project| !project.withdrawn);
        all.constraints.retain(|constraint| !constraint.withdrawn);
        Ok(all)
    }
}

impl<R: Told + PartialEq> Shelf<R> {
    fn overlaid(&self, view: &View<'_>) -> Result<Vec<R>, StorageError> {
        let mut all: BTreeMap<Uuid, R> =
            view.all::<R>()?.into_iter().map(|record| (record.key(), record)).collect();
        for (id, (_, now)) in &self.records {
            if let Some(record) = now {
                all.insert(*id, record.clone());
            }
        }
        Ok(all.into_values().collect())
    }
}

/// A whole profile.
#[derive(Debug)]
pub(crate) struct Everything {
    /// Every skill.
    pub(crate) skills: Vec<Skill>,
    /// Every project.
    pub(crate) projects: Vec<Project>,
    /// Every constraint.
    pub(crate) constraints: Vec<Constraint>,
    /// Direction, dependants and hours.
    pub(crate) state: LifeState,
}
