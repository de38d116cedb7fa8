//! Tells whether the person says that their own life may be in danger, by who it is about: "I have
//! suicidal thoughts", and not "my patients' suicidal thoughts". In doubt it is the person.

use crate::{answer, bank::Cues};

/// The most words between how a person says they are and what it is.
const NEAR_STATE: usize = 2;
/// The most words between danger and whom or what it is about.
const NEAR_PERSON: usize = 40;

/// Whether `text` holds a sign of danger to the person who wrote it.
pub(crate) fn is_told(text: &str, cues: &Cues) -> bool {
    let words = Words::new(text);
    let harmless: Vec<(usize, usize)> =
        cues.harmless.iter().flat_map(|cue| words.places(cue)).collect();
    let told = |list: &[String], is_own: &dyn Fn((usize, usize)) -> bool| {
        let mut places = list.iter().flat_map(|cue| words.places(cue));
        places.any(|place| {
            let within = |(from, to): &(usize, usize)| *from <= place.0 && place.1 <= *to;
            !harmless.iter().any(within) && !words.is_of_a_home(place, cues) && is_own(place)
        })
    };
    told(&cues.crisis, &|_| true)
        || told(&cues.crisis_wishes, &|place| words.person_before(place, cues) != Person::Other)
        || told(&cues.crisis_words, &|place| words.is_own_word(place, cues))
}

/// Whether `text` may be said back: nothing in it is of danger, death, illness or the like.
pub(crate) fn is_calm(text: &str, cues: &Cues) -> bool {
    !answer::has(&answer::plain(text), &cues.heavy) && !is_told(text, cues)
}

/// Whom words are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Person {
    Own,
    Other,
    Unnamed,
}

/// The plain words of a text, each with the number of its clause.
struct Words(Vec<(String, usize)>);

impl Words {
    fn new(text: &str) -> Self {
        let ends = ['.', ',', ';', ':', '!', '?', '…', '—', '–', '(', ')', '\n'];
        let clauses = text.split(ends).map(answer::plain).enumerate();
        let words = clauses.flat_map(|(number, clause)| {
            let words: Vec<(String, usize)> =
                clause.split_whitespace().map(|word| (word.to_owned(), number)).collect();
            words
        });
        Self(words.collect())
    }

    /// Where `cue` stands: its first word and the one after it. A pause may stand inside.
    fn places(&self, cue: &str) -> Vec<(usize, usize)> {
        let length = cue.split(' ').count();
        let windows = self.0.windows(length).enumerate();
        windows
            .filter(|(_, window)| window.iter().map(|(word, _)| word.as_str()).eq(cue.split(' ')))
            .map(|(at, _)| (at, at + length))
            .collect()
    }

    /// Whether "live" and "living" at the end of the place are of where one lives: "in London".
    fn is_of_a_home(&self, (_, end): (usize, usize), cues: &Cues) -> bool {
        let word = |at: usize| self.0.get(at).map_or("", |(word, _)| word.as_str());
        let lives = end.checked_sub(1).is_some_and(|last| ["live", "living"].contains(&word(last)));
        lives && cues.life_places.iter().any(|place| place == word(end))
    }

    /// The nearest person named before the place in its clause.
    fn person_before(&self, (start, _): (usize, usize), cues: &Cues) -> Person {
        let clause = self.0.get(start).map(|(_, clause)| *clause);
        let mut before = self.0[..start].iter().rev().take(NEAR_PERSON);
        let found = before.find_map(|(word, number)| {
            if Some(*number) != clause {
                return Some(Person::Unnamed);
            }
            let is_in = |list: &[String]| list.iter().any(|entry| entry == word);
            if is_in(&cues.selves) {
                return Some(Person::Own);
            }
            is_in(&cues.crisis_others).then_some(Person::Other)
        });
        found.unwrap_or(Person::Unnamed)
    }

    /// Whether a word such as "suicide" is about the person: neither about someone else nor a
    /// matter that people work on or speak of.
    fn is_own_word(&self, place: (usize, usize), cues: &Cues) -> bool {
        let (start, end) = place;
        let word = |at: usize| self.0.get(at).map_or("", |(word, _)| word.as_str());
        let is_in = |list: &[String], at: usize| list.iter().any(|entry| entry == word(at));
        let before = start.checked_sub(1).map_or("", word);
        if is_in(&cues.crisis_others, end) || is_in(&cues.crisis_matters, end) && before != "my" {
            return false;
        }
        let clause = self.0.get(start).map(|(_, clause)| *clause);
        let matter = || {
            let around = start.saturating_sub(NEAR_PERSON)..end + NEAR_PERSON;
            let mut near = around.filter(|at| self.0.get(*at).map(|(_, of)| *of) == clause);
            near.any(|at| is_in(&cues.crisis_matters, at))
        };
        match self.person_before(place, cues) {
            Person::Own => !matter() || self.is_state(start, cues),
            Person::Other => false,
            Person::Unnamed => !matter() && !matches!(before, "a" | "the" | "another"),
        }
    }

