//! Waiting for a condition, never for a time.

use anyhow::{Result, bail};
use std::time::Duration;

/// How long anything may take before it counts as not happening. Generous, because machines that
/// run tests are busy.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// How often a condition is looked at.
const GLANCE: Duration = Duration::from_millis(25);

/// Looks until `condition` gives something, or fails and names `what` was waited for.
pub async fn until<T>(
    what: &str,
    mut condition: impl AsyncFnMut() -> Result<Option<T>>,
) -> Result<T> {
    let mut last = None;
    let looking = async {
        loop {
            match condition().await {
                Ok(Some(found)) => return found,
                Ok(None) => last = None,
                Err(error) => last = Some(error),
            }
            tokio::time::sleep(GLANCE).await;
        }
    };
    if let Ok(found) = tokio::time::timeout(PATIENCE, looking).await {
        return Ok(found);
    }
    match last {
        Some(error) => Err(error.context(format!("{PATIENCE:?} passed without {what}"))),
        None => bail!("{PATIENCE:?} passed without {what}"),
    }
}
