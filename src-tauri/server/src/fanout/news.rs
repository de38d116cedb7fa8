//! What the listeners of one owner are still to be told: moves that come quickly one after the other
//! are told together. Remembers where channels stood when they were last told, since that is where
//! most listeners read on from.

use crate::storage::Position;
use protocol::Channel;
use std::collections::BTreeMap;

/// Channels whose last place is remembered.
const MOST: usize = 128;

/// A move to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Move {
    /// Where the channel stood when it was told last, if that is remembered and in the same history.
    pub(crate) from: Option<Position>,
    /// Where it stands now.
    pub(crate) to: Position,
}

/// Of one owner.
#[derive(Debug, Default)]
pub(super) struct News {
    waiting: BTreeMap<Channel, Position>,
    told: BTreeMap<Channel, Position>,
    is_being_told: bool,
}

impl News {
    /// Channels have moved. Gives whether nobody tells it yet, so that whoever hears this must.
    pub(super) fn add(&mut self, moved: &BTreeMap<Channel, Position>) -> bool {
        for (channel, to) in moved {
            let place = self.waiting.entry(*channel).or_insert(*to);
            // Commits may report in another order than they were made in.
            if place.epoch != to.epoch || place.seq < to.seq {
                *place = *to;
            }
        }
        !std::mem::replace(&mut self.is_being_told, true)
    }

    /// What is to be told now. `None` when there is nothing, which ends the telling.
    pub(super) fn next(&mut self) -> Option<BTreeMap<Channel, Move>> {
        let waiting = std::mem::take(&mut self.waiting);
        let moves: BTreeMap<Channel, Move> = waiting
            .into_iter()
            .filter_map(|(channel, to)| {
                let told = self.told.get(&channel).copied();
                let from = told.filter(|from| from.epoch == to.epoch);
                // What was read ahead is told already.
                let is_news = from.is_none_or(|from| from.seq < to.seq);
                is_news.then_some((channel, Move { from, to }))
            })
            .collect();
        self.is_being_told = !moves.is_empty();
        self.is_being_told.then_some(moves)
    }

    /// Whether somebody tells it.
    pub(super) fn is_being_told(&self) -> bool {
        self.is_being_told
    }

    /// This is told.
    pub(super) fn told(&mut self, moved: &BTreeMap<Channel, Position>) {
        if self.told.len() + moved.len() > MOST {
            self.told.clear();
        }
        self.told.extend(moved.iter().take(MOST));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::{Epoch, UserId};
    use uuid::Uuid;

    const CHANNEL: Channel = Channel::User(UserId(Uuid::nil()));

    fn at(history: u128, seq: u64) -> Position {
        Position { epoch: Epoch(Uuid::from_u128(history)), seq, last: None }
    }

    fn moved(place: Position) -> BTreeMap<Channel, Position> {
        BTreeMap::from([(CHANNEL, place)])
    }

    fn next(news: &mut News) -> Option<Move> {
        news.next().map(|moves| moves[&CHANNEL])
    }

    #[test]
    fn moves_are_told_together_and_by_one() {
        let mut news = News::default();
        assert!(news.add(&moved(at(1, 1))));
        assert!(!news.add(&moved(at(1, 3))));
        assert!(!news.add(&moved(at(1, 2))), "reported late");
        assert_eq!(next(&mut news), Some(Move { from: None, to: at(1, 3) }));
        news.told(&moved(at(1, 3)));
        assert!(!news.add(&moved(at(1, 4))));
        assert_eq!(next(&mut news), Some(Move { from: Some(at(1, 3)), to: at(1, 4) }));
    }

    #[test]
    fn who_finds_nothing_ends_and_the_next_move_needs_another() {
        let mut news = News::default();
        assert!(news.add(&moved(at(1, 1))));
        assert!(next(&mut news).is_some());
        news.told(&moved(at(1, 2)));
        news.add(&moved(at(1, 2)));
        assert_eq!(next(&mut news), None, "it was read ahead");
        assert!(news.add(&moved(at(1, 3))));
    }

    #[test]
    fn another_history_is_always_told_and_begins_anew() {
        let mut news = News::default();
        news.told(&moved(at(1, 9)));
        news.add(&moved(at(2, 0)));
        assert_eq!(next(&mut news), Some(Move { from: None, to: at(2, 0) }));
    }

    #[test]
    fn no_more_places_are_remembered_than_that() {
        let mut news = News::default();
        for number in 0..1_000 {
            let channel = Channel::User(UserId(Uuid::from_u128(number)));
            news.told(&BTreeMap::from([(channel, at(1, 1))]));
            assert!(news.told.len() <= MOST);
        }
    }
}
