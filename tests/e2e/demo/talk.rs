//! The interview as a person goes through it: typing, sending, deciding, looking around.

use anyhow::{Context, Result};
use e2e::{Screen, screen::by, until};
use fantoccini::{Locator, elements::Element, key::Key};
use serde_json::Value;
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// Every so many findings one is rejected.
const REJECT_EACH: usize = 7;

/// A finding as it stood on the screen before it was decided.
#[derive(Debug)]
pub(crate) struct Card {
    /// Its id.
    pub(crate) id: String,
    /// Its quote.
    pub(crate) quote: String,
}

/// What was to be seen.
#[derive(Debug)]
pub(crate) struct Seen {
    /// Answers, as the summary counts them.
    pub(crate) answers: usize,
    /// Findings in the panel at the end, by decision.
    pub(crate) decisions: BTreeMap<String, usize>,
    /// The cards as they appeared.
    pub(crate) cards: Vec<Card>,
    /// The findings painted while a reply was streaming, with that reply's job.
    pub(crate) early: BTreeMap<String, String>,
    /// η on the dashboard before anything was decided.
    pub(crate) eta_before: f64,
    /// η on the dashboard at the end.
    pub(crate) eta_after: f64,
    /// The regime's name at the end.
    pub(crate) regime: String,
}

/// An interview going on.
pub(crate) struct Talk<'a> {
    screen: &'a Screen,
    folder: PathBuf,
    cards: Vec<Card>,
    early: BTreeMap<String, String>,
    pictures: usize,
}

impl<'a> Talk<'a> {
    pub(crate) async fn new(screen: &'a Screen, folder: &Path) -> Result<Self> {
        screen.see("welcome-question").await?;
        screen.listen().await?;
        screen.watch_findings().await?;
        Ok(Self {
            screen,
            folder: folder.to_owned(),
            cards: Vec::new(),
            early: BTreeMap::new(),
            pictures: 0,
        })
    }

    async fn picture(&mut self, name: &str) -> Result<()> {
        self.pictures += 1;
        let path = self.folder.join(format!("{:02}-{name}.png", self.pictures));
        // What the page holds is on the screen two frames later.
        let frames = "requestAnimationFrame(() => requestAnimationFrame(arguments[0]))";
        self.screen.client().execute_async(frames, Vec::new()).await?;
        fs::write(path, self.screen.client().screenshot().await?)?;
        Ok(())
    }

    /// Answers the first question, looks at the dashboard, and decides what was found. Gives η as
    /// it was before.
    pub(crate) async fn begin(&mut self, answer: &str) -> Result<f64> {
        self.picture("welcome").await?;
        self.screen.type_into("welcome-answer", answer).await?;
        self.screen.click("welcome-send").await?;
        self.screen.see("interview").await?;
        self.reply_after("").await?;
        self.picture("first-reply").await?;
        self.screen.click("nav-dashboard").await?;
        let before = self.eta().await?;
        self.picture("dashboard-before").await?;
        self.screen.click("nav-interview").await?;
        self.decide().await?;
        Ok(before)
    }

    /// Answers the open question with Enter, and decides what was found.
    pub(crate) async fn answer(&mut self, answer: &str) -> Result<()> {
        let last = self.last_message().await?;
        self.screen.type_into("composer", answer).await?;
        self.screen.type_into("composer", &Key::Enter.to_string()).await?;
        if self.pictures == 3 {
            self.screen.see("streaming").await?;
            self.picture("streaming").await?;
        }
        self.reply_after(&last).await?;
        self.decide().await
    }

    async fn last_message(&self) -> Result<String> {
        let last = "[...document.querySelectorAll('[data-testid=message]')].at(-1)\
                    ?.dataset.messageId ?? ''";
        Ok(self.screen.ask(last).await?.as_str().unwrap_or_default().to_owned())
    }

    /// Waits until a reply is there that is not the message `last`.
    async fn reply_after(&mut self, last: &str) -> Result<()> {
        let there = format!(
            "(() => {{ const last = [...document.querySelectorAll('[data-testid=message]')].at(-1);\
             return !document.querySelector('[data-testid=streaming]') && \
             last?.dataset.role === 'assistant' && last.dataset.messageId !== '{last}' && \
             document.querySelectorAll('[data-testid=message][data-role=user]').length > 0; }})()"
        );
        self.screen.holds(&there).await?;
        let early = self.screen.ask("window.__early || {}").await?;
        self.early.extend(serde_json::from_value::<BTreeMap<String, String>>(early)?);
        Ok(())
    }

    /// The cards that wait for a word.
    async fn open_cards(&self) -> Result<Vec<Element>> {
        let open = format!("{}[data-decision=suggested]", by("finding"));
        Ok(self.screen.client().find_all(Locator::Css(&open)).await?)
    }

