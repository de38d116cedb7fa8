//! Creating and changing records of the profile by hand; the same for skills, projects and
//! constraints.

use super::mutation::Mutation;
use crate::{
    changes::{Told, put_and_tell},
    refusal::Refusal,
    storage::Batch,
};
use axum::response::Response;
use profile::FieldError;
use protocol::Problem;
use uuid::Uuid;

/// Create a record under the client's id. The same create twice is the same create.
pub(super) async fn create<R: Told + Send + 'static>(
    mutation: Mutation,
    record: Result<R, FieldError>,
) -> Result<Response, Refusal> {
    let mut record = record?;
    let user = mutation.user();
    let plan = move |view: &crate::storage::View<'_>| {
        let mut batch = Batch::default();
        if !view.has::<R>(record.key())? {
            put_and_tell(&mut batch, user, &mut record);
        }
        Ok(batch)
    };
    mutation.run_for_user(plan).await
}

/// Change a record of the caller.
pub(super) async fn change<R: Told + 'static>(
    mutation: Mutation,
    id: Uuid,
    what: &'static str,
    edit: impl FnOnce(&mut R) -> Result<(), FieldError> + Send + 'static,
) -> Result<Response, Refusal> {
    let user = mutation.user();
    let plan = move |view: &crate::storage::View<'_>| {
        let mut record = view.get::<R>(id)?.ok_or_else(|| Problem::not_found(what))?;
        edit(&mut record)?;
        let mut batch = Batch::default();
        put_and_tell(&mut batch, user, &mut record);
        Ok(batch)
    };
    mutation.run_for_user(plan).await
}
