//! The one line that the tray says about connection and η. The words are those of the interface.

use protocol::{
    Timestamp,
    app_event::{LinkState, LinkStatus, OutboxStatus, Transport},
    records::{EscapeIndex, Regime},
};

/// For example `Live · η 0.84 Approaching` or `Offline, 3 waiting · Not enough evidence`.
pub(crate) fn line(
    link: &LinkStatus,
    outbox: &OutboxStatus,
    index: Option<&EscapeIndex>,
    now: Timestamp,
) -> String {
    let connection = connection(link, now);
    let unsent = unsent(outbox);
    match index {
        Some(index) => format!("{connection}{unsent} · {}", verdict(index)),
        None => format!("{connection}{unsent}"),
    }
}

/// What goes out by itself, and what waits for the person's word.
fn unsent(outbox: &OutboxStatus) -> String {
    let waiting = match outbox.pending {
        0 => String::new(),
        pending => format!(", {pending} waiting"),
    };
    match outbox.stuck + outbox.held {
        0 => waiting,
        1 => format!("{waiting}, 1 needs you"),
        many => format!("{waiting}, {many} need you"),
    }
}

fn connection(link: &LinkStatus, now: Timestamp) -> String {
    match (link.state, link.behind, link.retry_at) {
        (LinkState::Offline, ..) => String::from("Offline"),
        (LinkState::Connecting, ..) => String::from("Connecting"),
        (LinkState::Ready | LinkState::Degraded, 1, _) => String::from("Catching up, 1 event"),
        (LinkState::Ready | LinkState::Degraded, behind @ 2.., _) => {
            format!("Catching up, {behind} events")
        }
        (LinkState::Ready, 0, _) => String::from("Live"),
        (LinkState::Waiting, _, Some(at)) => {
            let seconds = at.duration_since(now).as_secs().max(0);
            format!("Waiting, next try in {seconds} s")
        }
        (LinkState::Waiting, _, None) => String::from("Waiting"),
        (LinkState::Degraded, 0, _) => String::from(match link.transport {
            Some(Transport::ServerSentEvents) => "Degraded, slower updates by event stream",
            Some(Transport::LongPoll) => "Degraded, slower updates by polling",
            Some(Transport::WebSocket) | None => "Degraded, slower updates",
        }),
    }
}

fn verdict(index: &EscapeIndex) -> String {
    let regime = match index.regime {
        Regime::Unknown => return String::from("Not enough evidence"),
        Regime::Falling => "Falling",
        Regime::Approaching => "Approaching",
        Regime::Threshold => "Threshold",
        Regime::Escaping => "Escaping",
        Regime::Free => "Free",
    };
    format!("η {:.2} {regime}", index.value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::records::{Gravity, Mass, Thrust};

    fn index(value: f64, regime: Regime) -> EscapeIndex {
        EscapeIndex {
            at: Timestamp::UNIX_EPOCH,
            value,
            low: value,
            high: value,
            regime,
            missing: Vec::new(),
            confirmed_skills: 3,
            thrust: Thrust {
                value,
                raw: value,
                alignment: 1.0,
                alignment_assumed: true,
                terms: Vec::new(),
            },
            gravity: Gravity { value: 1.0, at_limit: false, terms: Vec::new() },
            mass: Mass { value: 1.0, at_limit: false, terms: Vec::new() },
        }
    }

    fn say(link: &LinkStatus, pending: u64, index: Option<&EscapeIndex>) -> String {
        let outbox = OutboxStatus { pending, ..OutboxStatus::default() };
        line(link, &outbox, index, Timestamp::UNIX_EPOCH)
    }

    fn state(state: LinkState) -> LinkStatus {
        LinkStatus { state, ..LinkStatus::default() }
    }

    #[test]
    fn live_shows_the_index_and_its_regime() {
        let index = index(0.844, Regime::Approaching);
        assert_eq!(say(&state(LinkState::Ready), 0, Some(&index)), "Live · η 0.84 Approaching");
    }

    #[test]
    fn without_a_verdict_no_number_is_shown() {
        let index = index(0.3, Regime::Unknown);
        assert_eq!(say(&state(LinkState::Ready), 0, Some(&index)), "Live · Not enough evidence");
    }

    #[test]
    fn unsent_work_is_counted() {
        assert_eq!(say(&state(LinkState::Offline), 3, None), "Offline, 3 waiting");
    }

    #[test]
    fn what_waits_for_the_person_is_told_apart_from_what_goes_by_itself() {
        let outbox = OutboxStatus { pending: 2, stuck: 1, held: 0, oldest_at: None };
        let live = state(LinkState::Ready);
        assert_eq!(
            line(&live, &outbox, None, Timestamp::UNIX_EPOCH),
            "Live, 2 waiting, 1 needs you"
        );
        let outbox = OutboxStatus { pending: 0, stuck: 1, held: 3, oldest_at: None };
        assert_eq!(line(&live, &outbox, None, Timestamp::UNIX_EPOCH), "Live, 4 need you");
    }

    #[test]
    fn a_slower_transport_is_named() {
        let link = LinkStatus {
            transport: Some(Transport::ServerSentEvents),
            ..state(LinkState::Degraded)
        };
        assert_eq!(say(&link, 0, None), "Degraded, slower updates by event stream");
        let link = LinkStatus { behind: 7, ..link };
        assert_eq!(say(&link, 0, None), "Catching up, 7 events");
    }

    #[test]
    fn replaying_is_not_called_live() {
        let link = LinkStatus { behind: 12, ..state(LinkState::Ready) };
        assert_eq!(say(&link, 0, None), "Catching up, 12 events");
    }

    #[test]
    fn waiting_counts_down_and_never_below_zero() {
        let retry = |second| LinkStatus {
            retry_at: Some(Timestamp::from_second(second).unwrap()),
            ..state(LinkState::Waiting)
        };
        assert_eq!(say(&retry(18), 0, None), "Waiting, next try in 18 s");
        assert_eq!(say(&retry(-5), 0, None), "Waiting, next try in 0 s");
    }
}
