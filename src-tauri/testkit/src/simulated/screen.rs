//! What a window of a simulated desktop would show: read once, then kept by what is announced alone,
//! so that in the end it can be compared with what a fresh read gives.

use super::{life::Life, picture::Picture, tally::Tally};
use engine::{Announcements, Engine};
use futures_util::FutureExt;
use protocol::{AppEvent, connection::ConnectionStep};
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// What is announced together is read together.
const TOGETHER: Duration = Duration::from_millis(800);
/// Where there is much to read it is read less often: so long a rest for each record of the last
/// reading.
const PER_RECORD: Duration = Duration::from_millis(20);

/// A screen that keeps itself up to date for as long as the engine runs.
#[derive(Debug)]
pub(crate) struct Screen {
    shown: Mutex<Picture>,
    tally: Arc<Tally>,
}

impl Screen {
    /// Watch an engine.
    pub(crate) fn watch(engine: &Arc<Engine>, life: &Life, tally: Arc<Tally>) -> Arc<Self> {
        let screen = Arc::new(Self { shown: Mutex::default(), tally });
        let heard = engine.subscribe();
        let (watching, life) = (Arc::clone(&screen), life.clone());
        // A screen must not keep the engine alive that it looks at.
        let engine = Arc::downgrade(engine);
        tokio::spawn(async move {
            life.until_over(async move {
                let mut heard = heard;
                while let Some(engine) = engine.upgrade() {
                    if !watching.read(&engine, &mut heard).await {
                        return;
                    }
                    drop(engine);
                    if !watching.listen(&mut heard).await {
                        return;
                    }
                    tokio::time::sleep(watching.rest()).await;
                }
            })
            .await
        });
        screen
    }

    /// Everything anew, until nothing was announced while it was read.
    async fn read(&self, engine: &Engine, heard: &mut Announcements) -> bool {
        loop {
            // What was announced before is in what is read now.
            if self.heard_meanwhile(heard).is_none() {
                return false;
            }
            self.tally.count("times that a screen reads everything");
            let Ok(picture) = Picture::of(engine).await else { return false };
            match self.heard_meanwhile(heard) {
                None => return false,
                Some(0) => {
                    *self.shown.lock().unwrap_or_else(PoisonError::into_inner) = picture;
                    return true;
                }
                Some(_) => drop(picture),
            }
            tokio::time::sleep(self.rest()).await;
        }
    }

    /// How many announcements have come; `None` at the end.
    fn heard_meanwhile(&self, heard: &mut Announcements) -> Option<usize> {
        let mut count = 0;
        while let Some(announced) = heard.next().now_or_never() {
            self.note(&announced?.event);
            count += 1;
        }
        Some(count)
    }

    fn rest(&self) -> Duration {
        let shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        TOGETHER.max(PER_RECORD * shown.records())
    }

    /// Until all must be read again; `false` at the end.
    async fn listen(&self, heard: &mut Announcements) -> bool {
        while let Some(announcement) = heard.next().await {
            self.note(&announcement.event);
            let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
            if !shown.take(announcement.event) {
                return true;
            }
        }
        false
    }

    fn note(&self, event: &AppEvent) {
        self.tally.add("announcements", 1);
        match event {
            AppEvent::ConnectionLogged { entry } => self.note_step(&entry.step),
            AppEvent::JobUpdated { job } if job.r#gen > 1 => self.tally.count("jobs taken over"),
            AppEvent::ResumingChanged { .. } => self.tally.count("answers that were cut off"),
            _ => {}
        }
    }

    fn note_step(&self, step: &ConnectionStep) {
        self.tally.count(match step {
            ConnectionStep::Dialling { transport } => format!("link: dials by {transport:?}"),
            ConnectionStep::Live { transport } => format!("link: live by {transport:?}"),
            ConnectionStep::Closed { code } => format!("link: closed with {code:?}"),
            ConnectionStep::Resynced { reason, .. } => format!("resync: {reason:?}"),
            ConnectionStep::Failed { .. } => "link: failures".to_owned(),
            ConnectionStep::Waiting { .. } => "link: waits".to_owned(),
            ConnectionStep::Slept { .. } => "link: wakes up".to_owned(),
            ConnectionStep::NetworkUp => "link: network up".to_owned(),
            ConnectionStep::NetworkDown => "link: network down".to_owned(),
            ConnectionStep::RetryAsked => "link: retries asked for".to_owned(),
            ConnectionStep::TokenRenewed => "link: tokens renewed".to_owned(),
            ConnectionStep::Draining { .. } => "link: drains".to_owned(),
            ConnectionStep::Ended { code } => format!("link: ended with {code}"),
        });
    }

    /// The first thing in which what it shows differs from what is known, if any.
    pub(crate) fn difference(&self, known: &Picture) -> Option<String> {
        known.difference(&self.shown.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
