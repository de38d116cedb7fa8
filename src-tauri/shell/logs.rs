//! Log lines go to `logs/` in the data folder, one file a day, the last seven kept, and to the
//! standard error stream. What must not be logged is the business of each error's `Display`.

use crate::configuration::Configuration;
use tracing_appender::{
    non_blocking::WorkerGuard,
    rolling::{Builder, Rotation},
};
use tracing_subscriber::{
    EnvFilter, Layer, fmt, layer::SubscriberExt, registry, util::SubscriberInitExt,
};

/// Days of logs kept.
const KEPT: usize = 7;

/// Starts logging. With `files` off, or when the log folder cannot be made, only to the standard
/// error stream. Lines are flushed when the guard is dropped.
pub(crate) fn start(configuration: &Configuration, files: bool) -> Option<WorkerGuard> {
    let filter = EnvFilter::try_new(&configuration.log).unwrap_or_else(|_| EnvFilter::new("info"));
    // What a model's server answers may hold the person's words.
    let filter = filter.add_directive("genai=off".parse().expect("a constant directive parses"));
    let (layer, guard) = match files.then(|| file(configuration)).flatten() {
        Some((layer, guard)) => (Some(layer), Some(guard)),
        None => (None, None),
    };
    let screen = fmt::layer().with_ansi(false).with_writer(std::io::stderr);
    if registry().with(filter).with(screen).with(layer).try_init().is_err() {
        tracing::debug!("this process logs already");
    }
    guard
}

fn file<S>(configuration: &Configuration) -> Option<(impl Layer<S> + use<S>, WorkerGuard)>
where
    S: tracing::Subscriber + for<'a> registry::LookupSpan<'a>,
{
    let folder = configuration.data.join("logs");
    // The appender complains on the screen about a folder that is not there yet.
    std::fs::create_dir_all(&folder).ok()?;
    let appender = Builder::new()
        .rotation(Rotation::DAILY)
        .filename_prefix("trajectory")
        .filename_suffix("log")
        .max_log_files(KEPT)
        .build(folder)
        .ok()?;
    let (writer, guard) = tracing_appender::non_blocking(appender);
    Some((fmt::layer().with_ansi(false).with_writer(writer), guard))
}
