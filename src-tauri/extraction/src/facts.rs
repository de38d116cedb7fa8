//! Numbers in an answer: how many people depend on the person, how many hours a week they work.

use crate::english::facts::{MANY, NOBODY, ONE, PAIRS};
use crate::{numbers::number_at, text::Text};

/// What the question was about, which decides how a bare number is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {
    /// Who depends on the person.
    Dependants,
    /// How many hours a week they work.
    WeeklyHours,
    /// Something else: only what is said in so many words counts.
    Other,
}

/// What an answer says.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Facts {
    /// People who depend on the person, 0 to 50.
    pub dependants: Option<u32>,
    /// Hours of work in a week, 0 to 168.
    pub weekly_hours: Option<f64>,
}

/// Reads the numbers in `text`, an answer to a question about `topic`.
pub fn facts(text: &str, topic: Topic) -> Facts {
    let text = Text::plain(text);
    Facts { dependants: dependants(&text, topic), weekly_hours: weekly_hours(&text, topic) }
}

fn dependants(text: &Text<'_>, topic: Topic) -> Option<u32> {
    if topic != Topic::Dependants && !says_depend(text) {
        return None;
    }
    let mut total = 0_u32;
    let mut seen = false;
    let mut seen_group = false;
    for index in 0..text.tokens.len() {
        if let Some((count, group)) = people_at(text, index) {
            if denied(text, index) {
                seen = true;
                continue;
            }
            // "Two kids, a boy and a girl" names the same two again.
            if seen_group && !group && total > 0 && detail(text, index) {
                continue;
            }
            seen = true;
            seen_group |= group;
            total = total.saturating_add(count);
        }
    }
    if seen {
        return Some(total.min(50));
    }
    if topic != Topic::Dependants {
        return None;
    }
    if text.tokens.iter().any(|token| NOBODY.contains(&token.lower.as_ref())) || just_me(text) {
        return Some(0);
    }
    (0..text.tokens.len()).find_map(|index| whole(number_at(text, index)?.0))
}

/// Whether the text speaks of dependants by itself.
fn says_depend(text: &Text<'_>) -> bool {
    let kin = ["kids", "children", "sons", "daughters"];
    (0..text.tokens.len()).any(|index| {
        let word = text.word(index);
        let have = ["have", "got", "raising", "i've"].contains(&word);
        word.starts_with("depend")
            || (have && (index + 1..index + 4).any(|after| kin.contains(&text.word(after))))
    })
}

fn just_me(text: &Text<'_>) -> bool {
    (0..text.tokens.len()).any(|index| {
        ["just", "only"].contains(&text.word(index))
            && ["me", "myself"].contains(&text.word(index + 1))
    }) || text.word(1) == "one" && text.word(0) == "no"
}

/// How many people the word at `index` stands for and whether it is a group.
fn people_at(text: &Text<'_>, index: usize) -> Option<(u32, bool)> {
    let word = text.word(index);
    let plain = word.strip_suffix("'s").unwrap_or(word);
    let counted = counted_before(text, index);
    if PAIRS.contains(&plain) {
        return Some((counted.unwrap_or(2), true));
    }
    if MANY.contains(&plain) {
        return Some((counted.unwrap_or(2), true));
    }
    if !ONE.contains(&plain) || ["one", "little", "person"].contains(&plain) && counted.is_none() {
        return None;
    }
    let whose = [
        "my", "a", "an", "our", "the", "and", "his", "her", "one", "old", "elderly", "disabled",
        "little", "younger", "older", "new", "both",
    ];
    let before = index.checked_sub(1).map_or("", |at| text.word(at));
    let stands = index == 0 || counted.is_some() || whose.contains(&before);
    (stands && plain != "one").then_some((1, false))
}

/// The number that stands before the noun at `index`, with up to two words between.
fn counted_before(text: &Text<'_>, index: usize) -> Option<u32> {
    (index.saturating_sub(3)..index).rev().find_map(|at| {
        let (value, length) = number_at(text, at)?;
        let between = at + length..index;
        let clean = between.clone().all(|place| {
            let word = text.word(place);
            !["and", "or", "year", "years", "hours", "my", "a", "the", "with"].contains(&word)
                && text.tokens[place].gap <= crate::text::Gap::Joint
        }) && text.tokens[index].gap <= crate::text::Gap::Joint;
        if clean { whole(value) } else { None }
    })
}

/// Whether the person at `index` is told in detail after a group: "a boy and a girl".
fn detail(text: &Text<'_>, index: usize) -> bool {
    ["boy", "girl", "son", "daughter", "baby", "toddler", "teenager"].contains(&text.word(index))
        || ["older", "younger", "oldest", "youngest", "eldest"]
            .contains(&text.word(index.saturating_sub(1)))
}

fn denied(text: &Text<'_>, index: usize) -> bool {
    (index.saturating_sub(3)..index).any(|at| {
        ["no", "not", "don't", "without", "haven't"].contains(&text.word(at))
            && (at + 1..=index).all(|between| text.tokens[between].gap < crate::text::Gap::Comma)
    })
}

fn whole(value: f64) -> Option<u32> {
    (0..=50_u32).find(|count| (f64::from(*count) - value).abs() < 1e-9)
}

