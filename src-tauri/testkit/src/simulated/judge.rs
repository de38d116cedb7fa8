//! The judge of a simulated world: reads the truth from the server, compares it with what every
//! desktop and every screen has, and holds the book of what was said against it.

use super::secret;
use super::{
    backend::ADDRESS,
    ledger::Outcome,
    machine::{Machine, Run},
    network::Network,
    person::{Book, Fate},
    picture::Picture,
};
use axum::{
    body::Body,
    http::{Request, header, response::Parts},
};
use bytes::Bytes;
use profile::Tree;
use protocol::{
    Channel, DeviceId, Envelope, IdempotencyKey, MessageId, SessionId, Timestamp, UserId,
    app_event::{LinkState, MessageView},
    frame::{PollAnswer, ServerFrame},
    records::{Decision, Finding, Job, JobStatus, Message, Role, Session},
    rest::{CHANNEL_POSITION, EmbeddedSignIn, JobText, Page, Tokens},
};
use secrecy::ExposeSecret;
use serde::de::DeserializeOwned;
use std::{collections::BTreeMap, sync::Arc};
use uuid::Uuid;

/// More than any simulated person has.
const MOST: u32 = 200;

/// Why a world is not as it must be.
pub(crate) type Verdict = Result<(), String>;

/// The judge.
#[derive(Debug)]
pub(crate) struct Judge {
    pub(crate) network: Arc<Network>,
    pub(crate) machines: Vec<Arc<Machine>>,
}

impl Judge {
    async fn exchange(&self, request: Request<Bytes>) -> Option<(Parts, Bytes)> {
        let (parts, body) = self.network.answer(request).await?.into_parts();
        let bytes = axum::body::to_bytes(Body::new(body), usize::MAX).await.ok()?;
        Some((parts, bytes))
    }

    async fn user(&self) -> Option<UserId> {
        self.sign_in().await.map(|tokens| tokens.user_id)
    }

    async fn token(&self) -> Option<String> {
        self.sign_in().await.map(|tokens| tokens.access_token)
    }

    async fn sign_in(&self) -> Option<Tokens> {
        let secret = secret().expose_secret().to_owned();
        let form = EmbeddedSignIn { secret, device: DeviceId(Uuid::from_u128(7)) };
        let body = serde_json::to_vec(&form).ok()?;
        let request = Request::post(format!("http://{ADDRESS}/v1/auth/embedded"))
            .header(header::CONTENT_TYPE, "application/json")
            .body(Bytes::from(body))
            .ok()?;
        let (_, bytes) = self.exchange(request).await?;
        serde_json::from_slice(&bytes).ok()
    }

    async fn get<T: DeserializeOwned>(&self, path: &str, token: &str) -> Option<T> {
        self.get_at(path, token).await.map(|(body, _)| body)
    }

    /// A body and the position it was read at.
    async fn get_at<T: DeserializeOwned>(&self, path: &str, token: &str) -> Option<(T, String)> {
        let request = Request::get(format!("http://{ADDRESS}{path}"))
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .body(Bytes::new())
            .ok()?;
        let (parts, bytes) = self.exchange(request).await?;
        let position = parts.headers.get(CHANNEL_POSITION);
        let position = position.and_then(|text| text.to_str().ok()).unwrap_or_default();
        Some((serde_json::from_slice(&bytes).ok()?, position.to_owned()))
    }

    async fn list<T: DeserializeOwned>(&self, path: &str, token: &str) -> Option<Vec<T>> {
        let page: Page<T> = self.get(path, token).await?;
        assert!(page.before.is_none(), "a simulated person has no more than fits on a page");
        Some(page.items)
    }

    /// What the server has.
    pub(crate) async fn truth(&self) -> Option<Picture> {
        let token = &self.token().await?;
        let mut truth =
            Picture { state: self.get("/v1/state", token).await?, ..Picture::default() };
        let sessions = format!("/v1/sessions?limit={MOST}");
        for session in self.list::<Session>(&sessions, token).await? {
            let messages = format!("/v1/sessions/{}/messages?limit={MOST}", session.id);
            show(&mut truth, &session, self.list::<Message>(&messages, token).await?);
            truth.sessions.insert(session.id, session);
        }
        for finding in self.list::<Finding>("/v1/findings", token).await? {
            let is_hidden = truth.hidden.iter().any(|it| it.id == finding.quote.message_id);
            if !is_hidden || finding.decision != Decision::Suggested {
                truth.findings.insert(finding.id, finding);
            }
        }
        for skill in self.list::<protocol::records::Skill>("/v1/skills", token).await? {
            truth.skills.insert(skill.id, skill);
        }
        for project in self.list::<protocol::records::Project>("/v1/projects", token).await? {
            truth.projects.insert(project.id, project);
        }
        for constraint in
            self.list::<protocol::records::Constraint>("/v1/constraints", token).await?
        {
            truth.constraints.insert(constraint.id, constraint);
        }
        for job in self.list::<Job>("/v1/jobs", token).await? {
            truth.jobs.insert(job.id, job);
        }
        Some(truth)
    }

