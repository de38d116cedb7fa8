//! Other versions of messages: an answer given once more, a reply made anew, and which is shown.

use crate::support::{Client, Socket, World, new_message, new_session, post, sign_in};
use protocol::{
    Channel, Event, MessageId, SessionId, Write,
    records::{Block, Finding, Job, JobStatus, Message, PermissionMode, Role, Session},
    write::{PostMessage, Regenerate, ShowVersion},
};
use reqwest::StatusCode;

const FIRST: &str = "I led a team of five and built a billing system in Rust and PostgreSQL.";
const SECOND: &str = "I repair violins and teach two apprentices how to carve a scroll.";
const OTHER: &str = "I bake bread for a village and keep its books in Excel.";

struct Talk {
    client: Client,
    socket: Socket,
    session: SessionId,
}

impl Talk {
    /// A session with its first answer and the reply to it.
    async fn begin(client: Client) -> Self {
        let here = client.position("/v1/state", client.user()).await;
        let socket = client.socket(vec![here]).await;
        let body = new_session(FIRST, PermissionMode::Ask);
        let mut talk = Self { client, socket, session: body.id };
        talk.client.write(&Write::CreateSession(body)).await;
        talk.reply().await;
        talk
    }

    /// Until the next job has ended.
    async fn reply(&mut self) -> Job {
        loop {
            let event = self.socket.event().await.event.typed();
            if let Some(Event::JobUpdated(job)) = event
                && job.status == JobStatus::Completed
            {
                return job;
            }
        }
    }

    async fn say(&mut self, text: &str) {
        self.client.write(&post(self.session, text)).await;
        self.reply().await;
    }

    fn revision(&self, of: MessageId, text: &str) -> Write {
        let message = new_message(text);
        let body = PostMessage { message, resume: true, replaces: Some(of) };
        Write::PostMessage { session: self.session, body }
    }

    fn renewal(&self, of: MessageId) -> Write {
        let body = Regenerate { message: of, reply: new_message("").id };
        Write::Regenerate { session: self.session, body }
    }

    fn choice(&self, message: MessageId, newest: MessageId) -> Write {
        Write::ShowVersion { session: self.session, body: ShowVersion { message, newest } }
    }

    /// Oldest first.
    async fn messages(&self) -> Vec<Message> {
        let path = format!("/v1/sessions/{}/messages", self.session);
        let mut messages: Vec<Message> = self.client.list(&path).await;
        messages.reverse();
        messages
    }

    async fn stands(&self) -> Session {
        self.client.read(&format!("/v1/sessions/{}", self.session)).await
    }
}

/// Ordinals with what they say they follow.
fn followed(messages: &[Message]) -> Vec<(u64, Option<u64>)> {
    messages.iter().map(|message| (message.ordinal, message.follows)).collect()
}

#[tokio::test]
async fn an_answer_given_once_more_stands_beside_the_first_and_each_has_its_reply() {
    let world = World::new();
    let server = world.start().await;
    let mut talk = Talk::begin(sign_in(&server).await).await;
    talk.say(SECOND).await;
    let before = talk.messages().await;
    let topic = |session: &Session| session.progress;
    let after_two = topic(&talk.stands().await);

    let write = talk.revision(before[1].id, OTHER);
    talk.client.write(&write).await;
    talk.client.write(&write).await;
    let job = talk.reply().await;
    let after = talk.messages().await;
    assert_eq!(after[..5], before, "nothing is overwritten");
    let straight = (1..=5).map(|ordinal| (ordinal, None));
    let expected: Vec<_> = straight.chain([(6, Some(1)), (7, None)]).collect();
    assert_eq!(followed(&after), expected);
    assert_eq!((after[5].text().as_str(), after[6].id), (OTHER, job.reply_id));
    let one = talk.stands().await;
    assert_eq!((one.title.as_str(), one.preview.as_str()), (OTHER, OTHER), "named after it");
    assert!(topic(&one).asked < after_two.asked, "the interview goes on from the first question");

    // Back to the first, on from there, and to the other again.
    talk.client.write(&talk.choice(after[1].id, after[5].id)).await;
    let first = talk.stands().await;
    assert_eq!((first.chosen.as_slice(), topic(&first)), ([2].as_slice(), after_two));
    assert_eq!(first.preview, FIRST);
    assert_eq!((one.shown_count, first.shown_count), (Some(3), Some(5)));
    talk.say("I sail.").await;
    let all = talk.messages().await;
    assert_eq!(followed(&all)[7..], [(8, Some(5)), (9, None)]);
    assert_eq!(topic(&talk.stands().await).asked, after_two.asked + 1);
    talk.client.write(&talk.choice(after[5].id, after[5].id)).await;
    let back = talk.stands().await;
    assert_eq!((back.chosen.is_empty(), topic(&back)), (true, topic(&one)));
    assert_eq!((back.message_count, back.shown_count), (9, Some(3)));
    server.stop().await;
}

