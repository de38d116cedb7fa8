//! Makes and reads tokens. Access tokens are JWT (HS256); a refresh token's successor
//! follows from it and the server's key, so that the same one can be given again.

use super::{
    living::{Doubt, Living},
    random,
};
use crate::storage::{Family, Rotation, Storage, StorageError};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use protocol::{Clock, DeviceId, Ids, ServerId, Timestamp, UserId, rest};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{fmt, sync::Arc, time::Duration};
use thiserror::Error;
use uuid::Uuid;

#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    sub: Uuid,
    dev: Uuid,
    fam: Uuid,
    iat: i64,
    exp: i64,
}

/// What a good access token says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Access {
    /// Who.
    pub(crate) user: UserId,
    /// From which installation.
    pub(crate) device: DeviceId,
    /// In which sign-in.
    pub(crate) family: Uuid,
    /// Until when.
    pub(crate) expires_at: Timestamp,
}

/// Why a token is refused.
#[derive(Debug, Error)]
pub(crate) enum TokenError {
    /// It is not one of this server's.
    #[error("the token is not valid")]
    Invalid,
    /// Its time is over.
    #[error("the token has expired")]
    Expired,
    /// Its sign-in was ended.
    #[error("the sign-in was ended")]
    Revoked,
    /// It was replaced and its successor was used: somebody has a copy. This sign-in ended now.
    #[error("the token was used before")]
    Reused(Uuid),
    /// It could not be checked.
    #[error("the token could not be checked")]
    Storage(#[from] StorageError),
}

/// Makes and reads the tokens of one server.
#[derive(Clone)]
pub(crate) struct Tokens {
    key: [u8; 32],
    server_id: ServerId,
    storage: Storage,
    living: Arc<Living>,
    lasts: Duration,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens").field("server_id", &self.server_id).finish_non_exhaustive()
    }
}

impl Tokens {
    /// With the signing key kept in the database; made at first use. An access token is good for
    /// as long as `lasts`.
    pub(crate) async fn open(
        storage: Storage,
        lasts: Duration,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn Ids>,
    ) -> Result<Self, StorageError> {
        let key = storage.kept("signing_key", || random::bytes().to_vec()).await?;
        let key = key.try_into().map_err(|_| StorageError::Unreadable)?;
        let server_id = storage.server_id().await?;
        let living = Arc::default();
        Ok(Self { key, server_id, storage, living, lasts, clock, ids })
    }

    /// Sign a device in.
    pub(crate) async fn sign_in(
        &self,
        owner: UserId,
        device: DeviceId,
    ) -> Result<rest::Tokens, StorageError> {
        let family = Family { id: self.ids.next(), owner, device };
        let refresh = URL_SAFE_NO_PAD.encode(random::bytes());
        self.storage.add_family(family, hash(&refresh)).await?;
        Ok(self.pair(family, refresh))
    }

    /// The next pair for a refresh token.
    pub(crate) async fn refresh(&self, shown: &str) -> Result<rest::Tokens, TokenError> {
        let successor = self.successor(shown);
        match self.storage.rotate(hash(shown), hash(&successor)).await? {
            Rotation::Next(family) => Ok(self.pair(family, successor)),
            Rotation::Reused(family) => {
                self.living.end(family.id);
                Err(TokenError::Reused(family.id))
            }
            Rotation::Ended => Err(TokenError::Revoked),
            Rotation::Unknown => Err(TokenError::Invalid),
        }
    }

    /// End a sign-in by its refresh token.
    pub(crate) async fn sign_out(&self, shown: &str) -> Result<Option<Family>, StorageError> {
        let ended = self.storage.end_family(hash(shown)).await?;
        if let Some(family) = &ended {
            self.living.end(family.id);
        }
        Ok(ended)
    }

    /// Who an access token stands for.
    pub(crate) async fn check(&self, token: &str) -> Result<Access, TokenError> {
        let access = self.read(token)?;
        if self.clock.now() >= access.expires_at {
            return Err(TokenError::Expired);
        }
        if let Some(doubt) = self.living.doubt(access.family) {
            if !self.storage.family_lives(access.family).await? {
                return Err(TokenError::Revoked);
            }
            self.living.found(access.family, doubt);
        }
        Ok(access)
    }

    /// `None` when a sign-in is known to be alive; otherwise it must be looked up.
    pub(crate) fn doubt(&self, family: Uuid) -> Option<Doubt> {
        self.living.doubt(family)
    }

    /// A sign-in was looked up because of a doubt and found alive.
    pub(crate) fn found(&self, family: Uuid, doubt: Doubt) {
        self.living.found(family, doubt);
    }

    fn read(&self, token: &str) -> Result<Access, TokenError> {
        // Expiry is judged by the injected clock, in `check`.
        let mut validation = Validation::new(Algorithm::HS256);
        validation.validate_exp = false;
        validation.required_spec_claims.clear();
        let claims = decode::<Claims>(token, &DecodingKey::from_secret(&self.key), &validation)
            .map_err(|_| TokenError::Invalid)?
            .claims;
        Ok(Access {
            user: UserId(claims.sub),
            device: DeviceId(claims.dev),
            family: claims.fam,
            expires_at: Timestamp::from_second(claims.exp).map_err(|_| TokenError::Invalid)?,
        })
    }

    fn pair(&self, family: Family, refresh_token: String) -> rest::Tokens {
        let now = self.clock.now();
        let exp = now.checked_add(self.lasts).unwrap_or(Timestamp::MAX).as_second();
        let claims = Claims {
            sub: family.owner.0,
            dev: family.device.0,
            fam: family.id,
            iat: now.as_second(),
            exp,
        };
        let key = EncodingKey::from_secret(&self.key);
        rest::Tokens {
            access_token: encode(&Header::new(Algorithm::HS256), &claims, &key)
                .expect("claims have a JSON form and any key signs HS256"),
            access_expires_at: Timestamp::from_second(exp).unwrap_or(now),
            refresh_token,
            user_id: family.owner,
            server_id: self.server_id,
            now,
        }
    }

    fn successor(&self, shown: &str) -> String {
        let inner = Sha256::new().chain_update(self.key).chain_update(shown.as_bytes()).finalize();
        let outer = Sha256::new().chain_update(self.key).chain_update(inner).finalize();
        URL_SAFE_NO_PAD.encode(outer)
    }
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}
