//! The interview as a person goes through it: first run, findings, restart, dark, keyboard alone,
//! and words that are not harmless.

use anyhow::{Context, Result, ensure};
use e2e::{Desktop, Screen, Surroundings, With, conversation::stored, keyboard, until};
use fantoccini::Locator;

const NURSE: &str = "Last Tuesday I was in charge of the shift on a surgical ward, so I triaged \
    three emergency admissions, wrote the rota for the nurses and trained two students.";

/// The first answer given and at least three findings on the screen.
async fn begun(screen: &Screen) -> Result<Vec<String>> {
    screen.answer_first(NURSE).await?;
    let findings = until("three findings", async || {
        let findings = screen.findings().await?;
        Ok((findings.len() >= 3).then_some(findings))
    })
    .await?;
    for (id, decision) in &findings {
        ensure!(decision == "suggested", "{id} was {decision} by nobody");
    }
    Ok(findings.into_iter().map(|(id, _)| id).collect())
}

#[tokio::test]
async fn the_first_answer_gives_findings_to_confirm_reject_and_take_back() -> Result<()> {
    let machine = Surroundings::start(With::ALL).await?;
    let desktop = Desktop::open(&machine, &[]).await?;
    let screen = &desktop.screen;
    screen.listen().await?;
    let ids = begun(screen).await?;
    for quote in screen.quotes().await? {
        ensure!(!quote.is_empty() && NURSE.contains(&quote), "“{quote}” was never said");
    }
    screen.click_in(&ids[0], "finding-confirm").await?;
    screen.stands(&ids[0], "confirmed").await?;
    screen.click_in(&ids[1], "finding-reject").await?;
    screen.stands(&ids[1], "rejected").await?;
    screen.click_in(&ids[0], "finding-undo").await?;
    screen.stands(&ids[0], "suggested").await?;
    screen.click_in(&ids[1], "finding-undo").await?;
    screen.stands(&ids[1], "suggested").await?;
    screen.quiet().await
}

#[tokio::test]
async fn after_a_restart_everything_is_as_it_was() -> Result<()> {
    let machine = Surroundings::start(With::ALL).await?;
    let desktop = Desktop::open(&machine, &[]).await?;
    let ids = begun(&desktop.screen).await?;
    for id in &ids[1..] {
        desktop.screen.click_in(id, "finding-confirm").await?;
        desktop.screen.stands(id, "confirmed").await?;
    }
    desktop.screen.click_in(&ids[0], "finding-reject").await?;
    desktop.screen.stands(&ids[0], "rejected").await?;
    let before = Picture::of(&desktop.screen).await?;
    desktop.quit().await?;
    let again = Desktop::open(&machine, &[]).await?;
    let after = Picture::of(&again.screen).await?;
    assert_eq!(before, after);
    ensure!(before.skills > 0 && before.findings.len() == ids.len(), "too little: {before:?}");
    Ok(())
}

/// What must be the same after a restart.
#[derive(Debug, PartialEq)]
struct Picture {
    eta: String,
    skills: usize,
    words: Vec<String>,
    findings: Vec<(String, String)>,
    sessions: usize,
}

impl Picture {
    async fn of(screen: &Screen) -> Result<Self> {
        let eta = format!("{:.3}", screen.eta().await?);
        screen.click("nav-skills").await?;
        screen.see("skill-row").await?;
        let skills = screen.count("[data-testid=skill-row]").await?;
        screen.click("nav-interview").await?;
        screen.reply_to(NURSE).await?;
        let words = screen
            .ask(
                "[...document.querySelectorAll('[data-testid=message-text]')]\
                 .map((words) => words.textContent)",
            )
            .await?;
        Ok(Self {
            eta,
            skills,
            words: serde_json::from_value(words)?,
            findings: screen.findings().await?,
            sessions: screen.count("[data-testid=session-item]").await?,
        })
    }
}

#[tokio::test]
async fn the_dark_theme_is_dark_and_stays() -> Result<()> {
    let machine = Surroundings::start(With::ALL).await?;
    let desktop = Desktop::open(&machine, &[]).await?;
    desktop.screen.skip_first_run().await?;
    desktop.screen.click("nav-settings").await?;
    let light = darkness(&desktop.screen).await?;
    desktop.screen.click("theme-dark").await?;
    desktop.screen.find("html[data-theme=dark]").await?;
    let dark = darkness(&desktop.screen).await?;
    ensure!(light < 0.2 && dark > 0.8, "light is {light}, dark is {dark}");
    desktop.quit().await?;
    let again = Desktop::open(&machine, &[]).await?;
    again.screen.find("html[data-theme=dark]").await?;
    Ok(())
}

/// How dark the page's ground is, from 0 for white to 1 for black.
async fn darkness(screen: &Screen) -> Result<f64> {
    let ground = screen.ask("getComputedStyle(document.body).backgroundColor").await?;
    let parts: Vec<f64> = ground
        .as_str()
        .unwrap_or_default()
        .split(|letter: char| !letter.is_ascii_digit())
        .filter_map(|part| part.parse().ok())
        .take(3)
        .collect();
    ensure!(parts.len() == 3, "the ground is {ground}");
    Ok(1.0 - parts.iter().sum::<f64>() / (3.0 * 255.0))
}

