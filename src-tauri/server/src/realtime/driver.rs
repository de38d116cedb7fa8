//! Runs one connection, whatever carries it: feeds the machine with frames, time and answers of the
//! storage, and does what it says.

use super::{
    exchange::{Action, Input, Judged, Moment, Setup, Window},
    hub::Place,
    machine::{self, Machine},
    peer::{Carrier, Outgoing, Peer},
    poll,
    socket::{Socket, SocketPeer},
    subscription::Next,
};
use crate::{
    app::App,
    auth::{Access, TokenError},
    fanout::{Bell, Ring},
    storage::{Bound, LogPlace, Position, Reader, StorageError},
};
use futures_util::{StreamExt, future::BoxFuture, stream::FuturesUnordered};
use protocol::{Channel, ConnectionId, frame::close};
use std::{
    collections::BTreeMap,
    pin::{Pin, pin},
    sync::Arc,
};
use tokio::time::{Instant, Sleep, sleep_until};

/// With so many questions open, no more frames are taken in.
const QUESTIONS: usize = 64;
/// Why a connection was no longer served.
type Code = Option<u16>;

/// Serve a WebSocket until it ends, or close one that may not be used with the code that says why.
pub(crate) async fn connect(app: Arc<App>, admitted: Result<Access, u16>, socket: impl Socket) {
    let mut peer = SocketPeer(socket);
    match admitted {
        Ok(access) => drop(serve(app, access, peer).await),
        Err(code) => peer.close(code).await,
    }
}

/// Serve a client until its connection ends; gives its end back.
pub(crate) async fn serve<P: Peer>(app: Arc<App>, access: Access, mut peer: P) -> P {
    let conn = ConnectionId(app.ids.next());
    let Some(place) = app.hub.enter(conn, (access.user, access.family), P::CARRIER) else {
        peer.close(close::TOO_MANY_CONNECTIONS).await;
        return peer;
    };
    let setup = Setup {
        conn,
        server_id: app.server_id,
        node: String::from("single"),
        token_exp: access.expires_at,
        window: window(P::CARRIER),
    };
    tracing::debug!(%conn, carrier = ?P::CARRIER, "a connection began");
    let bell = app.doorbell.listen(access.user);
    let began = Instant::now();
    let machine = Machine::new(setup, moment(&app, began));
    let questions = FuturesUnordered::new();
    let replaces = peer.replaces();
    let mut driver = Driver { app, access, place, replaces, bell, began, machine, questions };
    let code = driver.run(&mut peer).await;
    if P::CARRIER != Carrier::Poll {
        driver.app.doorbell.leave(&driver.bell);
    }
    tracing::debug!(%conn, code, "a connection ended");
    peer
}

fn window(carrier: Carrier) -> Window {
    match carrier {
        Carrier::Socket | Carrier::Stream => machine::WINDOW,
        Carrier::Poll => poll::WINDOW,
    }
}

fn moment(app: &App, began: Instant) -> Moment {
    Moment { elapsed: began.elapsed(), wall: app.clock.now() }
}

struct Driver {
    app: Arc<App>,
    access: Access,
    place: Place,
    replaces: bool,
    bell: Arc<Bell>,
    began: Instant,
    machine: Machine,
    questions: FuturesUnordered<BoxFuture<'static, Answer>>,
}

/// What a question led to.
enum Answer {
    Input(Input),
    /// A fresh token is good; it may be of another sign-in.
    Fresh(Access),
}

impl Driver {
    /// Gives the close code; `None` when it ended without one.
    async fn run<P: Peer>(&mut self, peer: &mut P) -> Code {
        let mut alarm = pin!(sleep_until(self.began));
        loop {
            let due = self.began + self.machine.next_deadline();
            // One that rings too early is only a look at the clock, and mostly it is put off.
            if alarm.is_elapsed() || due < alarm.deadline() {
                alarm.as_mut().reset(due);
            }
            let mut input = Some(self.next_input(peer, alarm.as_mut()).await?);
            while let Some(next) = input.take() {
                let actions = self.machine.handle(next, moment(&self.app, self.began));
                // Listening begins before the log is judged, so nothing falls between.
                self.bell.hear(self.machine.channels());
                for action in actions {
                    let outgoing = match action {
                        Action::Send(frame) => Outgoing::Frame(frame),
                        Action::Event(event) => Outgoing::Event(event),
                        Action::Close(code) => {
                            peer.close(code).await;
                            return Some(code);
                        }
                        Action::Read { next, bound } => {
                            input = self.read(next, bound);
                            continue;
                        }
                        action => {
                            self.act(action);
                            continue;
                        }
                    };
                    unless_over(&self.app, &self.place, peer.send(outgoing)).await?;
                }
            }
            let is_at_rest = self.machine.is_at_rest();
            unless_over(&self.app, &self.place, peer.flush(is_at_rest)).await?;
        }
    }

