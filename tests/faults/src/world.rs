//! What one run of one case has: a folder, a server, a proxy before it, a desktop behind the proxy,
//! and somebody who writes from elsewhere.

use crate::{
    author::Author,
    desktop::{Desktop, Manner},
    load::{self, Book, Load},
    proxy::{Proxy, Weather},
    server::{Extras, Server},
    verdict::{self, Evidence, Records, Verdict},
};
use anyhow::{Context, Result, bail};
use protocol::{
    Channel, Command, IdempotencyKey, Problem, Reply, records::Category, write::NewSkill,
};
use rand::{SeedableRng, rngs::StdRng};
use serde_json::Value;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};
use tokio::{
    task::JoinHandle,
    time::{Instant, sleep},
};
use url::Url;

/// How long a desktop may take to catch up once everything works again.
const PATIENCE: Duration = Duration::from_mins(4);
const GLANCE: Duration = Duration::from_millis(50);
/// How often somebody looking at the window would ask to try now.
const ASK: Duration = Duration::from_millis(500);

/// Changes in one run at least; most make one event, some two.
pub(crate) const CHANGES: u64 = 1_050;

/// Writers at work; in the end the keys of what was accepted.
pub(crate) type Writing = JoinHandle<Result<Vec<IdempotencyKey>>>;

/// How a run differs from another.
#[derive(Debug, Clone)]
pub(crate) struct Setting {
    /// The folder of everything.
    pub(crate) folder: PathBuf,
    /// Decides everything that is left to chance.
    pub(crate) seed: u64,
    /// What the server is told besides.
    pub(crate) extras: Extras,
    /// Where the desktop keeps its tokens.
    pub(crate) secrets: &'static str,
    /// Variables of the desktop's environment.
    pub(crate) environment: Vec<(&'static str, String)>,
}

impl Setting {
    /// The usual.
    pub(crate) fn new(folder: PathBuf, seed: u64) -> Self {
        let (extras, environment) = (Extras::default(), Vec::new());
        Self { folder, seed, extras, secrets: "file", environment }
    }
}

/// One run.
#[derive(Debug)]
pub(crate) struct World {
    /// The server.
    pub(crate) server: Server,
    /// The line between the two.
    pub(crate) proxy: Proxy,
    /// The desktop.
    pub(crate) desktop: Desktop,
    /// Who writes from elsewhere.
    pub(crate) author: Arc<Author>,
    /// Everything left to chance.
    pub(crate) chance: StdRng,
    books: Vec<Book>,
    seed: u64,
}

impl World {
    /// Everything runs, the desktop is live, and its cache notes its steps.
    pub(crate) async fn start(setting: &Setting) -> Result<Self> {
        let Setting { folder, seed, extras, secrets, environment } = setting;
        std::fs::create_dir_all(folder)?;
        let mut server = Server::new(folder, extras.clone())?;
        let proxy = Proxy::start(server.address()).await?;
        server.also_called(proxy.address());
        server.start().await?;
        let (name, password) = ("somebody", "a password for one run");
        let author = Arc::new(Author::sign_up(server.address(), name, password).await?);
        let books = load::books(&author).await?;
        let manner = Manner {
            name: name.to_owned(),
            password: password.to_owned(),
            secrets,
            environment: environment.clone(),
            seed: *seed,
        };
        let address = Url::parse(&format!("http://{}", proxy.address()))?;
        let mut desktop = Desktop::new(folder, address, manner);
        desktop.run().await?;
        let chance = StdRng::seed_from_u64(*seed);
        let mut world = Self { server, proxy, desktop, author, chance, books, seed: *seed };
        world.begin().await?;
        Ok(world)
    }

    /// Wait until the desktop is live with a cache that notes its steps.
    pub(crate) async fn begin(&mut self) -> Result<()> {
        let until = Instant::now() + PATIENCE;
        while !self.desktop.keep_journal()? {
            if Instant::now() > until {
                bail!("the desktop does not sign in: {}", self.desktop.process().said());
            }
            sleep(GLANCE).await;
        }
        self.settle().await
    }

    /// Start writing from elsewhere; gives the keys of what was accepted.
    pub(crate) fn write(&self, lasting: Duration) -> Writing {
        self.write_some(CHANGES, lasting)
    }

    /// Start writing so many changes from elsewhere.
    pub(crate) fn write_some(&self, changes: u64, lasting: Duration) -> Writing {
        let load = Load { changes, lasting, seed: self.seed };
        tokio::spawn(load::write(Arc::clone(&self.author), self.books.clone(), load))
    }

    /// Ask the desktop to try now, as somebody who looks at it would.
    pub(crate) async fn retry_now(&self) -> Result<()> {
        self.desktop.retry_now().await
    }

