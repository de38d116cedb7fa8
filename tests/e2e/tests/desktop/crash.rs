//! A power cut in mid-answer: nothing that was on the screen is lost, nothing is there twice, and
//! every answer gets its whole reply.

use anyhow::{Context, Result, ensure};
use e2e::{
    Desktop, Surroundings, With,
    conversation::{is_in_order, stored},
    program,
};
use rand::{RngExt, SeedableRng, TryRng, rngs::SysRng};
use rand_chacha::ChaCha8Rng;
use std::time::Duration;

/// How often it happens.
const CUTS: usize = 20;

/// A cut comes within this time after the answer stood on the screen. A reply takes about two
/// seconds to write.
const WITHIN: Duration = Duration::from_millis(2_500);

#[tokio::test]
async fn killed_at_random_moments_of_a_reply_nothing_is_lost_or_doubled() -> Result<()> {
    let seed = match program::set("TRAJECTORY_SEED") {
        Some(seed) => seed.parse().context("TRAJECTORY_SEED is a number")?,
        None => SysRng.try_next_u64()?,
    };
    println!("seed {seed} (TRAJECTORY_SEED={seed} does it again)");
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let machine = Surroundings::start(With::ALL).await?;
    let desktop = Desktop::open(&machine, &[]).await?;
    desktop.screen.answer_first("I ran the night shift alone and nobody came to harm.").await?;
    desktop.quit().await?;
    let mut in_mid_reply = 0;
    for cut in 1..=CUTS {
        let answer =
            format!("Story {cut}: I trained a colleague and wrote the rota for {cut} weeks.");
        let desktop = Desktop::open(&machine, &[]).await?;
        desktop.screen.see("composer").await?;
        desktop.screen.send(&answer).await?;
        desktop.screen.shows_answer(&answer).await?;
        let moment = WITHIN.mul_f64(random.random());
        tokio::time::sleep(moment).await;
        desktop.kill().await?;
        // The first question, the first answer and its reply, and two for each cut.
        let whole = 3 + 2 * cut;
        let replied = stored(&machine.data())?.len() == whole;
        in_mid_reply += usize::from(!replied);
        println!("cut {cut} after {moment:?}, reply {}", if replied { "whole" } else { "open" });
        let desktop = Desktop::open(&machine, &[]).await?;
        desktop.screen.reply_to(&answer).await?;
        desktop.quit().await?;
        let kept = stored(&machine.data())?;
        is_in_order(&kept)?;
        let times = kept.iter().filter(|message| message.text == answer).count();
        ensure!(times == 1, "seed {seed}, cut {cut}: the answer is there {times} times");
        ensure!(kept.len() == whole, "seed {seed}, cut {cut}: {} messages", kept.len());
    }
    ensure!(in_mid_reply >= CUTS / 4, "seed {seed}: only {in_mid_reply} cuts hit an open reply");
    Ok(())
}
