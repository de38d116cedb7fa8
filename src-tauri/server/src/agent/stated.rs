//! What an answer says by being the answer to its question, where no pattern of words shows it:
//! where the person wants to go, and that their work as a whole is what they rated.

use extraction::Found;
use interview::Topic;
use protocol::{ProjectId, UserId, records::FindingKind};

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
    let before = text.split(quote).next().unwrap_or_default();
    let start = u32::try_from(before.chars().count()).ok()?;
    let length = u32::try_from(quote.chars().count()).ok()?;
    named.then(|| Found::claim(kind, name, PROBABILITY, (start, start + length), quote))
}

/// The record of the work as a whole.
pub(super) fn work(user: UserId) -> ProjectId {
    ProjectId(profile::target_id(user, FindingKind::Project, &WORK.to_lowercase()))
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
    use super::finding;
    use interview::Topic;
    use protocol::records::FindingKind;

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
