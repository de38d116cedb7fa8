//! The program with a server of one's own: what others change is painted without a request, and an
//! answer that was cut off by the network, the person and the server goes on to its end.

use anyhow::{Context, Result, ensure};
use e2e::{
    Desktop, Surroundings, With,
    conversation::{Stored, cached, stored},
    databases, program, until,
};
use faults::{
    author::Author,
    proxy::{Flow, Proxy, Weather},
    server::{Extras, Server},
};
use protocol::{Write, write::UpdateSession};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::{fmt::Write as _, fs};

const FIRST: &str = "I rebuilt the booking system of our clinic in Python and trained two nurses.";
const SECOND: &str = "The hardest part was the night of the change: I planned every step, wrote \
    the checklist and led the call with nine people until the last patient was found again.";

/// A machine whose program talks through a line to a server that others use as well.
struct Room {
    machine: Surroundings,
    server: Server,
    line: Proxy,
    author: Author,
}

impl Room {
    async fn enter() -> Result<Self> {
        let mut machine = Surroundings::start(With::ALL).await?;
        let mut server = Server::new(machine.home(), Extras::default())?;
        let line = Proxy::start(server.address()).await?;
        server.also_called(line.address());
        server.start().await?;
        let (name, password) = ("ada", "a password for one test");
        let author = Author::sign_up(server.address(), name, password).await?;
        machine.set("TRAJECTORY_SERVER", format!("http://{}", line.address()));
        machine.set("TRAJECTORY_ACCOUNT", name);
        machine.set("TRAJECTORY_PASSWORD", password);
        Ok(Self { machine, server, line, author })
    }

    /// The messages of the server, once their number is right.
    async fn messages(&self, number: usize) -> Result<Vec<Stored>> {
        until(&format!("{number} stored messages"), async || {
            let messages = stored(self.server.data())?;
            Ok((messages.len() == number).then_some(messages))
        })
        .await
    }
}

#[tokio::test]
async fn what_another_device_changes_is_painted_without_a_request() -> Result<()> {
    let room = Room::enter().await?;
    let desktop = Desktop::open(&room.machine, &[]).await?;
    let screen = &desktop.screen;
    screen.answer_first(FIRST).await?;
    screen.live().await?;
    let requests = async || -> Result<String> {
        screen.click("nav-settings").await?;
        screen.text("diagnostics-requests").await
    };
    let before = requests().await?;
    screen.click("nav-interview").await?;
    let session = room.author.get_all("/v1/sessions").await?.pop().context("one session")?;
    let title = "The night of the change";
    let body = UpdateSession { title: Some(title.to_owned()), ..UpdateSession::default() };
    let session = session["id"].as_str().unwrap_or_default().parse()?;
    room.author.write(&Write::UpdateSession { session, body }).await?;
    let shown = "document.querySelector('[data-testid=session-item]').textContent";
    screen.holds(&format!("{shown}.includes('{title}')")).await?;
    assert_eq!(requests().await?, before, "the page asked for what it was told");
    Ok(())
}

#[tokio::test]
async fn an_answer_cut_off_by_everything_resumes_and_becomes_whole() -> Result<()> {
    let mut room = Room::enter().await?;
    let desktop = Desktop::open(&room.machine, &[]).await?;
    desktop.screen.answer_first(FIRST).await?;
    desktop.screen.send(SECOND).await?;
    let streamed = "document.querySelector('[data-testid=streaming] [data-testid=message-text]')";
    desktop.screen.holds(&format!("({streamed}?.textContent.trim().length ?? 0) > 4")).await?;
    let begun = desktop.screen.ask(&format!("{streamed}.textContent.trim().slice(0, 4)")).await?;
    let begun = begun.as_str().context("words")?.to_owned();
    room.line.weather(Weather::CLOSED);
    room.line.cut();
    desktop.screen.see("offline-banner").await?;
    desktop.quit().await?;
    room.server.restart().await?;

    // The line stands and nothing comes through: the answer waits to go on.
    room.line.weather(Weather { up: Flow::Hold, down: Flow::Hold, ..Weather::FAIR });
    let desktop = Desktop::open(&room.machine, &[]).await?;
    desktop.screen.click("nav-interview").await?;
    let banner = desktop.screen.text("resuming-banner").await?;
    ensure!(banner.starts_with("Resuming from "), "the banner says “{banner}”");
    ensure!(banner.contains('%'), "the banner says “{banner}”");
    let words = serde_json::to_string(&begun)?;
    let again = format!(
        "[...document.querySelectorAll('[data-testid=message-text]')].at(-1)?.textContent\
         .startsWith({words})"
    );
    desktop.screen.holds(&again).await?;
    let pictures = program::target().join("e2e");
    fs::create_dir_all(&pictures)?;
    fs::write(pictures.join("resuming.png"), room.machine.screenshot()?)?;

    room.line.weather(Weather::FAIR);
    desktop.screen.reply_to(SECOND).await?;
    desktop.screen.gone("resuming-banner").await?;
    desktop.screen.live().await?;
    let kept = room.messages(5).await?;
    assert_eq!(cached(&room.machine.data())?, kept, "the desktop holds what the server stored");
    let reply = kept.last().context("a reply")?;
    let (length, sha256) = completed(&room)?;
    ensure!(reply.text.chars().count() == length, "the reply has another length");
    let mut hash = String::new();
    for byte in Sha256::digest(reply.text.as_bytes()) {
        write!(hash, "{byte:02x}")?;
    }
    assert_eq!(hash, sha256, "the reply has another hash");
    Ok(())
}

/// Length and hash of the newest answer, as the server told them at its end.
fn completed(room: &Room) -> Result<(usize, String)> {
    let database = databases::open(room.server.data(), "server")?;
    let newest = "SELECT data FROM event WHERE name = 'job_completed' ORDER BY at DESC LIMIT 1";
    let data: String = database.query_row(newest, [], |row| row.get(0))?;
    let data: Value = serde_json::from_str(&data)?;
    let length = data["len"].as_u64().context("a length")?;
    Ok((usize::try_from(length)?, data["sha256"].as_str().unwrap_or_default().to_owned()))
}
