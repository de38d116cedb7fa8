//! Eyes and hands in the page: elements by their `data-testid`, clicks and keys as `WebDriver`
//! gives them. Scripts only read.

use crate::until;
use anyhow::{Context, Result, ensure};
use fantoccini::{Client, Locator, elements::Element};
use serde_json::Value;

/// The page.
#[derive(Debug)]
pub struct Screen {
    client: Client,
}

/// The selector of a test id.
pub fn by(id: &str) -> String {
    format!("[data-testid=\"{id}\"]")
}

impl Screen {
    pub(crate) fn new(client: Client) -> Self {
        Self { client }
    }

    /// `WebDriver` itself.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The first displayed element with this id, as soon as there is one.
    pub async fn see(&self, id: &str) -> Result<Element> {
        self.find(&by(id)).await
    }

    /// The first displayed element of a selector, as soon as there is one.
    pub async fn find(&self, selector: &str) -> Result<Element> {
        until(&format!("{selector} on the screen"), async || {
            for element in self.client.find_all(Locator::Css(selector)).await? {
                if element.is_displayed().await? {
                    return Ok(Some(element));
                }
            }
            Ok(None)
        })
        .await
    }

    /// Waits until nothing has this id.
    pub async fn gone(&self, id: &str) -> Result<()> {
        until(&format!("the end of {id}"), async || {
            Ok(self.client.find_all(Locator::Css(&by(id))).await?.is_empty().then_some(()))
        })
        .await
    }

    /// How many elements a selector has now.
    pub async fn count(&self, selector: &str) -> Result<usize> {
        Ok(self.client.find_all(Locator::Css(selector)).await?.len())
    }

    /// Waits until a selector has exactly this many elements.
    pub async fn counts(&self, selector: &str, number: usize) -> Result<()> {
        let what = format!("{number} of {selector}");
        until(&what, async || Ok((self.count(selector).await? == number).then_some(()))).await
    }

    /// Clicks the first displayed element with this id, as soon as that works.
    pub async fn click(&self, id: &str) -> Result<()> {
        self.click_on(&by(id)).await
    }

    /// Clicks the first displayed element of a selector, as soon as that works.
    pub async fn click_on(&self, selector: &str) -> Result<()> {
        until(&format!("a click on {selector}"), async || {
            self.find(selector).await?.click().await?;
            Ok(Some(()))
        })
        .await
    }

    /// Types into an element.
    pub async fn type_into(&self, id: &str, text: &str) -> Result<()> {
        Ok(self.see(id).await?.send_keys(text).await?)
    }

    /// The words of an element, as soon as it has some.
    pub async fn text(&self, id: &str) -> Result<String> {
        until(&format!("words in {id}"), async || {
            let text = self.see(id).await?.text().await?;
            Ok((!text.trim().is_empty()).then_some(text))
        })
        .await
    }

    /// An attribute of an element.
    pub async fn attribute(&self, id: &str, name: &str) -> Result<String> {
        let value = self.see(id).await?.attr(name).await?;
        value.with_context(|| format!("{id} has no {name}"))
    }

    /// Waits until an attribute has this value.
    pub async fn has(&self, id: &str, name: &str, value: &str) -> Result<()> {
        until(&format!("{id} with {name} {value}"), async || {
            Ok((self.attribute(id, name).await? == value).then_some(()))
        })
        .await
    }

    /// What an expression of the page says now.
    pub async fn ask(&self, expression: &str) -> Result<Value> {
        Ok(self.client.execute(&format!("return ({expression})"), Vec::new()).await?)
    }

    /// Waits until an expression is neither false, null, zero nor empty, and gives it.
    pub async fn holds(&self, expression: &str) -> Result<Value> {
        until(expression, async || {
            let value = self.ask(expression).await?;
            let empty = value.is_null()
                || value == Value::Bool(false)
                || value == 0
                || value.as_str().is_some_and(str::is_empty);
            Ok((!empty).then_some(value))
        })
        .await
    }

    /// Waits for the whole page: the layout and a live connection.
    pub async fn live(&self) -> Result<()> {
        self.has("link-status", "data-state", "ready").await
    }

    /// Fails when the page wrote an error or a warning to its console. Listening starts with
    /// [`Screen::listen`].
    pub async fn quiet(&self) -> Result<()> {
        let said = self.ask("(window.__said || []).join('\\n')").await?;
        let said = said.as_str().unwrap_or_default();
        ensure!(said.is_empty(), "the console says:\n{said}");
        Ok(())
    }

    /// Keeps what the page writes to its console as errors and warnings from now on.
    pub async fn listen(&self) -> Result<()> {
        const LISTEN: &str = "if (!window.__said) { window.__said = []; \
            for (const level of ['error', 'warn']) { const before = console[level]; \
            console[level] = (...words) => { window.__said.push(level + ': ' + words.map(String)\
            .join(' ')); before.apply(console, words); }; } \
            window.addEventListener('error', (e) => window.__said.push('error: ' + e.message)); \
            window.addEventListener('unhandledrejection', (e) => \
            window.__said.push('rejection: ' + String(e.reason))); }";
        self.client.execute(LISTEN, Vec::new()).await?;
        Ok(())
    }

    /// Keeps, from now on, for every reply that is painted while it streams, which findings were
    /// on the screen before it was complete. Read with [`Screen::painted_early`].
    pub async fn watch_findings(&self) -> Result<()> {
        const WATCH: &str = "if (!window.__early) { window.__early = {}; const look = () => { \
            const reply = document.querySelector('[data-testid=\"streaming\"]'); if (!reply) return; \
            for (const card of document.querySelectorAll('[data-testid=\"finding\"]')) { \
            if (card.getClientRects().length) (window.__early[card.dataset.findingId] ??= \
            reply.dataset.jobId); } }; \
            new MutationObserver(() => requestAnimationFrame(look)).observe(document.body, \
            { childList: true, subtree: true, characterData: true }); look(); }";
        self.client.execute(WATCH, Vec::new()).await?;
        Ok(())
    }

    /// The findings that were painted while a reply was still streaming.
    pub async fn painted_early(&self) -> Result<Vec<String>> {
        let seen = self.ask("Object.keys(window.__early || {})").await?;
        Ok(serde_json::from_value(seen)?)
    }
}
