//! B3: from the commit of an event on the server to its picture in the real webview, during an
//! interview in the real program. The server's log has the one time, the page notes the other: in
//! the callback of a frame it looks at what is there, and in the next task, when that frame is
//! painted, at the clock, which is the same.

mod log;

use crate::report::{Outcome, Spread};
use anyhow::{Context, Result, ensure};
use e2e::{Desktop, Surroundings, With, databases};
use log::Painted;
use std::path::Path;

/// One answer per paragraph.
const INTERVIEW: &str = include_str!("../../fixtures/transcripts/ward-nurse.txt");
/// What the program was when measuring began, in milliseconds.
const SEED: f64 = 50.0;
/// Half of the events must be painted in less, in milliseconds.
const USUALLY: f64 = 20.0;

/// Why it is missed where the processor paints; `shell/painting.rs` is what was done about it.
const WHY: &str = "between commit and paint lie the wake that a connection shares with all that came \
    within 4 ms, a transaction of the desktop, and one frame or two. Without a graphics card the \
    processor paints each frame, see B6, while server, desktop, page and driver share its cores";

/// Keeps how much of a reply and which findings were painted when.
const WATCH: &str = "if (!window.__painted) { \
    const seen = window.__painted = { words: [], findings: {} }; const waiting = []; \
    const size = (text) => [...text.replace(/\\s+/g, '')].length; \
    const look = () => { const reply = document.querySelector('[data-testid=streaming]'); \
    const words = reply?.querySelector('[data-testid=message-text]').textContent ?? ''; \
    const cards = [...document.querySelectorAll('[data-testid=finding]')]; \
    return { job: reply?.dataset.jobId, size: size(words), \
    findings: cards.filter((card) => card.getClientRects().length).map((card) => \
    card.dataset.findingId) }; }; \
    const task = new MessageChannel(); task.port1.onmessage = () => { const at = Date.now(); \
    for (const { job, size, findings } of waiting.splice(0)) { \
    if (job) seen.words.push([job, size, at]); \
    for (const id of findings) seen.findings[id] ??= at; } }; \
    let asked = false; new MutationObserver(() => { if (asked) return; asked = true; \
    requestAnimationFrame(() => { asked = false; waiting.push(look()); \
    task.port2.postMessage(0); }); }).observe(document.body, \
    { childList: true, subtree: true, characterData: true }); }";

pub(crate) async fn run(program: &Path) -> Result<Outcome> {
    let machine = Surroundings::start(With::NOTHING).await?;
    let desktop = Desktop::open_program(&machine, program, &[]).await?;
    let screen = &desktop.screen;
    screen.see("welcome-question").await?;
    screen.client().execute(WATCH, Vec::new()).await?;
    let mut answers = INTERVIEW.split("\n\n").map(str::trim).filter(|text| !text.is_empty());
    screen.answer_first(answers.next().context("the interview has an answer")?).await?;
    for answer in answers {
        screen.send(answer).await?;
        screen.reply_to(answer).await?;
    }
    let painted: Painted = serde_json::from_value(screen.ask("window.__painted").await?)?;
    desktop.quit().await?;
    let delays = log::delays(&databases::open(&machine.data(), "server")?, &painted)?;
    let (words, findings) =
        (Spread::of(delays.words.clone())?, Spread::of(delays.findings.clone())?);
    let mut all = [delays.words, delays.findings].concat();
    all.sort_by(f64::total_cmp);
    ensure!(all.len() >= 100, "too few events were painted to say anything");
    let at = |share: usize| all[(all.len() - 1) * share / 100];
    let (median, late) = (at(50), at(99));
    let met = late < SEED && median < USUALLY;
    let missed = (!met).then(|| format!("missed: {WHY}"));
    let notes = [
        format!("{} events: p50 {median:.0} ms, p99 {late:.0} ms", all.len()),
        words.words("chunks of replies", "ms"),
        findings.words("findings", "ms"),
        format!(
            "{} events were never painted as such: the end of a reply comes with the stored message, \
             and two chunks may come in one frame",
            delays.unseen
        ),
        String::from("virtual display; the driver of the page looks at it all the while"),
    ];
    Ok(Outcome {
        ours: late,
        reference: SEED,
        ratio: late / SEED,
        unit: String::from("ms from commit to paint, p99 (reference: figure of the beginning)"),
        goal: format!("p99 < {SEED} ms, p50 < {USUALLY} ms"),
        met,
        notes: notes.into_iter().chain(missed).collect(),
    })
}
