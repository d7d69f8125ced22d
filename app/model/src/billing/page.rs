//! The page Seats & billing: who holds a seat, how many there were and will be, and what was ordered.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Money, SeatQuote};
use crate::access::{CompanyRole, Verdicts};
use crate::error::AppError;
use crate::ids::UserId;
use crate::page::{DEFAULT_PER_PAGE, Page};
use crate::seats::SeatCount;
use crate::time::Moment;

text_enum! {
    /// The tabs of the page.
    pub enum BillingTab {
        /// Who holds seats.
        Seats = "seats",
        /// What they cost.
        Billing = "billing",
    }
}

text_enum! {
    /// How long a holder of a seat has not been here.
    pub enum Idle {
        /// 30 days.
        Days30 = "30",
        /// 60 days.
        Days60 = "60",
        /// 90 days.
        Days90 = "90",
        /// Since ever.
        Never = "never",
    }
}

impl Idle {
    /// Days; none for ever.
    #[must_use]
    pub const fn days(self) -> Option<u32> {
        match self {
            Self::Days30 => Some(30),
            Self::Days60 => Some(60),
            Self::Days90 => Some(90),
            Self::Never => None,
        }
    }
}

text_enum! {
    /// Why the number of seats changed.
    pub enum SeatReason {
        /// The first seats.
        SetUp = "set_up",
        /// Further seats were bought.
        Bought = "bought",
        /// Seats were given back.
        Reduced = "reduced",
    }
}

/// What of the page is wanted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BillingQuery {
    /// Which tab.
    pub tab: BillingTab,
    /// Only who has not been here for so long.
    pub idle: Option<Idle>,
    /// Of the holders, or of the orders; the first is 1.
    pub page: u32,
    /// Rows on a page.
    pub per: u32,
    /// Page of the changes; the first is 1.
    pub changes: u32,
    /// How many further seats are to be priced, where no script does it.
    pub more: Option<u32>,
}

impl Default for BillingQuery {
    fn default() -> Self {
        Self { tab: BillingTab::Seats, idle: None, page: 1, per: DEFAULT_PER_PAGE, changes: 1, more: None }
    }
}

/// The page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BillingPage {
    /// What both tabs show.
    pub head: BillingHead,
    /// The tab.
    pub content: BillingContent,
    /// What a form without script was refused for.
    pub refused: Option<AppError>,
}

/// What both tabs show.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BillingHead {
    /// Seats at this moment.
    pub seats: SeatCount,
    /// For a seat and a month.
    pub unit: Money,
    /// For all seats and a month.
    pub monthly: Money,
    /// When the next month begins.
    pub renews: Moment,
    /// What is to be paid then, after the planned reduction.
    pub next: Money,
    /// Fewer seats from then on.
    pub reduction: Option<Reduction>,
    /// A reduction that the last renewal could not bring.
    pub missed: Option<Reduction>,
    /// Whether the viewer may buy and reduce.
    pub actions: Verdicts,
    /// The server's time, in the viewer's zone.
    pub now: Moment,
}

/// Fewer seats at a renewal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reduction {
    /// Which.
    pub id: Uuid,
    /// How many fewer.
    pub seats: u32,
    /// The renewal.
    pub on: Moment,
}

/// One of the tabs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BillingContent {
    /// Who holds seats.
    Seats(Box<SeatsTab>),
    /// What they cost.
    Orders(Page<OrderSummary>),
}

/// Who holds seats, and how many there were and will be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeatsTab {
    /// Who uses or reserves a seat.
    pub holders: Page<SeatHolder>,
    /// One point a week, oldest first; the last is now.
    pub past: Vec<SeatPoint>,
    /// One point a week from now on, as far as it can be known.
    pub ahead: Vec<SeatPoint>,
    /// When the seats are all taken.
    pub outlook: Outlook,
    /// What changed the number of seats, newest first.
    pub changes: Page<SeatChange>,
    /// The price of further seats, where no script asks for it.
    pub purchase: Option<Purchase>,
}

/// Someone who uses or reserves a seat.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeatHolder {
    /// Who.
    pub id: UserId,
    /// First and last name; the address while there is none, for those who see it.
    pub name: String,
    /// Role in the workspace.
    pub role: CompanyRole,
    /// Why.
    pub holding: Holding,
    /// Last request.
    pub last_seen: Option<Moment>,
    /// Whether the viewer may disable them.
    pub actions: Verdicts,
}

/// Why somebody holds a seat.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holding {
    /// Works here.
    Uses {
        /// Since then.
        since: Option<Moment>,
    },
    /// Has an invitation.
    Reserves {
        /// Until its link ends.
        until: Moment,
    },
}

/// The seats at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeatPoint {
    /// When.
    pub at: Moment,
    /// Bought.
    pub purchased: u32,
    /// Used; ahead of now, expected to be taken. None where it was not noted.
    pub used: Option<u32>,
}

/// When the seats are all taken, at the present pace.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outlook {
    /// They are.
    Full,
    /// On that day.
    RunsOut(Moment),
    /// Not within a year.
    NotInSight,
    /// There are too few weeks to tell a pace, and nothing certain leads there.
    TooEarly,
}

/// A change of the number of seats.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeatChange {
    /// When.
    pub at: Moment,
    /// By how many.
    pub delta: i32,
    /// How many there were then.
    pub total: u32,
    /// Why; none for a reason that a newer version wrote.
    pub reason: Option<SeatReason>,
    /// The invoice of what was bought.
    pub invoice: Option<String>,
}

/// The price of further seats, with a fresh key for the order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Purchase {
    /// The price, or what is wrong with the number.
    pub quote: Result<SeatQuote, AppError>,
    /// Sent with the order.
    pub key: Uuid,
}

/// An order in the list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OrderSummary {
    /// Number of its invoice.
    pub number: String,
    /// When it was ordered.
    pub at: Moment,
    /// How many seats.
    pub seats: u32,
    /// What is to be paid.
    pub amount: Money,
    /// When it was marked as paid.
    pub paid: Option<Moment>,
}

/// An invoice, to be printed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Invoice {
    /// The order.
    pub order: OrderSummary,
    /// Who pays: the workspace.
    pub workspace: String,
    /// Who ordered; empty when they have been erased.
    pub by: String,
    /// For a seat and a month.
    pub unit: Money,
    /// For these seats and a month.
    pub whole: Money,
    /// Days of the month that were left, that of the order included.
    pub days_left: u32,
    /// Days of the month.
    pub days: u32,
    /// From when the seats are part of the monthly amount.
    pub until: Moment,
    /// Whether the viewer may mark it as paid.
    pub actions: Verdicts,
}
