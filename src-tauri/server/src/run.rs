//! Starts and stops a server.

use crate::{
    app::App,
    auth::Tokens,
    config::{Config, StartError},
    fanout::Doorbell,
    jobs,
    limits::Limits,
    listening,
    origin::Names,
    realtime::{self, Hub, SharedPages, Socket},
    routes,
    storage::Storage,
};
use axum::{
    Router,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use futures_util::future::BoxFuture;
use protocol::ServerId;
use std::{net::SocketAddr, sync::Arc, time::Duration};
use tokio::{net::TcpListener, sync::Notify, time::timeout};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use url::Url;

/// The database in the data folder.
const FILE: &str = "server.db";
/// How long connections, requests and jobs under way may take at the stop.
const PATIENCE: Duration = Duration::from_secs(10);
/// Between two times of forgetting what is kept only for a time.
const TRIM: Duration = Duration::from_hours(1);

/// A running server. Dropping it stops it without waiting.
#[derive(Debug)]
pub struct Server {
    app: Arc<App>,
    address: SocketAddr,
}

/// Start a server; it answers when this returns.
///
/// # Errors
///
/// When the folder cannot be made, the database cannot be opened or the address not be used.
pub async fn start(config: Config) -> Result<Server, StartError> {
    let listener = TcpListener::bind(config.listen).await.map_err(StartError::Listen)?;
    let address = listener.local_addr().map_err(StartError::Listen)?;
    let (server, router) = start_inside(Config { listen: address, ..config }).await?;
    server.app.running.spawn(listening::serve(router, listener, server.app.stopping.clone()));
    tracing::info!(%address, server = %server.app.server_id, "the server listens");
    Ok(server)
}

/// Start a server that listens nowhere: who starts it hands it the requests, made to
/// `config.listen`, and the sockets.
///
/// # Errors
///
/// When the folder cannot be made or the database cannot be opened.
pub async fn start_inside(config: Config) -> Result<(Server, Router), StartError> {
    config.disk.make_folder(&config.data).map_err(StartError::Folder)?;
    let (clock, ids) = (Arc::clone(&config.clock), Arc::clone(&config.ids));
    let storage = Storage::open(&config.disk, &config.data.join(FILE), clock, ids)?;
    if config.embedded_secret.is_some() {
        // The program that holds it is the only one on this database.
        storage.let_leases_lapse().await?;
    }
    let address = config.listen;
    let app = Arc::new(assemble(config, storage).await?);
    app.running.spawn(jobs::run(Arc::clone(&app)));
    app.running.spawn(trim(Arc::clone(&app)));
    app.running.close();
    let router = routes::all(&app);
    Ok((Server { app, address }, router))
}

/// What the parts of a server share, before any of them runs.
pub(crate) async fn assemble(config: Config, storage: Storage) -> Result<App, StartError> {
    let (clock, ids) = (Arc::clone(&config.clock), Arc::clone(&config.ids));
    Ok(App {
        server_id: storage.server_id().await?,
        tokens: Tokens::open(storage.clone(), config.access, clock, ids).await?,
        storage,
        doorbell: Doorbell::default(),
        pages: SharedPages::default(),
        limits: Limits::new(config.commands, config.embedded_secret.is_none()),
        hub: Hub::new(config.connections),
        embedded_secret: config.embedded_secret,
        names: Names::new(config.listen, &config.hosts),
        clock: config.clock,
        ids: config.ids,
        pace: config.pace,
        models: config.models,
        work: Notify::new(),
        stopping: CancellationToken::new(),
        running: TaskTracker::new(),
    })
}

async fn trim(app: Arc<App>) {
    loop {
        if let Err(error) = app.storage.trim().await {
            tracing::warn!(%error, "old events could not be forgotten");
        }
        tokio::select! {
            biased;
            () = tokio::time::sleep(TRIM) => {}
            () = app.stopping.cancelled() => return,
        }
    }
}

impl Server {
    /// Serve a socket that was opened with these headers, as one that came over the network; gives
    /// what serves it, to be run until it ends.
    ///
    /// # Errors
    ///
    /// The response to the request for it, when there is none without a token or for now.
    pub async fn socket(
        &self,
        headers: &HeaderMap,
        socket: impl Socket + 'static,
    ) -> Result<BoxFuture<'static, ()>, Response> {
        let app = Arc::clone(&self.app);
        let admitted = routes::admit(&app, headers).await.map_err(IntoResponse::into_response)?;
        let serving =
            app.running.track_future(realtime::connect(Arc::clone(&app), admitted, socket));
        Ok(Box::pin(serving))
    }

    /// Where it answers.
    ///
    /// # Panics
    ///
    /// Never: an address always is a URL's host and port.
    pub fn url(&self) -> Url {
        Url::parse(&format!("http://{}", self.address)).expect("an address makes a URL")
    }

    /// The id of its database.
    pub fn server_id(&self) -> ServerId {
        self.app.server_id
    }

    /// How many connections are open now: sockets, streams and waiting polls.
    pub fn connections(&self) -> usize {
        self.app.hub.count()
    }

    /// Tell all connections to come again, finish what is being committed and close the database.
    /// Jobs under way go on at the next start.
    pub async fn stop(self) {
        self.app.stopping.cancel();
        if timeout(PATIENCE, self.app.running.wait()).await.is_err() {
            tracing::warn!("some connections did not end in time");
        }
        self.app.storage.close().await;
        tracing::info!("the server has stopped");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.app.stopping.cancel();
    }
}
