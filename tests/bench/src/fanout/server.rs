//! The servers that are compared, each in a process of its own, and the processor time they use.

use super::speech::Speech;
use crate::build;
use anyhow::{Context, Result};
use e2e::{process::Process, until};
use protocol::{
    Channel, DeviceId, Ids, SystemIds,
    frame::Subscription,
    rest::{CHANNEL_POSITION, SignIn, Tokens},
};
use std::{
    fs,
    io::{BufRead, BufReader},
    net::TcpListener,
    process::{Command, Stdio},
};
use tempfile::TempDir;

/// Ticks of the processor clock a second, the same on every Linux.
const TICKS: f64 = 100.0;

/// Which server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Ours,
    SocketIo,
}

/// A running server.
pub(super) struct Running {
    process: Process,
    address: String,
    account: Option<Account>,
    _data: TempDir,
}

/// What our server wants to know of its clients.
#[derive(Clone)]
struct Account {
    tokens: Tokens,
    here: Subscription,
}

impl Running {
    pub(super) async fn start(kind: Kind) -> Result<Self> {
        match kind {
            Kind::Ours => ours().await,
            Kind::SocketIo => socket_io(),
        }
    }

    /// In seconds, since its start.
    pub(super) fn processor_time(&self) -> Result<f64> {
        processor_time(&self.process.id().to_string())
    }

    /// How the next subscriber speaks to it.
    pub(super) fn speech(&self) -> Speech {
        let address = self.address.clone();
        match &self.account {
            Some(Account { tokens, here }) => {
                Speech::ours(address, tokens.access_token.clone(), *here)
            }
            None => Speech::socket_io(address),
        }
    }

    /// Where to publish, and as whom.
    pub(super) fn door(&self) -> (&str, Option<&str>) {
        (&self.address, self.account.as_ref().map(|account| account.tokens.access_token.as_str()))
    }
}

pub(super) fn own_processor_time() -> Result<f64> {
    processor_time("self")
}

/// Of all threads of a process, in user and kernel mode.
fn processor_time(process: &str) -> Result<f64> {
    let text = fs::read_to_string(format!("/proc/{process}/stat"))?;
    // The name before may hold anything but its last bracket.
    let (_, fields) = text.rsplit_once(')').context("a process has a name")?;
    let mut ticks = fields.split_whitespace().skip(11).map(str::parse::<f64>);
    let mut next = || ticks.next().context("a process has its times").and_then(|t| Ok(t?));
    Ok((next()? + next()?) / TICKS)
}

fn socket_io() -> Result<Running> {
    let folder = build::socket_io()?;
    let mut process =
        Process::start(Command::new("node").arg(folder.join("server.js")).stdout(Stdio::piped()))?;
    let out = process.child().stdout.take().context("the output is piped")?;
    let mut port = String::new();
    BufReader::new(out).read_line(&mut port)?;
    let address = format!("127.0.0.1:{}", port.trim());
    Ok(Running { process, address, account: None, _data: tempfile::tempdir()? })
}

async fn ours() -> Result<Running> {
    let program = build::server()?;
    let data = tempfile::tempdir()?;
    // Free for a moment, which is enough.
    let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
    let process = Process::start(
        Command::new(program)
            .args(["--listen", &address, "--connections", "10000"])
            .args(["--commands-per-minute", "0", "--data"])
            .arg(data.path())
            .stdout(Stdio::null()),
    )?;
    let http = reqwest::Client::builder().no_proxy().build()?;
    until("a server that answers", async || {
        let asked = http.get(format!("http://{address}/healthz")).send().await?;
        Ok(asked.status().is_success().then_some(()))
    })
    .await?;
    let sign_in = SignIn {
        name: String::from("publisher"),
        password: String::from("long enough"),
        device: DeviceId(SystemIds.next()),
    };
    let register = http.post(format!("http://{address}/v1/auth/register")).json(&sign_in);
    let tokens: Tokens = register.send().await?.error_for_status()?.json().await?;
    let here = position(&http, &address, &tokens).await?;
    Ok(Running { process, address, account: Some(Account { tokens, here }), _data: data })
}

/// Where the person's channel stands.
async fn position(http: &reqwest::Client, address: &str, tokens: &Tokens) -> Result<Subscription> {
    let asked = http.get(format!("http://{address}/v1/constraints"));
    let answer = asked.bearer_auth(&tokens.access_token).send().await?.error_for_status()?;
    let place = answer.headers().get(CHANNEL_POSITION).context("the read has a position")?;
    let (epoch, seq) = place.to_str()?.split_once(':').context("a position has two parts")?;
    let ch = Channel::User(tokens.user_id);
    Ok(Subscription { ch, epoch: Some(epoch.parse()?), seq: seq.parse()?, last: None })
}
