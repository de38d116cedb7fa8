//! How the interviewer speaks HTTP: never on to where a server sends it, as a key would go along.

use reqwest::{Client, ClientBuilder, redirect::Policy};

/// The beginning of every client.
pub(super) fn builder() -> ClientBuilder {
    // Whoever runs the server has perhaps installed it already; there is only this one.
    let _installed = rustls::crypto::ring::default_provider().install_default();
    Client::builder().redirect(Policy::none())
}
