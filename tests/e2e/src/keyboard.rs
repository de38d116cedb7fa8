//! Keys as the person presses them, through the display and not through the page.

use crate::Surroundings;
use anyhow::{Result, ensure};

/// Presses a combination in xdotool's notation, such as `ctrl+alt+i`.
pub fn press(machine: &Surroundings, keys: &str) -> Result<()> {
    run(machine, &["key", "--clearmodifiers", keys])
}

/// Types text into whatever has the focus.
pub fn type_text(machine: &Surroundings, text: &str) -> Result<()> {
    run(machine, &["type", "--delay", "4", "--", text])
}

/// Minimises the window whose title contains `title`.
pub fn minimise(machine: &Surroundings, title: &str) -> Result<()> {
    run(machine, &["search", "--onlyvisible", "--name", title, "windowminimize", "%@"])
}

/// Asks the window whose title contains `title` to close, as its close button does.
pub fn close(machine: &Surroundings, title: &str) -> Result<()> {
    let closed = machine.command("wmctrl").args(["-c", title]).status()?;
    ensure!(closed.success(), "wmctrl finds no window {title}");
    Ok(())
}

/// Presses keys in the window whose title contains `title`, after giving it the focus.
pub fn press_in(machine: &Surroundings, title: &str, keys: &str) -> Result<()> {
    run(machine, &["search", "--onlyvisible", "--name", title, "windowactivate", "--sync"])?;
    press(machine, keys)
}

/// Whether a window whose title contains `title` can be seen and is not minimised.
pub fn sees(machine: &Surroundings, title: &str) -> Result<bool> {
    let found =
        machine.command("xdotool").args(["search", "--onlyvisible", "--name", title]).output()?;
    Ok(!found.stdout.is_empty())
}

/// The title of the window that has the focus; empty when none has.
pub fn focused(machine: &Surroundings) -> Result<String> {
    let found = machine.command("xdotool").args(["getactivewindow", "getwindowname"]).output()?;
    Ok(String::from_utf8_lossy(&found.stdout).trim().to_owned())
}

fn run(machine: &Surroundings, arguments: &[&str]) -> Result<()> {
    let done = machine.command("xdotool").args(arguments).output()?;
    ensure!(done.status.success(), "xdotool: {}", String::from_utf8_lossy(&done.stderr));
    Ok(())
}
