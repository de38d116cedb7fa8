//! Carries the bytes of one connection both ways, as the weather allows.

use super::{
    line::{Direction, Flow, Leave, Line},
    reset,
};
use std::{sync::Arc, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{
        TcpStream,
        tcp::{ReadHalf, WriteHalf},
    },
};

/// Between two drips.
const DRIP: Duration = Duration::from_millis(10);

/// Whether a pump went to its end or the line was cut.
#[derive(Debug, PartialEq, Eq)]
enum Ended {
    ByItself,
    Cut,
}

/// Until both sides have ended or the line is cut.
pub(super) async fn carry(mut desktop: TcpStream, mut server: TcpStream, line: Arc<Line>) {
    let mut cuts = line.watch_cuts();
    let mut halving = line.watch_halving();
    line.opened();
    let end = {
        let (from_desktop, to_desktop) = desktop.split();
        let (from_server, to_server) = server.split();
        let up = pump(&line, Direction::Up, from_desktop, to_server);
        let down = pump(&line, Direction::Down, from_server, to_desktop);
        tokio::select! {
            _ = cuts.changed() => End::Cut,
            _ = halving.changed() => End::Halved,
            ended = async { tokio::join!(up, down) } => match ended {
                (Ended::ByItself, Ended::ByItself) => End::Over,
                _ => End::Cut,
            },
        }
    };
    match end {
        End::Over => {}
        End::Cut => {
            reset(&desktop);
            reset(&server);
        }
        End::Halved => {
            reset(&server);
            drop(server);
            swallow(desktop, cuts).await;
        }
    }
    line.closed();
}

enum End {
    Over,
    Cut,
    Halved,
}

/// Takes what the desktop sends and says nothing, until the line is cut.
async fn swallow(mut desktop: TcpStream, mut cuts: tokio::sync::watch::Receiver<u64>) {
    let mut buffer = vec![0; 4_096];
    loop {
        tokio::select! {
            _ = cuts.changed() => return reset(&desktop),
            read = desktop.read(&mut buffer) => if !matches!(read, Ok(1..)) { return },
        }
    }
}

async fn pump(
    line: &Line,
    direction: Direction,
    mut from: ReadHalf<'_>,
    mut to: WriteHalf<'_>,
) -> Ended {
    let mut weather = line.watch_weather();
    let mut buffer = vec![0; 16 * 1_024];
    let mut waiting = Vec::new();
    loop {
        // A weather that is gone with its line changes nothing any more.
        weather.wait_for(|now| flow(now, direction) != Flow::Hold).await.ok();
        let count = match from.read(&mut buffer).await {
            Ok(0) | Err(_) => break,
            Ok(count) => count,
        };
        let now = weather.wait_for(|now| flow(now, direction) != Flow::Hold).await;
        let Ok(now) = now.map(|now| *now) else { break };
        if flow(&now, direction) == Flow::Swallow {
            continue;
        }
        if !now.delay.is_zero() {
            tokio::time::sleep(now.delay).await;
        }
        waiting.extend_from_slice(&buffer[..count]);
        let leave = line.leave(direction, &waiting);
        let pass = match leave {
            Leave::All => waiting.len(),
            Leave::Wait(pass) | Leave::Cut(pass) => pass,
        };
        let bytes: Vec<u8> = waiting.drain(..pass).collect();
        let sent = send(&mut to, &bytes, flow(&now, direction)).await;
        if matches!(leave, Leave::Cut(_)) {
            line.cut();
            return Ended::Cut;
        }
        if sent.is_err() {
            break;
        }
    }
    // The other side may have gone first.
    to.shutdown().await.ok();
    Ended::ByItself
}

fn flow(weather: &super::Weather, direction: Direction) -> Flow {
    match direction {
        Direction::Up => weather.up,
        Direction::Down => weather.down,
    }
}

async fn send(to: &mut WriteHalf<'_>, bytes: &[u8], flow: Flow) -> std::io::Result<()> {
    let Flow::Drip(size) = flow else { return to.write_all(bytes).await };
    for drop in bytes.chunks(size.max(1)) {
        to.write_all(drop).await?;
        tokio::time::sleep(DRIP).await;
    }
    Ok(())
}
