//! B6: a session of ten thousand messages in the real webview: how long from the click in the list
//! until its end is painted, and how long frames are while somebody scrolls through it and while a
//! model writes a hundred tokens a second. The reference is a frame of the same page with nothing
//! on it.

mod filled;

use crate::report::{Outcome, Spread};
use anyhow::{Context, Result, ensure};
use e2e::{Desktop, Screen, Surroundings, With};
use fantoccini::wd::TimeoutConfiguration;
use filled::{Filled, MESSAGES};
use serde::Deserialize;
use serde_json::{Value, json};
use std::{path::Path, time::Duration};
use testkit::{Behaviour, ModelServer};

/// Times from a click until the messages are painted.
const OPEN: &str = include_str!("long_talk/open.js");
/// Frames while scrolling up.
const SCROLL: &str = include_str!("long_talk/scroll.js");
/// Frames while a reply is written.
const STREAM: &str = include_str!("long_talk/stream.js");
/// Frames of the same page when nothing is on it any more.
const EMPTY: &str = include_str!("long_talk/empty.js");
/// How often it is opened.
const OPENINGS: usize = 7;
/// What a model writes, in words of about one token.
const REPLY: &str = include_str!("long_talk/reply.md");
/// Between two tokens.
const PACE: Duration = Duration::from_millis(10);
/// How far one scrolls with each frame, as with a strong flick of the wheel.
const PIXELS: u32 = 250;
/// For how many frames.
const FRAMES: u32 = 1_200;
/// How long a recording may take.
const PATIENCE: Duration = Duration::from_mins(5);
/// Until it is open, in milliseconds.
const OPEN_WITHIN: f64 = 300.0;
/// A frame, in milliseconds.
const FRAME: f64 = 16.7;
/// Rows in the page at once.
const ROWS: usize = 60;

/// Why it is missed where it is, as a profile says.
const WHY: &str = "with no graphics card the processor paints: while a reply is written half of \
    the time of the page's process is WebKit's own, a fifth the kernel's for memory to paint into, \
    and less than a tenth the interface's code";

/// What a page recorded.
#[derive(Debug, Deserialize)]
struct Recorded {
    /// From one frame's beginning to the next's, in milliseconds.
    frames: Vec<f64>,
    /// The most rows at once.
    rows: usize,
}

impl Recorded {
    fn late(&self) -> Result<f64> {
        let mut frames = self.frames.clone();
        frames.sort_by(f64::total_cmp);
        let last = frames.len().checked_sub(1).context("no frame was recorded")?;
        Ok(frames[last * 95 / 100])
    }

    fn words(&self, what: &str) -> Result<String> {
        let words = Spread::of(self.frames.clone())?.words(what, "ms a frame");
        Ok(format!("{words}, p95 {:.1} ms, at most {} rows", self.late()?, self.rows))
    }
}

/// What a session's link in the list is.
fn item(session: &str) -> String {
    format!("[data-testid=session-item][data-session-id=\"{session}\"] a")
}

async fn record(screen: &Screen, script: &str, arguments: Vec<Value>) -> Result<Recorded> {
    let recorded = screen.client().execute_async(script, arguments).await?;
    Ok(serde_json::from_value(recorded)?)
}

/// One click on the long session in the list, after the page was loaded anew: nothing is read yet.
async fn open(screen: &Screen, filled: &Filled) -> Result<f64> {
    screen.click_on(&item(&filled.short)).await?;
    screen.client().refresh().await?;
    screen.find(&item(&filled.long)).await?;
    screen.live().await?;
    screen.find("[data-testid=message]").await?;
    let arguments = vec![json!(item(&filled.long)), json!(filled.last)];
    screen.client().execute(OPEN, arguments).await?;
    screen.click_on(&item(&filled.long)).await?;
    let opened = screen.holds("window.__opened").await?;
    opened.as_f64().context("a time is a number")
}

/// Up by `pixels` with each frame, for `frames` or until the first message is there.
async fn scroll(screen: &Screen, filled: &Filled, pixels: u32, frames: u32) -> Result<Recorded> {
    record(screen, SCROLL, vec![json!(filled.first), json!(pixels), json!(frames)]).await
}

async fn stream(screen: &Screen) -> Result<Recorded> {
    screen.send("We kept a list of it, and that was what helped in the end.").await?;
    record(screen, STREAM, Vec::new()).await
}

pub(crate) async fn run(program: &Path) -> Result<Outcome> {
    let model = ModelServer::start(Behaviour::SaysPaced(REPLY.to_owned(), PACE)).await;
    let machine = Surroundings::start(With::NOTHING).await?;
    let filled = filled::fill(&machine.data(), model.url()).await?;
    let desktop = Desktop::open_program(&machine, program, &[]).await?;
    let screen = &desktop.screen;
    let patience = TimeoutConfiguration::new(Some(PATIENCE), Some(PATIENCE), None);
    screen.client().update_timeouts(patience).await?;
    screen.live().await?;
    screen.click("nav-interview").await?;
    let mut openings = Vec::new();
    for _ in 0..OPENINGS {
        openings.push(open(screen, &filled).await?);
    }
    let written = stream(screen).await?;
    let scrolled = scroll(screen, &filled, PIXELS, FRAMES).await?;
    // Whatever is left is read without a look at the frames.
    scroll(screen, &filled, 4 * PIXELS, u32::MAX).await?;
    let whole = stream(screen).await?;
    let empty = record(screen, EMPTY, Vec::new()).await?;
    desktop.quit().await?;
    ensure!(written.frames.len() > 100, "the reply was too short to say anything");
    let openings = Spread::of(openings)?;
    let reference = empty.late()?;
    let late = written.late()?.max(scrolled.late()?).max(whole.late()?);
    let rows = written.rows.max(scrolled.rows).max(whole.rows);
    // A frame cannot be shorter than the display's, and timers are not exact.
    let frame = FRAME.max(reference);
    let met = openings.median < OPEN_WITHIN && late <= frame && rows <= ROWS;
    let missed = (!met).then(|| format!("missed: {WHY}"));
    Ok(Outcome {
        ours: late,
        reference,
        ratio: late / reference,
        unit: String::from("ms a frame, p95, scrolling or streaming (reference: an empty page)"),
        goal: format!(
            "opened in < {OPEN_WITHIN} ms; p95 ≤ {FRAME} ms or the empty page's; ≤ {ROWS} rows"
        ),
        met,
        notes: [
            openings.words("from the click to its messages painted", "ms"),
            written.words("a reply of 100 tokens/s, newest page read")?,
            scrolled.words(&format!("scrolling up by {PIXELS} pixels a frame"))?,
            whole.words(&format!("a reply of 100 tokens/s, all {MESSAGES} messages read"))?,
            empty.words("the same page, empty")?,
            String::from("virtual display without a graphics card"),
        ]
        .into_iter()
        .chain(missed)
        .collect(),
    })
}
