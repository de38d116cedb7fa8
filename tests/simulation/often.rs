//! How often what must be survived has to happen in a thousand seeds: a simulation in which it never
//! does proves nothing.

use anyhow::{Result, ensure};
use testkit::simulated::Counts;

/// With fewer seeds, chance decides too much.
const ENOUGH: u64 = 500;

/// At least so often in a thousand seeds, counted by how the name begins.
const OFTEN: &[(u64, &str)] = &[
    (50_000, "commands"),
    (5_000, "cuts"),
    (500, "half-open connections"),
    (100, "outages that are known"),
    (100, "outages that are silent"),
    (100, "times that sockets are refused"),
    (50, "times of a slow line"),
    (1_000, "responses lost"),
    (1_000, "requests lost"),
    (1_000, "requests duplicated"),
    (500, "writes answered from memory"),
    (1_000, "crash of a desktop: "),
    (50, "crash of a desktop: row not written"),
    (50, "crash of a desktop: row written"),
    (50, "crash of a desktop: row marked as sent"),
    (50, "crash of a desktop: request sent"),
    (50, "crash of a desktop: response lost"),
    (20, "crash of a desktop: response not stored"),
    (50, "crash of a desktop: response stored"),
    (50, "crash of a desktop: event applied, not stored"),
    (50, "crash of a desktop: event applied, position stored"),
    (20, "crash of a desktop: all read, not stored"),
    (20, "crash of a desktop: all read and stored"),
    (20, "crash of a desktop: row not yet dropped"),
    (20, "crash of a desktop: row dropped"),
    (500, "crash of the server: "),
    (50, "crash of the server: change not stored"),
    (50, "crash of the server: change stored, nobody told"),
    (100, "power lost: a cache is older than it was"),
    (50, "commits on a full disk of a desktop"),
    (20, "commits on a full disk of the server"),
    (50, "old copies of the server's database put back"),
    (100, "stops of the server"),
    (100, "desktops quit in good order"),
    (100, "times that all machines sleep"),
    (50, "clocks set wrong"),
    (1_000, "resync: First"),
    (20, "resync: Epoch"),
    (20, "resync: Ahead"),
    (1, "resync: Rewound"),
    (500, "link: live by WebSocket"),
    (100, "link: live by ServerSentEvents"),
    (50, "link: live by LongPoll"),
    (50, "link: wakes up"),
    (50, "link: drains"),
    (50, "link: tokens renewed"),
    (100, "jobs taken over"),
    (50, "answers that were cut off"),
    (500, "answers given once more"),
    (300, "replies asked for anew"),
    (150, "versions gone to"),
    (100, "stuck rows tried again"),
    (100, "stuck messages said otherwise"),
    (100, "rows given up"),
    (20, "held rows released"),
    (20, "words kept although the program crashed meanwhile"),
];

/// Whether everything happened often enough.
pub(crate) fn check(counts: &Counts) -> Result<()> {
    let seeds = counts.of("seeds");
    if seeds < ENOUGH {
        return Ok(());
    }
    let seldom: Vec<String> = OFTEN
        .iter()
        .map(|(often, what)| (counts.under(what), often * seeds / 1_000, what))
        .filter(|(times, least, _)| times < least)
        .map(|(times, least, what)| format!("{what}: {times} times, not {least}"))
        .collect();
    ensure!(seldom.is_empty(), "too seldom:\n{}", seldom.join("\n"));
    Ok(())
}
