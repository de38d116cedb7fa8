//! Where a request points to and which part it asks for. What cannot be read is a problem like any
//! other.

use crate::refusal::Refusal;
use axum::{
    extract::{FromRequestParts, Path, Query},
    http::request::Parts,
};
use protocol::Problem;
use serde::de::DeserializeOwned;

/// The id in the path.
#[derive(Debug, Clone, Copy)]
pub(super) struct Id<T>(pub(super) T);

impl<S, T> FromRequestParts<S> for Id<T>
where
    S: Send + Sync,
    T: DeserializeOwned + Send,
{
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        match Path::<T>::from_request_parts(parts, state).await {
            Ok(Path(id)) => Ok(Self(id)),
            Err(_) => Err(Problem::not_found("id").into()),
        }
    }
}

/// What is asked for after the question mark.
#[derive(Debug, Clone)]
pub(super) struct Wanted<T>(pub(super) T);

impl<S, T> FromRequestParts<S> for Wanted<T>
where
    S: Send + Sync,
    T: DeserializeOwned + Send,
{
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        match Query::<T>::from_request_parts(parts, state).await {
            Ok(Query(wanted)) => Ok(Self(wanted)),
            Err(_) => Err(Refusal::unreadable("The query cannot be read.")),
        }
    }
}