    /// Whether everything has come to rest, with everybody knowing the same.
    pub(crate) async fn settled(&self) -> Result<Picture, String> {
        let mut runs = Vec::new();
        for machine in &self.machines {
            runs.push((machine.name, at_rest(machine)?));
        }
        let truth = self.truth().await.ok_or("the server does not answer")?;
        let unfinished = |job: &&Job| matches!(job.status, JobStatus::Queued | JobStatus::Running);
        if let Some(job) = truth.jobs.values().find(unfinished) {
            return Err(format!("job {} is still {:?}", job.id, job.status));
        }
        for (name, run) in runs {
            let known = Picture::of(&run.engine).await.map_err(|error| error.to_string())?;
            if let Some(difference) = truth.difference(&known) {
                return Err(format!("the server's and {name}'s: {difference}"));
            }
            if let Some(difference) = run.screen.difference(&known) {
                return Err(format!("{name}'s and its screen's: {difference}"));
            }
        }
        Ok(truth)
    }

    /// Hold the book against the truth.
    pub(crate) async fn judge(&self, truth: &Picture, book: &Book, restores: u64) -> Verdict {
        let faults = self.network.ledger.faults();
        if let Some(fault) = faults.first() {
            return Err(format!("{fault} ({} faults)", faults.len()));
        }
        self.judge_words(truth, book, restores)?;
        if restores == 0 {
            judge_order(truth, book)?;
        }
        let causes = self.judge_logs(truth).await?;
        self.judge_writes(book, restores, &causes)?;
        self.judge_texts(truth).await
    }

    /// Every word arrived as often as it had to.
    fn judge_words(&self, truth: &Picture, book: &Book, restores: u64) -> Verdict {
        let mut times: BTreeMap<String, u32> = BTreeMap::new();
        for message in truth.every_message() {
            if message.role == Role::User {
                *times.entry(message.text()).or_default() += 1;
            }
        }
        for said in &book.said {
            let came = times.remove(&said.text).unwrap_or_default();
            let may_be_gone =
                restores > 0 || book.deleted.contains(&said.session) || said.fate == Fate::Unsure;
            // No desktop can take back a copy that the network holds.
            let by_late_copy =
                said.key.is_some_and(|key| self.network.ledger.outcome(key).by_late_copy);
            let right = match said.fate {
                Fate::GivenUp => came == 0 || (came == 1 && by_late_copy),
                Fate::Kept | Fate::Unsure => came == 1 || (came == 0 && may_be_gone),
            };
            if !right {
                return Err(format!("what was said is there {came} times: {said:?}"));
            }
        }
        match times.first_key_value() {
            Some((text, _)) => Err(format!("nobody said {text:?}")),
            None => Ok(()),
        }
    }

    /// Every write took effect once, unless it was given up, and none more often.
    fn judge_writes(
        &self,
        book: &Book,
        restores: u64,
        causes: &BTreeMap<IdempotencyKey, Timestamp>,
    ) -> Verdict {
        let ledger = &self.network.ledger;
        let most = 1 + u32::try_from(restores).unwrap_or(u32::MAX);
        if let Some((key, outcome)) = ledger.more_than(most).first() {
            return Err(format!("write {key} took effect more than once: {outcome:?}"));
        }
        for (key, what) in &book.kept {
            let outcome = ledger.outcome(*key);
            // When the server crashed before it could say so, only its log knows.
            let done = outcome != Outcome::default() || causes.contains_key(key) || restores > 0;
            if !done && !book.given_up.contains(key) {
                return Err(format!("write {key} ({what}) vanished: {outcome:?}"));
            }
        }
        Ok(())
    }

    /// Every log goes on without a hole, and all that a write caused was caused in one moment, which
    /// is given.
    async fn judge_logs(
        &self,
        truth: &Picture,
    ) -> Result<BTreeMap<IdempotencyKey, Timestamp>, String> {
        let token = self.token().await.ok_or("the server does not answer")?;
        let mut moments: BTreeMap<IdempotencyKey, Timestamp> = BTreeMap::new();
        let sessions = truth.sessions.keys();
        let logs = sessions
            .map(|id| (Channel::Session(*id), format!("/v1/sessions/{id}/messages?limit={MOST}")));
        let user = self.user().await.ok_or("whose is it?")?;
        for (channel, path) in logs.chain([(Channel::User(user), "/v1/state".to_owned())]) {
            let (_, position): (serde_json::Value, _) =
                self.get_at(&path, &token).await.ok_or("a log has no position")?;
            for event in self.log(channel, &position, &token).await? {
                let Some(cause) = event.cause else { continue };
                let moment = *moments.entry(cause).or_insert(event.at);
                if moment != event.at {
                    return Err(format!("write {cause} took effect at {moment} and {}", event.at));
                }
            }
        }
        Ok(moments)
    }

