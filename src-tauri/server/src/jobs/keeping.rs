//! Keeps a worker's lease alive while it works, and says when a job must end because it does not come
//! to its end: no job runs for ever.

use super::worker::Down;
use crate::{
    app::App,
    storage::{Hold, LEASE, Lease},
};
use protocol::{ErrorCode, Problem, UserId};
use std::{sync::Arc, time::Duration};
use tokio::time::{Instant, sleep};

/// Between two renewals.
const RENEWAL: Duration = Duration::from_secs(5);
/// No job is worked on longer than this, all its workers taken together.
const LONGEST: Duration = Duration::from_mins(10);
/// No job is worked on longer than this without coming nearer to its end.
const IDLE: Duration = Duration::from_mins(2);
/// So many workers in a row may be lost without bringing a job nearer to its end.
const TAKEOVERS: u32 = 5;

/// What speaks against working on, if anything.
pub(super) fn against(lease: &Lease) -> Option<Problem> {
    let title = if lease.worked >= LONGEST {
        "The answer took too long."
    } else if lease.idle >= IDLE {
        "The answer did not come on."
    } else if lease.takeovers > TAKEOVERS {
        "The answer was interrupted too often."
    } else {
        return None;
    };
    Some(Problem::temporary(ErrorCode::Stalled, title))
}

/// Keep a lease until something speaks against it or it is lost.
pub(super) async fn keep(app: Arc<App>, owner: UserId, hold: Hold) -> Down {
    let mut renewed_at = Instant::now();
    loop {
        sleep(RENEWAL).await;
        match app.storage.renew_lease(owner, hold, renewed_at.elapsed()).await {
            Ok(Some(lease)) => {
                renewed_at = Instant::now();
                if let Some(problem) = against(&lease) {
                    return Down::Problem(problem);
                }
            }
            Ok(None) => return Down::Lost,
            Err(error) => {
                tracing::warn!(%error, "a lease could not be renewed");
                if renewed_at.elapsed() >= LEASE {
                    return Down::Lost;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::{JobId, Timestamp};
    use uuid::Uuid;

    fn lease() -> Lease {
        let hold = Hold { job: JobId(Uuid::nil()), holder: Uuid::nil(), generation: 1 };
        Lease::taken(None, hold, Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn no_job_is_worked_on_for_ever() {
        assert_eq!(against(&lease()), None);
        let ends = [
            Lease { worked: LONGEST, ..lease() },
            Lease { idle: IDLE, ..lease() },
            Lease { takeovers: TAKEOVERS + 1, ..lease() },
        ];
        for lease in ends {
            assert_eq!(against(&lease).map(|problem| problem.code), Some(ErrorCode::Stalled));
        }
    }
}
