//! The server as its clients see it: real files, real HTTP, real sockets, a clock of our own.

#[cfg(test)]
mod accounts;
#[cfg(test)]
mod attempts;
#[cfg(test)]
mod branches;
#[cfg(test)]
mod conformance;
#[cfg(test)]
mod guards;
#[cfg(test)]
mod hanging_up;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod imports;
#[cfg(test)]
mod interviews;
#[cfg(test)]
mod lines;
#[cfg(test)]
mod replays;
#[cfg(test)]
mod rereading;
#[cfg(test)]
mod restores;
#[cfg(test)]
mod retries;
#[cfg(test)]
mod sessions;
#[cfg(test)]
mod shared_disk;
#[cfg(test)]
mod sockets;
#[cfg(test)]
mod support;
#[cfg(test)]
mod takeovers;
#[cfg(test)]
mod ways;
