//! The page Seats & billing: who holds a seat, how many there were and will be, what was ordered, and the invoices.
//!
//! Everything works without script: what is chosen stands in the address, what is ordered is sent by plain forms. With
//! script the same buttons call the functions of [`rpc`], and ask for the password in a dialog.

mod address;
mod chart;
mod fewer;
#[cfg(feature = "ssr")]
mod forms;
mod holders;
mod invoice;
mod orders;
mod page;
mod purchase;
mod rpc;
mod seats_tab;
mod work;

pub(crate) use invoice::InvoicePage;
pub(crate) use page::Page;
