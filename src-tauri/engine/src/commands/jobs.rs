//! Jobs and their text.

use crate::core::Core;
use protocol::{JobId, Problem, Reply};

impl Core {
    pub(super) async fn list_jobs(&self) -> Result<Reply, Problem> {
        Ok(Reply::Jobs { jobs: self.store.jobs().await? })
    }

    pub(super) async fn get_job_text(&self, id: JobId) -> Result<Reply, Problem> {
        Ok(Reply::JobText { text: self.store.job_text(id).await? })
    }
}
