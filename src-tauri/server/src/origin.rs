//! Keeps foreign pages out: a request must call the server by one of its names, and one that a
//! browser sent for a page must come from the server's own page.

use axum::http::{HeaderMap, header};
use std::net::SocketAddr;

/// The names a server answers to.
#[derive(Debug, Clone)]
pub(crate) struct Names {
    known: Vec<String>,
}

impl Names {
    /// The loopback names with this port, the address itself and the configured names, which may
    /// hold a port.
    pub(crate) fn new(address: SocketAddr, configured: &[String]) -> Self {
        let port = address.port();
        let mut known: Vec<String> = ["localhost", "127.0.0.1", "[::1]"]
            .iter()
            .map(|name| format!("{name}:{port}"))
            .collect();
        if !address.ip().is_unspecified() {
            known.push(address.to_string());
        }
        known.extend(configured.iter().map(|name| name.to_ascii_lowercase()));
        Self { known }
    }

    /// Whether a request with these headers may be answered.
    pub(crate) fn allow(&self, headers: &HeaderMap) -> bool {
        let mut hosts = headers.get_all(header::HOST).iter();
        let (Some(host), None) = (hosts.next(), hosts.next()) else { return false };
        let Ok(host) = host.to_str() else { return false };
        let host = host.to_ascii_lowercase();
        if !self.known.contains(&host) {
            return false;
        }
        headers.get_all(header::ORIGIN).iter().all(|origin| {
            origin.to_str().is_ok_and(|origin| {
                let origin = origin.to_ascii_lowercase();
                origin.split_once("://").is_some_and(|(scheme, name)| {
                    matches!(scheme, "http" | "https") && name == host
                })
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn allowed(host: &str, origin: Option<&str>) -> bool {
        let names =
            Names::new("127.0.0.1:4000".parse().unwrap(), &["trajectory.example.org".to_owned()]);
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_str(host).unwrap());
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, HeaderValue::from_str(origin).unwrap());
        }
        names.allow(&headers)
    }

    #[test]
    fn only_own_names_with_the_own_port_are_answered() {
        assert!(allowed("127.0.0.1:4000", None));
        assert!(allowed("LocalHost:4000", None));
        assert!(allowed("[::1]:4000", None));
        assert!(allowed("trajectory.example.org", None));
        assert!(!allowed("127.0.0.1:4001", None));
        assert!(!allowed("127.0.0.1", None));
        assert!(!allowed("evil.example.org:4000", None));
    }

    #[test]
    fn only_the_own_page_may_ask() {
        assert!(allowed("127.0.0.1:4000", Some("http://127.0.0.1:4000")));
        assert!(!allowed("127.0.0.1:4000", Some("http://localhost:4000")));
        assert!(!allowed("127.0.0.1:4000", Some("https://evil.example.org")));
        assert!(!allowed("127.0.0.1:4000", Some("null")));
    }

    #[test]
    fn a_request_without_a_name_or_with_two_is_refused() {
        let names = Names::new("127.0.0.1:4000".parse().unwrap(), &[]);
        let mut headers = HeaderMap::new();
        assert!(!names.allow(&headers));
        headers.append(header::HOST, HeaderValue::from_static("127.0.0.1:4000"));
        headers.append(header::HOST, HeaderValue::from_static("127.0.0.1:4000"));
        assert!(!names.allow(&headers));
    }
}
