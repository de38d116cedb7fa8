//! A whole world in one thread and in a time of its own: the real server and several real desktops
//! on machines whose disks, clocks and lines are scripted, with crashes at every write, and a judge
//! who compares in the end what everybody has. One seed decides everything that happens.

mod backend;
mod bugs;
mod chance;
mod clock;
mod day;
mod disk;
mod joint;
mod judge;
mod ledger;
mod life;
mod line;
mod machine;
mod network;
mod person;
mod picture;
mod pipe;
mod screen;
mod tally;
mod weather;
mod world;

pub use bugs::listen;
pub use day::day;
pub use tally::Counts;
pub use world::{Failure, run};

/// What desktops sign in with.
fn secret() -> secrecy::SecretString {
    secrecy::SecretString::from("the secret of a simulated world")
}
