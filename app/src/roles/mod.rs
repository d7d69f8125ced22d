//! The Roles tab of the settings: what each role holds and can hold, and who has it. Works without JavaScript.

mod matrix;
mod page;
mod rpc;

pub(crate) use page::Tab;
