//! The language model that words the interviewer's questions: which one, and what was learnt about
//! it. Keys cross this boundary once, towards the keyring, and never back.

use serde::{Deserialize, Serialize};
use std::fmt;
use ts_rs::TS;

/// How a model server is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ModelKind {
    /// As `OpenAI` is: llama.cpp, LM Studio, vLLM and many more.
    OpenAi,
    /// As Anthropic is.
    Anthropic,
    /// As Gemini is.
    Gemini,
    /// As Ollama is.
    Ollama,
}

impl ModelKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::OpenAi, Self::Anthropic, Self::Gemini, Self::Ollama];

    /// Its name, as in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::OpenAi => "open_ai",
            Self::Anthropic => "anthropic",
            Self::Gemini => "gemini",
            Self::Ollama => "ollama",
        }
    }
}

/// A model and where it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ModelChoice {
    /// How its server is spoken to.
    pub kind: ModelKind,
    /// The address before the part that the kind fixes, as `http://127.0.0.1:8080/v1`; empty is the
    /// kind's own.
    pub base_url: String,
    /// The model's name, 1 to 200 characters.
    pub model: String,
}

/// A key as typed. It is never shown again, logged or told.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export, type = "string")]
pub struct ModelKey(pub String);

impl fmt::Debug for ModelKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ModelKey")
    }
}

/// A model server found on this machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct LocalModels {
    /// How it is spoken to.
    pub kind: ModelKind,
    /// Its address.
    pub base_url: String,
    /// The models it has.
    pub models: Vec<String>,
}

/// What a test of a model gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ModelTrial {
    /// Until its first word came, in milliseconds.
    pub first_word_ms: u32,
    /// Whether it can give findings as well as words.
    pub extracts: bool,
}

/// Where a key is kept for: it goes to no other place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct KeyPlace {
    /// How the server is spoken to.
    pub kind: ModelKind,
    /// Its address, as in [`ModelChoice`].
    pub base_url: String,
}

/// Which model is used and what can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ModelsState {
    /// The model that words the questions; absent for the built-in interviewer.
    pub chosen: Option<ModelChoice>,
    /// Of the usual addresses and the chosen one, those of which a key is kept.
    pub keys: Vec<KeyPlace>,
    /// Whether the server runs in this program, so that a model can be chosen here.
    pub here: bool,
}
