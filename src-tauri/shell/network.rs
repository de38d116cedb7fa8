//! Watches the addresses of this machine and tells the engine when it has a network, another one or
//! none. Where the system does not say, the connection finds out by itself, only later.

use engine::Engine;
use futures_util::{FutureExt, StreamExt};
use if_watch::{IfEvent, IpNet, tokio::IfWatcher};
use std::{collections::BTreeSet, net::IpAddr, sync::Arc, time::Duration};

/// Addresses that come and go together are one change.
const TOGETHER: Duration = Duration::from_millis(500);

/// Tells the engine of every change, and at the start only if there is no network.
pub(crate) async fn watch(engine: Arc<Engine>) {
    let mut watcher = match IfWatcher::new() {
        Ok(watcher) => watcher,
        Err(error) => return tracing::info!(%error, "changes of the network are not noticed"),
    };
    let mut addresses = Addresses::default();
    while let Some(Ok(event)) = watcher.next().await {
        addresses.take(event);
        tokio::time::sleep(TOGETHER).await;
        while let Some(Some(Ok(event))) = watcher.next().now_or_never() {
            addresses.take(event);
        }
        if let Some(is_up) = addresses.news() {
            engine.network_changed(is_up).await;
        }
    }
    tracing::info!("changes of the network are noticed no longer");
}

/// The addresses by which something else than this machine can be reached.
#[derive(Debug, Default)]
struct Addresses {
    now: BTreeSet<IpNet>,
    told: Option<BTreeSet<IpNet>>,
}

impl Addresses {
    fn take(&mut self, event: IfEvent) {
        match event {
            IfEvent::Up(net) if leads_away(net.addr()) => drop(self.now.insert(net)),
            IfEvent::Up(_) => {}
            IfEvent::Down(net) => drop(self.now.remove(&net)),
        }
    }

    /// Whether there is a network, if that or by which address is another than before. One that is
    /// there from the start is no news.
    fn news(&mut self) -> Option<bool> {
        let is_up = !self.now.is_empty();
        let before = self.told.replace(self.now.clone());
        let is_news = before.map_or(!is_up, |before| before != self.now);
        is_news.then_some(is_up)
    }
}

fn leads_away(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => !address.is_loopback() && !address.is_link_local(),
        IpAddr::V6(address) => !address.is_loopback() && !address.is_unicast_link_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn net(text: &str) -> IpNet {
        text.parse().expect("a good address")
    }

    fn take(addresses: &mut Addresses, events: &[IfEvent]) -> Option<bool> {
        for event in events {
            addresses.take(*event);
        }
        addresses.news()
    }

    #[test]
    fn a_network_that_is_there_from_the_start_is_no_news_and_none_is() {
        let up = IfEvent::Up(net("192.168.1.7/24"));
        assert_eq!(take(&mut Addresses::default(), &[up]), None);
        let local = [net("127.0.0.1/8"), net("::1/128"), net("fe80::1/64"), net("169.254.0.9/16")];
        assert_eq!(take(&mut Addresses::default(), &local.map(IfEvent::Up)), Some(false));
    }

    #[test]
    fn each_change_is_told_once_with_what_is_left() {
        let mut addresses = Addresses::default();
        let [cable, radio] = [net("10.0.0.3/8"), net("2001:db8::7/64")];
        assert_eq!(take(&mut addresses, &[IfEvent::Up(cable)]), None);
        assert_eq!(take(&mut addresses, &[IfEvent::Up(radio)]), Some(true));
        assert_eq!(take(&mut addresses, &[IfEvent::Down(cable)]), Some(true));
        assert_eq!(take(&mut addresses, &[IfEvent::Down(radio)]), Some(false));
        assert_eq!(take(&mut addresses, &[IfEvent::Up(net("fe80::2/64"))]), None);
        assert_eq!(take(&mut addresses, &[IfEvent::Up(radio), IfEvent::Down(radio)]), None);
        assert_eq!(take(&mut addresses, &[IfEvent::Up(cable)]), Some(true));
    }
}
