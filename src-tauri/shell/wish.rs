//! What a person wants who starts the program, presses a shortcut or picks from the tray.

use protocol::HostRequest;

/// One wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wish {
    /// See the window as it was left.
    Show,
    /// Start an interview, or go on with the open one.
    StartInterview,
}

impl Wish {
    /// Reads the arguments after the program's name. Unknown ones are logged and left alone, so
    /// that a newer launcher still opens the window.
    pub(crate) fn from_arguments(arguments: impl Iterator<Item = String>) -> Self {
        let mut wish = Self::Show;
        for argument in arguments {
            match argument.as_str() {
                "--start-interview" => wish = Self::StartInterview,
                "--show" => {}
                _ => tracing::warn!("an argument is not known and was ignored"),
            }
        }
        wish
    }

    /// What the interface is asked for, if anything beyond showing the window.
    pub(crate) fn request(self) -> Option<HostRequest> {
        match self {
            Self::Show => None,
            Self::StartInterview => Some(HostRequest::StartInterview),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(arguments: &[&str]) -> Wish {
        Wish::from_arguments(arguments.iter().map(|&argument| argument.into()))
    }

    #[test]
    fn a_plain_start_shows_the_window() {
        assert_eq!(wish(&[]), Wish::Show);
        assert_eq!(wish(&["--show"]), Wish::Show);
    }

    #[test]
    fn an_interview_can_be_asked_for() {
        assert_eq!(wish(&["--start-interview"]), Wish::StartInterview);
        assert_eq!(wish(&["--show", "--start-interview"]), Wish::StartInterview);
    }

    #[test]
    fn an_unknown_argument_changes_nothing() {
        assert_eq!(wish(&["--later", "x"]), Wish::Show);
    }
}
