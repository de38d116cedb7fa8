//! Carries commands out: every one is named here, what it does is in the file of its area.

mod branching;
mod choices;
mod exporting;
mod importing;
mod jobs;
mod messages;
mod models;
mod outbox;
mod profile;
mod rereading;
mod sessions;

pub(crate) use rereading::Reread;

use crate::core::Core;
use protocol::{Command, IdempotencyKey, Problem, Reply, Write, write::UpdateSession};
use std::sync::Arc;
use store::{NewRow, Row};

/// Most records in one answer.
const MOST: u32 = 200;

/// A limit as asked, kept within 1 to 200.
fn within(limit: u32) -> usize {
    usize::try_from(limit.clamp(1, MOST)).unwrap_or(1)
}

impl Core {
    /// Exhaustive, so that a new command does not compile until it is handled.
    #[expect(clippy::too_many_lines, reason = "a line or two for each command, and no logic")]
    pub(crate) async fn dispatch(self: &Arc<Self>, command: Command) -> Result<Reply, Problem> {
        match command {
            Command::Bootstrap => self.bootstrap().await,
            Command::ListSessions { before, limit } => self.list_sessions(before, limit).await,
            Command::GetSession { id } => self.get_session(id).await,
            Command::ListMessages { session_id, before, limit } => {
                self.list_messages(session_id, before, limit).await
            }
            Command::ListFindings { session_id } => self.list_findings(session_id).await,
            Command::ListSkills => self.list_skills().await,
            Command::ListProjects => self.list_projects().await,
            Command::ListConstraints => self.list_constraints().await,
            Command::ListJobs => self.list_jobs().await,
            Command::GetJobText { id } => self.get_job_text(id).await,
            Command::PreviewPhysics { findings } => self.preview_physics(findings).await,
            Command::NewSession { kind, id } => Ok(self.new_session(kind, id)),
            Command::SendMessage { session_id, kind, text, resume } => {
                self.send_message(session_id, kind, text, resume).await
            }
            Command::ReviseMessage { session_id, id, text } => {
                self.revise_message(session_id, id, text).await
            }
            Command::Regenerate { session_id, id } => self.regenerate(session_id, id).await,
            Command::ShowVersion { session_id, id } => self.show_version(session_id, id).await,
            Command::PreviewImport { source } => self.preview_import(source).await,
            Command::StartImport { id, leave_out } => self.start_import(id, &leave_out).await,
            Command::ListOutbox => self.list_outbox().await,
            Command::RetryWrite { key } => self.retry_write(key).await,
            Command::DiscardWrite { key } => self.discard_write(key).await,
            Command::EditMessage { key, text } => self.edit_message(key, text).await,
            Command::ReleaseWrites { keys } => self.release_writes(keys).await,
            Command::DismissResuming { job } => self.dismiss_resuming(job).await,
            Command::SaveDraft { session_id, text } => self.save_draft(session_id, text).await,
            Command::GetDraft { session_id } => self.get_draft(session_id).await,
            Command::RenameSession { id, title } => {
                let title = Some(title);
                self.update_session(id, UpdateSession { title, ..UpdateSession::default() }).await
            }
            Command::SetPermission { id, permission } => {
                let permission = Some(permission);
                let change = UpdateSession { permission, ..UpdateSession::default() };
                self.update_session(id, change).await
            }
            Command::SetVoice { id, voice } => {
                let voice = Some(voice);
                self.update_session(id, UpdateSession { voice, ..UpdateSession::default() }).await
            }
            Command::PauseSession { id } => self.pause_session(id).await,
            Command::ResumeSession { id } => self.resume_session(id).await,
            Command::FinalizeSession { id } => self.finalize_session(id).await,
            Command::DeleteSession { id } => self.delete_session(id).await,
            Command::StopJob { id, session_id } => self.stop_job(id, session_id).await,
            Command::RetryJob { id, session_id, without_model } => {
                self.retry_job(id, session_id, without_model).await
            }
            Command::DecideFindings { ids, decision, edit } => {
                self.decide_findings(ids, decision, edit).await
            }
            Command::PreviewRereading { session_id, without_model } => {
                self.preview_rereading(session_id, without_model).await
            }
            Command::ApplyRereading { id } => self.apply_rereading(id).await,
            Command::CreateSkill { skill } => self.create_skill(skill).await,
            Command::UpdateSkill { id, change } => self.update_skill(id, change).await,
            Command::CreateProject { project } => self.create_project(project).await,
            Command::UpdateProject { id, change } => self.update_project(id, change).await,
            Command::CreateConstraint { constraint } => self.create_constraint(constraint).await,
            Command::UpdateConstraint { id, change } => self.update_constraint(id, change).await,
            Command::UpdateState { change } => self.update_state(change).await,
            Command::ChangePreferences { change } => self.change_preferences(change).await,
            Command::GetModels => self.get_models().await,
            Command::FindLocalModels => self.find_local_models().await,
            Command::TestModel { choice, key } => self.test_model(choice, key).await,
            Command::ChooseModel { choice, key } => self.choose_model(choice, key).await,
            Command::ExportProfile { format } => self.export_profile(format).await,
            Command::RevealDataFolder => self.reveal_data_folder().await,
            Command::RetryNow => self.retry_now().await,
            Command::GetDiagnostics => self.diagnostics().await,
            Command::GetConnectionLog => Ok(self.get_connection_log()),
        }
    }

    /// Keep a write, show its effect, and send it as soon as that can be.
    pub(crate) async fn enqueue(
        &self,
        write: Write,
        opening: Option<String>,
    ) -> Result<Row, Problem> {
        self.enqueue_as(IdempotencyKey(self.ids.next()), write, opening).await
    }

    /// The same under a key that is known already.
    async fn enqueue_as(
        &self,
        key: IdempotencyKey,
        write: Write,
        opening: Option<String>,
    ) -> Result<Row, Problem> {
        let at = self.clock.now();
        let row = self.store.enqueue(NewRow { key, write, at, opening }).await?;
        self.to_send.notify_one();
        // It is kept, whatever becomes of the telling.
        if let Err(error) = self.tell_kept(&row).await {
            tracing::warn!(%error, "what was kept could not be told");
        }
        Ok(row)
    }

    async fn tell_kept(&self, row: &Row) -> Result<(), store::StoreError> {
        self.tell_writes(vec![row.write.clone()]).await?;
        self.outbox_changed().await
    }

    async fn keep(&self, write: Write) -> Result<Reply, Problem> {
        self.enqueue(write, None).await?;
        Ok(Reply::Done)
    }
}
