//! Engine and server together, in one process, over real sockets.

#[cfg(test)]
mod branches;
#[cfg(test)]
mod degraded;
#[cfg(test)]
mod events;
#[cfg(test)]
mod exporting;
#[cfg(test)]
mod importing;
#[cfg(test)]
mod interview;
#[cfg(test)]
mod killed;
#[cfg(test)]
mod machine;
#[cfg(test)]
mod models;
#[cfg(test)]
mod offline;
#[cfg(test)]
mod realtime;
#[cfg(test)]
mod rereading;
#[cfg(test)]
mod resuming;
#[cfg(test)]
mod talk;
#[cfg(test)]
mod unsent;
