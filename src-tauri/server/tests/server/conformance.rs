//! One suite for all ways to follow channels: each case runs over the socket, over server-sent events
//! and over long polls, and expects the same.

mod delivering;
mod ending;
mod resuming;

/// A test for each case and carrier.
macro_rules! over_each_carrier {
    ($($case:ident,)*) => {
        mod by_socket {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $case() {
                super::$case(crate::lines::Carrier::Socket).await;
            })*
        }
        mod by_stream {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $case() {
                super::$case(crate::lines::Carrier::Stream).await;
            })*
        }
        mod by_poll {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $case() {
                super::$case(crate::lines::Carrier::Poll).await;
            })*
        }
    };
}
use over_each_carrier;

use crate::support::Client;
use protocol::{Write, write::StateChange};

/// So many changes of the person's state, each an event on their channel.
async fn change_state(client: Client, name: &str, times: u64) {
    for number in 0..times {
        let direction = Some(format!("{name}: {number}"));
        let body = StateChange { direction, ..StateChange::default() };
        client.write(&Write::UpdateState { body }).await;
    }
}
