//! What the machine around the page does: tray, global shortcuts, a second start, a folder that
//! cannot be written, a missing keyring.

use anyhow::{Result, ensure};
use e2e::{
    Desktop, Surroundings, With,
    desktop::{Plain, said},
    keyboard, keyring, until,
};

const WINDOW: &str = "TrajectoryOS";

#[tokio::test]
async fn start_interview_in_the_tray_opens_the_interview() -> Result<()> {
    let machine = Surroundings::start(With::ALL).await?;
    let desktop = Desktop::open(&machine, &[]).await?;
    desktop.screen.live().await?;
    ensure!(desktop.screen.count("[data-testid=interview]").await? == 0, "it is open already");
    machine.tray()?.click("Start interview").await?;
    desktop.screen.see("interview").await?;
    Ok(())
}

#[tokio::test]
async fn the_tray_says_how_things_are_and_quits() -> Result<()> {
    let machine = Surroundings::start(With::ALL).await?;
    let desktop = Desktop::open(&machine, &[]).await?;
    machine.tray()?.says("Live").await?;
    let items = machine.tray()?.menu().await?;
    ensure!(!items[0].enabled, "the line cannot be clicked");
    let labels: Vec<&str> = items.iter().map(|item| item.label.as_str()).collect();
    assert_eq!(labels[1..], ["", "Open TrajectoryOS", "Start interview", "", "Quit"]);
    machine.tray()?.click("Quit").await?;
    desktop.gone().await
}

#[tokio::test]
async fn closing_the_window_leaves_the_program_in_the_tray_which_opens_it_again() -> Result<()> {
    let machine = Surroundings::start(With::ALL).await?;
    let desktop = Desktop::open(&machine, &[]).await?;
    desktop.screen.live().await?;
    machine.tray()?.says("Live").await?;
    keyboard::close(&machine, WINDOW)?;
    until("a hidden window", async || Ok((!keyboard::sees(&machine, WINDOW)?).then_some(())))
        .await?;
    machine.tray()?.click("Open TrajectoryOS").await?;
    until("the window again", async || Ok(keyboard::sees(&machine, WINDOW)?.then_some(()))).await?;
    desktop.screen.live().await
}

#[tokio::test]
async fn without_a_tray_closing_the_window_ends_the_program() -> Result<()> {
    let machine = Surroundings::start(With { keyring: true, tray: false }).await?;
    let program = Plain::start(&machine, &[], &[])?;
    until("the window", async || Ok(keyboard::sees(&machine, WINDOW)?.then_some(()))).await?;
    keyboard::close(&machine, WINDOW)?;
    let end = program.end().await?;
    ensure!(end.success(), "it ended with {end}:\n{}", said(&machine));
    Ok(())
}

#[tokio::test]
async fn the_global_shortcut_opens_the_interview_from_a_minimised_window() -> Result<()> {
    let machine = Surroundings::start(With::ALL).await?;
    let desktop = Desktop::open(&machine, &[]).await?;
    desktop.screen.live().await?;
    keyboard::minimise(&machine, WINDOW)?;
    until("a minimised window", async || Ok((!keyboard::sees(&machine, WINDOW)?).then_some(())))
        .await?;
    keyboard::press(&machine, "ctrl+alt+i")?;
    desktop.screen.see("interview").await?;
    until("the window in front", async || {
        Ok(keyboard::focused(&machine)?.contains(WINDOW).then_some(()))
    })
    .await
}

#[tokio::test]
async fn the_other_global_shortcut_hides_and_shows_the_window() -> Result<()> {
    let machine = Surroundings::start(With::ALL).await?;
    let desktop = Desktop::open(&machine, &[]).await?;
    desktop.screen.live().await?;
    let seen = async |wanted: bool| {
        until(if wanted { "the window" } else { "a hidden window" }, async || {
            Ok((keyboard::sees(&machine, WINDOW)? == wanted).then_some(()))
        })
        .await
    };
    seen(true).await?;
    keyboard::press(&machine, "ctrl+alt+t")?;
    seen(false).await?;
    keyboard::press(&machine, "ctrl+alt+t")?;
    seen(true).await
}

