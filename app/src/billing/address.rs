//! What the address of the page says.

use leptos_router::params::ParamsMap;
use model::billing::{BillingQuery, BillingTab};
use model::page::{DEFAULT_PER_PAGE, clamp_per};

use crate::links::escaped;

/// The page.
pub(super) const PAGE: &str = "/admin/seats";

/// The file with the holders of seats.
pub(super) const HOLDERS: &str = "/admin/seats/holders.csv";

/// The name of the dialog in which the access of several people is turned off.
const DISABLE: &str = "disable";

/// The view, and whether a dialog is open.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Address {
    pub(super) query: BillingQuery,
    pub(super) buying: bool,
    /// The look at turning the access of idle people off is open.
    pub(super) disabling: bool,
}

impl Address {
    pub(super) fn read(params: &ParamsMap) -> Self {
        let one = |name: &str| params.get(name).unwrap_or_default();
        let query = BillingQuery {
            tab: one("tab").parse().unwrap_or(BillingTab::Seats),
            idle: one("idle").parse().ok(),
            page: one("page").parse().unwrap_or(1).max(1),
            per: clamp_per(one("per").parse().unwrap_or(DEFAULT_PER_PAGE)),
            changes: one("changes").parse().unwrap_or(1).max(1),
            // What is no number is out of every range, and the server says which.
            more: params.get("more").map(|more| more.trim().parse().unwrap_or(0)),
        };
        Self { query, buying: one("dialog") == "buy-seats", disabling: one("dialog") == DISABLE }
    }
}

/// The address of a view; what is the case anyway is left out.
pub(super) fn href(query: &BillingQuery) -> String {
    let mut pairs = Vec::new();
    if query.tab != BillingTab::Seats {
        pairs.push(format!("tab={}", query.tab));
    }
    pairs.extend(query.idle.map(|idle| format!("idle={idle}")));
    if query.page > 1 {
        pairs.push(format!("page={}", query.page));
    }
    if query.per != DEFAULT_PER_PAGE {
        pairs.push(format!("per={}", query.per));
    }
    if query.changes > 1 {
        pairs.push(format!("changes={}", query.changes));
    }
    if pairs.is_empty() { PAGE.to_owned() } else { format!("{PAGE}?{}", pairs.join("&")) }
}

/// The page with the dialog for further seats.
pub(super) fn buying(more: Option<u32>) -> String {
    let more = more.map(|more| format!("&more={more}")).unwrap_or_default();
    format!("{PAGE}?dialog=buy-seats{more}")
}

/// A view with the look at turning the access of the selected people off.
pub(super) fn disabling(query: &BillingQuery) -> String {
    let view = href(query);
    let sign = if view.contains('?') { '&' } else { '?' };
    format!("{view}{sign}dialog={DISABLE}")
}

/// The page of an invoice.
pub(super) fn invoice(number: &str) -> String {
    // A slash would name another page.
    format!("{PAGE}/invoices/{}", escaped(number).replace('/', "%2F"))
}

#[cfg(test)]
mod tests {
    use model::billing::Idle;

    use super::*;

    #[test]
    fn what_an_address_says_is_written_the_same_way() {
        let read = |pairs: &[(&str, &str)]| {
            let mut params = ParamsMap::new();
            pairs.iter().for_each(|(name, value)| params.insert((*name).to_owned(), (*value).to_owned()));
            Address::read(&params)
        };
        assert_eq!(href(&read(&[]).query), "/admin/seats");
        let filtered = read(&[("idle", "30"), ("page", "2"), ("per", "50"), ("changes", "3")]);
        assert_eq!((filtered.query.idle, filtered.buying), (Some(Idle::Days30), false));
        assert_eq!(href(&filtered.query), "/admin/seats?idle=30&page=2&per=50&changes=3");
        let odd = read(&[
            ("tab", "else"),
            ("idle", "31"),
            ("page", "0"),
            ("per", "7"),
            ("more", "x"),
            ("dialog", "buy-seats"),
        ]);
        assert_eq!((href(&odd.query), odd.query.more, odd.buying), ("/admin/seats".to_owned(), Some(0), true));
        assert_eq!(disabling(&filtered.query), "/admin/seats?idle=30&page=2&per=50&changes=3&dialog=disable");
        assert!(read(&[("dialog", "disable")]).disabling);
        assert_eq!(invoice("a/b?c"), "/admin/seats/invoices/a%2Fb%3Fc");
    }
}
