//! Whose turn it is: walks unsent writes and says how each stands among those before it in its lane.
//! The one place that knows what holds back what.

use crate::{Lane, Row, RowState, row::names};
use protocol::app_event::Delivery;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// How a write stands among those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn {
    /// The server has it.
    Past,
    /// The person must say what becomes of it.
    Person,
    /// Something before it waits for the person.
    Behind,
    /// Nothing before it holds it back: the first such row of a lane is the next to be sent.
    Free,
}

/// What is known of the lanes so far.
#[derive(Debug, Default)]
pub(crate) struct Walk {
    closed: BTreeSet<Lane>,
    parked: BTreeMap<Lane, BTreeSet<Uuid>>,
}

impl Walk {
    /// The turn of the next row; rows of a lane come oldest first.
    pub(crate) fn turn(&mut self, row: &Row) -> Turn {
        match row.state {
            RowState::Accepted(_) => Turn::Past,
            RowState::Stuck(_) | RowState::Held => {
                if closes(row) {
                    self.closed.insert(row.lane);
                }
                self.park(row);
                Turn::Person
            }
            RowState::Queued | RowState::Sending => {
                if self.closed.contains(&row.lane) || self.is_parked(row) {
                    self.park(row);
                    Turn::Behind
                } else {
                    Turn::Free
                }
            }
        }
    }

    /// Whether nothing more of this lane can be the next.
    pub(crate) fn is_over(&self, lane: Lane) -> bool {
        self.closed.contains(&lane)
    }

    fn park(&mut self, row: &Row) {
        self.parked.entry(row.lane).or_default().extend(names(&row.write));
    }

    fn is_parked(&self, row: &Row) -> bool {
        let parked = self.parked.get(&row.lane);
        parked.is_some_and(|parked| names(&row.write).iter().any(|id| parked.contains(id)))
    }
}

/// Whether a row that waits for the person holds back all that comes after it. In a session's lane
/// a refused message does, and whatever is held, since order is kept there; a refused change steps
/// aside. Elsewhere only the rows wait that name the same record.
fn closes(row: &Row) -> bool {
    let in_order = row.says() || row.state == RowState::Held;
    matches!(row.lane, Lane::Session(_)) && in_order
}

/// How a row stands, as the person sees it.
pub(crate) fn delivery(row: &Row, turn: Turn) -> Delivery {
    match &row.state {
        RowState::Accepted(_) => Delivery::Sent,
        RowState::Stuck(problem) => Delivery::Stuck { problem: problem.clone() },
        RowState::Held => Delivery::Held { since: row.fresh_at },
        RowState::Queued | RowState::Sending => Delivery::Pending {
            behind_stuck: turn == Turn::Behind,
            unanswered: row.state == RowState::Sending,
        },
    }
}
