//! Which language model the server's interviewer speaks with, if any. Whoever runs the server holds
//! a clone and may choose another at any time; jobs under way keep theirs.

mod local;

use super::provider::{Brief, LanguageModel, Model, Piece, Provider, Spoken, Trouble};
use futures_util::TryStreamExt;
use protocol::{
    Problem,
    models::{LocalModels, ModelTrial},
    records::Voice,
};
use std::{
    collections::{BTreeMap, btree_map::Entry},
    sync::{Arc, PoisonError, RwLock},
};
use tokio::time::Instant;

/// The chosen model. Clones share the choice.
#[derive(Debug, Clone, Default)]
pub struct Models {
    chosen: Arc<RwLock<Option<Chosen>>>,
}

/// A model, and others of its server as far as sessions speak with them.
#[derive(Debug)]
struct Chosen {
    model: Model,
    usual: Arc<LanguageModel>,
    others: BTreeMap<String, Arc<LanguageModel>>,
}

impl Models {
    /// Speak with this model from the next answer on; without one, in the built-in words.
    ///
    /// # Errors
    ///
    /// When the choice names no model or no address.
    pub fn choose(&self, model: Option<Model>) -> Result<(), Problem> {
        let chosen = match model {
            Some(model) => {
                let usual = Arc::new(LanguageModel::new(model.clone())?);
                Some(Chosen { model, usual, others: BTreeMap::new() })
            }
            None => None,
        };
        *self.chosen.write().unwrap_or_else(PoisonError::into_inner) = chosen;
        Ok(())
    }

    /// Whether a model is chosen.
    pub fn is_chosen(&self) -> bool {
        self.chosen.read().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// The model that a session speaks with, if it speaks with one.
    pub(crate) fn of(&self, voice: &Voice) -> Option<Arc<dyn Provider>> {
        let mut chosen = self.chosen.write().unwrap_or_else(PoisonError::into_inner);
        let chosen = chosen.as_mut()?;
        let model = match voice {
            Voice::BuiltIn => return None,
            Voice::Usual => &chosen.usual,
            Voice::Model { name } if *name == chosen.model.choice.model => &chosen.usual,
            Voice::Model { name } => match chosen.others.entry(name.clone()) {
                Entry::Occupied(known) => &*known.into_mut(),
                Entry::Vacant(place) => {
                    let mut model = chosen.model.clone();
                    model.choice.model.clone_from(name);
                    &*place.insert(Arc::new(LanguageModel::new(model).ok()?))
                }
            },
        };
        let model: Arc<dyn Provider> = Arc::<LanguageModel>::clone(model);
        Some(model)
    }

    /// Ask a model for a few words and a finding, whichever is chosen.
    ///
    /// # Errors
    ///
    /// Why it gave no words. That it gives no findings is part of the answer.
    pub async fn try_out(model: Model) -> Result<ModelTrial, Problem> {
        Ok(trial(&LanguageModel::new(model)?).await?)
    }

    /// The model servers that answer on this machine's usual ports, with what they have.
    pub async fn find_local() -> Vec<LocalModels> {
        local::find(local::USUAL).await
    }
}

/// What the trial is about; nothing of the person.
const QUESTION: &str = "What do you do in a normal week?";
const ANSWER: &str = "I bake bread in a small shop and I keep its books.";
const PLANNED: &str = "Bread and books, then. **Which of the two would you rather do more of?**";

async fn trial(model: &LanguageModel) -> Result<ModelTrial, Trouble> {
    let [question, answer, planned] = [QUESTION, ANSWER, PLANNED].map(str::to_owned);
    let spoken = Spoken { question, answer, ..Spoken::default() };
    let brief = Brief { spoken, planned, written: String::new() };
    let since = Instant::now();
    let mut pieces = model.word(&brief).await?;
    let mut first = None;
    while let Some(piece) = pieces.try_next().await? {
        first.get_or_insert_with(|| since.elapsed());
        if matches!(piece, Piece::End(_)) {
            let first = first.unwrap_or_default().as_millis();
            let extracts = model.extract(&brief.spoken).await.is_ok();
            let first_word_ms = u32::try_from(first).unwrap_or(u32::MAX);
            return Ok(ModelTrial { first_word_ms, extracts });
        }
    }
    Err(Trouble::Interrupted)
}
