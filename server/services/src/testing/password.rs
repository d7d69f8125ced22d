//! The price of a password.

use crate::credentials::password::Checks;

/// Checks passwords for so long, with the parameters of the product and nothing else around them: what no sign-in can
/// be faster than. How many they were.
pub fn check_passwords_for(time: std::time::Duration) -> u32 {
    let begun = std::time::Instant::now();
    let (mut checks, mut checked) = (Checks::default(), 0);
    while begun.elapsed() < time {
        checks.one();
        checked += 1;
    }
    checked
}
