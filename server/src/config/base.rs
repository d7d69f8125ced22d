//! Where the server listens, what it is called, where its files are, and how it logs.

use std::fs;
use std::io::{IsTerminal, stdout};
use std::net::{IpAddr, SocketAddr};
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use model::billing::Money;
use url::Url;

use super::{Problems, Purpose, is_loopback};

/// Settings of the process itself.
#[derive(Args, Clone, Debug)]
#[group(skip)]
pub(super) struct Options {
    /// Folder for the database, the secret key, pictures and mails.
    #[arg(long, env = "DATA_DIR", default_value = "./data", help_heading = "Base")]
    data_dir: PathBuf,

    /// Address and port to listen on. Anything but loopback needs TRUSTED_PROXIES.
    #[arg(long, env = "LISTEN_ADDR", default_value = "127.0.0.1:3000", help_heading = "Base")]
    listen_addr: String,

    /// The address that people open; the only source of links in mails. Default on loopback: http://localhost:<port>.
    #[arg(long, env = "BASE_URL", help_heading = "Base")]
    base_url: Option<String>,

    /// Proxies in front, by address or network, separated by commas, such as 10.0.0.0/8. Only their X-Forwarded-For
    /// counts. They must pass Host and Origin unchanged.
    #[arg(long, env = "TRUSTED_PROXIES", default_value = "", help_heading = "Base")]
    trusted_proxies: String,

    /// What a seat costs in a month: an amount, and a currency by ISO 4217.
    #[arg(long, env = "SEAT_PRICE", default_value = "19.00 EUR", help_heading = "Base")]
    seat_price: String,

    /// How logs are written. Default: pretty on a terminal, otherwise json.
    #[arg(long, env = "LOG_FORMAT", value_enum, help_heading = "Base")]
    log_format: Option<LogFormat>,
}

/// How logs are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Pretty,
    /// One JSON object a line.
    Json,
}

/// A proxy, or a network of proxies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proxy {
    address: IpAddr,
    bits: u8,
}

impl Proxy {
    fn parse(text: &str) -> Result<Self, String> {
        let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let address: IpAddr = address.parse().map_err(|_| format!("{text} is no address"))?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), str::parse).map_err(|_| format!("{text} is no network"))?;
        if bits > most { Err(format!("{text} is no network")) } else { Ok(Self { address, bits }) }
    }

    /// Proxies separated by commas; what cannot be read is left out.
    #[must_use]
    pub fn list(text: &str) -> Vec<Self> {
        text.split(',').filter_map(|word| Self::parse(word.trim()).ok()).collect()
    }

    /// Whether the address belongs to it.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        let same = |ours: &[u8], theirs: &[u8]| {
            let (whole, rest) = (usize::from(self.bits / 8), self.bits % 8);
            let mask = !(0xFF_u8.checked_shr(u32::from(rest)).unwrap_or(0));
            ours[..whole] == theirs[..whole]
                && (rest == 0 || ours.get(whole).map(|byte| byte & mask) == theirs.get(whole).map(|byte| byte & mask))
        };
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(ours), IpAddr::V4(theirs)) => same(&ours.octets(), &theirs.octets()),
            (IpAddr::V6(ours), IpAddr::V6(theirs)) => same(&ours.octets(), &theirs.octets()),
            _ => false,
        }
    }
}

impl Options {
    pub(super) fn log_format(&self) -> LogFormat {
        self.log_format.unwrap_or(if stdout().is_terminal() { LogFormat::Pretty } else { LogFormat::Json })
    }

    pub(super) fn listen(&self, problems: &mut Problems) -> Option<SocketAddr> {
        let parsed = self
            .listen_addr
            .parse()
            .map_err(|_| format!("{} is no address and port, such as 127.0.0.1:3000", self.listen_addr));
        problems.take("LISTEN_ADDR", parsed)
    }

    pub(super) fn seat_price(&self, problems: &mut Problems) -> Option<Money> {
        problems
            .take("SEAT_PRICE", self.seat_price.parse().map_err(|_| "is an amount and a currency, such as 19.00 EUR"))
    }

    pub(super) fn base_url(&self, listen: Option<SocketAddr>, problems: &mut Problems) -> Option<Url> {
        let text = match (&self.base_url, listen) {
            (Some(text), _) => text.clone(),
            (None, Some(listen)) if listen.ip().is_loopback() => format!("http://localhost:{}", listen.port()),
            (None, Some(_)) => {
                problems.push(
                    "BASE_URL",
                    "is needed when the server does not listen on loopback, such as https://rollcall.studio.example",
                );
                return None;
            }
            (None, None) => return None,
        };
        let url = problems.take("BASE_URL", Url::parse(&text).map_err(|_| format!("{text} is no URL")))?;
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() {
            problems.push("BASE_URL", "holds only scheme, host and port");
        } else if url.scheme() == "https" || (url.scheme() == "http" && is_loopback(&url)) {
            return Some(url);
        } else {
            problems.push("BASE_URL", "begins with https:// (http:// on loopback only)");
        }
        None
    }

    pub(super) fn trusted_proxies(&self, problems: &mut Problems) -> Vec<Proxy> {
        let words = self.trusted_proxies.split(',').map(str::trim).filter(|word| !word.is_empty());
        words.filter_map(|word| problems.take("TRUSTED_PROXIES", Proxy::parse(word))).collect()
    }

    pub(super) fn data_dir(&self, purpose: Purpose, problems: &mut Problems) -> PathBuf {
        let dir = &self.data_dir;
        if purpose == Purpose::Start
            && !dir.exists()
            && let Err(error) = fs::DirBuilder::new().recursive(true).mode(0o700).create(dir)
        {
            problems.push("DATA_DIR", format!("{} cannot be made: {error}", dir.display()));
        }
        match fs::metadata(dir) {
            Ok(found) if !found.is_dir() => problems.push("DATA_DIR", format!("{} is no folder", dir.display())),
            Ok(found) if found.permissions().mode() & 0o077 != 0 && purpose == Purpose::Start => {
                if let Err(error) = fs::set_permissions(dir, fs::Permissions::from_mode(0o700)) {
                    problems.push(
                        "DATA_DIR",
                        format!("{} can be read by others, and that cannot be changed: {error}", dir.display()),
                    );
                }
            }
            Ok(_) | Err(_) => {}
        }
        dir.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // HT-09
    #[test]
    fn networks_hold_their_addresses_and_no_others() {
        let net = Proxy::parse("10.1.0.0/12").unwrap();
        assert!(net.contains("10.15.255.1".parse().unwrap()));
        assert!(!net.contains("10.16.0.1".parse().unwrap()));
        assert!(Proxy::parse("10.0.0.1").unwrap().contains("::ffff:10.0.0.1".parse().unwrap()));
        assert!(Proxy::parse("0.0.0.0/0").unwrap().contains("203.0.113.9".parse().unwrap()));
        assert!(Proxy::parse("10.0.0.0/33").is_err());
        assert!(Proxy::parse("proxy").is_err());
    }
}
