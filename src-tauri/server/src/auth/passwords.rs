//! Hashes passwords with Argon2id and checks them, off the threads that serve.

use super::random;
use argon2::{Argon2, PasswordHash, PasswordHasher, PasswordVerifier, password_hash::SaltString};
use protocol::{ErrorCode, Problem};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Semaphore;

/// Each hash takes 19 MiB, so only a few are made at a time.
static PLACES: Semaphore = Semaphore::const_new(2);

fn fault() -> Problem {
    Problem::temporary(ErrorCode::Internal, "The server has a fault.")
}

async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let _place = PLACES.acquire().await.map_err(|_| fault())?;
    tokio::task::spawn_blocking(work).await.map_err(|_| fault())?
}

/// The hash to store for a password.
pub(crate) async fn hash_password(password: SecretString) -> Result<String, Problem> {
    aside(move || {
        let salt = SaltString::encode_b64(&random::bytes()[..16]).map_err(|_| fault())?;
        Argon2::default()
            .hash_password(password.expose_secret().as_bytes(), &salt)
            .map(|hash| hash.to_string())
            .map_err(|_| fault())
    })
    .await
}

/// Whether a password fits the stored hash. With no hash it takes as long and does not fit, so
/// that the time does not tell whether a name exists.
pub(crate) async fn check_password(
    password: SecretString,
    stored: Option<String>,
) -> Result<bool, Problem> {
    let Some(stored) = stored else {
        hash_password(password).await?;
        return Ok(false);
    };
    aside(move || {
        let hash = PasswordHash::new(&stored).map_err(|_| fault())?;
        let given = password.expose_secret().as_bytes();
        Ok(Argon2::default().verify_password(given, &hash).is_ok())
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_fits_its_own_hash_and_no_other() {
        let hash = hash_password(SecretString::from("correct horse")).await.unwrap();
        assert!(!hash.contains("correct"));
        let check = |password: &str, hash: Option<String>| {
            check_password(SecretString::from(password), hash)
        };
        assert!(check("correct horse", Some(hash.clone())).await.unwrap());
        assert!(!check("correct house", Some(hash)).await.unwrap());
        assert!(!check("correct horse", None).await.unwrap());
    }
}
