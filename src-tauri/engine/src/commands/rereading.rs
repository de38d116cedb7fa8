//! A session read again by the server with the extractor as it is now: shown first, made so at the
//! person's word.

use crate::{core::Core, read::ReadError};
use protocol::{
    ErrorCode, FindingId, IdempotencyKey, Problem, Reply, SessionId, Write,
    records::Decision,
    rereading::{ApplyRereading, REREAD, RereadPart, Rereading},
};
use std::{collections::BTreeSet, sync::PoisonError};

/// What was read again last.
#[derive(Debug)]
pub(crate) struct Reread {
    id: IdempotencyKey,
    /// What it brought; absent while it is under way.
    rereading: Option<Rereading>,
    /// Whether it was kept to be sent.
    is_applied: bool,
}

impl Core {
    /// What was read again before is forgotten.
    pub(super) async fn preview_rereading(
        &self,
        session_id: SessionId,
        without_model: bool,
    ) -> Result<Reply, Problem> {
        let id = IdempotencyKey(self.ids.next());
        // Whatever was asked for before may come later; it is not what is shown then.
        self.with_reread(|kept| *kept = Some(Reread { id, rereading: None, is_applied: false }));
        let mut all = self.read_again(session_id, without_model).await.map_err(problem)?;
        self.leave_decided(&mut all).await?;
        let left_out = shorten(&mut all);
        let RereadPart { new, changed, gone, next: _ } = all;
        let rereading = Rereading { id, session_id, new, changed, gone, left_out };
        self.with_reread(|kept| {
            if let Some(kept) = kept.as_mut().filter(|kept| kept.id == id) {
                kept.rereading = Some(rereading.clone());
            }
        });
        Ok(Reply::Rereading { rereading })
    }

    async fn read_again(
        &self,
        id: SessionId,
        without_model: bool,
    ) -> Result<RereadPart, ReadError> {
        let (mut all, mut after) = (RereadPart::default(), 0);
        loop {
            let asked = format!("after={after}&without_model={without_model}");
            let path = format!("/v1/sessions/{id}/rereading?{asked}");
            let part = self.get::<RereadPart>(&path).await?.body;
            all.new.extend(part.new);
            all.changed.extend(part.changed);
            all.gone.extend(part.gone);
            match part.next.filter(|next| *next > after) {
                Some(next) => after = next,
                None => return Ok(all),
            }
        }
    }

    /// Leave out what was decided about here and is still on its way to the server.
    async fn leave_decided(&self, all: &mut RereadPart) -> Result<(), Problem> {
        let stored = self.store.findings(None).await?;
        let decided = stored.iter().filter(|finding| finding.decision != Decision::Suggested);
        let decided: BTreeSet<FindingId> = decided.map(|finding| finding.id).collect();
        all.changed.retain(|changed| !decided.contains(&changed.before.id));
        all.gone.retain(|finding| !decided.contains(&finding.id));
        Ok(())
    }

    /// The same rereading applied twice is applied once.
    pub(super) async fn apply_rereading(&self, id: IdempotencyKey) -> Result<Reply, Problem> {
        let rereading = self.with_reread(|kept| {
            let kept = kept.as_mut().filter(|kept| kept.id == id)?;
            let rereading = kept.rereading.clone()?;
            let before = std::mem::replace(&mut kept.is_applied, true);
            Some((!before).then_some(rereading))
        });
        let Some(rereading) = rereading.ok_or_else(|| Problem::not_found("rereading"))? else {
            return Ok(Reply::Done);
        };
        let session = rereading.session_id;
        let body = body(rereading);
        if body == ApplyRereading::default() {
            return Ok(Reply::Done);
        }
        let kept = self.enqueue_as(id, Write::ApplyRereading { session, body }, None).await;
        if kept.is_err() {
            self.with_reread(|kept| {
                if let Some(kept) = kept.as_mut().filter(|kept| kept.id == id) {
                    kept.is_applied = false;
                }
            });
        }
        kept.map(|_| Reply::Done)
    }

    fn with_reread<T>(&self, work: impl FnOnce(&mut Option<Reread>) -> T) -> T {
        work(&mut self.reread.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn body(rereading: Rereading) -> ApplyRereading {
    let changed = rereading.changed.into_iter().map(|changed| changed.after);
    ApplyRereading {
        found: rereading.new.into_iter().chain(changed).collect(),
        gone: rereading.gone.into_iter().map(|finding| finding.id).collect(),
    }
}

/// Keep as much as one write carries; gives how much is left out.
fn shorten(all: &mut RereadPart) -> u32 {
    let count = |all: &RereadPart| all.new.len() + all.changed.len() + all.gone.len();
    let before = count(all);
    all.changed.truncate(REREAD);
    all.new.truncate(REREAD - all.changed.len());
    all.gone.truncate(REREAD);
    u32::try_from(before - count(all)).unwrap_or(u32::MAX)
}

fn problem(error: ReadError) -> Problem {
    match error {
        ReadError::Rest(error) => error.into(),
        ReadError::Store(error) => error.into(),
        ReadError::Account(_) | ReadError::Torn | ReadError::Removed => {
            Problem::temporary(ErrorCode::Unavailable, "The server cannot be reached.")
        }
    }
}
