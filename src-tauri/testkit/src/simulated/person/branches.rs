//! How the person asks for other versions of what was said, and goes back and forth between them.

use super::Person;
use protocol::{
    Command, Reply,
    app_event::{Delivery, MessageView},
    records::{Role, Session},
};

impl Person {
    /// Do something about a version of a message that is on the server.
    pub(super) async fn branch(&mut self, at: usize) -> Option<()> {
        let Some(Session { id: session_id, .. }) = self.session(at).await? else { return Some(()) };
        let listed = Command::ListMessages { session_id, before: None, limit: 200 };
        let Ok(Reply::Messages { messages, .. }) = self.ask(at, listed).await? else {
            return Some(());
        };
        let of = |wanted: &dyn Fn(&MessageView) -> bool| -> Vec<MessageView> {
            let sent = messages.iter().filter(|view| view.delivery == Delivery::Sent);
            sent.filter(|view| wanted(view)).cloned().collect()
        };
        let answers = of(&|view| view.message.role == Role::User);
        let replies = of(&|view| view.message.job_id.is_some());
        let versions = of(&|view| !view.versions.is_empty());
        let deed = self.chance.weighted(&[(3, 0), (2, 1), (4, 2)]);
        match deed {
            0 if !answers.is_empty() => {
                let id = self.chance.pick(&answers).message.id;
                let text = self.words();
                self.tally.count("answers given once more");
                let command = Command::ReviseMessage { session_id, id, text: text.clone() };
                self.say(at, session_id, text, command).await
            }
            1 if !replies.is_empty() => {
                let id = self.chance.pick(&replies).message.id;
                self.tally.count("replies asked for anew");
                self.ask(at, Command::Regenerate { session_id, id }).await.map(drop)
            }
            2 if !versions.is_empty() => {
                let all = self.chance.pick(&versions).versions.clone();
                let id = *self.chance.pick(&all);
                self.tally.count("versions gone to");
                self.ask(at, Command::ShowVersion { session_id, id }).await.map(drop)
            }
            _ => Some(()),
        }
    }
}
