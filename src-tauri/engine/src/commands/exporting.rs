//! Writes the profile to a file the person chooses.

use crate::{core::Core, export};
use protocol::{Problem, Reply, command::ExportFormat};

impl Core {
    pub(super) async fn export_profile(&self, format: ExportFormat) -> Result<Reply, Problem> {
        let at = self.clock.now();
        let day = at.strftime("%Y-%m-%d");
        let (name, bytes) = match format {
            ExportFormat::Archive => {
                let archive = export::archive::collect(&self.store, at).await?;
                (format!("trajectory-{day}.json"), export::archive::bytes(&archive))
            }
            ExportFormat::JsonResume => {
                let profile = self.store.profile().await?;
                let name = self.store.preferences().await?.name;
                (format!("resume-{day}.json"), export::resume::bytes(&profile, &name, at))
            }
            ExportFormat::Markdown => {
                let profile = self.store.profile().await?;
                let name = self.store.preferences().await?.name;
                let index = self.index_of(profile.clone()).await?;
                let text = export::markdown::text(&profile, &index, &name, at);
                (format!("profile-{day}.md"), text.into_bytes())
            }
        };
        let path = self.host.save_file(&name, bytes).await?;
        Ok(Reply::Exported { path: path.map(|path| path.display().to_string()) })
    }
}
