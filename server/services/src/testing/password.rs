//! The price of a password.

use crate::credentials::password;

/// Computes one hash of a password that nobody has, with the parameters of the product: what no sign-in can be faster
/// than.
pub fn hash_once() {
    password::hash_once();
}
