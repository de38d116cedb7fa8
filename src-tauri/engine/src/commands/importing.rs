//! Material from files: read and shown first, imported at the person's word.

use crate::{core::Core, import};
use protocol::{
    MessageId, Problem, Reply, SessionId, Write,
    import::{ImportDocument, ImportPreview, ImportSource, NewImport, NewPassage},
};
use std::sync::PoisonError;

impl Core {
    /// What was read before is forgotten.
    pub(super) async fn preview_import(&self, source: ImportSource) -> Result<Reply, Problem> {
        let chosen = self.host.choose(source).await?;
        if chosen.is_empty() {
            return Ok(Reply::ImportPreview { preview: None });
        }
        let (documents, refusals) = import::read(source, chosen).await?;
        let preview = ImportPreview { id: SessionId(self.ids.next()), documents, refusals };
        self.with_previewed(|previewed| *previewed = Some(preview.clone()));
        Ok(Reply::ImportPreview { preview: Some(preview) })
    }

    /// The same import twice is one import.
    pub(super) async fn start_import(
        &self,
        id: SessionId,
        leave_out: &[String],
    ) -> Result<Reply, Problem> {
        if self.store.session(id).await?.is_some() {
            return Ok(Reply::Done);
        }
        // Taken away, so that whoever asks twice at once cannot import it twice.
        let taken = self.with_previewed(|previewed| previewed.take_if(|one| one.id == id));
        let preview = taken.ok_or_else(|| Problem::not_found("preview"))?;
        let imported = self.import(id, preview.documents.clone(), leave_out).await;
        if imported.is_err() {
            self.with_previewed(|previewed| {
                previewed.get_or_insert(preview);
            });
        }
        imported
    }

    async fn import(
        &self,
        id: SessionId,
        mut documents: Vec<ImportDocument>,
        leave_out: &[String],
    ) -> Result<Reply, Problem> {
        documents.retain(|document| !leave_out.contains(&document.name));
        let title = title(&documents);
        let passages = documents.into_iter().flat_map(|document| document.passages);
        let passages = passages.map(|passage| NewPassage {
            id: MessageId(self.ids.next()),
            origin: passage.origin,
            text: passage.text,
        });
        let permission = self.store.preferences().await?.permission;
        let body = NewImport { id, title, permission, passages: passages.collect() };
        profile::check_import(&body)?;
        self.enqueue(Write::Import(body), None).await?;
        Ok(Reply::Done)
    }

    fn with_previewed<T>(&self, work: impl FnOnce(&mut Option<ImportPreview>) -> T) -> T {
        work(&mut self.previewed.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The files by name, as many as a title holds.
fn title(documents: &[ImportDocument]) -> String {
    let names: Vec<&str> = documents.iter().map(|document| document.name.as_str()).collect();
    profile::title(&names.join(", "))
}
