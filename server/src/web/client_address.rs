//! The client's address: the peer's, unless the peer is a trusted proxy; then the right-most hop that is none.

use std::net::{IpAddr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::request::Parts;

use crate::config::Proxy;

/// The address of the client.
#[must_use]
pub fn client_address(parts: &Parts, trusted: &[Proxy]) -> Option<IpAddr> {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>()?.0.ip().to_canonical();
    let is_trusted = |address: IpAddr| trusted.iter().any(|proxy| proxy.contains(address));
    if !is_trusted(peer) {
        return Some(peer);
    }
    let hops = parts.headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let hops: Vec<&str> = hops.flat_map(|value| value.split(',')).map(str::trim).collect();
    for hop in hops.iter().rev() {
        match hop.parse::<IpAddr>() {
            Ok(address) if is_trusted(address.to_canonical()) => {}
            Ok(address) => return Some(address.to_canonical()),
            // What stands further left was not written by a proxy of ours.
            Err(_) => break,
        }
    }
    Some(peer)
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    fn address(peer: &str, forwarded: Option<&str>, trusted: &[Proxy]) -> String {
        let mut request = Request::builder();
        if let Some(forwarded) = forwarded {
            request = request.header("x-forwarded-for", forwarded);
        }
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        parts.extensions.insert(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 4000)));
        client_address(&parts, trusted).unwrap().to_string()
    }

    // HT-09
    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let proxy: Vec<Proxy> = crate::config::Proxy::list("10.0.0.0/8");
        assert_eq!(address("203.0.113.9", Some("198.51.100.1"), &proxy), "203.0.113.9");
        assert_eq!(address("10.0.0.2", Some("6.6.6.6, 198.51.100.1, 10.0.0.3"), &proxy), "198.51.100.1");
        assert_eq!(address("10.0.0.2", Some("198.51.100.1, forged"), &proxy), "10.0.0.2");
        assert_eq!(address("10.0.0.2", None, &proxy), "10.0.0.2");
    }
}