    /// All events of a channel up to a position.
    async fn log(
        &self,
        channel: Channel,
        position: &str,
        token: &str,
    ) -> Result<Vec<Envelope>, String> {
        let (epoch, top) = position.rsplit_once(':').ok_or("a position has two parts")?;
        let top: usize = top.parse().map_err(|_| "a position is a number")?;
        let mut events: Vec<Envelope> = Vec::new();
        while events.len() < top {
            let seq = events.len();
            let path = format!("/v1/channels/{channel}/events?epoch={epoch}&seq={seq}&wait_ms=0");
            let poll: PollAnswer = self.get(&path, token).await.ok_or("a log cannot be read")?;
            for frame in poll.frames {
                let ServerFrame::Ev(event) = frame else { continue };
                if event.seq != u64::try_from(events.len()).unwrap_or_default() + 1 {
                    return Err(format!("{channel} has a hole before {}", event.seq));
                }
                events.push(event);
            }
            if events.len() == seq {
                return Err(format!("{channel} ends at {seq} and not at {top}"));
            }
        }
        Ok(events)
    }

    /// The text of every job, as put together, is the text that is stored.
    async fn judge_texts(&self, truth: &Picture) -> Verdict {
        let token = self.token().await.ok_or("the server does not answer")?;
        for job in truth.jobs.values() {
            let path = format!("/v1/jobs/{}/text", job.id);
            let stored: JobText = self.get(&path, &token).await.ok_or("no text of a job")?;
            let reply = truth.every_message().find(|message| message.id == job.reply_id);
            if let Some(reply) = reply
                && reply.text() != stored.text
            {
                return Err(format!("the reply of job {} is not its text", job.id));
            }
            for machine in &self.machines {
                let asked = protocol::Command::GetJobText { id: job.id };
                if let Some(Ok(protocol::Reply::JobText { text })) = machine.ask(asked).await
                    && !text.is_empty()
                    && text != stored.text
                {
                    let name = machine.name;
                    return Err(format!("{name} has another text of job {}", job.id));
                }
            }
        }
        Ok(())
    }
}

/// Put a session's messages where they belong: what is shown with all its versions, and the rest.
fn show(truth: &mut Picture, session: &Session, messages: Vec<Message>) {
    let forks = messages.iter().filter_map(|it| it.follows.map(|follows| (it.ordinal, follows)));
    let tree = Tree::new(session.message_count, forks, &session.chosen);
    let ids: BTreeMap<u64, MessageId> = messages.iter().map(|it| (it.ordinal, it.id)).collect();
    for message in messages {
        if !tree.is_shown(message.ordinal) {
            truth.hidden.push(message);
            continue;
        }
        let versions = tree.versions(message.ordinal);
        let mut view = MessageView::sent(message);
        if versions.len() > 1 {
            view.versions = versions.iter().filter_map(|it| ids.get(it).copied()).collect();
        }
        truth.messages.insert((session.id, view.message.id), view);
    }
}

/// Within a session, what one desktop said comes in the order in which it was said.
fn judge_order(truth: &Picture, book: &Book) -> Verdict {
    let mut last: BTreeMap<(usize, SessionId), u64> = BTreeMap::new();
    let ordinals: BTreeMap<String, u64> =
        truth.every_message().map(|message| (message.text(), message.ordinal)).collect();
    for said in book.said.iter().filter(|said| said.is_in_order) {
        let Some(ordinal) = ordinals.get(&said.text) else { continue };
        let before = last.insert((said.machine, said.session), *ordinal);
        if before.is_some_and(|before| before > *ordinal) {
            return Err(format!("what was said later came earlier: {said:?}"));
        }
    }
    Ok(())
}

/// The desktop, when it is connected and has nothing unsent.
pub(crate) fn at_rest(machine: &Machine) -> Result<Run, String> {
    let name = machine.name;
    let run = machine.run().ok_or_else(|| format!("{name} does not run"))?;
    let (link, outbox, _) = run.engine.status();
    if link.state != LinkState::Ready {
        return Err(format!("{name} is {link:?}"));
    }
    if outbox.pending + outbox.stuck + outbox.held > 0 {
        return Err(format!("{name} has unsent work: {outbox:?}"));
    }
    Ok(run)
}
