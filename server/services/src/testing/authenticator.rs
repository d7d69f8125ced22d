//! An authenticator app of a test.

use totp_rs::{Builder, Secret};

use super::TestWorld;
use crate::ctx::Clock;

/// Seconds for which an app shows a code.
const STEP: i64 = 30;

impl TestWorld {
    /// The code that an app with this key shows so many steps from now; spaces in the key do not matter.
    #[must_use]
    #[expect(clippy::expect_used, reason = "the key is what a page showed")]
    pub fn app_code(&self, key: &str, steps: i64) -> String {
        let secret = Secret::try_from_base32(key.replace(' ', "")).expect("a key");
        let at = u64::try_from(self.clock().now().0 / 1000 + steps * STEP).expect("a time after 1970");
        Builder::new().with_secret(secret).build().expect("a key that is long enough").generate(at).to_string()
    }
}
