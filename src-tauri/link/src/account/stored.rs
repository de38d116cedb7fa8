//! What is kept of an account between two runs: the refresh token, and whose it is, so that the
//! desktop finds its data before any server answers.

use super::Held;
use protocol::{ServerId, UserId};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

#[derive(Debug)]
pub(super) struct Stored {
    pub(super) refresh: SecretString,
    pub(super) server: ServerId,
    pub(super) user: UserId,
}

#[derive(Serialize, Deserialize)]
struct Form {
    refresh: String,
    server: ServerId,
    user: UserId,
}

impl Stored {
    pub(super) fn encoded(&self) -> SecretString {
        let refresh = self.refresh.expose_secret().to_owned();
        let form = Form { refresh, server: self.server, user: self.user };
        serde_json::to_string(&form).expect("three strings have a JSON form").into()
    }

    /// What was kept; `None` when something else is there under its name.
    pub(super) fn decoded(secret: &SecretString) -> Option<Self> {
        let form: Form = serde_json::from_str(secret.expose_secret()).ok()?;
        Some(Self { refresh: form.refresh.into(), server: form.server, user: form.user })
    }
}

impl From<&Held> for Stored {
    fn from(held: &Held) -> Self {
        Self { refresh: held.refresh.clone(), server: held.server, user: held.user }
    }
}