fn weekly_hours(text: &Text<'_>, topic: Topic) -> Option<f64> {
    let asked = topic == Topic::WeeklyHours;
    let said = (0..text.tokens.len()).find_map(|index| said_at(text, index, asked));
    let said = said.or_else(|| if asked { plain_or_full_time(text) } else { None });
    said.filter(|hours| (0.0..=168.0).contains(hours))
}

/// "Forty-five hours a week", "three twelve-hour shifts", "nine hours a day, five days".
fn said_at(text: &Text<'_>, index: usize, asked: bool) -> Option<f64> {
    let (first, length) = number_at(text, index)?;
    let (value, unit) = range_at(text, first, index + length);
    if !["hours", "hour", "hrs", "h"].contains(&text.word(unit)) {
        return None;
    }
    if text.word(unit + 1).starts_with("shift") || text.word(unit + 1).starts_with("day") {
        let before =
            index.checked_sub(1).and_then(|at| number_at(text, at)).map(|(count, _)| count);
        let shifts = before.or_else(|| shifts_after(text, unit + 2))?;
        return (shifts <= 7.0).then_some(value * shifts);
    }
    let each = (unit + 1..unit + 4)
        .find(|at| ["week", "weekly", "day", "daily", "month", "wk"].contains(&text.word(*at)));
    match each.map(|at| text.word(at)) {
        Some("week" | "weekly" | "wk") => Some(value),
        Some("day" | "daily") => Some(value * days(text, unit).unwrap_or(5.0)),
        Some("month") => Some(value / 4.3),
        _ if asked => Some(value),
        _ => None,
    }
}

/// "Forty to fifty", "40-50": the middle, and where the words after it begin.
fn range_at(text: &Text<'_>, first: f64, after: usize) -> (f64, usize) {
    let joined = ["to", "or", "and"].contains(&text.word(after));
    let next = after + usize::from(joined);
    let tight = text.tokens.get(after).is_some_and(|token| token.gap == crate::text::Gap::Joint);
    match number_at(text, next) {
        Some((second, length)) if (joined || tight) && second > first => {
            (f64::midpoint(first, second), next + length)
        }
        _ => (first, after),
    }
}

fn shifts_after(text: &Text<'_>, from: usize) -> Option<f64> {
    (from..from + 4).find_map(|at| number_at(text, at)).map(|(count, _)| count)
}

fn days(text: &Text<'_>, from: usize) -> Option<f64> {
    (from..(from + 12).min(text.tokens.len())).find_map(|at| {
        let (count, length) = number_at(text, at)?;
        (text.word(at + length).starts_with("day") && count <= 7.0).then_some(count)
    })
}

fn plain_or_full_time(text: &Text<'_>) -> Option<f64> {
    let bare = (0..text.tokens.len()).find_map(|index| {
        let (first, length) = number_at(text, index)?;
        let (value, after) = range_at(text, first, index + length);
        let other = ["years", "year", "days", "kids", "children", "people", "shifts"];
        (value >= 4.0 && !other.contains(&text.word(after))).then_some(value)
    });
    bare.or_else(|| {
        (0..text.tokens.len()).find_map(|index| {
            (text.word(index) == "full" && text.word(index + 1) == "time").then_some(40.0)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{Topic, facts};

    #[test]
    fn people_who_depend_on_one_are_counted() {
        for (answer, count) in [
            ("Two kids and my mother", Some(3)),
            ("two kids and my mother.", Some(3)),
            ("Just me", Some(0)),
            ("Nobody really, I live alone.", Some(0)),
            ("No one.", Some(0)),
            ("I've got no kids.", Some(0)),
            ("My daughter, she's four.", Some(1)),
            ("A son and a daughter.", Some(2)),
            ("My two boys, and my mum since her stroke.", Some(3)),
            ("Two children, a boy and a girl", Some(2)),
            ("three", Some(3)),
            ("My parents", Some(2)),
            ("My wife and our little girl, she's six, so two of them.", Some(2)),
            ("There's my wife and our little girl. Two of them, I suppose.", Some(2)),
            ("Hard to say", None),
        ] {
            assert_eq!(facts(answer, Topic::Dependants).dependants, count, "{answer}");
        }
    }

    #[test]
    fn hours_of_work_are_understood_as_people_say_them() {
        for (answer, hours) in [
            ("About forty-five hours a week", Some(45.0)),
            ("37.5", Some(37.5)),
            ("Between 40 and 50 hours", Some(45.0)),
            ("40-50", Some(45.0)),
            ("Three twelve-hour shifts a week", Some(36.0)),
            ("Nine hours a day, six days a week", Some(54.0)),
            ("Full time", Some(40.0)),
            ("sixty or more", Some(60.0)),
            ("It depends", None),
        ] {
            assert_eq!(facts(answer, Topic::WeeklyHours).weekly_hours, hours, "{answer}");
        }
    }

    #[test]
    fn other_answers_give_only_what_they_say_in_so_many_words() {
        let said = facts("I have two kids and work 45 hours a week.", Topic::Other);
        assert_eq!((said.dependants, said.weekly_hours), (Some(2), Some(45.0)));
        let silent = facts("We were three on shift with 28 patients.", Topic::Other);
        assert_eq!((silent.dependants, silent.weekly_hours), (None, None));
    }

    #[test]
    fn one_answer_may_have_both() {
        let said = facts("My two boys. I do about 42 hours a week.", Topic::Dependants);
        assert_eq!((said.dependants, said.weekly_hours), (Some(2), Some(42.0)));
    }
}