    /// Decides every open card: most are confirmed by click or Enter, some rejected by key, and the
    /// first of all is taken back once.
    async fn decide(&mut self) -> Result<()> {
        while let Some(card) = self.open_cards().await?.first() {
            let id = card.attr("data-finding-id").await?.context("a card has an id")?;
            let quote = card.find(Locator::Css(&by("finding-quote"))).await?;
            let quote = quote.prop("textContent").await?.unwrap_or_default();
            let number = self.cards.len() + 1;
            self.cards.push(Card { id: id.clone(), quote });
            if number.is_multiple_of(REJECT_EACH) {
                self.press(&id, "x").await?;
                self.stands(&id, "rejected").await?;
            } else if number.is_multiple_of(2) {
                self.press(&id, &Key::Enter.to_string()).await?;
                self.stands(&id, "confirmed").await?;
            } else {
                self.confirm(&id).await?;
            }
            if number == 1 {
                self.screen.click_on(&within(&id, "finding-undo")).await?;
                self.stands(&id, "suggested").await?;
                self.confirm(&id).await?;
            }
        }
        Ok(())
    }

    async fn confirm(&self, id: &str) -> Result<()> {
        // A key without effect brings the card into view, as scrolling would.
        self.press(id, &Key::Shift.to_string()).await?;
        self.screen.click_on(&within(id, "finding-confirm")).await?;
        self.stands(id, "confirmed").await
    }

    async fn press(&self, id: &str, key: &str) -> Result<()> {
        let card = self.screen.find(&format!("[data-finding-id=\"{id}\"]")).await?;
        Ok(card.send_keys(key).await?)
    }

    async fn stands(&self, id: &str, decision: &str) -> Result<()> {
        let card = format!("[data-finding-id=\"{id}\"][data-decision={decision}]");
        self.screen.find(&card).await.map(|_| ())
    }

    /// η as the dashboard shows it.
    async fn eta(&self) -> Result<f64> {
        let shown = self.screen.attribute("eta-value", "data-eta").await?;
        shown.parse().with_context(|| format!("η is shown as {shown}"))
    }

    /// Finishes the session and gathers what the screen says.
    pub(crate) async fn end(&mut self, eta_before: f64) -> Result<Seen> {
        self.picture("findings").await?;
        let decisions = "[...document.querySelectorAll('[data-testid=finding]')].reduce((all, one) \
             => ({ ...all, [one.dataset.decision]: (all[one.dataset.decision] ?? 0) + 1 }), {})";
        let decisions: BTreeMap<String, usize> =
            serde_json::from_value(self.screen.ask(decisions).await?)?;
        self.screen.click("finish").await?;
        self.screen.click("finish-confirm").await?;
        let answers = self.screen.text("summary-answers").await?;
        self.screen.gone("finish-confirm").await?;
        self.picture("summary").await?;
        self.screen.click("nav-dashboard").await?;
        let regime = self.screen.attribute("eta-regime", "data-regime").await?;
        // η follows the last decision within moments; it is read once it has come to rest.
        let eta_after = self.resting_eta().await?;
        self.picture("dashboard-after").await?;
        Ok(Seen {
            answers: answers.parse().with_context(|| format!("{answers} answers"))?,
            decisions,
            cards: std::mem::take(&mut self.cards),
            early: std::mem::take(&mut self.early),
            eta_before,
            eta_after,
            regime,
        })
    }

    async fn resting_eta(&self) -> Result<f64> {
        let mut last = Value::Null;
        until("η at rest", async || {
            let now = Value::from(self.eta().await?);
            let rests = now == last;
            last = now.clone();
            Ok(if rests { now.as_f64() } else { None })
        })
        .await
    }

    /// Looks at the other screens, in the dark and in a narrow window.
    pub(crate) async fn tour(&mut self) -> Result<()> {
        self.screen.click("nav-skills").await?;
        self.screen.click("skill-row").await?;
        self.screen.see("evidence-quote").await?;
        self.picture("skills").await?;
        self.screen.click("nav-settings").await?;
        self.screen.click("theme-dark").await?;
        self.screen.find("html[data-theme=dark]").await?;
        self.picture("settings-dark").await?;
        self.screen.click("nav-dashboard").await?;
        self.screen.see("eta-value").await?;
        self.picture("dashboard-dark").await?;
        self.screen.click("nav-interview").await?;
        self.screen.see("interview").await?;
        self.picture("interview-dark").await?;
        self.screen.client().set_window_rect(0, 0, 400, 800).await?;
        let fits = "window.innerWidth < 420 && document.querySelector('[data-testid=interview]') \
             .getBoundingClientRect().right <= window.innerWidth";
        self.screen.holds(fits).await?;
        self.picture("interview-narrow").await?;
        Ok(())
    }
}

/// The selector of a part of a finding's card.
fn within(id: &str, part: &str) -> String {
    format!("[data-finding-id=\"{id}\"] {}", by(part))
}
