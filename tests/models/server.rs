//! Starts llama.cpp's server on the tiny model, where `.ci/model-server` has put both, and ends it
//! with its input.

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

/// A running server.
#[derive(Debug)]
pub(crate) struct LlamaServer {
    child: Child,
    url: String,
}

impl LlamaServer {
    /// A server that answers.
    pub(crate) fn start() -> Self {
        let folder = installed();
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/serve.py");
        let mut child = Command::new(folder.join("python/bin/python"))
            .args([script, folder.join("tiny.gguf")])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Python was installed with the server");
        let mut url = String::new();
        let said = child.stdout.as_mut().expect("its output is piped");
        BufReader::new(said).read_line(&mut url).expect("its output is text");
        assert!(url.starts_with("http://"), "the model server did not start");
        Self { child, url: url.trim().to_owned() }
    }

    /// Where it answers.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for LlamaServer {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ended = self.child.wait();
    }
}

/// The folder with the server; installs it first where it is missing.
fn installed() -> PathBuf {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.ci/model-server");
    let output = Command::new(script).output().expect("the script of this repository runs");
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "there is no model server to test against: {complaint}");
    PathBuf::from(String::from_utf8_lossy(&output.stdout).trim())
}
