//! Server-sent events out of bytes as they come, in the form of the HTML standard. The libraries for
//! it set no bound to what one event may hold.

/// No event of a server is larger than this, in bytes: its largest frame, and what is around it.
const EVENT_LIMIT: usize = 1024 * 1024 + 64 * 1024;

/// One event.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct StreamEvent {
    /// Its name; empty for an ordinary one.
    pub(super) name: String,
    /// Its data, lines joined.
    pub(super) data: String,
}

/// An event is larger than any of this protocol.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooLarge;

/// Reads events; what is incomplete waits for the next bytes.
#[derive(Debug, Default)]
pub(super) struct EventReader {
    line: Vec<u8>,
    name: String,
    data: Option<String>,
    /// The last byte ended a line as a carriage return: a line feed belongs to it.
    after_return: bool,
}

impl EventReader {
    /// The events that are complete with these bytes.
    pub(super) fn take(&mut self, bytes: &[u8]) -> Result<Vec<StreamEvent>, TooLarge> {
        let mut events = Vec::new();
        for byte in bytes {
            let is_second_half = std::mem::take(&mut self.after_return) && *byte == b'\n';
            match byte {
                b'\n' if is_second_half => {}
                b'\n' | b'\r' => {
                    self.after_return = *byte == b'\r';
                    events.extend(self.end_line());
                }
                _ => self.line.push(*byte),
            }
            if self.line.len() + self.data.as_ref().map_or(0, String::len) > EVENT_LIMIT {
                return Err(TooLarge);
            }
        }
        Ok(events)
    }

    /// An empty line ends an event; others say something of it.
    fn end_line(&mut self) -> Option<StreamEvent> {
        let line = std::mem::take(&mut self.line);
        let line = String::from_utf8_lossy(&line);
        if line.is_empty() {
            let name = std::mem::take(&mut self.name);
            return self.data.take().map(|data| StreamEvent { name, data });
        }
        let (field, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.name),
            "data" => match &mut self.data {
                Some(data) => data.extend(["\n", value]),
                None => self.data = Some(value.to_owned()),
            },
            // Comments, and places that are known from the frames.
            _ => {}
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn event(name: &str, data: &str) -> StreamEvent {
        StreamEvent { name: name.to_owned(), data: data.to_owned() }
    }

    #[test]
    fn events_are_read_whatever_ends_their_lines() {
        let text = ": hello\n\ndata: one\nid: 3\n\nevent: close\ndata:two\ndata: three\n\n";
        let expected = || vec![event("", "one"), event("close", "two\nthree")];
        for text in [text.to_owned(), text.replace('\n', "\r\n"), text.replace('\n', "\r")] {
            assert_eq!(EventReader::default().take(text.as_bytes()), Ok(expected()), "{text:?}");
        }
    }

    #[test]
    fn a_name_without_data_is_no_event() {
        let read = EventReader::default().take(b"event: close\n\ndata: x\n\n");
        assert_eq!(read, Ok(vec![event("", "x")]));
    }

    #[test]
    fn what_never_ends_is_refused() {
        for part in [&b"data: aaaaaaaaaaaaaaaaaaaaaaaaaaa\n"[..], b"aaaaaaaaaaaaaaaaaaaaaaaaaaaaa"]
        {
            let mut reader = EventReader::default();
            let pieces = EVENT_LIMIT / part.len() + 10_000;
            assert!((0..pieces).any(|_| reader.take(part) == Err(TooLarge)));
        }
    }

    proptest! {
        #[test]
        fn events_are_the_same_however_the_bytes_are_cut(
            lines in prop::collection::vec("(data|event|id|)(:| |)[a-zü ]{0,4}(\r\n|\n|\r)", 0..30),
            cuts in prop::collection::vec(0_usize..200, 0..8),
        ) {
            let bytes = lines.concat().into_bytes();
            let whole = EventReader::default().take(&bytes);
            let mut cuts: Vec<_> = cuts.into_iter().filter(|cut| *cut < bytes.len()).collect();
            cuts.sort_unstable();
            let (mut reader, mut parts, mut from) = (EventReader::default(), Vec::new(), 0);
            for cut in cuts.into_iter().chain([bytes.len()]) {
                parts.extend(reader.take(&bytes[from..cut]).expect("it is short"));
                from = cut;
            }
            prop_assert_eq!(whole, Ok(parts));
        }
    }
}
