//! Signing in and out, proving one's password again, and choosing a new one by link.
//!
//! Plain forms, made on the server alone: they work without JavaScript, and password managers know them.

#[cfg(feature = "ssr")]
mod code;
mod fields;
#[cfg(feature = "ssr")]
mod forgot;
#[cfg(feature = "ssr")]
mod forms;
#[cfg(feature = "ssr")]
mod page;
#[cfg(feature = "ssr")]
mod reset;
mod rpc;
#[cfg(feature = "ssr")]
mod step_up;

#[cfg(feature = "ssr")]
pub(crate) use code::CodePage;
pub(crate) use fields::{CodeField, NewPassword, ProofField};
#[cfg(feature = "ssr")]
pub(crate) use forgot::ForgotPage;
#[cfg(feature = "ssr")]
pub(crate) use forms::{keep, open};
#[cfg(feature = "ssr")]
pub(crate) use page::SignInPage;
#[cfg(feature = "ssr")]
pub(crate) use reset::ResetPage;
pub(crate) use rpc::step_up_here;
#[cfg(feature = "ssr")]
pub(crate) use step_up::StepUpPage;
