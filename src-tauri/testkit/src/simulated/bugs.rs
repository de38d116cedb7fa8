//! Hears what a run says of itself that only a bug says: panics, also those that somebody catches,
//! and errors in the log. Can print the whole log with the time of the world.

use std::{
    cell::{Cell, RefCell},
    fmt::{self, Write},
    panic,
    time::Duration,
};
use tokio::time::Instant;
use tracing::{
    Event, Level, Metadata, Subscriber,
    field::{Field, Visit},
    level_filters::LevelFilter,
    span,
};

thread_local! {
    static FOUND: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
    static EXCUSED: Cell<u32> = const { Cell::new(0) };
    static BEGAN: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// Listen from now on, in all threads; with `log` also print what is logged.
///
/// # Panics
///
/// When somebody else listens to the log already.
pub fn listen(log: bool) {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        found(format!("panic: {info}"));
        if log {
            usual(info);
        }
    }));
    tracing::subscriber::set_global_default(Listener { log }).expect("nobody else listens");
}

/// A run begins on this thread.
pub(crate) fn begin() {
    FOUND.with_borrow_mut(Vec::clear);
    EXCUSED.set(0);
    BEGAN.set(Some(Instant::now()));
}

/// What was heard on this thread since.
pub(crate) fn heard() -> Vec<String> {
    FOUND.with_borrow(Clone::clone)
}

/// While a disk is full, errors are in order.
pub(crate) fn excuse(begins: bool) {
    EXCUSED.set(if begins { EXCUSED.get() + 1 } else { EXCUSED.get().saturating_sub(1) });
}

fn found(what: String) {
    FOUND.with_borrow_mut(|found| found.push(what));
}

/// Print a line with the time of the world.
fn print(line: &str) {
    let time = BEGAN.get().map_or(Duration::ZERO, |began| began.elapsed());
    #[expect(clippy::print_stderr, reason = "asked for")]
    {
        eprintln!("{:>12.3} {line}", time.as_secs_f64());
    }
}

struct Listener {
    log: bool,
}

#[derive(Default)]
struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let written = match field.name() {
            "message" => write!(self.0, " {value:?}"),
            name => write!(self.0, " {name}={value:?}"),
        };
        written.expect("writing to a string cannot fail");
    }
}

impl Subscriber for Listener {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        let most = if self.log { Level::DEBUG } else { Level::ERROR };
        let is_ours = !metadata.target().starts_with("tower_http");
        *metadata.level() <= most && metadata.is_event() && is_ours
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(if self.log { LevelFilter::DEBUG } else { LevelFilter::ERROR })
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = Line::default();
        event.record(&mut line);
        let metadata = event.metadata();
        if self.log {
            print(&format!("{:>5} {}:{}", metadata.level(), metadata.target(), line.0));
        }
        if *metadata.level() == Level::ERROR && EXCUSED.get() == 0 {
            found(format!("error in the log: {}:{}", metadata.target(), line.0));
        }
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}
