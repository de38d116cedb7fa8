//! A line to the model server that lets its words through a few at a time, as a larger model says
//! them, and may break after some of them.

use std::{
    net::Ipv4Addr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, copy},
    net::{TcpListener, TcpStream},
    task::AbortHandle,
    time::sleep,
};

/// So many bytes come through at once, about one token of a stream.
const AT_ONCE: usize = 256;
/// Between two pieces.
const PACE: Duration = Duration::from_millis(25);
/// After so many pieces a line breaks that is to break.
const PIECES: usize = 8;

/// A slow line. It ends when it is dropped.
#[derive(Debug)]
pub(crate) struct SlowLine {
    url: String,
    breaks: Arc<AtomicBool>,
    taking: AbortHandle,
}

impl SlowLine {
    /// A line to the server at `url`.
    pub(crate) async fn to(url: &str) -> Self {
        let server = url.trim_start_matches("http://").to_owned();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("it is bound"));
        let breaks = Arc::new(AtomicBool::new(false));
        let taking = tokio::spawn({
            let breaks = Arc::clone(&breaks);
            async move {
                while let Ok((client, _)) = listener.accept().await {
                    tokio::spawn(carry(client, server.clone(), Arc::clone(&breaks)));
                }
            }
        });
        Self { url, breaks, taking: taking.abort_handle() }
    }

    /// Where it begins.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Whether answers break off from now on.
    pub(crate) fn breaks(&self, breaks: bool) {
        self.breaks.store(breaks, Ordering::SeqCst);
    }
}

impl Drop for SlowLine {
    fn drop(&mut self) {
        self.taking.abort();
    }
}

async fn carry(client: TcpStream, server: String, breaks: Arc<AtomicBool>) {
    let Ok(server) = TcpStream::connect(server).await else { return };
    let (mut asking, mut hearing) = client.into_split();
    let (mut answering, mut asked) = server.into_split();
    let up = async { copy(&mut asking, &mut asked).await.map(drop) };
    let down = async {
        let mut piece = [0; AT_ONCE];
        let mut pieces = 0;
        loop {
            let length = answering.read(&mut piece).await?;
            pieces += 1;
            if length == 0 || pieces > PIECES && breaks.load(Ordering::SeqCst) {
                return Ok(());
            }
            hearing.write_all(&piece[..length]).await?;
            sleep(PACE).await;
        }
    };
    // Whoever hangs up first ends both.
    let _ended: std::io::Result<()> = tokio::select! { ended = up => ended, ended = down => ended };
}
