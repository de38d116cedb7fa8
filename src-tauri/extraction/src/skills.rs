//! Skills: the lexicon's phrases that stand, in their context, for something the speaker can do.

use crate::{
    asked::Theme,
    context::Score,
    found::Found,
    items::{self, governed},
    level::level,
    lexicon::{LexiconSkill, Meaning},
    probability::{By, Weighed, seen},
    reading::Reading,
    scope::{Person, scope},
    signals::{Signals, signals},
    text::{Gap, looked},
    trie::{Match, Phrase},
    words::{IMAGINED, IN_ROLE, ING, NOT_IN_ROLE, PAST, QUALIFIED},
};
use protocol::records::{Category, EvidenceKind, FindingKind};
use std::ops::Range;

/// How many neighbours a word in a list can settle, one after the other.
const LIST_ROUNDS: usize = 3;

/// All skills found, not yet reduced to one of each, and the places of all that were meant,
/// whoever's they are.
pub(crate) fn skills(reading: &Reading<'_>) -> (Vec<Weighed>, Vec<Range<usize>>) {
    let said = reading.matches.iter();
    let mut candidates: Vec<Candidate<'_>> =
        said.filter_map(|found| Candidate::new(reading, found)).collect();
    let mut named: Vec<(Range<usize>, &LexiconSkill)> = Vec::new();
    // What a list settles may settle its neighbour in the list.
    for _ in 0..LIST_ROUNDS {
        named.clear();
        let meant = candidates.iter().filter(|one| !one.phrase.role && one.meant());
        named.extend(meant.map(|one| (one.found.range.clone(), one.skill)));
        let mut settled = true;
        for one in &mut candidates {
            let listed = listed(reading, one.found, one.skill, &named);
            settled &= one.listed == listed;
            one.listed = listed;
        }
        if settled {
            break;
        }
    }
    candidates.retain(Candidate::meant);
    let meant = candidates;
    let widest = |candidate: &&Candidate<'_>| {
        !near(&meant, candidate.found).any(|other| other.covers(candidate))
            && !near(&meant, candidate.found).any(|other| other.settles(candidate))
    };
    let found = meant.iter().filter(widest).filter_map(|candidate| candidate.judge(reading));
    let taken = meant.iter().map(|candidate| candidate.found.range.clone());
    (found.collect(), taken.collect())
}

/// A phrase of the lexicon in the text that means the skill unless its rule is against it.
struct Candidate<'a> {
    found: &'a Match,
    phrase: &'a Phrase,
    skill: &'a LexiconSkill,
    /// What speaks for an ambiguous word meaning the skill.
    score: Option<Score>,
    /// Whether it is an item of a list.
    item: bool,
    /// Whether it is one in an answer to a question for skills.
    answers: bool,
    /// Whether it stands in a list of skills.
    listed: bool,
}

/// Those that begin close to `found`; `all` is in the order of the text.
fn near<'a>(all: &'a [Candidate<'a>], found: &Match) -> impl Iterator<Item = &'a Candidate<'a>> {
    let from = all.partition_point(|other| other.found.range.start + 16 < found.range.start);
    let until = all.partition_point(|other| other.found.range.start <= found.range.start);
    looked(until - from);
    all[from..until].iter()
}

impl<'a> Candidate<'a> {
    /// What `found` may mean; `None` when it means no skill, or a role or a thing that the speaker
    /// does not claim.
    fn new(reading: &'a Reading<'_>, found: &'a Match) -> Option<Self> {
        let phrase = reading.lexicon.phrases.get(found.phrase)?;
        let Meaning::Skill(place) = phrase.meaning else { return None };
        let skill = reading.lexicon.skills.get(place)?;
        let item = items::listed(reading, &found.range);
        let answers = item && reading.asked == Theme::Skill && !reading.question.is_empty();
        let mut new = Self { found, phrase, skill, score: None, item, answers, listed: false };
        if phrase.role && !in_role(reading, &found.range) || phrase.thing && !new.claimed(reading) {
            return None;
        }
        if phrase.guarded {
            new.score = Some(skill.rule.score(&reading.text, &found.range, &reading.question));
        }
        Some(new)
    }

    fn meant(&self) -> bool {
        self.score.is_none_or(|score| score.holds(self.listed || self.answers))
    }

    /// Whether the speaker lays claim to the thing, or speaks of it when asked what they do.
    fn claimed(&self, reading: &Reading<'_>) -> bool {
        self.item || governed(reading, &self.found.range) || self.loose(reading)
    }

    /// Whether the thing stands in a statement of the speaker's who was asked what they do.
    fn loose(&self, reading: &Reading<'_>) -> bool {
        let range = &self.found.range;
        reading.asked == Theme::Skill
            && !reading.question.is_empty()
            && !self.item
            && !governed(reading, range)
            && scope(reading, range).person == Person::Own
    }

    /// Whether this one is longer and has all words of `other`, so that `other` is only a part.
    fn covers(&self, other: &Self) -> bool {
        let (mine, its) = (&self.found.range, &other.found.range);
        mine.start <= its.start && mine.end >= its.end && mine.len() > its.len()
    }

    /// Whether this one has the same words as `other` for a skill that comes first in the lexicon.
    fn settles(&self, other: &Self) -> bool {
        self.found.range == other.found.range && self.found.phrase < other.found.phrase
    }

