//! What the surroundings say about this start: environment, arguments and the platform's folders.
//! The only file of the desktop that reads the environment.

use crate::wish::Wish;
use secrecy::SecretString;
use std::{ffi::OsString, path::PathBuf};
use url::Url;

/// The folder below the platform's data folder; also the program's identifier.
const FOLDER: &str = "app.trajectoryos.desktop";

/// A server of one's own in place of the built-in one, and the account on it.
#[derive(Debug, Clone)]
pub(crate) struct OwnServer {
    /// Its address, `http` or `https`.
    pub(crate) address: Url,
    /// The account's name.
    pub(crate) account: String,
    /// The account's password. Only the first start needs it: from then on this device is known
    /// to the server by what the keyring holds.
    pub(crate) password: SecretString,
}

/// Read once, at the start.
#[derive(Debug, Clone)]
pub(crate) struct Configuration {
    /// Absolute folder of everything this program keeps.
    ///
    /// `TRAJECTORY_DATA` names it; otherwise it is `app.trajectoryos.desktop` in the platform's
    /// data folder (`~/.local/share` on Linux).
    pub(crate) data: PathBuf,
    /// Which log lines are written, in the notation of `tracing_subscriber::EnvFilter`.
    ///
    /// `TRAJECTORY_LOG`; `info` when it is not set.
    pub(crate) log: String,
    /// Whether this is a Wayland session, where global shortcuts never fire.
    pub(crate) wayland: bool,
    /// Which server to use; the built-in one when absent.
    ///
    /// `TRAJECTORY_SERVER` is its address, `TRAJECTORY_ACCOUNT` and `TRAJECTORY_PASSWORD` the
    /// account.
    pub(crate) server: Option<OwnServer>,
    /// What the person asked for on the command line.
    pub(crate) wish: Wish,
}

/// The surroundings lack something that cannot be guessed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConfigurationError {
    /// The platform names no data folder and neither does the environment.
    #[error("this system names no folder for data; set TRAJECTORY_DATA to one")]
    NoDataFolder,
    /// The folder cannot be made absolute, because the current folder is gone.
    #[error("TRAJECTORY_DATA is relative and the current folder cannot be read")]
    NoCurrentFolder(#[source] std::io::Error),
    /// The server is named by something that is not an address.
    #[error("TRAJECTORY_SERVER must be an address that begins with http:// or https://")]
    NotAnAddress,
    /// A server without an account.
    #[error("TRAJECTORY_SERVER needs TRAJECTORY_ACCOUNT, the name of the account on it")]
    NoAccount,
}

impl Configuration {
    /// Reads environment and arguments of this process.
    pub(crate) fn from_surroundings() -> Result<Self, ConfigurationError> {
        Self::read(&|name| std::env::var_os(name), dirs::data_dir(), std::env::args().skip(1))
    }

    fn read(
        variable: &impl Fn(&str) -> Option<OsString>,
        platform: Option<PathBuf>,
        arguments: impl Iterator<Item = String>,
    ) -> Result<Self, ConfigurationError> {
        let set = |name| variable(name).filter(|value| !value.is_empty());
        let data = set("TRAJECTORY_DATA")
            .map(PathBuf::from)
            .or_else(|| platform.map(|folder| folder.join(FOLDER)))
            .ok_or(ConfigurationError::NoDataFolder)?;
        let session = set("XDG_SESSION_TYPE");
        let word = |name| set(name).and_then(|value| value.into_string().ok());
        Ok(Self {
            data: std::path::absolute(data).map_err(ConfigurationError::NoCurrentFolder)?,
            log: word("TRAJECTORY_LOG").unwrap_or_else(|| String::from("info")),
            wayland: set("WAYLAND_DISPLAY").is_some()
                || session.is_some_and(|kind| kind == "wayland"),
            server: own_server(&word)?,
            wish: Wish::from_arguments(arguments),
        })
    }
}

fn own_server(
    word: &impl Fn(&'static str) -> Option<String>,
) -> Result<Option<OwnServer>, ConfigurationError> {
    let Some(address) = word("TRAJECTORY_SERVER") else { return Ok(None) };
    let address = Url::parse(&address)
        .ok()
        .filter(|address| matches!(address.scheme(), "http" | "https") && address.has_host())
        .ok_or(ConfigurationError::NotAnAddress)?;
    let account = word("TRAJECTORY_ACCOUNT").ok_or(ConfigurationError::NoAccount)?;
    let password = SecretString::from(word("TRAJECTORY_PASSWORD").unwrap_or_default());
    Ok(Some(OwnServer { address, account, password }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<Configuration, ConfigurationError> {
        let variable = |name: &str| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).into())
        };
        Configuration::read(&variable, Some(PathBuf::from("/platform")), std::iter::empty())
    }

    #[test]
    fn without_a_word_the_platforms_folder_is_used() {
        let configuration = read(&[("TRAJECTORY_DATA", "")]).unwrap();
        assert_eq!(configuration.data, PathBuf::from("/platform/app.trajectoryos.desktop"));
        assert_eq!(configuration.log, "info");
        assert!(!configuration.wayland);
        assert!(configuration.server.is_none());
    }

    #[test]
    fn a_server_of_ones_own_needs_an_address_and_an_account() {
        let named = read(&[
            ("TRAJECTORY_SERVER", "https://trajectory.example"),
            ("TRAJECTORY_ACCOUNT", "ada"),
        ]);
        let server = named.unwrap().server.expect("a server is named");
        assert_eq!(server.address.as_str(), "https://trajectory.example/");
        assert_eq!(server.account, "ada");
        for wrong in ["trajectory.example", "ftp://trajectory.example", "http://"] {
            let named = [("TRAJECTORY_SERVER", wrong), ("TRAJECTORY_ACCOUNT", "ada")];
            assert!(matches!(read(&named), Err(ConfigurationError::NotAnAddress)), "{wrong}");
        }
        let nobody = read(&[("TRAJECTORY_SERVER", "http://127.0.0.1:4870")]);
        assert!(matches!(nobody, Err(ConfigurationError::NoAccount)));
    }

    #[test]
    fn the_environment_names_another_folder() {
        let configuration = read(&[("TRAJECTORY_DATA", "/elsewhere")]).unwrap();
        assert_eq!(configuration.data, PathBuf::from("/elsewhere"));
    }

    #[test]
    fn a_relative_folder_becomes_absolute() {
        assert!(read(&[("TRAJECTORY_DATA", "here")]).unwrap().data.is_absolute());
    }

    #[test]
    fn wayland_is_seen_by_either_variable() {
        assert!(read(&[("WAYLAND_DISPLAY", "wayland-0")]).unwrap().wayland);
        assert!(read(&[("XDG_SESSION_TYPE", "wayland")]).unwrap().wayland);
        assert!(!read(&[("XDG_SESSION_TYPE", "x11")]).unwrap().wayland);
    }

    #[test]
    fn no_folder_at_all_is_an_error() {
        let nothing = Configuration::read(&|_| None, None, std::iter::empty());
        assert!(matches!(nothing, Err(ConfigurationError::NoDataFolder)));
    }
}
