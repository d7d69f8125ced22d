//! Memory, for tests: what was sent can be read, and what goes wrong can be chosen.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use lettre::Message;
use model::mail::MailFailure;

use super::{Again, Undelivered};

/// Mails that "left", and what happens to the next ones.
#[derive(Default)]
pub(crate) struct Memory {
    kept: Mutex<Vec<Delivery>>,
    faults: Mutex<VecDeque<Fault>>,
}

/// A mail that left.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// The recipient of the envelope.
    pub to: String,
    /// The whole mail.
    pub raw: Vec<u8>,
}

/// What goes wrong with one send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The server refuses the mail for good.
    Refused,
    /// The server cannot take it at the moment.
    Busy,
    /// The server cannot be reached.
    Unreachable,
    /// Its certificate is not acceptable.
    Tls,
    /// The program fails while it sends.
    Panic,
}

impl Memory {
    /// Makes the next sends fail, in this order.
    pub(crate) fn fail(&self, faults: &[Fault]) {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner).extend(faults);
    }

    /// What left, oldest first.
    pub(crate) fn kept(&self) -> Vec<Delivery> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    #[expect(clippy::panic, reason = "a test asked for it")]
    pub(super) fn keep(&self, message: &Message) -> Result<(), Undelivered> {
        let fault = self.faults.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        match fault {
            None => {}
            Some(Fault::Refused) => {
                return Err(Undelivered::new(MailFailure::Refused, Again::Never, "550 no such mailbox"));
            }
            Some(Fault::Busy) => return Err(Undelivered::later(MailFailure::Unreachable, "451 try again later")),
            Some(Fault::Unreachable) => return Err(Undelivered::later(MailFailure::Unreachable, "connection refused")),
            Some(Fault::Tls) => return Err(Undelivered::later(MailFailure::Tls, "certificate has ended")),
            Some(Fault::Panic) => panic!("a fault of a test"),
        }
        let to = message.envelope().to().iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let mail = Delivery { to, raw: message.formatted() };
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).push(mail);
        Ok(())
    }
}
