//! Who is asking: access and refresh tokens, passwords, the secret of an embedding program.

mod living;
mod passwords;
mod random;
mod tokens;

pub(crate) use passwords::{check_password, hash_password};
pub(crate) use tokens::{Access, TokenError, Tokens};

use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

/// Whether `given` is the secret, in a time that does not tell how much of it is right.
pub(crate) fn same_secret(secret: &SecretString, given: &str) -> bool {
    let expected = Sha256::digest(secret.expose_secret().as_bytes());
    let given = Sha256::digest(given.as_bytes());
    // Equal hashes are compared, so where they first differ says nothing about the secret.
    expected == given
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_very_secret_is_the_secret() {
        let secret = SecretString::from("open sesame");
        assert!(same_secret(&secret, "open sesame"));
        assert!(!same_secret(&secret, "open sesame "));
        assert!(!same_secret(&secret, ""));
    }
}
