//! A session that is read again by a model chosen since: what it adds is shown first, and what was
//! decided stays.

use anyhow::{Result, ensure};
use e2e::{Desktop, Surroundings, With, until};
use serde_json::json;
use testkit::{Behaviour, ModelServer};

const ANSWER: &str = "I bake sourdough bread, and the neighbours bring me their clocks.";
const QUOTE: &str = "the neighbours bring me their clocks";

/// A model that finds one skill more in the answer, and one that nobody spoke of.
async fn model() -> ModelServer {
    let server = ModelServer::start(Behaviour::Says(String::from("**And then?**"))).await;
    let claim = |name: &str, quote: &str| json!({ "kind": "skill", "name": name, "quote": quote });
    let claims = json!({ "findings": [claim("Clock repair", QUOTE), claim("Law", "I plead")] });
    server.claims(Behaviour::Says(claims.to_string()));
    server
}

#[tokio::test]
async fn a_session_is_read_again_by_a_model_and_loses_no_decision() -> Result<()> {
    let machine = Surroundings::start(With::ALL).await?;
    let server = model().await;
    let desktop = Desktop::open(&machine, &[]).await?;
    let screen = &desktop.screen;
    screen.listen().await?;
    screen.answer_first(ANSWER).await?;
    let found = until("the findings of the answer", async || {
        let found = screen.findings().await?;
        Ok((!found.is_empty()).then_some(found))
    })
    .await?;
    let (rejected, _) = &found[0];
    screen.click_in(rejected, "finding-reject").await?;
    screen.stands(rejected, "rejected").await?;

    screen.click("nav-settings").await?;
    let address = screen.find("[data-testid=model-form] input:not([data-testid])").await?;
    address.send_keys(server.url()).await?;
    screen.type_into("model-name", "m").await?;
    screen.click("test-model").await?;
    screen.holds("!!document.querySelector('[data-testid=use-model]:not([disabled])')").await?;
    screen.click("use-model").await?;
    screen.see("model-in-use").await?;

    screen.click("nav-interview").await?;
    screen.click_on("[data-testid=session-item] button").await?;
    screen.click("reread-session").await?;
    let line = screen.text("rereading-new").await?;
    ensure!(line.contains("Clock repair") && line.contains(QUOTE), "{line}");
    screen.counts("[data-testid=rereading-line]", 1).await?;
    screen.click("apply-rereading").await?;
    until("the finding of the model", async || {
        Ok(screen.quotes().await?.iter().any(|quote| quote == QUOTE).then_some(()))
    })
    .await?;
    screen.stands(rejected, "rejected").await?;
    screen.quiet().await
}