    /// Whether right before `start` the person says how they are or what they think of.
    fn is_state(&self, start: usize, cues: &Cues) -> bool {
        let ends_at = |cue: &String, end: usize| {
            let length = cue.split(' ').count();
            let said = end.checked_sub(length).and_then(|from| self.0.get(from..end));
            said.is_some_and(|said| said.iter().map(|(word, _)| word.as_str()).eq(cue.split(' ')))
        };
        let ends = start.saturating_sub(NEAR_STATE)..=start;
        cues.crisis_states.iter().any(|cue| ends.clone().any(|end| ends_at(cue, end)))
    }
}

#[cfg(test)]
mod tests {
    use super::is_told;
    use crate::bank::language;

    #[test]
    fn danger_to_the_person_is_seen_in_many_words() {
        let missed: Vec<&str> = [
            "I have suicidal thoughts",
            "I've had suicidal thoughts since my wife left.",
            "Sometimes I want to take my life.",
            "I tried to take my own life last year",
            "I think about suicide a lot",
            "Suicide is on my mind these days.",
            "suicidal thoughts, mostly at night",
            "I'm suicidal",
            "I've been feeling suicidal",
            "I want to end it all",
            "They would be better off without me.",
            "Everyone is better off without me",
            "I hurt myself when it gets too much",
            "I'm going to kill myself",
            "Honestly I don't want to live any more",
            "I wish I was dead",
            "I wish I were dead.",
            "I don’t want to be here anymore",
            "There is no reason to live",
            "I have nothing to live for.",
            "Life is not worth living",
            "I just want to die",
            "It makes me want to die.",
            "I told my sister that I want to die",
            "I cut myself on purpose",
            "I've started self-harming again",
            "I want to harm myself",
            "As a nurse I see suicidal patients, and now I am suicidal too",
            "I rang the suicide helpline on Sunday",
            "I survived a suicide attempt in spring",
            "I took an overdose in March",
            "My suicide risk is high, the doctor says",
            "I could hang myself",
            "I'd rather be dead",
            "I can't live like this any more",
            "I'm tired of living",
            "I want it all to end",
            "I hope I never wake up",
            "I don't see the point in living",
            "I am tired of living.",
            "There is no point in living any more",
            "I don't want to live like this",
            "I have taken an overdose",
        ]
        .into_iter()
        .filter(|text| !is_told(text, &language("en").cues))
        .collect();
        assert!(missed.is_empty(), "{missed:#?}");
    }

    #[test]
    fn what_is_of_others_or_a_manner_of_speaking_is_no_danger() {
        let alarmed: Vec<&str> = [
            "I am a suicide prevention trainer",
            "My patients' suicidal thoughts are part of my day.",
            "I sat with a suicidal patient until morning",
            "This job is killing me",
            "I am dead tired after every shift",
            "I assess suicide risk in new patients.",
            "He was suicidal, so I drove him to the clinic",
            "I lost my brother to suicide",
            "I answer calls for a suicide hotline",
            "I work in suicide prevention",
            "I teach first aid for suicide at schools: a course of two days",
            "There was a suicide at the station and I stopped the trains",
            "Many of my patients want to die at home",
            "People who want to die need someone to listen",
            "In the end it all worked out",
            "I want to take my life in a new direction",
            "I shot myself in the foot with that plan",
            "I am cutting myself off from the group chat",
            "I threw myself into work",
            "Our deadline was murder and the boss wanted to kill the project",
            "I don't want to live in London any more",
            "There is no point in living so far from the shop",
            "I am tired of living with four people in two rooms",
            "I never wake up rested after a night shift",
            "Two patients took an overdose that night, and I stayed with both",
            "I wanted to die of embarrassment on that stage",
            "My teenagers drive me up the wall, I could kill for a coffee",
        ]
        .into_iter()
        .filter(|text| is_told(text, &language("en").cues))
        .collect();
        assert!(alarmed.is_empty(), "{alarmed:#?}");
    }
}
