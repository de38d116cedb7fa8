//! The two commands as the interface calls them, on Tauri's mock runtime with a real engine that
//! has no server.

#![expect(clippy::unwrap_used, reason = "what surrounds a test fails by panicking as it does")]

use engine::{Engine, HostPort, Ports};
use protocol::{
    HostRequest, Problem, SystemClock, SystemIds, import::ImportSource, preferences::Preferences,
    reply::Host,
};
use serde_json::{Value, json};
use shell::{backend::Backend, bridge};
use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    time::Duration,
};
use tauri::{
    App, Manager, WebviewUrl, WebviewWindow, WebviewWindowBuilder,
    http::HeaderMap,
    ipc::{CallbackFn, InvokeBody, InvokeResponseBody},
    test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder, mock_context, noop_assets},
    webview::InvokeRequest,
};
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(30);

/// What arrived: the channel's id and the announcement.
type Heard = (u32, Value);

/// A program without a window system.
struct Program {
    app: App<MockRuntime>,
    page: WebviewWindow<MockRuntime>,
    heard: Receiver<Heard>,
    data: TempDir,
}

/// A host that can do nothing.
struct NoHost;

#[async_trait::async_trait]
impl HostPort for NoHost {
    async fn save_file(&self, _: &str, _: Vec<u8>) -> Result<Option<PathBuf>, Problem> {
        Ok(None)
    }

    async fn choose(&self, _: ImportSource) -> Result<Vec<PathBuf>, Problem> {
        Ok(Vec::new())
    }

    async fn reveal(&self, _: &Path) -> Result<(), Problem> {
        Ok(())
    }

    fn facts(&self) -> Host {
        Host { version: String::from("9.9.9"), ..Host::default() }
    }

    async fn preferences_changed(&self, _: &Preferences) {}
}

impl Program {
    fn start() -> Self {
        let (tell, heard): (SyncSender<Heard>, _) = sync_channel(1_000);
        let app = bridge::install(mock_builder())
            .channel_interceptor(move |_, channel, _, body| {
                if let InvokeResponseBody::Json(text) = body {
                    tell.send((channel.0, serde_json::from_str(text).unwrap())).unwrap();
                }
                true
            })
            .build(mock_context(noop_assets()))
            .unwrap();
        let page = WebviewWindowBuilder::new(&app, "main", WebviewUrl::default()).build().unwrap();
        Self { app, page, heard, data: TempDir::new().unwrap() }
    }

    fn running() -> Self {
        let program = Self::start();
        program.start_engine();
        program
    }

    fn start_engine(&self) {
        let server = "http://127.0.0.1:9".parse().unwrap();
        let network = Arc::new(link::Network::new(&server));
        let config = engine::Config {
            data: self.data.path().to_path_buf(),
            disk: engine::Disk::files(),
            server,
            identity: link::Identity::Embedded("secret".to_owned().into()),
            client: String::from("test/0"),
        };
        let ports = Ports {
            network,
            secrets: Arc::new(link::MemorySecrets::default()),
            host: Arc::new(NoHost),
            clock: Arc::new(SystemClock),
            ids: Arc::new(SystemIds),
            seed: 1,
            draws: engine::DRAWS,
        };
        let engine = tauri::async_runtime::block_on(Engine::start(config, ports)).unwrap();
        self.app.state::<Backend>().started(Arc::new(engine));
    }

    fn call(&self, name: &str, body: Value) -> Result<Value, Value> {
        call(&self.page, name, body)
    }

    fn listen(&self, channel: u32) {
        let body = json!({ "channel": format!("__CHANNEL__:{channel}") });
        self.call("subscribe", body).unwrap();
    }

    /// The next wish that was heard, and on which channel.
    fn wish(&self) -> (u32, Value) {
        loop {
            let (channel, announcement) = self.heard.recv_timeout(PATIENCE).unwrap();
            if announcement["event"]["type"] == "host_requested" {
                return (channel, announcement);
            }
        }
    }
}

