//! An answer that is given anew, and files that are read instead of being told.

use anyhow::{Context, Result, ensure};
use e2e::{Desktop, Screen, Surroundings, With, keyboard, until};
use fantoccini::Locator;
use std::fs;

const FIRST: &str = "I bake sourdough bread and write the rota for six people.";
const SECOND: &str = "I bake sourdough bread, write the rota for six people and speak Turkish.";
const NOTES: &str = "I kept the books of a garden centre for nine years.\n\n\
    I repair bicycles for half of the street and teach children to ride.\n";

/// Clicks what shows only under the pointer.
async fn click_hidden(screen: &Screen, selector: &str) -> Result<()> {
    until(&format!("a click on {selector}"), async || {
        let found = screen.client().find_all(Locator::Css(selector)).await?;
        let Some(element) = found.into_iter().next() else { return Ok(None) };
        Ok(element.click().await.ok())
    })
    .await
}

#[tokio::test]
async fn an_answer_given_anew_is_another_version_and_both_can_be_seen_after_a_restart() -> Result<()>
{
    let machine = Surroundings::start(With::ALL).await?;
    let desktop = Desktop::open(&machine, &[]).await?;
    let screen = &desktop.screen;
    screen.listen().await?;
    screen.answer_first(FIRST).await?;
    click_hidden(screen, "[data-testid=revise]").await?;
    let field = screen.see("message-editor").await?;
    field.clear().await?;
    field.send_keys(SECOND).await?;
    screen.click("message-editor-send").await?;
    screen.reply_to(SECOND).await?;
    screen.click_on("[data-testid=versions] button").await?;
    screen.reply_to(FIRST).await?;
    screen.quiet().await?;
    desktop.quit().await?;
    let again = Desktop::open(&machine, &[]).await?;
    again.screen.click("nav-interview").await?;
    again.screen.reply_to(FIRST).await?;
    again.screen.click_on("[data-testid=versions] button:last-child").await?;
    again.screen.reply_to(SECOND).await
}

#[tokio::test]
async fn files_are_read_shown_and_become_a_session_with_findings() -> Result<()> {
    let machine = Surroundings::start(With::ALL).await?;
    let notes = machine.home().join("notes.md");
    fs::write(&notes, NOTES)?;
    let desktop = Desktop::open(&machine, &[]).await?;
    let screen = &desktop.screen;
    screen.listen().await?;
    screen.skip_first_run().await?;
    screen.click("nav-skills").await?;
    screen.click_on("a[href$='/import']").await?;
    let windows = machine.windows()?.len();
    screen.click_on("[data-testid=import] button").await?;
    until("the system's dialog for files", async || {
        Ok((machine.windows()?.len() > windows).then_some(()))
    })
    .await?;
    keyboard::press(&machine, "ctrl+l")?;
    keyboard::type_text(&machine, notes.to_str().context("a path of letters")?)?;
    until("the file that was read", async || {
        if machine.windows()?.len() > windows {
            keyboard::press(&machine, "Return")?;
        }
        Ok((screen.count("[data-testid=read-file]").await? == 1).then_some(()))
    })
    .await?;
    screen.client().set_window_rect(0, 0, 400, 800).await?;
    screen.click("start-import").await?;
    screen.see("interview").await?;
    // All cards show where there is room for them.
    screen.client().set_window_rect(0, 0, 1280, 800).await?;
    let quotes = until("what was found in the file", async || {
        let quotes = screen.quotes().await?;
        Ok((quotes.len() > 1).then_some(quotes))
    })
    .await?;
    for quote in quotes {
        ensure!(NOTES.contains(&quote), "“{quote}” is not in the file");
    }
    screen.quiet().await
}
