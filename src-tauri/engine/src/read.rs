//! Reads from the server with the account's token, pages and all.

use crate::core::Core;
use link::{AccountError, Read, ReadPosition, RestError};
use protocol::{ErrorCode, Problem, rest::Page};
use serde::de::DeserializeOwned;
use thiserror::Error;

/// Records in one page.
const PAGE: usize = 200;

/// A read did not succeed.
#[derive(Debug, Error)]
pub(crate) enum ReadError {
    /// Nobody is signed in.
    #[error("the account does not answer")]
    Account(#[from] AccountError),
    /// The server did not answer, or refused.
    #[error("the server did not answer the read")]
    Rest(#[from] RestError),
    /// The pages were not of one history, or a read had no position.
    #[error("the pages read do not fit together")]
    Torn,
    /// What was read has been removed meanwhile.
    #[error("what was read has been removed meanwhile")]
    Removed,
    /// What was read could not be stored.
    #[error("what was read could not be stored")]
    Store(#[from] store::StoreError),
}

impl ReadError {
    /// Whether the server says that there is no such thing, or none for this person.
    pub(crate) fn is_gone(&self) -> bool {
        matches!(
            self,
            Self::Rest(RestError::Problem(Problem {
                code: ErrorCode::NotFound | ErrorCode::Forbidden,
                ..
            }))
        )
    }
}

/// Whether the token is at fault, not the request.
pub(crate) fn is_token(error: &RestError) -> bool {
    matches!(
        error,
        RestError::Problem(Problem { code: ErrorCode::Unauthorized | ErrorCode::TokenExpired, .. })
    )
}

/// The smallest position of several reads of one channel.
#[derive(Debug, Default)]
pub(crate) struct Smallest(Option<ReadPosition>);

impl Smallest {
    fn add(&mut self, position: Option<ReadPosition>) -> Result<(), ReadError> {
        let position = position.ok_or(ReadError::Torn)?;
        self.0 = Some(match self.0 {
            Some(known) if known.epoch != position.epoch => return Err(ReadError::Torn),
            Some(smallest) if smallest.seq <= position.seq => smallest,
            _ => position,
        });
        Ok(())
    }

    pub(crate) fn get(&self) -> Result<ReadPosition, ReadError> {
        self.0.ok_or(ReadError::Torn)
    }
}

impl Core {
    /// One read; a refused token is renewed once.
    pub(crate) async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<Read<T>, ReadError> {
        let token = self.account.access().await?;
        match self.rest.get(path, &token).await {
            Err(error) if is_token(&error) => {
                self.account.renew().await?;
                let token = self.account.access().await?;
                Ok(self.rest.get(path, &token).await?)
            }
            read => Ok(read?),
        }
    }

    /// One record and its position.
    pub(crate) async fn get_at<T: DeserializeOwned>(
        &self,
        path: &str,
        smallest: &mut Smallest,
    ) -> Result<T, ReadError> {
        let read = self.get::<T>(path).await?;
        smallest.add(read.position)?;
        Ok(read.body)
    }

    /// All pages of a list.
    pub(crate) async fn get_all<T: DeserializeOwned>(
        &self,
        path: &str,
        smallest: &mut Smallest,
    ) -> Result<Vec<T>, ReadError> {
        let mut items = Vec::new();
        let mut before: Option<String> = None;
        loop {
            let cursor = before.map(|before| format!("&before={before}")).unwrap_or_default();
            let page: Page<T> =
                self.get_at(&format!("{path}?limit={PAGE}{cursor}"), smallest).await?;
            items.extend(page.items);
            match page.before {
                Some(next) => before = Some(next),
                None => return Ok(items),
            }
        }
    }
}