fn call(page: &WebviewWindow<MockRuntime>, name: &str, body: Value) -> Result<Value, Value> {
    let request = InvokeRequest {
        cmd: name.to_owned(),
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url: "tauri://localhost".parse().unwrap(),
        body: InvokeBody::Json(body),
        headers: HeaderMap::default(),
        invoke_key: INVOKE_KEY.to_owned(),
    };
    get_ipc_response(page, request).map(|body| body.deserialize().unwrap())
}

fn bootstrap() -> Value {
    json!({ "command": { "type": "bootstrap" } })
}

#[test]
fn a_command_reaches_the_engine_and_its_reply_comes_back() {
    let reply = Program::running().call("dispatch", bootstrap()).unwrap();
    assert_eq!(reply["type"], "bootstrap");
    assert_eq!(reply["bootstrap"]["host"]["version"], "9.9.9");
}

#[test]
fn what_is_asked_before_the_engine_runs_waits_for_it() {
    let program = Program::start();
    let page = program.page.clone();
    let asking = std::thread::spawn(move || call(&page, "dispatch", bootstrap()));
    program.start_engine();
    assert_eq!(asking.join().unwrap().unwrap()["type"], "bootstrap");
}

#[test]
fn when_the_engine_cannot_start_that_is_the_answer() {
    let program = Program::start();
    let problem = Problem::refused(protocol::ErrorCode::StorageDamaged, "It is damaged.");
    program.app.state::<Backend>().failed(problem);
    let refused = program.call("dispatch", bootstrap()).unwrap_err();
    assert_eq!(refused["code"], "storage_damaged");
}

#[test]
fn after_stopping_nothing_is_asked_of_the_engine() {
    let program = Program::running();
    tauri::async_runtime::block_on(program.app.state::<Backend>().stop());
    assert_eq!(program.call("dispatch", bootstrap()).unwrap_err()["code"], "unavailable");
}

#[test]
fn an_error_of_the_engine_is_a_problem_with_its_code() {
    let session = "01890000-0000-7000-8000-000000000000";
    let command = json!({ "type": "send_message", "session_id": session, "kind": "intake",
        "text": "   ", "resume": false });
    let refused = Program::running().call("dispatch", json!({ "command": command })).unwrap_err();
    assert_eq!(refused["code"], "message_empty");
}

#[test]
fn what_is_not_a_command_is_refused() {
    let program = Program::running();
    for body in [json!({ "command": { "type": "erase_disk" } }), json!({}), json!(null)] {
        assert!(program.call("dispatch", body).is_err());
    }
    assert!(program.call("dispatch", bootstrap()).is_ok());
}

#[test]
fn nothing_but_the_two_commands_can_be_called() {
    let program = Program::running();
    for name in
        ["erase_disk", "plugin:dialog|open", "plugin:window|close", "plugin:opener|open_url"]
    {
        assert!(program.call(name, json!({})).is_err(), "{name} answered");
    }
}

#[test]
fn announcements_come_numbered_from_one_without_a_gap() {
    let program = Program::running();
    program.listen(7);
    for _ in 0..3 {
        bridge::request(program.app.handle(), HostRequest::OpenDashboard);
    }
    let mut wishes = 0;
    for expected in 1.. {
        let (channel, announcement) = program.heard.recv_timeout(PATIENCE).unwrap();
        assert_eq!(channel, 7);
        assert_eq!(announcement["seq"], expected);
        wishes += usize::from(announcement["event"]["request"] == "open_dashboard");
        if wishes == 3 {
            return;
        }
    }
}

#[test]
fn a_wish_from_before_anyone_listened_is_told_to_the_first_who_does() {
    let program = Program::start();
    bridge::request(program.app.handle(), HostRequest::StartInterview);
    program.start_engine();
    program.listen(7);
    assert_eq!(program.wish().1["event"]["request"], "start_interview");
}

#[test]
fn after_a_reload_only_the_new_page_is_told() {
    let program = Program::running();
    program.listen(7);
    program.listen(8);
    bridge::request(program.app.handle(), HostRequest::OpenDashboard);
    assert_eq!(program.wish().0, 8);
    bridge::request(program.app.handle(), HostRequest::StartInterview);
    let (channel, announcement) = program.wish();
    assert_eq!((channel, &announcement["event"]["request"]), (8, &json!("start_interview")));
}
