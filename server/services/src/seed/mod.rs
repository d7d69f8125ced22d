//! A fresh workspace full of made-up people, for measuring.
//!
//! The people are the same in every run, so that two measurements compare. They have no password and no mails.
//! One transaction: a run that was stopped leaves nothing behind.

mod names;
mod people;

use model::access::Action;
use model::address::Address;
use model::error::{AppError, ConflictReason};
use model::event::Event;
use model::ids::{OrganizationId, UserId};
use model::language::Language;
use model::person::PersonName;
use secrecy::ExposeSecret;
use url::Url;

use crate::access::{Purpose, Redeemed, SetUp, redeem};
use crate::credentials::{self, token};
use crate::entity::workspace as settings;
use crate::error::Result;
use crate::services::Services;
use crate::tx::{Reason, Tx};
use crate::users::{self, NewOwner};
use crate::workspace::{self, FirstSettings};
use crate::{organizations, seats};

use people::{Crowd, MadeUp};

/// Users in one statement: PostgreSQL takes 65,535 values, SQLite half of them.
const BATCH: usize = 1000;

/// Where made-up studios are.
pub(crate) const ZONE: &str = "Europe/Oslo";

/// What a made-up workspace begins with.
pub(crate) struct First<'a> {
    pub(crate) workspace: &'a str,
    pub(crate) owner: PersonName,
    pub(crate) email: &'a str,
    pub(crate) username: &'a str,
    pub(crate) seats: u32,
}

/// Makes a workspace with this many users, its Owner among them, and a link with which the Owner can choose a password.
///
/// # Errors
/// `Conflict` when there is a workspace already.
pub async fn create(services: &Services, users: u32) -> std::result::Result<Url, AppError> {
    const OWNER: &str = "owner@seed.example";
    let system = services.system("seed", &[Action::CredentialsHelp]);
    let free = users / 10 + 10;
    system
        .write(|tx| async move {
            let owner = PersonName { first: "Olivia".to_owned(), last: "Seedorf".to_owned() };
            let seats = users.saturating_add(free);
            let first = First { workspace: "Seedbed", owner, email: OWNER, username: "owner.seedorf", seats };
            let begun = begin(&tx, first).await?;
            let mut crowd = Crowd::new(&begun, tx.now());
            let mut left = users.saturating_sub(1) as usize;
            while left > 0 {
                let batch: Vec<MadeUp> = (0..left.min(BATCH)).map(|_| crowd.next(tx.new_id())).collect();
                left -= batch.len();
                let (people, permissions): (Vec<_>, Vec<_>) =
                    batch.into_iter().map(|made_up| (made_up.user, made_up.permissions)).unzip();
                users::insert_made_up(&tx, &begun.link, people, permissions.into_iter().flatten().collect()).await?;
            }
            Ok(())
        })
        .await?;
    // Otherwise the first requests meet a planner that believes the table to be empty.
    system.read(async || Ok(services.db().analyze().await?)).await?;
    credentials::new_reset_link(&system, OWNER).await
}

/// A workspace that has just begun, with the link that made it.
pub(crate) struct Begun {
    pub(crate) link: Redeemed<SetUp>,
    pub(crate) owner: UserId,
    pub(crate) organization: OrganizationId,
}

/// Begins a workspace as the set-up does, without a password.
pub(crate) async fn begin(tx: &Tx, first: First<'_>) -> Result<Begun> {
    if exists(tx).await?.is_some() {
        return Err(AppError::Conflict { reason: ConflictReason::AlreadySetUp }.into());
    }
    let secret = token::issue(tx, SetUp::NAME, None, None).await?;
    let link = redeem::<SetUp>(tx, secret.expose_secret()).await?;
    let settings = FirstSettings { name: first.workspace, timezone: ZONE, language: Language::En };
    workspace::create(&tx.rows(&link), settings, tx.now()).await?;
    let new = NewOwner {
        name: first.owner,
        email: Address::parse(first.email).map_err(|code| AppError::field("email", code))?,
        username: first.username.to_owned(),
        language: None,
        timezone: ZONE.to_owned(),
    };
    let owner = users::insert_owner(tx, &link, new).await?.id;
    let organization = organizations::create_first(tx, &link, first.workspace, owner).await?;
    seats::begin(tx, &link, first.seats).await?;
    tx.record(Event::WorkspaceCreated { owner, organization, seats: first.seats }).await;
    Ok(Begun { link, owner, organization })
}

#[expect(clippy::disallowed_methods, reason = "whether there is a workspace is known before anybody is")]
async fn exists(tx: &Tx) -> Result<Option<settings::Model>> {
    workspace::find(&tx.rows_without(Reason::Workspace)).await
}
