//! Runs one connection: feeds the machine with frames, time and answers of the storage, and does
//! what it says.

use super::{
    exchange::{Action, Input, Moment, Setup},
    hub::{Hub, Place},
    machine::Machine,
};
use crate::{
    app::App,
    auth::{Access, TokenError},
    fanout::Bell,
    storage::{Standing, StorageError},
};
use axum::extract::ws::{CloseFrame, Message};
use futures_util::{Sink, SinkExt, Stream, StreamExt, future::BoxFuture, stream::FuturesUnordered};
use protocol::{
    ConnectionId,
    frame::{ResyncReason, ServerFrame, close},
};
use std::{collections::BTreeMap, sync::Arc, time::Duration};
use tokio::time::{Instant, sleep_until, timeout};

/// A client that takes no bytes for so long is gone.
const WRITE: Duration = Duration::from_mins(1);
/// With so many questions open, no more frames are taken in.
const QUESTIONS: usize = 256;
/// How long the other side has to answer a close.
const FAREWELL: Duration = Duration::from_secs(2);

/// Both directions of a socket: messages that come, and a place for those that go.
pub trait Socket:
    Stream<Item = Result<Message, axum::Error>> + Sink<Message, Error = axum::Error> + Send + Unpin
{
}

impl<S> Socket for S where
    S: Stream<Item = Result<Message, axum::Error>>
        + Sink<Message, Error = axum::Error>
        + Send
        + Unpin
{
}

/// Close a socket that may not be used.
pub(crate) async fn refuse(mut socket: impl Socket, code: u16) {
    say_goodbye(&mut socket, code).await;
}

/// Serve a socket until it ends.
pub(crate) async fn serve(app: Arc<App>, access: Access, mut socket: impl Socket) {
    let conn = ConnectionId(app.ids.next());
    let Some(place) = Hub::enter(&app, conn, access.user, access.family) else {
        return refuse(socket, close::TOO_MANY_CONNECTIONS).await;
    };
    let setup = Setup {
        conn,
        server_id: app.server_id,
        node: String::from("single"),
        token_exp: access.expires_at,
    };
    tracing::debug!(%conn, "a connection began");
    let bell = app.doorbell.listen(access.user);
    let began = Instant::now();
    let moment = moment(&app, began);
    let machine = Machine::new(setup, moment);
    let driver = Driver { app, access, bell, began, machine, questions: FuturesUnordered::new() };
    let code = driver.run(&mut socket, &place).await;
    tracing::debug!(%conn, code, "a connection ended");
}

fn moment(app: &App, began: Instant) -> Moment {
    Moment { elapsed: began.elapsed(), wall: app.clock.now() }
}

struct Driver {
    app: Arc<App>,
    access: Access,
    bell: Arc<Bell>,
    began: Instant,
    machine: Machine,
    questions: FuturesUnordered<BoxFuture<'static, Input>>,
}

impl Driver {
    /// Gives the close code; `None` when the other side ended it.
    async fn run(mut self, socket: &mut impl Socket, place: &Place) -> Option<u16> {
        loop {
            let input = self.next_input(socket, place).await?;
            let actions = self.machine.handle(input, moment(&self.app, self.began));
            // Listening begins before the log is judged, so nothing falls between.
            self.bell.hear(self.machine.channels());
            for action in actions {
                if let Action::Close(code) = action {
                    say_goodbye(socket, code).await;
                    return Some(code);
                }
                self.act(action, socket).await?;
            }
        }
    }

    async fn next_input(&mut self, socket: &mut impl Socket, place: &Place) -> Option<Input> {
        let deadline = self.machine.next_deadline();
        let tick = self.began + deadline.min(Duration::from_hours(1));
        tokio::select! {
            biased;
            () = self.app.stopping.cancelled() => Some(Input::Drain),
            () = place.revoked.cancelled() => Some(Input::End(close::TOKEN_REVOKED)),
            Some(answer) = self.questions.next() => Some(answer),
            received = socket.next(), if self.questions.len() < QUESTIONS => {
                received.and_then(input_of)
            }
            moved = self.bell.rung() => Some(Input::Moved(moved)),
            () = sleep_until(tick) => Some(Input::Tick),
        }
    }

