//! What the tests share: an installation without a socket, browsers, and the lists of all server functions
//! and all pages.

pub(crate) mod arguments;
mod browser;
pub(crate) mod functions;
pub(crate) mod pages;
mod site;

pub(crate) use browser::{Answer, Browser, Call, ORIGIN, form};
pub(crate) use site::{MARIT, Site, Who, empty};
