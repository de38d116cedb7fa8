//! Runs one seed: sets a world up, lets the person work in all weather, lets everything come to rest,
//! and has it judged.

use super::{
    backend::Backend,
    bugs,
    chance::Chance,
    clock::{Sun, WallClock},
    disk::MachineDisk,
    judge::Judge,
    line::Line,
    machine::Machine,
    network::Network,
    person::Person,
    tally::{Counts, Tally},
    weather::Weather,
};
use std::{fmt, sync::Arc, time::Duration};

const NAMES: [&str; 3] = ["ada", "bob", "cyd"];
/// Things a person does in a run.
const DEEDS: usize = 51;
/// Things done at most until everything that was set up has struck.
const MORE_DEEDS: usize = 60;
/// How long a world may take to come to rest once everything works.
pub(crate) const REST: Duration = Duration::from_mins(40);

/// What every run has at least.
const LEAST: &[(u64, &str)] = &[
    (50, "commands"),
    (5, "cuts"),
    (2, "crash of "),
    (1, "responses lost"),
    (1, "requests duplicated"),
];

/// How a run went wrong.
#[derive(Debug, Clone)]
pub struct Failure {
    /// Run it again with this.
    pub seed: u64,
    /// What is not as it must be.
    pub what: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "seed {}: {}", self.seed, self.what)
    }
}

/// Live through one seed. The same seed gives the same run.
///
/// # Errors
///
/// What was not as it must be.
///
/// # Panics
///
/// When no runtime can be made.
pub fn run(seed: u64) -> Result<Counts, Failure> {
    carry_out(seed, live(seed))
}

/// Let a life be lived in a time of its own, and hear what only bugs say meanwhile.
pub(crate) fn carry_out<T>(
    seed: u64,
    life: impl Future<Output = Result<T, String>>,
) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .expect("a runtime of one thread");
    let judged = runtime.block_on(async {
        bugs::begin();
        life.await
    });
    let bugs = bugs::heard();
    match (judged, bugs.first()) {
        (Err(what), None) => Err(Failure { seed, what }),
        (Ok(done), None) => Ok(done),
        (judged, Some(bug)) => {
            let what = format!("{bug} ({} in all)", bugs.len());
            let what = judged.err().map_or(what.clone(), |other| format!("{what}; {other}"));
            Err(Failure { seed, what })
        }
    }
}

/// The parts of a world.
pub(crate) struct World {
    pub(crate) tally: Arc<Tally>,
    pub(crate) network: Arc<Network>,
    pub(crate) machines: Vec<Arc<Machine>>,
    pub(crate) weather: Weather,
}

impl World {
    /// The server and so many desktops, all of them running.
    pub(crate) fn new(seed: u64, count: usize) -> Self {
        let chance = |name: &str| Chance::new(seed, name);
        let tally = Arc::new(Tally::new());
        let sun = Arc::new(Sun::new());
        let network = Arc::new(Network::new(Arc::clone(&tally)));
        let disk = MachineDisk::new("the server", chance("server disk"), Arc::clone(&tally));
        let clock = WallClock::new(Arc::clone(&sun));
        let backend = Backend::new(Arc::clone(&network), Arc::new(disk), clock, chance("backend"));
        let machines: Vec<Arc<Machine>> = NAMES[..count]
            .iter()
            .map(|name| {
                let disk = chance(&format!("{name} disk"));
                let disk = Arc::new(MachineDisk::new("a desktop", disk, Arc::clone(&tally)));
                let line = Line::new(chance(&format!("{name} line")), Arc::clone(&tally));
                let clock = WallClock::new(Arc::clone(&sun));
                Machine::new(name, Arc::clone(&network), disk, (line, clock), chance(name))
            })
            .collect();
        for machine in &machines {
            tokio::spawn(Arc::clone(machine).keep());
        }
        let weather = Weather {
            chance: chance("weather"),
            tally: Arc::clone(&tally),
            sun,
            backend,
            machines: machines.clone(),
        };
        Self { tally, network, machines, weather }
    }

    /// The person who works in it.
    pub(crate) fn person(&self, seed: u64) -> Person {
        let chance = Chance::new(seed, "person");
        Person::new(chance, Arc::clone(&self.tally), self.machines.clone())
    }
}

async fn live(seed: u64) -> Result<Counts, String> {
    let count = if Chance::new(seed, "world").one_in(3) { 3 } else { 2 };
    let world = World::new(seed, count);
    let mut person = world.person(seed);
    let pace = Chance::new(seed, "pace");
    let World { tally, network, machines, weather } = world;
    work(&mut person, &weather, &pace).await;
    weather.clear_up();
    let judge = Judge { network, machines };
    rest(&mut person, &judge, &pace, &tally).await?;
    let counts = tally.counts();
    enough(&counts)?;
    Ok(counts)
}

/// Every seed must be hard enough.
fn enough(counts: &Counts) -> Result<(), String> {
    for (least, what) in LEAST {
        let times = counts.under(what);
        if times < *least {
            return Err(format!("too easy: {what} only {times} times"));
        }
    }
    Ok(())
}

/// The person works while the weather rages, and on until all of it has struck.
async fn work(person: &mut Person, weather: &Weather, pace: &Chance) {
    let working = async {
        let mut done = 0;
        while done < DEEDS {
            tokio::time::sleep(pace.millis(0..7_000)).await;
            done += usize::from(person.act().await);
        }
    };
    tokio::join!(working, weather.rage());
    for _ in 0..MORE_DEEDS {
        if !weather.is_brewing() {
            break;
        }
        tokio::time::sleep(pace.millis(0..8_000)).await;
        person.provoke().await;
    }
}

/// Everything works now: in a while all must know the same, and it must be right.
async fn rest(
    person: &mut Person,
    judge: &Judge,
    pace: &Chance,
    tally: &Tally,
) -> Result<(), String> {
    let began = tokio::time::Instant::now();
    loop {
        tokio::time::sleep(pace.millis(5_000..20_000)).await;
        for at in 0..judge.machines.len() {
            person.note_outbox(at).await;
            // Who is not there now is asked again the next time.
            let _taken_care = person.care(at).await;
        }
        match judge.settled().await {
            Ok(truth) => {
                let restores = tally.counts().of("old copies of the server's database put back");
                return judge.judge(&truth, &person.book, restores).await;
            }
            Err(_) if began.elapsed() < REST => {}
            Err(what) => return Err(format!("no rest: {what}")),
        }
    }
}
