//! Keeps η: computes it anew shortly after something it is made of has changed, and every 30 s since
//! skills fade with time.

use crate::core::Core;
use physics::{Draws, Inputs};
use protocol::{AppEvent, Problem, Timestamp, records::EscapeIndex};
use std::{sync::Arc, time::Duration};
use store::Profile;
use tokio::time::MissedTickBehavior;

const EVERY: Duration = Duration::from_secs(30);
/// Changes that come together are computed together.
const TOGETHER: Duration = Duration::from_millis(20);
/// While much changes, it rests so long between two computations: nobody reads a number that moves
/// more often.
const REST: Duration = Duration::from_millis(200);
/// So many draws take less time than handing them to another thread.
const AT_ONCE: usize = 64;

impl Core {
    pub(crate) async fn keep_index(self: Arc<Self>) {
        let mut tick = tokio::time::interval(EVERY);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                biased;
                _ = tick.tick() => {}
                () = self.to_compute.notified() => tokio::time::sleep(TOGETHER).await,
            }
            match self.current_index().await {
                Ok(index) => self.tell_index(index),
                Err(problem) => tracing::warn!(%problem, "the index could not be computed"),
            }
            tokio::time::sleep(REST).await;
        }
    }

    /// η from what is stored now.
    pub(crate) async fn current_index(&self) -> Result<EscapeIndex, Problem> {
        let profile = self.store.profile().await?;
        self.index_of(profile).await
    }

    /// η of a profile.
    pub(crate) async fn index_of(&self, profile: Profile) -> Result<EscapeIndex, Problem> {
        let (now, draws) = (self.clock.now(), self.draws);
        if draws.count <= AT_ONCE {
            return Ok(index(&profile, now, draws));
        }
        let drawing = tokio::task::spawn_blocking(move || index(&profile, now, draws));
        drawing.await.map_err(|_| {
            Problem::temporary(protocol::ErrorCode::Internal, "The index could not be computed.")
        })
    }

    fn tell_index(&self, index: EscapeIndex) {
        let changed = self.with_now(|now| {
            let before = now.index.replace(index.clone());
            before.map(|before| EscapeIndex { at: index.at, ..before }).as_ref() != Some(&index)
        });
        if changed {
            self.hub.tell(AppEvent::PhysicsUpdated { index });
        }
    }
}

fn index(profile: &Profile, now: Timestamp, draws: Draws) -> EscapeIndex {
    let inputs = Inputs {
        skills: &profile.skills,
        projects: &profile.projects,
        constraints: &profile.constraints,
        state: &profile.state,
    };
    physics::escape_index(&inputs, now, draws)
}
