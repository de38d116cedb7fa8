//! Numbers in an answer: how many people depend on the person, how many hours a week they work.

use crate::{dependants::dependants, text::Text, week::weekly_hours};

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
    fn unasked_only_ones_own_family_counts_as_dependants() {
        for (answer, count) in [
            ("I have thirty children in my class.", None),
            ("I've got eight kids in the nursery group, all under three.", None),
            ("I have two kids in each reading group.", None),
            ("It depends on the people on shift.", None),
            ("It depends on the kids.", None),
            ("The patients depend on me, twelve people a night.", None),
            ("Four people on my team depend on me.", None),
            ("My sister has three kids.", None),
            ("They have two children.", None),
            ("My colleagues have kids and I take their shifts.", None),
            ("I have two kids, both grown up and moved out.", None),
            ("I have kids.", None),
            ("I am raising money for three children's homes.", None),
            ("My kids don't depend on me any more.", None),
            ("I have three kids.", Some(3)),
            ("I've got two small kids, so nights are hard.", Some(2)),
            ("We have a son and a daughter.", Some(2)),
            ("I'm raising three children on my own.", Some(3)),
            ("Two kids and my mother depend on me.", Some(3)),
            ("My parents depend on me.", Some(2)),
            ("I have two dependants.", Some(2)),
            ("I work 60 hours a week, and I have four kids.", Some(4)),
        ] {
            assert_eq!(facts(answer, Topic::Other).dependants, count, "{answer}");
        }
    }

    #[test]
    fn whoever_is_denied_gone_or_of_others_is_not_counted() {
        for (answer, count) in [
            ("Nobody, the kids have left home", Some(0)),
            ("No one, my daughter has her own family now.", Some(0)),
            ("No, the kids have moved out.", Some(0)),
            ("Just me, the children are grown up.", Some(0)),
            ("Nobody except my mother.", Some(1)),
            ("The kids have left home, but my mother lives with me.", Some(1)),
            ("My sister has three kids, I have none.", Some(0)),
            ("My brother's kids, sometimes.", None),
            ("It depends on the people on shift.", None),
            ("I have thirty children in my class.", None),
            ("Thirty pupils, and at home my two sons.", Some(2)),
            ("There is no way to tell.", None),
            ("I am 45 and it is complicated.", None),
            ("My mother has dementia and needs me.", Some(1)),
            ("Four people.", Some(4)),
            ("My daughter is a student and I pay her rent.", Some(1)),
            ("My two sons take the bus to the nursery school.", Some(2)),
            ("My kids in class 3b, I would say.", None),
        ] {
            assert_eq!(facts(answer, Topic::Dependants).dependants, count, "{answer}");
        }
    }

    #[test]
    fn a_long_answer_is_read_in_time_that_grows_with_its_length() {
        for piece in
            ["my kids ", "my son and ", "kids ", "i have two kids and ", "I work 60 hours "]
        {
            let of = |length: usize| {
                let text = piece.repeat(length / piece.len());
                crate::text::looks::of(|| {
                    for topic in [Topic::Dependants, Topic::WeeklyHours, Topic::Other] {
                        let _ = facts(&text, topic);
                    }
                })
            };
            let (short, long) = (of(4_000), of(16_000));
            assert!(long <= short * 9 / 2 + 100, "{piece:?}: {short}, then {long}");
        }
    }

    #[test]
    fn only_ones_own_hours_count() {
        for (answer, unasked, asked) in [
            ("My manager works 60 hours a week.", None, None),
            ("My wife works 50 hours a week and I do 30 hours a week.", Some(30.0), Some(30.0)),
            ("He does 48 hours a week, I work 40 hours a week.", Some(40.0), Some(40.0)),
            ("The shop is open 70 hours a week.", None, None),
            ("I don't work 40 hours a week.", None, Some(40.0)),
            ("I would like to work 30 hours a week.", None, Some(30.0)),
            ("I used to work 60 hours a week.", None, Some(60.0)),
            ("I work 45 hours a week.", Some(45.0), Some(45.0)),
            ("I'm working about 50 hours a week.", Some(50.0), Some(50.0)),
        ] {
            assert_eq!(facts(answer, Topic::Other).weekly_hours, unasked, "{answer}");
            assert_eq!(facts(answer, Topic::WeeklyHours).weekly_hours, asked, "asked: {answer}");
        }
    }

    #[test]
    fn one_answer_may_have_both() {
        let said = facts("My two boys. I do about 42 hours a week.", Topic::Dependants);
        assert_eq!((said.dependants, said.weekly_hours), (Some(2), Some(42.0)));
    }
}
