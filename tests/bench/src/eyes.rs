//! Watches a virtual display and tells when what it shows in the end was first to be seen.

use anyhow::{Context, Result, bail, ensure};
use std::{
    hash::{DefaultHasher, Hash, Hasher},
    time::{Duration, Instant},
};
use x11rb::{
    connection::Connection,
    protocol::xproto::{ConnectionExt, ImageFormat},
    rust_connection::RustConnection,
};

/// How long nothing may change before a picture counts as the last.
const STILL: Duration = Duration::from_millis(1_500);
const PATIENCE: Duration = Duration::from_mins(1);
const BETWEEN_LOOKS: Duration = Duration::from_millis(4);

/// A part of the display, in pixels.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Region {
    pub(crate) x: i16,
    pub(crate) y: i16,
    pub(crate) width: u16,
    pub(crate) height: u16,
}

/// What was seen, for comparing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Picture(u64);

/// Looks at one display.
pub(crate) struct Eyes {
    connection: RustConnection,
    root: u32,
    region: Region,
}

impl Eyes {
    /// Looks at `region` of the display of that name.
    pub(crate) fn on(display: &str, region: Region) -> Result<Self> {
        let (connection, screen) = x11rb::connect(Some(display))?;
        let root = connection.setup().roots.get(screen).context("the display has a screen")?.root;
        Ok(Self { connection, root, region })
    }

    fn look(&self) -> Result<u64> {
        let Region { x, y, width, height } = self.region;
        let format = ImageFormat::Z_PIXMAP;
        let image = self.connection.get_image(format, self.root, x, y, width, height, !0)?;
        let mut hash = DefaultHasher::new();
        image.reply()?.data.hash(&mut hash);
        Ok(hash.finish())
    }

    /// What is to be seen now.
    pub(crate) fn picture(&self) -> Result<Picture> {
        self.look().map(Picture)
    }

    /// Waits until `picture` is to be seen.
    #[expect(clippy::disallowed_methods, reason = "a benchmark looks at real intervals")]
    pub(crate) fn wait_for(&self, picture: Picture) -> Result<()> {
        let began = Instant::now();
        while self.look()? != picture.0 {
            ensure!(began.elapsed() < PATIENCE, "the display does not become what it was");
            std::thread::sleep(BETWEEN_LOOKS);
        }
        Ok(())
    }

    /// Runs `start`, and gives the time from then until the last picture was first seen.
    #[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
    pub(crate) fn time_to_last_picture<T>(
        &self,
        start: impl FnOnce() -> Result<T>,
    ) -> Result<(Duration, T)> {
        let before = self.look()?;
        let began = Instant::now();
        let running = start()?;
        let mut current = (before, began);
        loop {
            std::thread::sleep(BETWEEN_LOOKS);
            let picture = self.look()?;
            let now = Instant::now();
            if picture != current.0 {
                current = (picture, now);
            } else if current.0 != before && now - current.1 > STILL {
                return Ok((current.1 - began, running));
            }
            if now - began > PATIENCE {
                bail!("nothing steady was to be seen within {PATIENCE:?}");
            }
        }
    }
}
