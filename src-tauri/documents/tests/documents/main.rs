//! What files give: their words, in order, or one clear reason why not.

#[cfg(test)]
mod hostile;
#[cfg(test)]
mod kinds;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod samples;
