//! Where a model's server is.

use super::Trouble;
use genai::adapter::AdapterKind;
use protocol::models::{ModelChoice, ModelKind};
use std::net::IpAddr;
use url::{Host, Url};

/// The longest name of a model, in characters.
const NAME: usize = 200;

/// The library's name of a kind. Ollama is spoken to as `OpenAI` is, which it understands as well:
/// only so it is given schemas.
pub(super) fn adapter(kind: ModelKind) -> AdapterKind {
    match kind {
        ModelKind::OpenAi | ModelKind::Ollama => AdapterKind::OpenAI,
        ModelKind::Anthropic => AdapterKind::Anthropic,
        ModelKind::Gemini => AdapterKind::Gemini,
    }
}

fn usual(kind: ModelKind) -> &'static str {
    match kind {
        ModelKind::OpenAi => "https://api.openai.com/v1/",
        ModelKind::Anthropic => "https://api.anthropic.com/v1/",
        ModelKind::Gemini => "https://generativelanguage.googleapis.com/v1beta/",
        ModelKind::Ollama => "http://127.0.0.1:11434/",
    }
}

/// The address of a choice, with the slash at its end that the library wants; the kind's own when
/// the choice names none.
pub(super) fn base(choice: &ModelChoice) -> Result<Url, Trouble> {
    let given = choice.base_url.trim();
    let given = if given.is_empty() { usual(choice.kind) } else { given };
    let mut url = Url::parse(given).map_err(|_| Trouble::Unknown)?;
    let is_plain = matches!(url.scheme(), "http" | "https")
        && url.has_host()
        && url.username().is_empty()
        && url.password().is_none();
    let names_a_model = (1..=NAME).contains(&choice.model.trim().chars().count());
    if !is_plain || !names_a_model {
        return Err(Trouble::Unknown);
    }
    url.set_fragment(None);
    if !url.path().ends_with('/') {
        url.set_path(&format!("{}/", url.path()));
    }
    if choice.kind == ModelKind::Ollama && matches!(url.path(), "/" | "/api/") {
        url.set_path("/v1/");
    }
    Ok(url)
}

/// Whether an address is on this machine, where no proxy may come between.
pub(super) fn is_local(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => IpAddr::from(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::from(address).is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(base_url: &str) -> ModelChoice {
        let base_url = base_url.to_owned();
        ModelChoice { kind: ModelKind::OpenAi, base_url, model: "m".to_owned() }
    }

    #[test]
    fn an_address_may_lack_its_last_slash_and_holds_no_secret() {
        let local = base(&choice("http://127.0.0.1:8080/v1")).unwrap();
        assert_eq!(local.as_str(), "http://127.0.0.1:8080/v1/");
        assert!(is_local(&local));
        let usual = base(&choice(" ")).unwrap();
        assert_eq!(usual.as_str(), "https://api.openai.com/v1/");
        assert!(!is_local(&usual));
        for bad in ["file:///etc/passwd", "no address", "https://me:secret@there/v1"] {
            assert_eq!(base(&choice(bad)), Err(Trouble::Unknown), "{bad}");
        }
        for (given, address) in [
            ("", "http://127.0.0.1:11434/v1/"),
            ("http://box:11434", "http://box:11434/v1/"),
            ("http://box:11434/api", "http://box:11434/v1/"),
            ("http://box/ollama/v1", "http://box/ollama/v1/"),
        ] {
            let ollama = ModelChoice { kind: ModelKind::Ollama, ..choice(given) };
            assert_eq!(base(&ollama).unwrap().as_str(), address);
        }
        let nameless = ModelChoice { model: " ".to_owned(), ..choice("") };
        assert_eq!(base(&nameless), Err(Trouble::Unknown));
    }
}