    fn judge(&self, reading: &Reading<'_>) -> Option<Weighed> {
        let range = &self.found.range;
        let scope = scope(reading, range);
        if scope.negated || scope.wished || scope.person == Person::Other {
            return None;
        }
        if scope.long_past || unclaimed(reading, range, scope.person) {
            return None;
        }
        let signals = signals(reading, range, scope);
        let found = Found {
            category: Some(self.skill.category),
            normal: self.skill.normal.clone(),
            level: Some(level(&signals, self.phrase.role)),
            hours_per_week: signals.hours,
            evidence: if signals.story { EvidenceKind::Story } else { EvidenceKind::SelfClaim },
            ..reading.found(FindingKind::Skill, &self.skill.name, range)
        };
        Some(Weighed::new(found, self.signs(reading, &signals)).by(By::Phrase(self.found.phrase)))
    }

    fn signs(&self, reading: &Reading<'_>, signals: &Signals) -> Vec<&'static str> {
        let phrase = self.phrase;
        let long = phrase.keys.len() > 1;
        let item = self.item;
        let plain = !(phrase.deed || long || phrase.role || self.listed || phrase.verb);
        seen(&[
            (true, "skill"),
            (signals.own, "skill.own"),
            (signals.anybody, "skill.anybody"),
            (signals.deed, "skill.deed"),
            (signals.story, "skill.story"),
            (signals.years.is_some(), "skill.years"),
            (signals.strong, "skill.strong"),
            (signals.hedged, "skill.hedged"),
            (phrase.deed, "skill.phrase-deed"),
            (phrase.verb, "skill.phrase-verb"),
            (long, "skill.phrase-long"),
            (phrase.role, "skill.role"),
            (self.listed, "skill.listed"),
            (phrase.guarded, "skill.guarded"),
            (phrase.thing, "skill.thing"),
            (phrase.thing && self.loose(reading), "skill.thing-loose"),
            (self.found.soft > 0, "skill.stepped-over"),
            (item, "skill.item"),
            (reading.asked == Theme::Skill, "skill.asked"),
            (reading.asked == Theme::Skill && reading.what, "skill.asked-what"),
            (reading.asked == Theme::Story, "skill.asked-story"),
            (reading.asked == Theme::Constraint, "skill.asked-constraint"),
            // A noun that is only named somewhere: "a class that hates maths".
            (plain && !signals.used && !item, "skill.mentioned"),
        ])
    }
}

/// Whether a question for something else leaves a word that nobody is said to do without claim.
fn unclaimed(reading: &Reading<'_>, range: &Range<usize>, person: Person) -> bool {
    let own = person == Person::Own;
    match reading.asked {
        Theme::Direction => {
            let text = &reading.text;
            let clause = reading.clauses.around(range.start);
            let imagined = clause.clone().any(|index| text.is(index, IMAGINED));
            !own || imagined
        }
        Theme::Lacking | Theme::Others | Theme::Small | Theme::Past => !own,
        _ => false,
    }
}

/// Whether a skill of the same area stands next to `found` in a list.
fn listed(
    reading: &Reading<'_>,
    found: &Match,
    skill: &LexiconSkill,
    named: &[(Range<usize>, &LexiconSkill)],
) -> bool {
    let from = named.partition_point(|(range, _)| range.start + 12 < found.range.start);
    named[from..]
        .iter()
        .take_while(|(range, _)| range.start <= found.range.end + 3)
        .filter(|(_, other)| kin(other.category, skill.category) && other.normal != skill.normal)
        .any(|(range, _)| {
            joined(reading, range.end, found.range.start)
                || joined(reading, found.range.end, range.start)
        })
}

/// Whether skills of these areas are told in one list.
fn kin(one: Category, other: Category) -> bool {
    let tools = [
        Category::Technical,
        Category::Data,
        Category::Design,
        Category::Product,
        Category::Business,
    ];
    one == other || (tools.contains(&one) && tools.contains(&other))
}

/// Whether only a comma, a slash or "and" lies between the word before `end` and that at `start`,
/// with small words such as "a bit of".
fn joined(reading: &Reading<'_>, end: usize, start: usize) -> bool {
    let Some(token) = reading.text.tokens.get(start) else { return false };
    if start.checked_sub(end).is_none_or(|between| between > 4) {
        return false;
    }
    let light = ["and", "or", "plus", "with", "some", "a", "bit", "of", "little", "the", "my"];
    let words = (end..start).all(|index| light.contains(&reading.text.word(index)));
    let comma =
        start == end || (end..start).any(|index| light[..4].contains(&reading.text.word(index)));
    words && comma && (start > end || matches!(token.gap, Gap::Comma | Gap::Joint))
}

/// Whether the role named in `range` is the speaker's: "I'm a …", "as a …", or an answer that
/// begins with it.
fn in_role(reading: &Reading<'_>, range: &Range<usize>) -> bool {
    let text = &reading.text;
    let Some(first) = text.tokens.get(range.start) else { return false };
    if first.gap == Gap::Stop {
        let next = text.tokens.get(range.end);
        return next.is_none_or(|token| {
            token.gap > Gap::Space
                || ["on", "in", "at", "for", "by", "here", "since"].contains(&token.lower.as_ref())
        });
    }
    for index in (range.start.saturating_sub(6)..range.start).rev() {
        let inside = text.tokens.get(index + 1).is_some_and(|token| token.gap > Gap::Joint);
        if inside || text.is(index, NOT_IN_ROLE) {
            return false;
        }
        if text.is(index, IN_ROLE) {
            return true;
        }
        if text.is(index, PAST.or(ING)) && !text.is(index, QUALIFIED) {
            return false;
        }
    }
    false
}