#[tokio::test]
async fn a_reply_made_anew_stands_beside_the_first_in_other_words() {
    let world = World::new();
    let server = world.start().await;
    let mut talk = Talk::begin(sign_in(&server).await).await;
    let before = talk.messages().await;
    let findings: Vec<Finding> = talk.client.list("/v1/findings").await;

    let write = talk.renewal(before[2].id);
    talk.client.write(&write).await;
    talk.client.write(&write).await;
    let job = talk.reply().await;
    let after = talk.messages().await;
    assert_eq!(followed(&after), [(1, None), (2, None), (3, None), (4, Some(2))]);
    assert_eq!((after[3].id, job.replaces), (job.reply_id, Some(before[2].id)));
    assert_ne!(after[3].text(), after[2].text());
    assert_eq!(talk.client.list::<Finding>("/v1/findings").await, findings, "none came twice");

    talk.client.write(&talk.choice(after[2].id, after[3].id)).await;
    assert_eq!(talk.stands().await.chosen, [3]);
    talk.client.write(&talk.renewal(after[3].id)).await;
    assert!(talk.stands().await.chosen.is_empty(), "the newest is waited for");
    talk.reply().await;
    let third = talk.messages().await.pop().unwrap();
    assert_eq!(third.follows, Some(2));
    assert!(after.iter().all(|message| message.text() != third.text()));
    server.stop().await;
}

#[tokio::test]
async fn the_reply_to_an_answer_that_is_shown_no_more_stays_with_it() {
    let world = World::new();
    let server = world.start_with(|config| config.pace = std::time::Duration::from_millis(5)).await;
    let mut talk = Talk::begin(sign_in(&server).await).await;
    talk.client.write(&post(talk.session, SECOND)).await;
    let answer = talk.messages().await[3].clone();
    talk.client.write(&talk.revision(answer.id, OTHER)).await;
    let (first, second) = (talk.reply().await, talk.reply().await);
    let all = talk.messages().await;
    let place = |id| all.iter().find(|message| message.id == id).map(|it| (it.ordinal, it.follows));
    assert_eq!(place(first.reply_id), Some((6, Some(4))));
    assert_eq!(place(second.reply_id), Some((7, Some(5))));
    assert_eq!(all.iter().filter(|message| message.role == Role::Assistant).count(), 4);
    server.stop().await;
}

#[tokio::test]
async fn a_choice_made_without_the_newest_version_is_refused() {
    let world = World::new();
    let server = world.start().await;
    let mut talk = Talk::begin(sign_in(&server).await).await;
    let first = talk.messages().await[1].id;
    talk.client.write(&talk.revision(first, SECOND)).await;
    talk.reply().await;
    let second = talk.messages().await[3].id;
    talk.client.write(&talk.revision(first, OTHER)).await;
    talk.reply().await;
    let conflict = (StatusCode::CONFLICT, "version_conflict".to_owned());
    assert_eq!(talk.client.refused(&talk.choice(first, second)).await, conflict);
    assert!(talk.stands().await.chosen.is_empty());
    server.stop().await;
}

#[tokio::test]
async fn what_has_no_other_version_is_refused_and_so_is_all_in_a_locked_session() {
    let world = World::new();
    let server = world.start().await;
    let mut talk = Talk::begin(sign_in(&server).await).await;
    let said = talk.messages().await;
    let (opening, answer, reply) = (said[0].id, said[1].id, said[2].id);
    let invalid = (StatusCode::UNPROCESSABLE_ENTITY, "invalid_field".to_owned());
    for write in [talk.revision(reply, OTHER), talk.renewal(answer), talk.renewal(opening)] {
        assert_eq!(talk.client.refused(&write).await, invalid, "{write:?}");
    }
    let unknown = new_message("").id;
    for write in [talk.revision(unknown, OTHER), talk.renewal(unknown)] {
        assert_eq!(talk.client.refused(&write).await.0, StatusCode::NOT_FOUND, "{write:?}");
    }
    talk.client.write(&talk.revision(answer, OTHER)).await;
    talk.reply().await;
    let newest = talk.messages().await[3].id;
    talk.client.write(&Write::FinalizeSession { session: talk.session }).await;
    let locked = (StatusCode::CONFLICT, "session_finalized".to_owned());
    let choice = talk.choice(answer, newest);
    for write in [talk.revision(answer, SECOND), talk.renewal(reply), choice] {
        assert_eq!(talk.client.refused(&write).await, locked, "{write:?}");
    }
    let summary = talk.stands().await.summary.unwrap();
    assert_eq!(summary.answers, 1, "only what is shown counts");
    server.stop().await;
}

#[tokio::test]
async fn a_branch_is_told_on_the_sessions_channel_and_the_choice_on_the_persons() {
    let world = World::new();
    let server = world.start().await;
    let mut talk = Talk::begin(sign_in(&server).await).await;
    let first = talk.messages().await[1].clone();
    assert!(first.blocks.iter().all(|block| matches!(block, Block::Text { .. })));
    let path = format!("/v1/sessions/{}/messages", talk.session);
    let here = talk.client.position(&path, Channel::Session(talk.session)).await;
    let mut socket = talk.client.socket(vec![here]).await;
    talk.client.write(&talk.revision(first.id, SECOND)).await;
    let told = socket.until("message_branched").await;
    let names: Vec<&str> = told.iter().map(|event| event.event.name.as_str()).collect();
    assert_eq!(names, ["interview_message", "message_branched"]);
    talk.reply().await;
    let second = talk.messages().await[3].id;
    talk.client.write(&talk.choice(first.id, second)).await;
    let told = socket.until("message_branched").await.pop().unwrap().event.typed();
    let stands = talk.stands().await;
    let expected =
        Event::MessageBranched { id: talk.session, version: stands.version, chosen: stands.chosen };
    assert_eq!(told, Some(expected));
    server.stop().await;
}
