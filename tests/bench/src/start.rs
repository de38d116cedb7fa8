//! B4: from exec to the dashboard with cached data, seen on the display, against an empty window of
//! the same toolkit in the same run. Cold means that the files are read from the disk again.

use crate::{
    eyes::{Eyes, Region},
    lived_in,
    report::{Outcome, Spread},
};
use anyhow::{Context, Result};
use e2e::{Surroundings, With, process::Process};
use std::{fs, path::Path, process::Stdio};

/// The hero of the dashboard, clear of the title and status bars, which go on changing.
const HERO: Region = Region { x: 260, y: 160, width: 340, height: 170 };
const COLD_RUNS: usize = 5;
const WARM_RUNS: usize = 11;
/// What the dashboard may take beyond an empty window, in milliseconds.
const ALLOWANCE: f64 = 150.0;

/// Whether the next start reads its files from the disk.
fn forget_files() -> bool {
    std::process::Command::new("sync").status().is_ok_and(|status| status.success())
        && fs::write("/proc/sys/vm/drop_caches", "3").is_ok()
}

fn one_start(machine: &Surroundings, program: &Path) -> Result<f64> {
    let eyes = Eyes::on(machine.display(), HERO)?;
    let empty_display = eyes.picture()?;
    let (time, process) = eyes.time_to_last_picture(|| {
        Process::start(machine.command(program).stdout(Stdio::null()).stderr(Stdio::null()))
    })?;
    drop(process);
    eyes.wait_for(empty_display).context("the window does not go")?;
    Ok(time.as_secs_f64() * 1_000.0)
}

pub(crate) async fn run(release: &Path) -> Result<Outcome> {
    let program = release.join("trajectory");
    let empty = release.join("examples/empty_window");
    let machine = Surroundings::start(With::NOTHING).await?;
    let sentence = lived_in::fill(&machine.data()).await?;
    // The first start makes the webview's own folders; it is not what people wait for daily.
    one_start(&machine, &program)?;
    one_start(&machine, &empty)?;
    let (mut cold, mut cold_empty, mut warm, mut warm_empty) = (vec![], vec![], vec![], vec![]);
    let mut forgotten = true;
    for _ in 0..COLD_RUNS {
        forgotten &= forget_files();
        cold_empty.push(one_start(&machine, &empty)?);
        forgotten &= forget_files();
        cold.push(one_start(&machine, &program)?);
    }
    for _ in 0..WARM_RUNS {
        warm_empty.push(one_start(&machine, &empty)?);
        warm.push(one_start(&machine, &program)?);
    }
    let (cold, cold_empty) = (Spread::of(cold)?, Spread::of(cold_empty)?);
    let (warm, warm_empty) = (Spread::of(warm)?, Spread::of(warm_empty)?);
    let mut notes = vec![
        warm.words("dashboard, warm", "ms"),
        warm_empty.words("empty window, warm", "ms"),
        cold.words("dashboard, cold", "ms"),
        cold_empty.words("empty window, cold", "ms"),
        sentence,
        String::from("release build, virtual display, pictures compared every 4 ms"),
    ];
    if !forgotten {
        notes.push(String::from("the file cache could not be emptied: cold is warm here"));
    }
    Ok(Outcome {
        ours: warm.median,
        reference: warm_empty.median,
        ratio: warm.median / warm_empty.median,
        unit: String::from("ms to dashboard painted"),
        goal: format!("≤ empty window + {ALLOWANCE} ms, warm and cold"),
        met: warm.median <= warm_empty.median + ALLOWANCE
            && cold.median <= cold_empty.median + ALLOWANCE,
        notes,
    })
}
