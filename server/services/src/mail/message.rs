//! A letter in the form in which mails travel.

use std::time::{Duration, UNIX_EPOCH};

use lettre::Message;
use lettre::message::header::{self, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, MultiPartKind, SinglePart};
use model::ids::MailId;
use model::time::Timestamp;

use super::letter::Letter;
use super::transport::Undelivered;

/// The last second that the header `Date` can write, at the end of the year 9999.
const LAST_SECOND: u64 = 253_402_300_799;

/// What stands on the envelope.
pub(super) struct Addressed<'a> {
    /// The row; makes the `Message-ID`, so that a mail that was sent twice is recognized as one.
    pub(super) id: MailId,
    pub(super) from: Mailbox,
    pub(super) to: &'a str,
    /// When it was written.
    pub(super) at: Timestamp,
    /// The host of this installation.
    pub(super) host: &'a str,
}

/// Puts a letter into an envelope.
pub(super) fn build(letter: &Letter, on: Addressed<'_>) -> Result<Message, Undelivered> {
    let text = letter.text().map_err(|error| Undelivered::broken(&error))?;
    let html = letter.html().map_err(|error| Undelivered::broken(&error))?;
    let to: lettre::Address = on.to.parse().map_err(|error| Undelivered::broken(&error))?;
    // A mark of its own for each mail, and the same one each time it is made.
    let parts = MultiPart::builder()
        .kind(MultiPartKind::Alternative)
        .boundary(format!("rollcall-{}", on.id.0.simple()))
        .singlepart(SinglePart::plain(text))
        .singlepart(SinglePart::html(html));
    let seconds = u64::try_from(on.at.0 / 1000).unwrap_or_default().min(LAST_SECOND);
    Message::builder()
        .header(header::Date::new(UNIX_EPOCH + Duration::from_secs(seconds)))
        .message_id(Some(format!("<{}@{}>", on.id, on.host)))
        .from(on.from)
        .to(Mailbox::new(None, to))
        .subject(letter.subject())
        .header(AutoSubmitted)
        .header(ContentLanguage(letter.lang))
        .multipart(parts)
        .map_err(|error| Undelivered::broken(&error))
}

/// Says that no person wrote this, so that nobody's holiday notice answers (RFC 3834 §5).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// The language of the mail.
#[derive(Clone)]
struct ContentLanguage(&'static str);

impl Header for ContentLanguage {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Content-Language")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Err("only written".into())
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use mail_parser::{MessageParser, MimeHeaders as _};
    use uuid::Uuid;

    use super::*;
    use crate::mail::letter::Button;

    const AT: Timestamp = Timestamp(1_795_296_600_000); // 2026-11-21 21:30 UTC

    fn sent(letter: &Letter) -> Vec<u8> {
        let on = Addressed {
            id: MailId(Uuid::from_u128(7)),
            from: "Rollcall <rollcall@console.example>".parse().unwrap(),
            to: "rin@kestrel.example",
            at: AT,
            host: "console.example",
        };
        build(letter, on).unwrap().formatted()
    }

    fn letter(lead: &str) -> Letter {
        Letter {
            lang: "ja",
            subject: "高橋 凛さんから Kestrel への招待".to_owned(),
            lead: lead.to_owned(),
            button: Some(Button {
                label: "承諾".to_owned(),
                url: format!("https://console.example/invite/{}", "x".repeat(43)),
            }),
            ..Letter::default()
        }
    }

    // ML-10
    #[test]
    fn headers_are_there_and_no_line_is_too_long() {
        let raw = sent(&letter(&"高橋".repeat(400)));
        let mail = MessageParser::new().parse(&raw).unwrap();
        assert_eq!(mail.subject(), Some("高橋 凛さんから Kestrel への招待"));
        assert_eq!(mail.message_id(), Some("00000000-0000-0000-0000-000000000007@console.example"));
        assert_eq!(mail.date().unwrap().to_timestamp(), AT.0 / 1000);
        assert_eq!(mail.header_raw("Auto-Submitted").map(str::trim), Some("auto-generated"));
        assert_eq!(mail.from().and_then(|from| from.first()?.address()), Some("rollcall@console.example"));
        assert!(mail.content_type().is_some_and(|kind| kind.subtype() == Some("alternative")));
        assert!(raw.split(|byte| *byte == b'\n').all(|line| line.len() <= 998), "RFC 5322 §2.1.1");
        assert!(raw.is_ascii(), "no server has to know 8BITMIME");
    }

    // ML-10
    #[test]
    fn link_survives_the_wrapping_of_lines() {
        let letter = letter(&"An English text that is long enough to be wrapped. ".repeat(60));
        let raw = sent(&letter);
        let mail = MessageParser::new().parse(&raw).unwrap();
        let url = letter.button.unwrap().url;
        assert!(mail.body_text(0).unwrap().lines().any(|line| line == url));
        assert!(mail.body_html(0).unwrap().contains(&format!("href=\"{url}\"")));
    }

    // EM-08
    #[test]
    fn header_fields_cannot_be_smuggled_in() {
        let mut letter = letter("Hello");
        letter.subject = "Hi\r\nBcc: evil@x.example".to_owned();
        let raw = String::from_utf8(sent(&letter)).unwrap();
        assert!(raw.lines().any(|line| line == "Subject: Hi  Bcc: evil@x.example"), "{raw}");
        assert!(!raw.lines().any(|line| line.starts_with("Bcc")), "{raw}");
    }

    // FX-05
    #[test]
    fn odd_clocks_do_not_panic() {
        for at in [Timestamp(i64::MIN), Timestamp(-1), Timestamp(i64::MAX)] {
            let from: Mailbox = "a@b.example".parse().unwrap();
            let on = Addressed { id: MailId(Uuid::nil()), from, to: "c@d.example", at, host: "b.example" };
            assert!(build(&letter("Hello"), on).is_ok());
        }
    }
}
