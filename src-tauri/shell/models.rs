//! The language models of the built-in server, as the engine chooses them.

use async_trait::async_trait;
use engine::ModelPort;
use protocol::{
    Problem,
    models::{LocalModels, ModelChoice, ModelTrial},
};
use secrecy::SecretString;
use server::{Model, Models, Patience};

/// The models of the server in this process.
#[derive(Debug, Clone, Default)]
pub(crate) struct ServerModels(pub(crate) Models);

fn model((choice, key): (ModelChoice, Option<SecretString>)) -> Model {
    Model { choice, key, patience: Patience::default() }
}

#[async_trait]
impl ModelPort for ServerModels {
    fn choose(&self, chosen: Option<(ModelChoice, Option<SecretString>)>) -> Result<(), Problem> {
        self.0.choose(chosen.map(model))
    }

    async fn try_out(
        &self,
        choice: ModelChoice,
        key: Option<SecretString>,
    ) -> Result<ModelTrial, Problem> {
        Models::try_out(model((choice, key))).await
    }

    async fn find_local(&self) -> Vec<LocalModels> {
        Models::find_local().await
    }
}