    async fn next_input<P: Peer>(&mut self, peer: &mut P, alarm: Pin<&mut Sleep>) -> Option<Input> {
        tokio::select! {
            biased;
            () = self.app.stopping.cancelled() => Some(Input::Drain),
            code = self.place.ended() => code.map(Input::End),
            Some(answer) = self.questions.next() => Some(self.input_of(answer)),
            received = peer.receive(), if self.questions.len() < QUESTIONS => received,
            ring = self.bell.rung() => Some(match ring {
                Ring::Moved(moved) => Input::Moved(moved),
                Ring::Signs(frames) => Input::Signs(frames),
            }),
            () = alarm => Some(Input::Tick),
        }
    }

    fn input_of(&mut self, answer: Answer) -> Input {
        match answer {
            Answer::Input(input) => input,
            Answer::Fresh(access) => {
                self.place.change_family(access.family);
                self.access = access;
                Input::Token(Ok(access.expires_at))
            }
        }
    }

    fn act(&mut self, action: Action) {
        let (app, reader) = (Arc::clone(&self.app), self.reader());
        match action {
            Action::Send(_) | Action::Event(_) | Action::Close(_) | Action::Read { .. } => {}
            Action::Greet(device) => {
                if self.replaces {
                    self.place.greet(device);
                }
                self.bell.greet(device);
            }
            Action::Tell(sign) => app.doorbell.show(&self.bell, sign),
            Action::Judge(wishes) => self.ask(async move {
                let asked: Vec<_> =
                    wishes.iter().map(|(wish, ticket)| (wish.ch, *ticket)).collect();
                let wishes = wishes.into_iter().map(|(wish, _)| wish).collect();
                let judged = app.storage.standings(reader, wishes).await;
                answer(judged, |judged| {
                    tell_renewed(&app, reader, judged.renewed);
                    let standings = asked.into_iter().zip(judged.standings);
                    Input::Judged(
                        standings
                            .map(|((channel, ticket), standing)| Judged {
                                channel,
                                ticket,
                                standing,
                            })
                            .collect(),
                    )
                })
            }),
            Action::ReadTops { n, channels } => self.ask(async move {
                let tops = app.storage.tops(reader, channels).await;
                answer(tops, |tops| Input::Tops { n, tops })
            }),
            Action::CheckToken(token) => {
                let before = self.access;
                self.ask(async move { check_token(&app, &before, &token).await });
            }
        }
    }

    /// The next events at once, if others have read them just now; otherwise they come later.
    fn read(&mut self, next: Next, bound: Bound) -> Option<Input> {
        let Next { channel, ticket, epoch, after, last } = next;
        let (app, reader) = (Arc::clone(&self.app), self.reader());
        let place = (channel, LogPlace { epoch, after, last });
        // What others have read may be had by those whose sign-in is known to be alive. The others
        // read by themselves, which finds it out.
        let doubt = app.tokens.doubt(reader.family);
        if doubt.is_none()
            && let Some(page) = app.pages.kept(reader, place, bound)
        {
            return Some(Input::Paged { channel, ticket, page });
        }
        self.ask(async move {
            let page = match doubt {
                None => app.pages.read(&app.storage, reader, place, bound).await,
                Some(_) => app.storage.events(reader, channel, place.1, bound).await,
            };
            if let (Some(doubt), Ok(Some(_))) = (doubt, &page) {
                app.tokens.found(reader.family, doubt);
            }
            answer(page, |page| Input::Paged { channel, ticket, page })
        });
        None
    }

    fn reader(&self) -> Reader {
        Reader { owner: self.access.user, family: self.access.family }
    }

    fn ask(&mut self, question: impl Future<Output = Answer> + Send + 'static) {
        self.questions.push(Box::pin(question));
    }
}

