//! The language model that words the questions, where the server runs in this program: chosen, tried,
//! looked for. The choice is kept with the preferences, the key in the keyring and nowhere else.

use crate::{ModelPort, core::Core};
use protocol::{
    ErrorCode, Problem, Reply,
    models::{KeyPlace, ModelChoice, ModelKey, ModelKind, ModelsState},
    preferences::PreferencesChange,
};
use secrecy::SecretString;
use std::sync::Arc;
use url::Url;

/// The name of a key in the keyring. Each is for one server, so that none reaches another's.
fn name(kind: ModelKind, base_url: &str) -> String {
    let base_url = base_url.trim();
    let server = Url::parse(base_url).map(|url| url.origin().ascii_serialization());
    let server = server.unwrap_or_else(|_| base_url.to_owned());
    format!("model-key-{}-{server}", kind.name())
}

impl Core {
    fn models(&self) -> Result<Arc<dyn ModelPort>, Problem> {
        let elsewhere = || {
            let title = "The model is chosen where the server runs.";
            Problem::refused(ErrorCode::Forbidden, title)
        };
        self.host.models().ok_or_else(elsewhere)
    }

    async fn kept_key(&self, choice: &ModelChoice) -> Option<SecretString> {
        self.secrets.get(&name(choice.kind, &choice.base_url)).await
    }

    pub(super) async fn get_models(&self) -> Result<Reply, Problem> {
        let chosen = self.store.preferences().await?.model;
        let usual = ModelKind::ALL.map(|kind| KeyPlace { kind, base_url: String::new() });
        let own =
            chosen.clone().map(|ModelChoice { kind, base_url, .. }| KeyPlace { kind, base_url });
        let own = own.filter(|place| !usual.contains(place));
        let mut keys = Vec::new();
        for place in usual.into_iter().chain(own) {
            if self.secrets.get(&name(place.kind, &place.base_url)).await.is_some() {
                keys.push(place);
            }
        }
        let here = self.host.models().is_some();
        Ok(Reply::Models { state: ModelsState { chosen, keys, here } })
    }

    pub(super) async fn find_local_models(&self) -> Result<Reply, Problem> {
        Ok(Reply::LocalModels { found: self.models()?.find_local().await })
    }

    pub(super) async fn test_model(
        &self,
        choice: ModelChoice,
        key: Option<ModelKey>,
    ) -> Result<Reply, Problem> {
        let models = self.models()?;
        let key = match key {
            Some(ModelKey(key)) => Some(SecretString::from(key)),
            None => self.kept_key(&choice).await,
        };
        Ok(Reply::ModelTested { trial: models.try_out(choice, key).await? })
    }

    /// An empty key removes the one that is kept; none leaves it.
    pub(super) async fn choose_model(
        &self,
        choice: Option<ModelChoice>,
        key: Option<ModelKey>,
    ) -> Result<Reply, Problem> {
        self.models()?;
        if let (Some(choice), Some(ModelKey(key))) = (&choice, key) {
            let name = name(choice.kind, &choice.base_url);
            if key.is_empty() {
                self.secrets.delete(&name).await;
            } else {
                self.secrets.set(&name, &SecretString::from(key)).await;
            }
        }
        self.speak_with(choice.clone()).await?;
        let change = PreferencesChange { model: Some(choice), ..PreferencesChange::default() };
        self.change_preferences(change).await
    }

    async fn speak_with(&self, choice: Option<ModelChoice>) -> Result<(), Problem> {
        let model = match choice {
            Some(choice) => {
                let key = self.kept_key(&choice).await;
                Some((choice, key))
            }
            None => None,
        };
        self.models()?.choose(model)
    }

    /// Have the server speak with the model that was chosen before this start.
    pub(crate) async fn speak_as_chosen(self: Arc<Self>) {
        if self.host.models().is_none() {
            return;
        }
        let spoken = match self.store.preferences().await.map(|preferences| preferences.model) {
            // The server speaks in the built-in words until it is told otherwise.
            Ok(None) => Ok(()),
            Ok(chosen) => self.speak_with(chosen).await,
            Err(error) => Err(error.into()),
        };
        if let Err(problem) = spoken {
            tracing::warn!(%problem, "the chosen model cannot be used");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_of_one_server_whatever_its_path() {
        let of = |base_url: &str| name(ModelKind::OpenAi, base_url);
        assert_eq!(of("https://models.example/v1"), of(" https://models.example/v1/ "));
        let others = ["", "http://models.example/v1", "http://127.0.0.1:8080/v1", "models.example"];
        for other in others {
            assert_ne!(of("https://models.example/v1"), of(other), "{other}");
        }
        assert_ne!(of(""), name(ModelKind::Gemini, ""));
    }
}
