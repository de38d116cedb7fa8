//! Tells the interface what happened: numbered for each subscription, bounded, and with the words of
//! a running answer joined to about one message a frame. A listener that falls behind is told to
//! read everything again instead of being sent an ever longer past.

use protocol::{Announcement, AppEvent, JobId};
use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

/// Announcements that wait for one listener at most.
const QUEUE: usize = 1_024;
/// As many have room all the time.
const USUAL: usize = 16;
/// How long the words of an answer are joined: one frame of a screen at 60 Hz.
const FRAME: Duration = Duration::from_millis(16);

#[derive(Debug, Default)]
struct Queue {
    events: VecDeque<AppEvent>,
    closed: bool,
}

#[derive(Debug, Default)]
struct Listener {
    queue: Mutex<Queue>,
    ready: Notify,
}

impl Listener {
    fn push(&self, event: &AppEvent) {
        {
            let mut queue = lock(&self.queue);
            if queue.events.len() >= QUEUE {
                queue.events.clear();
                queue.events.push_back(AppEvent::Resynced);
            }
            queue.events.push_back(event.clone());
        }
        self.ready.notify_one();
    }
}

/// The words that wait for the end of the frame: where they begin, and they.
type Words = BTreeMap<JobId, (u64, String)>;

#[derive(Debug, Default)]
struct Inner {
    listeners: Vec<Arc<Listener>>,
    words: Words,
}

/// Where announcements go in.
#[derive(Debug, Default)]
pub(crate) struct Hub {
    inner: Mutex<Inner>,
    words: Notify,
}

/// Where announcements come out, for one listener. Ends when the engine stops.
#[derive(Debug)]
pub struct Announcements {
    listener: Arc<Listener>,
    seq: u64,
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Hub {
    pub(crate) fn subscribe(&self) -> Announcements {
        let listener = Arc::new(Listener::default());
        lock(&self.inner).listeners.push(Arc::clone(&listener));
        Announcements { listener, seq: 0 }
    }

    pub(crate) fn tell(&self, event: AppEvent) {
        let mut inner = lock(&self.inner);
        if let AppEvent::JobChunk { job, off, text } = event {
            join(&mut inner.words, job, off, text);
            drop(inner);
            self.words.notify_one();
            return;
        }
        // What comes after words must be heard after them.
        inner.flush();
        inner.send(&event);
    }

    pub(crate) fn tell_all(&self, events: impl IntoIterator<Item = AppEvent>) {
        for event in events {
            self.tell(event);
        }
    }

    /// Send joined words, at most once a frame, until `stop`.
    pub(crate) async fn pace(&self, stop: CancellationToken) {
        loop {
            tokio::select! {
                biased;
                () = stop.cancelled() => return,
                () = self.words.notified() => {}
            }
            lock(&self.inner).flush();
            tokio::time::sleep(FRAME).await;
        }
    }

    /// Let every listener end once it has heard what waits.
    pub(crate) fn close(&self) {
        let mut inner = lock(&self.inner);
        inner.flush();
        for listener in inner.listeners.drain(..) {
            lock(&listener.queue).closed = true;
            listener.ready.notify_one();
        }
    }
}

impl Inner {
    fn flush(&mut self) {
        for (job, (off, text)) in std::mem::take(&mut self.words) {
            self.send(&AppEvent::JobChunk { job, off, text });
        }
    }

    fn send(&mut self, event: &AppEvent) {
        // A listener that nobody holds any more is held only here.
        self.listeners.retain(|listener| Arc::strong_count(listener) > 1);
        for listener in &self.listeners {
            listener.push(event);
        }
    }
}

/// Join words with those that wait: what begins inside of them replaces their end.
fn join(words: &mut Words, job: JobId, off: u64, text: String) {
    let Some((start, waiting)) = words.get_mut(&job) else {
        words.insert(job, (off, text));
        return;
    };
    let keep = off.checked_sub(*start).and_then(|keep| usize::try_from(keep).ok());
    if let Some(keep) = keep {
        let end = waiting.char_indices().nth(keep).map_or(waiting.len(), |(byte, _)| byte);
        waiting.truncate(end);
        waiting.push_str(&text);
    } else {
        (*start, *waiting) = (off, text);
    }
}

impl Announcements {
    /// The next announcement; `None` once the engine has stopped.
    pub async fn next(&mut self) -> Option<Announcement> {
        loop {
            let ready = self.listener.ready.notified();
            {
                let mut queue = lock(&self.listener.queue);
                if let Some(event) = queue.events.pop_front() {
                    self.seq += 1;
                    if queue.events.is_empty() {
                        // Room for a crowd is not kept for the rest of the day.
                        queue.events.shrink_to(USUAL);
                    }
                    return Some(Announcement { seq: self.seq, event });
                }
                if queue.closed {
                    return None;
                }
            }
            ready.await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::HostRequest;

    fn job() -> JobId {
        JobId(protocol::ids::hashed(&["job"]))
    }

    fn chunk(off: u64, text: &str) -> AppEvent {
        AppEvent::JobChunk { job: job(), off, text: text.to_owned() }
    }

    fn wish() -> AppEvent {
        AppEvent::HostRequested { request: HostRequest::OpenDashboard }
    }

    #[tokio::test]
    async fn the_room_for_a_crowd_is_given_back() {
        let hub = Hub::default();
        let mut heard = hub.subscribe();
        hub.tell_all((0..1_000).map(|_| wish()));
        for _ in 0..1_000 {
            heard.next().await;
        }
        assert!(lock(&heard.listener.queue).events.capacity() <= 2 * USUAL);
    }

    #[tokio::test]
    async fn words_are_joined_and_heard_before_what_comes_after_them() {
        let hub = Hub::default();
        let mut heard = hub.subscribe();
        hub.tell(chunk(3, "one "));
        hub.tell(chunk(7, "two "));
        hub.tell(chunk(7, "zwei"));
        hub.tell(wish());
        assert_eq!(heard.next().await, Some(Announcement { seq: 1, event: chunk(3, "one zwei") }));
        assert_eq!(heard.next().await, Some(Announcement { seq: 2, event: wish() }));
    }

    #[tokio::test]
    async fn each_listener_counts_from_one() {
        let hub = Hub::default();
        let mut first = hub.subscribe();
        hub.tell(wish());
        let mut second = hub.subscribe();
        hub.tell(AppEvent::Resynced);
        assert_eq!(first.next().await.map(|a| a.seq), Some(1));
        assert_eq!(first.next().await.map(|a| a.seq), Some(2));
        let heard = second.next().await;
        assert_eq!(heard, Some(Announcement { seq: 1, event: AppEvent::Resynced }));
    }

    #[tokio::test]
    async fn a_listener_that_falls_behind_is_told_to_read_again() {
        let hub = Hub::default();
        let mut heard = hub.subscribe();
        for _ in 0..=QUEUE {
            hub.tell(wish());
        }
        hub.close();
        let first = heard.next().await;
        assert_eq!(first, Some(Announcement { seq: 1, event: AppEvent::Resynced }));
        assert_eq!(heard.next().await.map(|a| a.event), Some(wish()));
        assert_eq!(heard.next().await, None);
    }
}
