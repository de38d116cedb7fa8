//! A tray as a panel provides it, on the session bus: it accepts the program's icon, reads its
//! menu and clicks in it.

use crate::until;
use anyhow::{Context, Result};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use zbus::{
    Connection, Proxy,
    message::Header,
    zvariant::{OwnedObjectPath, OwnedValue, Structure, Value},
};

const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const ITEM: &str = "org.kde.StatusNotifierItem";
const MENU: &str = "com.canonical.dbusmenu";

/// Where an icon was announced: the program's name on the bus and the icon's path.
type Announced = (String, String);

/// An entry as the bus gives it: its id, its properties, those below it.
type Entry = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

/// The part of a tray that programs talk to.
#[derive(Debug, Default)]
struct Watcher {
    icons: Arc<Mutex<Vec<Announced>>>,
}

#[expect(
    clippy::needless_pass_by_value,
    clippy::unused_self,
    reason = "the interface macro wants methods that take what it gives"
)]
#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    fn register_status_notifier_item(&self, service: &str, #[zbus(header)] header: Header<'_>) {
        let Some(sender) = header.sender() else { return };
        let announced = if service.starts_with('/') {
            (sender.to_string(), service.to_owned())
        } else {
            (service.to_owned(), String::from("/StatusNotifierItem"))
        };
        self.icons.lock().unwrap_or_else(PoisonError::into_inner).push(announced);
    }

    fn register_status_notifier_host(&self, service: &str) {
        debug_assert!(!service.is_empty(), "a panel has a name");
    }

    #[zbus(property)]
    fn registered_status_notifier_items(&self) -> Vec<String> {
        let icons = self.icons.lock().unwrap_or_else(PoisonError::into_inner);
        icons.iter().map(|(name, path)| format!("{name}{path}")).collect()
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        0
    }
}

/// The tray.
#[derive(Debug)]
pub struct Tray {
    bus: Connection,
    icons: Arc<Mutex<Vec<Announced>>>,
}

/// An entry of the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    id: i32,
    /// Its words; empty for a line.
    pub label: String,
    /// Whether it can be clicked.
    pub enabled: bool,
}

/// Puts a tray onto the bus at `address`.
pub async fn watch(address: &str) -> Result<Tray> {
    let watcher = Watcher::default();
    let icons = Arc::clone(&watcher.icons);
    let bus = zbus::connection::Builder::address(address)?
        .serve_at("/StatusNotifierWatcher", watcher)?
        .name(WATCHER)?
        .build()
        .await?;
    Ok(Tray { bus, icons })
}

impl Tray {
    /// The menu of the program's icon, as soon as it is there.
    pub async fn menu(&self) -> Result<Vec<Item>> {
        until("a menu in the tray", async || {
            let items = self.items().await?;
            Ok((!items.is_empty()).then_some(items))
        })
        .await
    }

    /// Clicks the entry with these words.
    pub async fn click(&self, label: &str) -> Result<()> {
        let item = until(&format!("{label} in the tray"), async || {
            Ok(self.items().await?.into_iter().find(|item| item.label == label && item.enabled))
        })
        .await?;
        let menu = self.proxy().await?;
        menu.call_method("Event", &(item.id, "clicked", Value::I32(0), 0_u32)).await?;
        Ok(())
    }

    /// The line that says how things are, once it holds `words`.
    pub async fn says(&self, words: &str) -> Result<String> {
        until(&format!("a tray that says {words}"), async || {
            let first = self.items().await?.into_iter().next();
            Ok(first.map(|item| item.label).filter(|label| label.contains(words)))
        })
        .await
    }

    async fn items(&self) -> Result<Vec<Item>> {
        let menu = self.proxy().await?;
        let nothing: Vec<&str> = Vec::new();
        let (_, (_, _, children)): (u32, Entry) =
            menu.call("GetLayout", &(0_i32, -1_i32, nothing)).await?;
        children.into_iter().map(item).collect()
    }

    /// The menu of the icon that was announced last.
    async fn proxy(&self) -> Result<Proxy<'static>> {
        let last = self.icons.lock().unwrap_or_else(PoisonError::into_inner).last().cloned();
        let (name, path) = last.context("no icon was announced")?;
        let icon = Proxy::new(&self.bus, name.clone(), path, ITEM).await?;
        let menu: OwnedObjectPath = icon.get_property("Menu").await?;
        Ok(Proxy::new(&self.bus, name, OwnedObjectPath::into_inner(menu), MENU).await?)
    }
}

fn item(value: OwnedValue) -> Result<Item> {
    let structure = Structure::try_from(value)?;
    let (id, properties, _): Entry = structure.try_into()?;
    let label = properties.get("label").map(|label| String::try_from(label.try_clone()?));
    Ok(Item {
        id,
        // A single underscore marks the access key.
        label: label.transpose()?.unwrap_or_default().replace('_', ""),
        enabled: properties
            .get("enabled")
            .is_none_or(|enabled| !matches!(**enabled, Value::Bool(false))),
    })
}
