//! How WebKit paints. With a graphics card it joins layers on the card. Without one a library computes
//! what a card would do, for the whole window at each change: then WebKit had better paint what
//! changed and nothing else.

use std::{fs, path::Path};
use tauri::{Runtime, WebviewWindow};
use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt, WebViewExt};

/// Where Linux has its graphics cards.
const CARDS: &str = "/dev/dri";

/// Has the window painted in the way that suits this machine.
pub(crate) fn suit<R: Runtime>(window: &WebviewWindow<R>) {
    if has_card(Path::new(CARDS)) {
        return;
    }
    tracing::info!("there is no graphics card: the page is painted without layers");
    let told = window.with_webview(|webview| {
        if let Some(settings) = webview.inner().settings() {
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        }
    });
    if let Err(error) = told {
        tracing::warn!(%error, "how the page is painted could not be chosen");
    }
}

/// Whether there is a card that programs may compute on.
fn has_card(cards: &Path) -> bool {
    let Ok(entries) = fs::read_dir(cards) else { return false };
    entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with("renderD"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_is_one_that_can_be_computed_on() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!has_card(&folder.path().join("none")));
        fs::write(folder.path().join("card0"), "").unwrap();
        assert!(!has_card(folder.path()));
        fs::write(folder.path().join("renderD128"), "").unwrap();
        assert!(has_card(folder.path()));
    }
}