#[tokio::test]
async fn a_second_start_shows_the_first_and_passes_its_wish_on() -> Result<()> {
    let machine = Surroundings::start(With::ALL).await?;
    let desktop = Desktop::open(&machine, &[]).await?;
    desktop.screen.live().await?;
    keyboard::minimise(&machine, WINDOW)?;
    until("a minimised window", async || Ok((!keyboard::sees(&machine, WINDOW)?).then_some(())))
        .await?;
    let end = Plain::start(&machine, &["--start-interview"], &[])?.end().await?;
    ensure!(end.success(), "the second start ended with {end}");
    desktop.screen.see("interview").await?;
    until("the window in front", async || {
        Ok(keyboard::focused(&machine)?.contains(WINDOW).then_some(()))
    })
    .await?;
    ensure!(machine.windows()?.len() == 1, "there are {:?}", machine.windows()?);
    Ok(())
}

#[tokio::test]
async fn a_first_start_can_begin_with_the_interview() -> Result<()> {
    let machine = Surroundings::start(With::ALL).await?;
    let desktop = Desktop::open(&machine, &["--start-interview"]).await?;
    desktop.screen.see("interview").await?;
    Ok(())
}

#[tokio::test]
async fn a_data_folder_that_cannot_be_written_is_named_in_a_dialog() -> Result<()> {
    let machine = Surroundings::start(With::ALL).await?;
    std::fs::write(machine.home().join("a-file"), "not a folder")?;
    let folder = machine.home().join("a-file/data");
    let folder = folder.to_string_lossy();
    let mut program = Plain::start(&machine, &[], &[("TRAJECTORY_DATA", &folder)])?;
    until("the dialog", async || {
        Ok(keyboard::sees(&machine, "TrajectoryOS cannot start")?.then_some(()))
    })
    .await?;
    ensure!(program.runs()?, "the dialog waits for the person");
    ensure!(said(&machine).contains(&*folder), "the log names the folder:\n{}", said(&machine));
    keyboard::press_in(&machine, "TrajectoryOS cannot start", "Return")?;
    let end = program.end().await?;
    assert_eq!(end.code(), Some(1));
    Ok(())
}

#[tokio::test]
async fn a_data_folder_in_use_from_another_session_is_said() -> Result<()> {
    let first = Surroundings::start(With::ALL).await?;
    let _running = Desktop::open(&first, &[]).await?;
    // Another bus: the second start cannot find the first one there.
    let second = Surroundings::start(With::ALL).await?;
    let data = first.data();
    let program = Plain::start(&second, &[], &[("TRAJECTORY_DATA", &data.to_string_lossy())])?;
    until("the dialog", async || {
        Ok(keyboard::sees(&second, "TrajectoryOS cannot start")?.then_some(()))
    })
    .await?;
    keyboard::press_in(&second, "TrajectoryOS cannot start", "Return")?;
    assert_eq!(program.end().await?.code(), Some(1));
    Ok(())
}

#[tokio::test]
async fn without_a_keyring_everything_works_and_it_is_said() -> Result<()> {
    let machine = Surroundings::start(With::NOTHING).await?;
    let desktop = Desktop::open(&machine, &[]).await?;
    let screen = &desktop.screen;
    screen.answer_first("I ran the night shift alone and trained two new colleagues.").await?;
    screen.click("nav-settings").await?;
    screen.has("keyring-notice", "data-keyring", "false").await?;
    // The sign-in was kept nowhere, so it must happen again by itself.
    desktop.quit().await?;
    let again = Desktop::open(&machine, &[]).await?;
    again.screen.live().await
}

#[tokio::test]
async fn with_a_keyring_the_tokens_are_there_and_in_no_file() -> Result<()> {
    let machine = Surroundings::start(With::ALL).await?;
    let desktop = Desktop::open(&machine, &[]).await?;
    desktop.screen.live().await?;
    desktop.screen.skip_first_run().await?;
    desktop.screen.click("nav-settings").await?;
    desktop.screen.has("keyring-notice", "data-keyring", "true").await?;
    let secrets = until("tokens in the keyring", async || {
        let secrets = keyring::secrets(&machine, "app.trajectoryos.desktop").await?;
        let tokens: Vec<String> =
            secrets.iter().flat_map(|secret| keyring::tokens(secret)).collect();
        Ok((!tokens.is_empty()).then_some(tokens))
    })
    .await?;
    desktop.quit().await?;
    let mut read = 0;
    for (path, bytes) in keyring::files(machine.home())? {
        read += 1;
        for secret in &secrets {
            let found = bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
            ensure!(!found, "a token stands in {}", path.display());
        }
    }
    ensure!(read > 5, "only {read} files were looked at");
    Ok(())
}
