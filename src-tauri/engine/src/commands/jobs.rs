//! Jobs: listed, read, stopped, asked for anew.

use crate::core::Core;
use protocol::{JobId, Problem, Reply, SessionId, Write};

impl Core {
    pub(super) async fn list_jobs(&self) -> Result<Reply, Problem> {
        Ok(Reply::Jobs { jobs: self.store.jobs().await? })
    }

    pub(super) async fn get_job_text(&self, id: JobId) -> Result<Reply, Problem> {
        Ok(Reply::JobText { text: self.store.job_text(id).await? })
    }

    pub(super) async fn stop_job(&self, job: JobId, session: SessionId) -> Result<Reply, Problem> {
        self.keep(Write::CancelJob { job, session }).await
    }

    pub(super) async fn retry_job(
        &self,
        job: JobId,
        session: SessionId,
        without_model: bool,
    ) -> Result<Reply, Problem> {
        self.keep(Write::RetryJob { job, session, without_model }).await
    }

    pub(super) async fn dismiss_resuming(&self, job: JobId) -> Result<Reply, Problem> {
        self.dismiss(job).await?;
        Ok(Reply::Done)
    }
}