#[tokio::test]
async fn the_keyboard_alone_is_enough() -> Result<()> {
    let machine = Surroundings::start(With::ALL).await?;
    let desktop = Desktop::open(&machine, &[]).await?;
    let screen = &desktop.screen;
    screen.live().await?;
    until("the keyboard in the window", async || {
        Ok(keyboard::focused(&machine)?.contains("TrajectoryOS").then_some(()))
    })
    .await?;
    screen.holds("document.activeElement.dataset.testid === 'welcome-answer'").await?;
    keyboard::type_text(&machine, NURSE)?;
    keyboard::press(&machine, "Return")?;
    screen.reply_to(NURSE).await?;
    let first =
        until("a finding", async || Ok(screen.findings().await?.into_iter().next())).await?.0;
    keyboard::press(&machine, "ctrl+3")?;
    screen.holds("document.activeElement.closest('[data-testid=finding]') !== null").await?;
    screen.holds(&format!("document.activeElement.dataset.findingId === '{first}'")).await?;
    keyboard::press(&machine, "Return")?;
    screen.stands(&first, "confirmed").await?;
    keyboard::press(&machine, "ctrl+z")?;
    screen.stands(&first, "suggested").await?;
    let next = "document.activeElement.dataset.findingId";
    screen.holds(&format!("{next} !== undefined")).await?;
    keyboard::press(&machine, "j")?;
    screen.holds(&format!("{next} && {next} !== '{first}'")).await?;
    let second = screen.ask(next).await?.as_str().context("a card has the focus")?.to_owned();
    keyboard::press(&machine, "x")?;
    screen.stands(&second, "rejected").await?;
    keyboard::press(&machine, "ctrl+2")?;
    screen.holds("document.activeElement.dataset.testid === 'composer'").await?;
    keyboard::type_text(&machine, "I also speak Polish with some of the patients.")?;
    keyboard::press(&machine, "Return")?;
    screen.reply_to("I also speak Polish with some of the patients.").await
}

#[tokio::test]
async fn markup_in_an_answer_is_words() -> Result<()> {
    const ANSWER: &str = "<script>window.hit = 1</script><img src=x onerror=\"window.hit = 2\"> \
        **I plan rotas** 看護師です ☕";
    let machine = Surroundings::start(With::ALL).await?;
    let desktop = Desktop::open(&machine, &[]).await?;
    let screen = &desktop.screen;
    screen.answer_first("I ran the night shift alone.").await?;
    screen.send(ANSWER).await?;
    screen.reply_to(ANSWER).await?;
    ensure!(screen.ask("window.hit ?? null").await?.is_null(), "the page ran it");
    ensure!(screen.count("[data-testid=message] script, [data-testid=message] img").await? == 0);
    let kept = stored(&machine.data())?;
    ensure!(kept.iter().any(|message| message.text == ANSWER), "it is stored otherwise: {kept:?}");
    Ok(())
}

#[tokio::test]
async fn an_empty_answer_is_not_sent_and_shift_enter_breaks_the_line() -> Result<()> {
    let machine = Surroundings::start(With::ALL).await?;
    let desktop = Desktop::open(&machine, &[]).await?;
    let screen = &desktop.screen;
    screen.answer_first("I ran the night shift alone.").await?;
    let before = stored(&machine.data())?.len();
    screen.click("composer").await?;
    keyboard::press(&machine, "Return")?;
    keyboard::type_text(&machine, "one")?;
    keyboard::press(&machine, "shift+Return")?;
    keyboard::type_text(&machine, "two")?;
    keyboard::press(&machine, "Return")?;
    screen.reply_to("one\ntwo").await?;
    assert_eq!(stored(&machine.data())?.len(), before + 2);
    Ok(())
}

#[tokio::test]
async fn a_new_session_is_stored_with_its_first_answer_and_not_before() -> Result<()> {
    let machine = Surroundings::start(With::ALL).await?;
    let desktop = Desktop::open(&machine, &[]).await?;
    let screen = &desktop.screen;
    screen.answer_first("I ran the night shift alone.").await?;
    screen.click("new-session").await?;
    until("an empty conversation", async || {
        let mine = Locator::Css("[data-testid=message][data-role=user]");
        Ok(screen.client().find_all(mine).await?.is_empty().then_some(()))
    })
    .await?;
    let sessions = |kept: &[e2e::conversation::Stored]| {
        let mut ids: Vec<String> = kept.iter().map(|message| message.session.clone()).collect();
        ids.dedup();
        ids.len()
    };
    assert_eq!(sessions(&stored(&machine.data())?), 1);
    screen.send("I repaired the boiler.").await?;
    screen.reply_to("I repaired the boiler.").await?;
    assert_eq!(sessions(&stored(&machine.data())?), 2);
    Ok(())
}
