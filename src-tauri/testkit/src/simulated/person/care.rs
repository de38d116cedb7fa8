//! How the person takes care of what the outbox asks about: tries again, says otherwise, gives up.

use super::{Fate, Person, Said};
use protocol::{
    Command, IdempotencyKey, Reply,
    app_event::{Delivery, LinkState},
    reply::OutboxItem,
};
use std::collections::BTreeSet;

impl Person {
    pub(super) async fn outbox(&self, at: usize) -> Option<Vec<OutboxItem>> {
        match self.ask(at, Command::ListOutbox).await? {
            Ok(Reply::Outbox { items }) => Some(items),
            _ => Some(Vec::new()),
        }
    }

    /// Write down what waits.
    pub(crate) async fn note_outbox(&mut self, at: usize) {
        for item in self.outbox(at).await.unwrap_or_default() {
            let what = format!("{:?} of {}", item.kind, self.machines[at].name);
            self.book.kept.entry(item.key).or_insert(what);
            // Something whose crash came after it was kept.
            let unsure = self.book.said.iter_mut().find(|said| {
                said.machine == at
                    && said.fate == Fate::Unsure
                    && item.text.as_ref() == Some(&said.text)
            });
            if let Some(said) = unsure {
                said.fate = Fate::Kept;
                (said.key, said.message) = (Some(item.key), item.message_id);
                self.tally.count("words kept although the program crashed meanwhile");
            }
            match &item.delivery {
                Delivery::Held { .. } => self.tally.count("sights of a held row"),
                Delivery::Stuck { .. } => self.tally.count("sights of a stuck row"),
                Delivery::Sent | Delivery::Pending { .. } => {}
            }
        }
    }

    /// Take care of what the outbox asks about.
    pub(crate) async fn care(&mut self, at: usize) -> Option<()> {
        let run = self.machines[at].run()?;
        let (link, ..) = run.engine.status();
        if link.state == LinkState::Offline && link.problem.is_some() {
            self.tally.count("links that ended for good and were asked to try again");
            self.ask(at, Command::RetryNow).await?.ok();
        }
        let items = self.outbox(at).await?;
        for item in &items {
            match &item.delivery {
                Delivery::Stuck { problem } => {
                    self.tally.count(format!("stuck: {:?}: {:?}", item.kind, problem.code));
                    self.care_for_stuck(at, item, &items).await?;
                }
                Delivery::Held { .. } if self.chance.one_in(5) => {
                    self.give_up(at, item, &items).await?;
                }
                Delivery::Held { .. } => {
                    let release = Command::ReleaseWrites { keys: vec![item.key] };
                    self.ask(at, release).await?.ok();
                    self.tally.count("held rows released");
                }
                Delivery::Sent | Delivery::Pending { .. } => {}
            }
        }
        Some(())
    }

    pub(super) async fn care_for_stuck(
        &mut self,
        at: usize,
        item: &OutboxItem,
        all: &[OutboxItem],
    ) -> Option<()> {
        let is_message = item.message_id.is_some();
        match self.chance.below(4) {
            0 => {
                self.tally.count("stuck rows tried again");
                self.ask(at, Command::RetryWrite { key: item.key }).await.map(drop)
            }
            1 if is_message => self.edit(at, item).await,
            _ => self.give_up(at, item, all).await,
        }
    }

    pub(super) async fn edit(&mut self, at: usize, item: &OutboxItem) -> Option<()> {
        self.book.edits += 1;
        let text = format!("Said otherwise ({})", self.book.edits);
        self.tally.count("stuck messages said otherwise");
        let key = item.key;
        let answer = self.ask(at, Command::EditMessage { key, text: text.clone() }).await;
        let before = self.book.said.iter().position(|said| said.key == Some(key));
        let (Some(before), Some(session)) = (before, item.session_id) else {
            return answer.map(drop);
        };
        match &answer {
            Some(Ok(Reply::Message { view })) => {
                self.book.given_up.insert(key);
                // It keeps its place in the order of what was said.
                self.book.said[before].fate = Fate::GivenUp;
                let said = &mut self.book.said[before];
                said.text = text;
                said.fate = Fate::Kept;
                (said.key, said.message) = (view.key, Some(view.message.id));
                said.session = session;
            }
            None => {
                // One of the two will arrive, if any.
                self.book.given_up.insert(key);
                self.book.said[before].fate = Fate::Unsure;
                let other = Said {
                    machine: at,
                    session,
                    text,
                    key: None,
                    message: None,
                    fate: Fate::Unsure,
                    is_in_order: false,
                };
                self.book.said.push(other);
            }
            _ => {}
        }
        answer.map(drop)
    }

    pub(super) async fn give_up(
        &mut self,
        at: usize,
        item: &OutboxItem,
        all: &[OutboxItem],
    ) -> Option<()> {
        self.tally.count("rows given up");
        let answer = self.ask(at, Command::DiscardWrite { key: item.key }).await;
        let sure = match &answer {
            Some(Ok(_)) => true,
            Some(Err(_)) => return Some(()),
            None => false,
        };
        let left: BTreeSet<IdempotencyKey> = match self.outbox(at).await {
            Some(items) => items.into_iter().map(|item| item.key).collect(),
            None => BTreeSet::new(),
        };
        for other in all {
            // What changes a record goes with the write that was to make it.
            let together = other.key == item.key
                || (other.session_id == item.session_id && !left.contains(&other.key));
            if !together {
                continue;
            }
            self.book.given_up.insert(other.key);
            let fate = if sure && other.key == item.key { Fate::GivenUp } else { Fate::Unsure };
            for said in self.book.said.iter_mut().filter(|said| said.key == Some(other.key)) {
                said.fate = fate;
            }
        }
        answer.map(drop)
    }
}
