//! Mails of a test: what left, and what goes wrong next.

use mail_parser::MessageParser;

use super::TestWorld;
use crate::jobs;
use crate::mail::{Delivery, Fault};

/// A mail that left.
#[derive(Clone, Debug)]
pub struct SentMail {
    /// The recipient of the envelope.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The plain part.
    pub text: String,
    /// The HTML part.
    pub html: String,
    /// The one-time link, if it carries one.
    pub link: Option<String>,
    /// All of it.
    pub raw: Vec<u8>,
}

impl SentMail {
    #[expect(clippy::expect_used, reason = "what we send can be read")]
    fn read(delivery: Delivery) -> Self {
        let mail = MessageParser::new().parse(&delivery.raw).expect("a mail");
        let text = mail.body_text(0).expect("a plain part").replace("\r\n", "\n");
        let is_link = |line: &&str| ["/invite/", "/reset/", "/email/"].iter().any(|door| line.contains(door));
        let link = text.lines().filter(|line| line.starts_with("http")).find(is_link);
        Self {
            to: delivery.to,
            subject: mail.subject().expect("a subject").to_owned(),
            link: link.map(str::to_owned),
            html: mail.body_html(0).expect("an HTML part").into_owned(),
            text,
            raw: delivery.raw.clone(),
        }
    }

    /// The secret of its link.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a test that asks for it sent an invitation")]
    pub fn token(&self) -> &str {
        self.link.as_deref().and_then(|link| link.rsplit('/').next()).expect("a mail with a link")
    }
}

impl TestWorld {
    /// Runs every job that is due; how many.
    #[expect(clippy::expect_used, reason = "a test whose queue cannot be read cannot go on")]
    pub async fn run_jobs(&self) -> usize {
        jobs::run_due(self.services()).await.expect("the queue can be read")
    }

    /// The mails that left, oldest first.
    #[expect(clippy::expect_used, reason = "the mails of a test go into memory")]
    pub async fn mails(&self) -> Vec<SentMail> {
        let memory = self.services().mail().memory().expect("memory");
        memory.kept().into_iter().map(SentMail::read).collect()
    }

    /// Makes the next sends fail, in this order.
    #[expect(clippy::expect_used, reason = "the mails of a test go into memory")]
    pub fn fail_mails(&self, faults: &[Fault]) {
        self.services().mail().memory().expect("memory").fail(faults);
    }
}
