//! A line between a desktop and its server that can be cut, delayed, stopped, swallowed, half-opened
//! and made to drip, and that counts its cuts. It carries bytes and knows nothing of what they say.

mod line;
mod pump;

use anyhow::Result;
use line::Line;
pub use line::{Direction, Flow, Weather};
use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinHandle,
    time::timeout,
};

/// A cut that is waited for comes after this, whatever flowed.
const STILL: Duration = Duration::from_secs(5);

/// A proxy on a loopback port of its own. Ends when dropped.
#[derive(Debug)]
pub struct Proxy {
    address: SocketAddr,
    line: Arc<Line>,
    accepting: JoinHandle<()>,
}

impl Proxy {
    /// Stands before `upstream` from now on.
    pub async fn start(upstream: SocketAddr) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let line = Arc::new(Line::default());
        let accepting = tokio::spawn(accept(listener, upstream, Arc::clone(&line)));
        Ok(Self { address, line, accepting })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// From now on all connections, old and new, fare like this.
    pub fn weather(&self, weather: Weather) {
        self.line.set(weather);
    }

    /// Cut every connection now. Does not count when there is none.
    pub fn cut(&self) {
        self.line.cut();
    }

    /// The server's side of every connection breaks; the desktop is not told.
    pub fn half_open(&self) {
        self.line.half_open();
    }

    /// Cut every connection once so many more bytes went this way.
    pub fn cut_after(&self, direction: Direction, bytes: u64) {
        self.line.cut_after(direction, bytes);
    }

    /// Cut every connection just before these bytes would reach the desktop, so many times.
    pub fn cut_before(&self, words: &'static [u8], times: u64) {
        self.line.cut_before(words, times);
    }

    /// How often the line was cut while something was connected.
    pub fn cuts(&self) -> u64 {
        self.line.cuts()
    }

    /// Waits until it was cut so often. When nothing flows any more that a cut could wait for, it is
    /// cut all the same.
    pub async fn until_cut(&self, times: u64) {
        while timeout(STILL, self.line.until_cut(times)).await.is_err() {
            self.line.cut_at_last();
        }
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.accepting.abort();
        self.line.end();
    }
}

async fn accept(listener: TcpListener, upstream: SocketAddr, line: Arc<Line>) {
    while let Ok((desktop, _)) = listener.accept().await {
        let line = Arc::clone(&line);
        tokio::spawn(async move {
            if !line.weather().open {
                return reset(&desktop);
            }
            match TcpStream::connect(upstream).await {
                Ok(server) => pump::carry(desktop, server, line).await,
                Err(_) => reset(&desktop),
            }
        });
    }
}

/// Whoever is at the other end hears of the end at once, and of nothing that was under way.
fn reset(stream: &TcpStream) {
    // Without it the end is only more polite.
    stream.set_zero_linger().ok();
}
