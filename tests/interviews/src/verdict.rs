//! What must hold in every interview, and the figures that show it.

use crate::{
    asked::Asked,
    conversation::{Exchange, Interview},
    persona::Closed,
};
use protocol::records::EscapeIndex;
use std::{collections::BTreeSet, fmt};

/// The most answers an interview takes.
const MOST_ANSWERS: usize = 40;
/// At least this many of ten questions quote the person.
const LEAST_QUOTING: usize = 3;

/// The fewest characters of a quote.
const SHORTEST_QUOTE: usize = 3;
/// Fewer answers are no interview.
const LEAST_ANSWERS: usize = 8;

/// An interview in numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
    /// Answers given.
    pub answers: usize,
    /// Messages with a question, the first one included.
    pub questions: usize,
    /// How many of them have words of the person between quotation marks.
    pub quoting: usize,
    /// Findings the person confirmed, of how many.
    pub confirmed: (u32, u32),
    /// Widths of η's interval after the third answer and at the end.
    pub widths: (f64, f64),
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { answers, questions, quoting, confirmed, widths } = self;
        let percent = quoting * 100 / questions.max(&1);
        write!(
            f,
            "{answers} answers, {percent} % of questions quote, {} of {} findings confirmed, \
             interval {:.2} after three answers and {:.2} at the end",
            confirmed.0, confirmed.1, widths.0, widths.1
        )
    }
}

/// The numbers of an interview.
pub fn figures(interview: &Interview) -> Figures {
    let width = |index: &EscapeIndex| index.high - index.low;
    let widths = interview.intervals().map(|(early, end)| (width(early), width(end)));
    let exchanges = &interview.exchanges;
    let quoting = (0..exchanges.len()).filter(|at| quotes(exchanges, *at)).count();
    Figures {
        answers: exchanges.len(),
        questions: exchanges.len(),
        quoting,
        confirmed: (interview.summary.confirmed, interview.summary.suggested),
        widths: widths.unwrap_or_default(),
    }
}

/// Whether the question has words between quotation marks that the person said before it, and not only
/// a letter of them.
fn quotes(exchanges: &[Exchange], at: usize) -> bool {
    let quoted = exchanges[at].message.split('“').skip(1);
    let mut quoted = quoted.filter_map(|rest| rest.split_once('”').map(|(quote, _)| quote));
    quoted.any(|quote| {
        quote.chars().count() >= SHORTEST_QUOTE
            && exchanges[..at].iter().any(|one| one.said.text.contains(quote))
    })
}

/// Everything that should hold and does not, in words; empty for a good interview.
pub fn faults(interview: &Interview) -> Vec<String> {
    let figures = figures(interview);
    let mut faults = repeats(interview);
    faults.extend(closed(interview));
    for (at, exchange) in interview.exchanges.iter().enumerate() {
        if exchange.asked.is_none() {
            faults.push(format!("{}: this asks nothing: {}", at + 1, exchange.message));
        }
    }
    if figures.quoting * 10 < figures.questions * LEAST_QUOTING {
        faults.push(format!("{} of {} questions quote", figures.quoting, figures.questions));
    }
    if !interview.ended || figures.answers > MOST_ANSWERS {
        faults.push(format!("no end by itself after {} answers", figures.answers));
    }
    if usize::try_from(interview.summary.answers).ok() != Some(figures.answers) {
        faults.push(format!("the summary has {} answers", interview.summary.answers));
    }
    if figures.answers < LEAST_ANSWERS {
        faults.push(format!("it ended after {} answers", figures.answers));
    }
    let (early, end) = figures.widths;
    if !interview.persona.hard && (end * 2.0 > early || early <= 0.0) {
        faults.push(format!("the interval was {early:.3} wide early and is {end:.3} at the end"));
    }
    faults
}

/// Wordings that come twice: whole messages, and the phrasings of questions whatever they name.
fn repeats(interview: &Interview) -> Vec<String> {
    let messages = interview.exchanges.iter().map(|exchange| exchange.message.as_str());
    let asked = interview.exchanges.iter().filter_map(|exchange| exchange.asked.as_ref());
    let messages: Vec<&str> = messages.chain([interview.closing.as_str()]).collect();
    let phrasings: Vec<&str> = asked.map(|asked| asked.phrasing.as_str()).collect();
    [messages, phrasings].into_iter().flat_map(twice).map(|text| format!("twice: {text}")).collect()
}

fn twice(texts: Vec<&str>) -> Vec<&str> {
    let mut seen = BTreeSet::new();
    texts.into_iter().filter(|text| !seen.insert(*text)).collect()
}

/// Questions about what was answered or declined before.
fn closed(interview: &Interview) -> Vec<String> {
    let mut closed: Vec<Closed> = Vec::new();
    let mut over: Vec<(String, String)> = Vec::new();
    let mut faults = Vec::new();
    let mut story = String::new();
    for (at, exchange) in interview.exchanges.iter().enumerate() {
        let Some(asked) = &exchange.asked else { continue };
        let is_part = asked.key.starts_with("story.");
        if !is_part {
            story = format!("{} {}", asked.key, asked.name);
        }
        // Parts belong to the story under way, so they are closed under its name.
        let named =
            if is_part { Asked { name: story.clone(), ..asked.clone() } } else { asked.clone() };
        let answered = over.iter().any(|(key, name)| (key, name) == (&named.key, &named.name));
        if answered || closed.iter().any(|closed| closed.covers(&named)) {
            let place = at + 1;
            faults.push(format!("{place}: answered or declined before: {}", exchange.message));
        }
        closed.extend(exchange.said.closes.clone());
        if !exchange.said.asks {
            over.push((named.key, named.name));
        }
    }
    faults
}
