//! Both ends of a simulated socket: frames take their time, keep their order, and are gone when the
//! connection is cut, dead, or one of the two processes is over.

use super::{joint::Joint, life::Life, line::Line};
use axum::extract::ws::{CloseFrame, Message};
use futures_util::{Sink, Stream, StreamExt, stream::BoxStream};
use link::{Incoming, TransportError, Wire};
use std::{
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};
use tokio::{sync::mpsc, time::Instant};
use tokio_util::sync::PollSender;

/// Frames on their way in one direction; a sender waits for room, as with a full kernel buffer.
const ON_THE_WAY: usize = 64;

type Frame = (Instant, Message);

/// The two ends of a new socket.
pub(crate) fn socket(line: &Arc<Line>, desktop: &Life, server: &Life) -> (Wire, Pipe) {
    let joint = Joint::new(line, desktop, server);
    let (up, at_server) = mpsc::channel(ON_THE_WAY);
    let (down, at_desktop) = mpsc::channel(ON_THE_WAY);
    let incoming = arriving(at_desktop, joint.clone()).map(|frame| match frame {
        Some(Message::Text(text)) => Ok(Incoming::Text(text.as_str().to_owned())),
        Some(Message::Close(frame)) => Ok(Incoming::Close(frame.map(|frame| frame.code))),
        Some(_) => Ok(Incoming::Other),
        None => Err(TransportError::unreachable(io::Error::from(io::ErrorKind::ConnectionReset))),
    });
    let wire =
        Wire { outgoing: Box::pin(Leaving::new(up, joint.clone())), incoming: incoming.boxed() };
    let pipe =
        Pipe { incoming: arriving(at_server, joint.clone()), outgoing: Leaving::new(down, joint) };
    (wire, pipe)
}

/// Frames as they arrive, `None` when the connection breaks, then the end.
fn arriving(frames: mpsc::Receiver<Frame>, joint: Joint) -> BoxStream<'static, Option<Message>> {
    let broken = joint.broken();
    futures_util::stream::unfold(Some((frames, joint, broken)), |state| async {
        let (mut frames, joint, mut broken) = state?;
        let next = async {
            let (arrives, frame) = frames.recv().await?;
            joint.arrive(arrives).await;
            Some(frame)
        };
        tokio::select! {
            biased;
            () = &mut broken => Some((None, None)),
            frame = next => frame.map(|frame| (Some(frame), Some((frames, joint, broken)))),
        }
    })
    .boxed()
}

/// One direction as its sender sees it.
#[derive(Debug)]
pub(crate) struct Leaving {
    frames: PollSender<Frame>,
    joint: Joint,
    latest: Instant,
    is_closed: bool,
}

impl Leaving {
    fn new(frames: mpsc::Sender<Frame>, joint: Joint) -> Self {
        let frames = PollSender::new(frames);
        Self { frames, joint, latest: Instant::now(), is_closed: false }
    }

    fn poll_room(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), io::Error>> {
        if self.joint.is_broken() {
            return Poll::Ready(Err(gone()));
        }
        self.frames.poll_reserve(cx).map_err(|_| gone())
    }

    fn send(&mut self, message: Message) -> Result<(), io::Error> {
        // What is sent later never arrives earlier.
        self.latest = self.latest.max(self.joint.line.arrival());
        self.frames.send_item((self.latest, message)).map_err(|_| gone())
    }
}

fn gone() -> io::Error {
    io::Error::from(io::ErrorKind::BrokenPipe)
}

impl Sink<String> for Leaving {
    type Error = TransportError;

    fn poll_ready(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.poll_room(cx).map_err(TransportError::unreachable)
    }

    fn start_send(mut self: Pin<&mut Self>, text: String) -> Result<(), Self::Error> {
        self.send(Message::Text(text.into())).map_err(TransportError::unreachable)
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn poll_close(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        if !self.is_closed {
            ready!(self.poll_room(cx)).map_err(TransportError::unreachable)?;
            self.is_closed = true;
            self.send(Message::Close(None::<CloseFrame>)).map_err(TransportError::unreachable)?;
            self.frames.close();
        }
        Poll::Ready(Ok(()))
    }
}

/// The server's end.
pub(crate) struct Pipe {
    incoming: BoxStream<'static, Option<Message>>,
    outgoing: Leaving,
}

impl Stream for Pipe {
    type Item = Result<Message, axum::Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let frame = ready!(self.incoming.poll_next_unpin(cx));
        Poll::Ready(frame.map(|frame| frame.ok_or_else(|| axum::Error::new(gone()))))
    }
}

impl Sink<Message> for Pipe {
    type Error = axum::Error;

    fn poll_ready(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.outgoing.poll_room(cx).map_err(axum::Error::new)
    }

    fn start_send(mut self: Pin<&mut Self>, message: Message) -> Result<(), Self::Error> {
        self.outgoing.send(message).map_err(axum::Error::new)
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn poll_close(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }
}
