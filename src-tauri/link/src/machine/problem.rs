//! Why there is no connection, in words that may be shown.

use protocol::{ErrorCode, Problem, frame::close};

pub(super) fn unreachable() -> Problem {
    Problem::temporary(ErrorCode::Unavailable, "The server cannot be reached.")
}

pub(super) fn silent() -> Problem {
    Problem::temporary(ErrorCode::Unavailable, "The server does not answer.")
}

pub(super) fn busy() -> Problem {
    Problem::temporary(ErrorCode::RateLimited, "The server asks to come again later.")
}

pub(super) fn expired() -> Problem {
    Problem::temporary(ErrorCode::TokenExpired, "The sign-in has expired.")
}

pub(super) fn no_network() -> Problem {
    Problem::temporary(ErrorCode::Unavailable, "This device has no network.")
}

/// The server's word that ended the connection for good.
pub(super) fn ended(code: u16) -> Problem {
    let (code, title) = match code {
        close::TOKEN_REVOKED => (ErrorCode::TokenRevoked, "This device was signed out."),
        close::VERSION_UNSUPPORTED => {
            (ErrorCode::BadRequest, "The server needs another version of this program.")
        }
        close::ACCOUNT_DISABLED => (ErrorCode::Forbidden, "The account is disabled."),
        close::TOO_MANY_CONNECTIONS => {
            (ErrorCode::RateLimited, "The account is connected in too many places.")
        }
        close::REPLACED => {
            (ErrorCode::Forbidden, "This device connected again from another program.")
        }
        _ => (ErrorCode::BadRequest, "The server refused the connection."),
    };
    Problem::refused(code, title)
}
