//! What the store promises: each event once, unsent work kept and laid over, damage survived.

#[cfg(test)]
mod apply;
#[cfg(test)]
mod branches;
#[cfg(test)]
mod build;
#[cfg(test)]
mod files;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod outbox;
#[cfg(test)]
mod overlay;
#[cfg(test)]
mod word;
