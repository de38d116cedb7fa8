//! A window of the same toolkit with a page of one colour: what no program on it can be faster
//! than. The benchmark of the start compares with it.

#![expect(clippy::exit, reason = "in code of the macro, when what was built in cannot be read")]

use tauri::{WebviewUrl, WebviewWindowBuilder, http::Response};

const PAGE: &[u8] = b"<!doctype html><body style='background:#2a54c9'>";

fn main() {
    tauri::Builder::default()
        .register_uri_scheme_protocol("empty", |_, _| {
            let page = Response::builder().header("content-type", "text/html");
            page.body(PAGE).expect("a constant page is a response")
        })
        .setup(|app| {
            let address = "empty://localhost/".parse()?;
            WebviewWindowBuilder::new(app, "main", WebviewUrl::CustomProtocol(address))
                .title("Empty")
                .inner_size(1280.0, 800.0)
                .build()?;
            Ok(())
        })
        .run(tauri::generate_context!())
        .expect("an empty window opens");
}
