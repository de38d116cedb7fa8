//! Passes on what the engine says it has applied: its trace events under the name `applied`.

use crate::say;
use faults::lines::{Applied, Line};
use std::fmt::Debug;
use tracing::{
    Event, Level, Metadata, Subscriber,
    field::{Field, Visit},
    level_filters::LevelFilter,
};
use tracing_subscriber::{
    Layer,
    filter::{FilterFn, filter_fn},
    layer::Context,
};

/// Says every applied event.
#[derive(Debug)]
pub(crate) struct Saying;

/// Lets only these trace events through.
pub(crate) fn only() -> FilterFn<fn(&Metadata<'_>) -> bool> {
    let ours: fn(&Metadata<'_>) -> bool =
        |metadata| metadata.target() == "applied" && *metadata.level() == Level::TRACE;
    filter_fn(ours).with_max_level_hint(LevelFilter::TRACE)
}

impl<S: Subscriber> Layer<S> for Saying {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut read = Reading(Applied {
            channel: String::new(),
            seq: 0,
            id: String::new(),
            outcome: String::new(),
        });
        event.record(&mut read);
        say(&Line::Applied(read.0));
    }
}

struct Reading(Applied);

impl Visit for Reading {
    fn record_u64(&mut self, field: &Field, value: u64) {
        if field.name() == "seq" {
            self.0.seq = value;
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let text = format!("{value:?}");
        match field.name() {
            "channel" => self.0.channel = text,
            "id" => self.0.id = text,
            "outcome" => self.0.outcome = text,
            _ => {}
        }
    }
}
