//! A way to the server on which sockets go elsewhere: requests are answered by the real server, the
//! socket by the sender.

use async_trait::async_trait;
use bytes::Bytes;
use http::{Request, Response, Uri};
use link::{Network, Pieces, SocketError, Transport, TransportError, Wire};
use url::Url;

/// The way.
#[derive(Debug)]
pub(super) struct Detour {
    network: Network,
    sockets: String,
}

impl Detour {
    /// Requests go to `server`, sockets to the address `sockets`.
    pub(super) fn new(server: &Url, sockets: &str) -> Self {
        Self { network: Network::new(server), sockets: sockets.to_owned() }
    }
}

#[async_trait]
impl Transport for Detour {
    async fn request(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        self.network.request(request).await
    }

    async fn stream(&self, request: Request<Bytes>) -> Result<Response<Pieces>, TransportError> {
        self.network.stream(request).await
    }

    async fn socket(&self, mut request: Request<()>) -> Result<Wire, SocketError> {
        let elsewhere = format!("http://{}{}", self.sockets, request.uri().path());
        *request.uri_mut() = elsewhere.parse::<Uri>().map_err(TransportError::unreached)?;
        self.network.socket(request).await
    }
}