    async fn act(&mut self, action: Action, socket: &mut impl Socket) -> Option<()> {
        let (storage, owner) = (self.app.storage.clone(), self.access.user);
        match action {
            Action::Send(frame) => return write(socket, text_of(&frame)).await,
            Action::Event(text) => return write(socket, text).await,
            Action::Close(_) => {}
            Action::Judge { wish, ticket } => {
                let app = Arc::clone(&self.app);
                self.ask(async move {
                    let standing = storage.standing(owner, wish).await;
                    if let Ok(Standing::Resync(ResyncReason::Ahead | ResyncReason::Rewound)) =
                        standing
                    {
                        // Others who follow the channel are in the old history.
                        let old = crate::storage::Position::unknown(app.ids.next());
                        app.doorbell.ring(owner, &BTreeMap::from([(wish.ch, old)]));
                    }
                    answer(standing, |standing| Input::Judged {
                        channel: wish.ch,
                        ticket,
                        standing,
                    })
                });
            }
            Action::Read { next, limit } => self.ask(async move {
                let after = (next.epoch, next.after);
                let page = storage.events(owner, next.channel, after, limit).await;
                let (channel, ticket) = (next.channel, next.ticket);
                answer(page, |page| Input::Paged { channel, ticket, page })
            }),
            Action::ReadTops { n, channels } => self.ask(async move {
                let tops = storage.tops(owner, channels).await;
                answer(tops, |tops| Input::Tops { n, tops })
            }),
            Action::CheckToken(token) => {
                let (app, access) = (Arc::clone(&self.app), self.access);
                self.ask(async move { check_token(&app, &access, &token).await });
            }
        }
        Some(())
    }

    fn ask(&mut self, question: impl Future<Output = Input> + Send + 'static) {
        self.questions.push(Box::pin(question));
    }
}

fn answer<T>(result: Result<T, StorageError>, input: impl FnOnce(T) -> Input) -> Input {
    match result {
        Ok(value) => input(value),
        Err(error) => {
            tracing::warn!(%error, "a connection ends because the storage failed");
            Input::End(close::STATE_INVALIDATED)
        }
    }
}

async fn check_token(app: &App, before: &Access, token: &str) -> Input {
    Input::Token(match app.tokens.check(token).await {
        Ok(access) if access.user == before.user => Ok(access.expires_at),
        Err(TokenError::Expired) => Err(close::TOKEN_EXPIRED),
        Err(TokenError::Storage(_)) => Err(close::STATE_INVALIDATED),
        Ok(_) | Err(_) => Err(close::TOKEN_REVOKED),
    })
}

/// `None` when the other side ended the connection.
fn input_of(received: Result<Message, axum::Error>) -> Option<Input> {
    match received {
        Ok(Message::Text(text)) => Some(Input::Text(text.as_str().to_owned())),
        Ok(Message::Ping(_) | Message::Pong(_)) => Some(Input::Life),
        Ok(Message::Binary(_)) => Some(Input::Unreadable),
        Ok(Message::Close(_)) => None,
        Err(error) => {
            // A frame that is too large can still be answered; a broken connection cannot.
            tracing::debug!(%error, "a socket could not be read");
            Some(Input::Unreadable)
        }
    }
}

fn text_of(frame: &ServerFrame) -> String {
    serde_json::to_string(frame).expect("every frame has a JSON form")
}

async fn write(socket: &mut impl Socket, text: String) -> Option<()> {
    timeout(WRITE, socket.send(Message::Text(text.into()))).await.ok()?.ok()
}

/// Send the close frame and wait a little for the answer, so that it is read before the end.
async fn say_goodbye(socket: &mut impl Socket, code: u16) {
    let frame = CloseFrame { code, reason: axum::extract::ws::Utf8Bytes::default() };
    let sent = timeout(FAREWELL, socket.send(Message::Close(Some(frame)))).await;
    if !matches!(sent, Ok(Ok(()))) {
        return;
    }
    let read_out = async { while let Some(Ok(_)) = socket.next().await {} };
    // Whoever does not answer is left.
    let _answered = timeout(FAREWELL, read_out).await;
}