/// Whoever takes nothing more must hold up neither the stop nor the end of a sign-in.
async fn unless_over(
    app: &App,
    place: &Place,
    writing: impl Future<Output = Option<()>>,
) -> Option<()> {
    tokio::select! {
        biased;
        written = writing => written,
        () = app.stopping.cancelled() => None,
        _ = place.ended() => None,
    }
}

/// Others who follow these channels are in the old history.
fn tell_renewed(app: &Arc<App>, reader: Reader, renewed: Vec<Channel>) {
    let old = |channel| (channel, Position::unknown(app.ids.next()));
    let moved: BTreeMap<Channel, Position> = renewed.into_iter().map(old).collect();
    app.moved(reader.owner, &moved);
}

fn answer<T>(result: Result<Option<T>, StorageError>, input: impl FnOnce(T) -> Input) -> Answer {
    Answer::Input(match result {
        Ok(Some(value)) => input(value),
        Ok(None) => Input::End(close::TOKEN_REVOKED),
        Err(error) => {
            tracing::warn!(%error, "a connection ends because the storage failed");
            Input::End(close::STATE_INVALIDATED)
        }
    })
}

async fn check_token(app: &App, before: &Access, token: &str) -> Answer {
    let code = match app.tokens.check(token).await {
        Ok(access) if access.user == before.user => return Answer::Fresh(access),
        Err(TokenError::Expired) => close::TOKEN_EXPIRED,
        Err(TokenError::Storage(_)) => close::STATE_INVALIDATED,
        Ok(_) | Err(_) => close::TOKEN_REVOKED,
    };
    Answer::Input(Input::Token(Err(code)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Config, run::assemble, storage::Storage};
    use protocol::{
        DeviceId, Timestamp, UserId,
        frame::{ClientFrame, VERSION},
    };
    use std::time::Duration;
    use uuid::Uuid;

    const HOURS: Duration = Duration::from_hours(3);
    const LIFE: Duration = Duration::from_secs(30);
    /// More than enough for a greeting and a sign of life every half minute.
    const ENOUGH: usize = 1_000;

    /// A client that says nothing but that it lives, and counts how often the connection looks
    /// whether there is something to do.
    struct Quiet {
        began: Instant,
        next: Instant,
        hello: Option<ClientFrame>,
        looks: usize,
    }

    impl Quiet {
        fn new() -> Self {
            let (device, client) = (DeviceId(Uuid::nil()), String::from("test"));
            let hello = ClientFrame::Hello { v: VERSION, device, client, subs: Vec::new() };
            let now = Instant::now();
            Self { began: now, next: now + LIFE, hello: Some(hello), looks: 0 }
        }
    }

    impl Peer for Quiet {
        const CARRIER: Carrier = Carrier::Stream;

        async fn receive(&mut self) -> Option<Input> {
            if let Some(hello) = self.hello.take() {
                return Some(Input::Frame(hello));
            }
            sleep_until(self.next).await;
            self.next += LIFE;
            (self.began.elapsed() < HOURS).then_some(Input::Life)
        }

        async fn send(&mut self, _outgoing: Outgoing) -> Option<()> {
            Some(())
        }

        async fn flush(&mut self, _is_at_rest: bool) -> Option<()> {
            self.looks += 1;
            (self.looks < ENOUGH).then_some(())
        }

        async fn close(&mut self, code: u16) {
            panic!("closed with {code}");
        }
    }

    #[tokio::test]
    async fn a_connection_of_many_hours_rests_while_nothing_happens() {
        let folder = tempfile::tempdir().unwrap();
        let config = Config::shared(([127, 0, 0, 1], 0).into(), folder.path().to_owned());
        let file = folder.path().join("server.db");
        let (clock, ids) = (Arc::clone(&config.clock), Arc::clone(&config.ids));
        let storage = Storage::open(&config.disk, &file, clock, ids).unwrap();
        let app = Arc::new(assemble(config, storage).await.unwrap());
        let access = Access {
            user: UserId(Uuid::nil()),
            device: DeviceId(Uuid::nil()),
            family: Uuid::nil(),
            expires_at: Timestamp::MAX,
        };
        tokio::time::pause();
        let peer = serve(app, access, Quiet::new()).await;
        assert!(peer.began.elapsed() >= HOURS, "{} looks already", peer.looks);
    }
}
