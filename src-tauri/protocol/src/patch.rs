//! What partial changes share: how a field is read that can be absent, cleared or set, and how a
//! field that is there is put over another.

use serde::{Deserialize, Deserializer};

/// Tells an absent field (`None`) from one that is `null` (`Some(None)`).
#[expect(clippy::option_option, reason = "absent, cleared and set are three things")]
pub(crate) fn present<'de, T, D>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::<T>::deserialize(deserializer).map(Some)
}

/// Put a value that is there over `field`.
pub(crate) fn set<T>(field: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *field = value;
    }
}
