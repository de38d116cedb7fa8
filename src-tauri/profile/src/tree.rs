//! Which versions of a session's messages are shown. A message follows the one before it by ordinal
//! unless it says otherwise; those that follow the same message are versions of one another.

use std::{collections::BTreeSet, ops::RangeInclusive};

/// The messages of a session as a tree: ordinals from 1, a parent is always older than its children.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tree {
    /// The newest message; 0 for none.
    last: u64,
    /// Messages that do not follow the one before them: ordinal and what it follows, 0 for nothing.
    forks: BTreeSet<(u64, u64)>,
    /// Versions that are shown although newer ones exist.
    chosen: BTreeSet<u64>,
}

impl Tree {
    /// The messages up to `last`, with each that does not follow the one before it, as ordinal and
    /// what it follows; and the versions that were chosen.
    pub fn new(last: u64, forks: impl IntoIterator<Item = (u64, u64)>, chosen: &[u64]) -> Self {
        // Nothing follows a newer message, so that every walk comes to its end.
        let forks = forks.into_iter().filter(|(ordinal, follows)| follows < ordinal).collect();
        Self { last, forks, chosen: chosen.iter().copied().collect() }
    }

    /// Whether every message has but one version.
    pub fn is_line(&self) -> bool {
        self.forks.is_empty()
    }

    /// Add the next message.
    pub fn push(&mut self, ordinal: u64, follows: Option<u64>) {
        self.last = self.last.max(ordinal);
        self.forks.extend(follows.filter(|it| *it < ordinal).map(|it| (ordinal, it)));
    }

    /// What the next message, which is to follow `parent`, has to say about it.
    pub fn follows(next: u64, parent: u64) -> Option<u64> {
        (parent + 1 != next).then_some(parent)
    }

    /// What a message follows; 0 for nothing.
    pub fn parent(&self, ordinal: u64) -> u64 {
        self.fork(ordinal).unwrap_or(ordinal.saturating_sub(1))
    }

    /// All versions of a message, oldest first, itself among them.
    pub fn versions(&self, ordinal: u64) -> Vec<u64> {
        self.children(self.parent(ordinal))
    }

    /// Whether a message is shown.
    pub fn is_shown(&self, ordinal: u64) -> bool {
        self.is_line() || self.shown().iter().any(|part| part.contains(&ordinal))
    }

    /// The messages that are shown, as parts without a hole, oldest first.
    pub fn shown(&self) -> Vec<RangeInclusive<u64>> {
        self.child(0).map(|first| self.down(first)).unwrap_or_default()
    }

    /// How many messages are shown; `None` when every message has but one version.
    pub fn shown_count(&self) -> Option<u64> {
        let length = |part: &RangeInclusive<u64>| (part.end() + 1).saturating_sub(*part.start());
        (!self.is_line()).then(|| self.shown().iter().map(length).sum())
    }

    /// The last message that is shown; 0 for none.
    pub fn end(&self) -> u64 {
        self.shown().last().map_or(0, |part| *part.end())
    }

    /// The last message of what is or would be shown with `ordinal`.
    pub fn end_of(&self, ordinal: u64) -> u64 {
        self.down(ordinal).last().map_or(ordinal, |part| *part.end())
    }

    /// The messages from the first to `ordinal`, as parts without a hole, newest first.
    pub fn up(&self, ordinal: u64) -> Vec<RangeInclusive<u64>> {
        let mut parts = Vec::new();
        let mut end = ordinal;
        while end > 0 {
            let fork = self.forks.range(..=(end, u64::MAX)).next_back().copied();
            let (start, parent) = fork.unwrap_or((1, 0));
            parts.push(start..=end);
            end = parent;
        }
        parts
    }

    /// What is chosen once this version of a message is shown, and with it all it goes back to.
    pub fn showing(&self, ordinal: u64) -> Vec<u64> {
        self.leading_to(ordinal).into_iter().collect()
    }

    /// What is chosen once the newest of what follows `parent` is shown.
    pub fn showing_newest(&self, parent: u64) -> Vec<u64> {
        let versions = self.children(parent);
        let mut chosen = self.leading_to(parent);
        chosen.retain(|one| !versions.contains(one));
        chosen.into_iter().collect()
    }

    fn leading_to(&self, ordinal: u64) -> BTreeSet<u64> {
        let line = self.up(ordinal);
        let is_on_line = |child: &&u64| line.iter().any(|part| part.contains(child));
        let mut chosen = self.chosen.clone();
        for (_, parent) in &self.forks {
            let versions = self.children(*parent);
            if let Some(wanted) = versions.iter().find(is_on_line) {
                chosen.retain(|one| !versions.contains(one));
                chosen.extend((versions.last() != Some(wanted)).then_some(*wanted));
            }
        }
        chosen
    }

    fn fork(&self, ordinal: u64) -> Option<u64> {
        let mut found = self.forks.range((ordinal, 0)..=(ordinal, u64::MAX));
        found.next().map(|(_, follows)| *follows)
    }

    /// What follows a message, oldest first.
    fn children(&self, of: u64) -> Vec<u64> {
        let next = of + 1;
        let first = (next <= self.last && self.fork(next).is_none()).then_some(next);
        let others = self.forks.iter().filter(|(_, follows)| *follows == of).map(|(it, _)| *it);
        first.into_iter().chain(others).collect()
    }

    /// Of what follows a message, the version that is shown.
    fn child(&self, of: u64) -> Option<u64> {
        let children = self.children(of);
        let chosen = children.iter().rfind(|child| self.chosen.contains(child));
        chosen.or(children.last()).copied()
    }

    /// From `from` on along what is shown, as parts without a hole.
    fn down(&self, from: u64) -> Vec<RangeInclusive<u64>> {
        let (mut parts, mut next) = (Vec::new(), Some(from));
        while let Some(start) = next {
            let end = self.straight(start);
            parts.push(start..=end);
            next = self.child(end);
        }
        parts
    }

    /// The first message from `start` on after which there is a choice, or none that is next.
    fn straight(&self, start: u64) -> u64 {
        let after = self.forks.range((start + 1, 0)..).next();
        let end = after.map_or(self.last, |(ordinal, _)| ordinal - 1).max(start);
        let parents = self.forks.iter().map(|(_, follows)| *follows);
        parents.filter(|it| (start..end).contains(it)).min().unwrap_or(end)
    }
}
