//! What an answer says by being the answer to its question, where no pattern of words shows it:
//! where the person wants to go, that their work as a whole is what they rated, and that a story is
//! about the skill they were asked for.

use extraction::Found;
use interview::Topic;
use protocol::{
    ProjectId, UserId,
    records::{EvidenceKind, Finding, FindingKind, Skill},
};

/// The project that stands for the work as a whole, where no other is known.
const WORK: &str = "Current work";
/// The chance that such a finding is right. It waits for the person's word even where likelier ones
/// do not.
const PROBABILITY: f64 = 0.7;
/// The longest quote, and the shortest and longest that name a direction, in characters.
const QUOTE: usize = 120;
const NAME: std::ops::RangeInclusive<usize> = 12..=80;

/// What `text` states in answer to `topic` besides what was `found` in it.
pub(super) fn finding(topic: Topic, text: &str, found: &[Found]) -> Option<Found> {
    let quote = first_sentence(text)?;
    let has = |kind| found.iter().any(|one| one.kind == kind);
    let (kind, name) = match topic {
        Topic::WorkFit if interview::alignment(text).is_some() => (FindingKind::Project, WORK),
        Topic::Direction if !has(FindingKind::Direction) && interview::tells(text) => {
            (FindingKind::Direction, quote)
        }
        _ => return None,
    };
    let named = kind == FindingKind::Project || NAME.contains(&name.chars().count());
    let place = place(text, quote)?;
    named.then(|| Found::claim(kind, name, PROBABILITY, place, quote))
}

/// That `text`, the answer to a question for a story about `skill`, shows it, where nothing of it
/// was `found`.
pub(super) fn story(skill: &Skill, text: &str, found: &[Found]) -> Option<Found> {
    let normal = extraction::Extractor::builtin().lexicon().normal(&skill.name);
    if found.iter().any(|one| one.kind == FindingKind::Skill && one.normal == normal) {
        return None;
    }
    let quote = interview::deed(text)?;
    let place = place(text, quote)?;
    Some(Found {
        normal,
        category: Some(skill.category),
        evidence: EvidenceKind::Story,
        ..Found::claim(FindingKind::Skill, &skill.name, PROBABILITY, place, quote)
    })
}

/// Whether a finding may be one that an answer stated by being the answer to its question.
pub(super) fn may_be(finding: &Finding) -> bool {
    let is_so = match finding.kind {
        FindingKind::Skill => finding.evidence == EvidenceKind::Story,
        FindingKind::Project => finding.name == WORK,
        FindingKind::Direction => true,
        FindingKind::Constraint => false,
    };
    is_so && (finding.probability - PROBABILITY).abs() < f64::EPSILON
}

/// The record of the work as a whole.
pub(super) fn work(user: UserId) -> ProjectId {
    ProjectId(profile::target_id(user, FindingKind::Project, &WORK.to_lowercase()))
}

/// Where `quote` first stands in `text`, in scalar values.
fn place(text: &str, quote: &str) -> Option<(u32, u32)> {
    let before = text.split(quote).next().unwrap_or_default();
    let start = u32::try_from(before.chars().count()).ok()?;
    let length = u32::try_from(quote.chars().count()).ok()?;
    Some((start, start + length))
}

/// The first sentence without its end, or as much of it as is quoted.
fn first_sentence(text: &str) -> Option<&str> {
    let sentence =
        text.split(['.', '!', '?', '\n']).map(str::trim).find(|part| !part.is_empty())?;
    let end = sentence.char_indices().nth(QUOTE).map_or(sentence.len(), |(at, _)| at);
    Some(sentence[..end].trim_end())
}

#[cfg(test)]
mod tests {
    use super::{finding, story};
    use interview::Topic;
    use protocol::{
        SkillId, Timestamp,
        records::{Category, EvidenceKind, FindingKind, Skill, SkillStatus},
    };
    use uuid::Uuid;

    fn skill(name: &str) -> Skill {
        Skill {
            id: SkillId(Uuid::nil()),
            version: 1,
            name: name.to_owned(),
            category: Category::Health,
            status: SkillStatus::Confirmed,
            level: None,
            hours_per_week: None,
            by_hand: false,
            before_edit: None,
            confirmed_at: None,
            last_used_at: None,
            evidence: Vec::new(),
            withdrawn: false,
            created_at: Timestamp::UNIX_EPOCH,
            updated_at: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_story_that_was_asked_for_shows_its_skill_in_the_persons_own_words() {
        let text = "The ankle was thick on one side. I measured it two days running, wrote it \
            down and rang the doctor until he came. It was a clot, and she was there in time.";
        let found = story(&skill("Wound care"), text, &[]).expect("it tells a deed");
        assert_eq!((found.kind, found.evidence), (FindingKind::Skill, EvidenceKind::Story));
        assert_eq!((found.normal.as_str(), found.category), ("wound care", Some(Category::Health)));
        let words = |from, until| text.chars().skip(from).take(until - from).collect::<String>();
        let place = |at: u32| usize::try_from(at).expect("short");
        assert_eq!(words(place(found.start), place(found.end)), found.quote);
        assert!(found.quote.starts_with("I measured it"), "{}", found.quote);
        assert!(story(&skill("Wound care"), text, &[found]).is_none(), "found already");
        for silent in ["No idea.", "I'd rather not say.", "I dress wounds every day.", "Twice."] {
            assert!(story(&skill("Wound care"), silent, &[]).is_none(), "{silent}");
        }
    }

    #[test]
    fn a_direction_is_what_was_said_to_the_question_for_it() {
        let text = "In two years I live from my own product. A small one.";
        let found = finding(Topic::Direction, text, &[]).expect("it says where to go");
        assert_eq!(found.kind, FindingKind::Direction);
        assert_eq!(found.quote, "In two years I live from my own product");
        assert_eq!((found.start, found.end), (0, 39));
        assert!(finding(Topic::Direction, text, &[found]).is_none(), "found already");
        for silent in ["", "No idea.", "I'd rather not say", "?", "Further up."] {
            assert!(finding(Topic::Direction, silent, &[]).is_none(), "{silent}");
        }
    }

    #[test]
    fn a_rated_work_is_a_project_and_an_unrated_one_is_none() {
        let found = finding(Topic::WorkFit, "… 7, I would say", &[]).expect("it is rated");
        assert_eq!((found.kind, found.name.as_str()), (FindingKind::Project, "Current work"));
        assert_eq!(found.quote, "… 7, I would say");
        assert!(finding(Topic::WorkFit, "I'd rather not say", &[]).is_none());
        assert!(finding(Topic::Role, "7", &[]).is_none());
    }
}
