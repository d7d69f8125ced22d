//! What the address of the Audit page says.

use leptos_router::params::ParamsMap;
use model::audit::AuditQuery;

use crate::links::{escaped, text};

/// The page.
pub(super) const PATH: &str = "/admin/audit";

/// Where the entries come as a file.
const EXPORT: &str = "/admin/audit/export";

/// Characters of a name or an id.
const NAME_MAX: usize = 254;

/// What is asked for; what an address cannot mean is left out.
pub(super) fn read(params: &ParamsMap) -> AuditQuery {
    let one = |name: &str| params.get(name).unwrap_or_default();
    AuditQuery {
        actor: text(&one("actor"), NAME_MAX),
        action: one("action").parse().ok(),
        target: text(&one("target"), NAME_MAX),
        from: day(&one("from")),
        to: day(&one("to")),
        page: one("page").parse().unwrap_or(1).max(1),
        upto: one("upto").parse().ok().filter(|seq| *seq >= 0),
    }
}

/// A day as date fields write it.
fn day(text: &str) -> String {
    let looks_like_one = text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() });
    if looks_like_one { text.to_owned() } else { String::new() }
}

fn filters(query: &AuditQuery) -> Vec<String> {
    let texts =
        [("actor", &query.actor), ("target", &query.target), ("from", &query.from), ("to", &query.to)].into_iter();
    let mut pairs: Vec<String> =
        texts.filter(|(_, text)| !text.is_empty()).map(|(name, text)| format!("{name}={}", escaped(text))).collect();
    pairs.extend(query.action.map(|action| format!("action={action}")));
    pairs
}

fn address(path: &str, pairs: &[String]) -> String {
    if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
}

/// The address of the list.
pub(super) fn href(query: &AuditQuery) -> String {
    address(PATH, &filters(query))
}

/// The address of a page of it. Pages behind the first one name the newest entry that they know, so that they stay what
/// they were while others are written.
pub(super) fn page_href(query: &AuditQuery, page: u32, upto: i64) -> String {
    let mut pairs = filters(query);
    if page > 1 {
        pairs.push(format!("page={page}"));
        pairs.push(format!("upto={upto}"));
    }
    address(PATH, &pairs)
}

/// The list as a file.
pub(super) fn export_href(query: &AuditQuery, format: &str) -> String {
    let mut pairs = filters(query);
    pairs.push(format!("format={format}"));
    address(EXPORT, &pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(pairs: &[(&str, &str)]) -> ParamsMap {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn an_address_survives_the_way_there_and_back() {
        let query = read(&params(&[
            ("actor", "zoë"),
            ("action", "signed_in"),
            ("target", "ana lind"),
            ("from", "2026-11-01"),
            ("to", "2026-11-22"),
        ]));
        let address = "/admin/audit?actor=zo%C3%AB&target=ana%20lind&from=2026-11-01&to=2026-11-22&action=signed_in";
        assert_eq!(href(&query), address);
        assert_eq!(page_href(&query, 1, 90), address);
        assert_eq!(page_href(&query, 3, 90), format!("{address}&page=3&upto=90"));
        assert_eq!(export_href(&AuditQuery::default(), "csv"), "/admin/audit/export?format=csv");
    }

    // IN-03 IN-04
    #[test]
    fn what_an_address_cannot_mean_is_ignored() {
        let query = read(&params(&[
            ("action", "everything"),
            ("from", "yesterday"),
            ("to", "2026-1-1"),
            ("page", "-1"),
            ("upto", "-5"),
        ]));
        assert_eq!(query, AuditQuery { page: 1, ..AuditQuery::default() });
    }
}