    /// Fair weather again, and wait until the desktop stands where the server does. Who never gets
    /// there is judged as it is.
    pub(crate) async fn settle(&mut self) -> Result<()> {
        self.proxy.weather(Weather::FAIR);
        let until = Instant::now() + PATIENCE;
        let mut asked = Instant::now();
        while !self.is_level()? && Instant::now() < until {
            if asked.elapsed() > ASK {
                self.retry_now().await?;
                asked = Instant::now();
            }
            sleep(GLANCE).await;
        }
        Ok(())
    }

    fn is_level(&self) -> Result<bool> {
        let Some(places) = self.desktop.places()? else { return Ok(false) };
        let tops = self.server.tops()?;
        let mut followed = tops.iter().filter(|(channel, _)| !matches!(channel, Channel::Job(_)));
        Ok(followed.all(|(channel, top)| places.get(channel) == Some(top)))
    }

    /// Fair weather again, and wait until nothing waits to be sent any more. What never leaves is
    /// judged as it is.
    pub(crate) async fn sent(&mut self) -> Result<()> {
        self.proxy.weather(Weather::FAIR);
        let until = Instant::now() + PATIENCE;
        while self.unsent().await? > 0 && Instant::now() < until {
            self.retry_now().await?;
            sleep(ASK).await;
        }
        Ok(())
    }

    async fn unsent(&self) -> Result<u64> {
        match self.desktop.ask(Command::Bootstrap).await?? {
            Reply::Bootstrap { bootstrap } => Ok(bootstrap.outbox.pending),
            other => bail!("that is no answer: {other:?}"),
        }
    }

    /// A command that changes something; says whether the desktop keeps it.
    pub(crate) async fn create_skill(&self, name: String) -> Result<Result<Reply, Problem>> {
        let skill = NewSkill { name, category: Category::Technical, level: 0.5 };
        self.desktop.ask(Command::CreateSkill { skill }).await
    }

    /// Wait for the end, end the desktop in good order, and compare; the writes with these keys
    /// were accepted.
    pub(crate) async fn verdict(&mut self, keys: &[IdempotencyKey]) -> Result<Verdict> {
        let evidence = self.evidence().await?;
        let mut verdict = verdict::judge(&evidence);
        verdict.add(verdict::writes(keys, &evidence.log));
        Ok(verdict)
    }

    /// Everything that the run left behind, once both stand at the same place and the desktop has
    /// ended in good order.
    pub(crate) async fn evidence(&mut self) -> Result<Evidence> {
        self.settle().await?;
        self.quiet().await?;
        self.settle().await?;
        let records = records(&self.author).await?;
        let log = self.server.log()?;
        self.desktop.stop().await?;
        let cache = self.desktop.cache()?.context("there is a cache")?;
        Ok(Evidence { log, records, cache, lives: self.desktop.record().lives() })
    }

    /// Wait until no job runs any more: they go on after the last write. One that never ends is
    /// judged as it is.
    async fn quiet(&self) -> Result<()> {
        let until = Instant::now() + PATIENCE;
        loop {
            let jobs = self.author.get("/v1/jobs").await?;
            let items = jobs["items"].as_array().context("jobs are a list")?;
            let open = |job: &Value| job["status"] == "queued" || job["status"] == "running";
            if !items.iter().any(open) || Instant::now() > until {
                return Ok(());
            }
            sleep(GLANCE).await;
        }
    }
}

/// The account's records, by the kinds of the desktop's cache.
pub(crate) async fn records(author: &Author) -> Result<Records> {
    let mut records = Records::new();
    let lists = [
        ("skill", "/v1/skills"),
        ("project", "/v1/projects"),
        ("constraint", "/v1/constraints"),
        ("finding", "/v1/findings"),
        ("session", "/v1/sessions"),
    ];
    let mut sessions = Vec::new();
    for (kind, path) in lists {
        for record in author.get_all(path).await? {
            let id = record["id"].as_str().context("a record has an id")?.to_owned();
            if kind == "session" {
                sessions.push(id.clone());
            }
            records.insert((kind.to_owned(), id), record);
        }
    }
    for session in sessions {
        for message in author.get_all(&format!("/v1/sessions/{session}/messages")).await? {
            let id = message["id"].as_str().context("a message has an id")?.to_owned();
            records.insert(("message".to_owned(), id), message);
        }
    }
    let state = author.get("/v1/state").await?;
    records.insert(("state".to_owned(), "state".to_owned()), state);
    Ok(records)
}

/// Remove the folder of a run that went well.
pub(crate) fn clear(folder: &Path) {
    // What stays behind is in the way of nothing.
    std::fs::remove_dir_all(folder).ok();
}
