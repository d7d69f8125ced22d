//! Signing in and out, proving one's password again, and choosing a new one by link.
//!
//! Plain forms: they work without JavaScript and before hydration, and password managers know them.

mod reset;
mod rpc;
mod sign_in;
mod step_up;

pub(crate) use reset::ResetPage;
#[cfg(feature = "ssr")]
pub(crate) use rpc::open;
pub(crate) use rpc::step_up_here;
pub(crate) use sign_in::SignInPage;
pub(crate) use step_up::StepUpPage;
