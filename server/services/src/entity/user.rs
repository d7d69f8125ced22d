//! A person with a place in the workspace. Owner: `users`.

use model::access::{CompanyRole, DisabledBy};
use model::ids::{OrganizationId, PictureId, UserId};
use model::language::Language;
use model::players::Player;
use model::profile::DefaultPage;
use model::session::{Density, Theme};
use model::time::Timestamp;
use model::users::UserStatus;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "user")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: UserId,
    #[sea_orm(unique)]
    pub(crate) username: String,
    /// As entered.
    pub(crate) email: String,
    /// What is compared, `Address::canonical`; empty while the address is free for others.
    #[sea_orm(unique)]
    pub(crate) email_key: Option<String>,
    /// Empty until entered.
    pub(crate) first_name: String,
    /// Empty until entered.
    pub(crate) last_name: String,
    /// The picture that is shown; none shows the monogram.
    pub(crate) avatar: Option<PictureId>,
    /// `db::search::sort_key`.
    pub(crate) sort_name: String,
    /// The address, folded; unlike `email_key` it stays when the address is free for others.
    pub(crate) sort_email: String,
    /// Folded: first name, last name, username, address.
    pub(crate) search_text: String,
    pub(crate) status: UserStatus,
    /// Since when.
    pub(crate) status_at: Timestamp,
    /// The place of the status when the list is sorted by it.
    pub(crate) status_rank: i32,
    /// Set exactly while disabled.
    pub(crate) disabled_by: Option<DisabledBy>,
    pub(crate) role: CompanyRole,
    /// The place of the role when the list is sorted by it.
    pub(crate) role_rank: i32,
    pub(crate) access_ends_at: Option<Timestamp>,
    pub(crate) home_organization: Option<OrganizationId>,
    pub(crate) invited_by: Option<UserId>,
    /// The end of the present invitation link. A seat is held exactly while invited and before it.
    pub(crate) invite_until: Option<Timestamp>,
    pub(crate) joined_at: Option<Timestamp>,
    pub(crate) last_seen_at: Option<Timestamp>,
    /// Empty follows the browser.
    pub(crate) language: Option<Language>,
    /// What the browser last asked for.
    pub(crate) seen_language: Option<Language>,
    /// A zone of the IANA database.
    pub(crate) timezone: String,
    pub(crate) theme: Theme,
    pub(crate) density: Density,
    /// Whether keys of one letter work.
    pub(crate) shortcuts: bool,
    /// Whether dates are written relative to now.
    pub(crate) fuzzy_dates: bool,
    /// The page that opens after the sign-in.
    pub(crate) default_page: DefaultPage,
    /// Empty follows the workspace.
    pub(crate) player: Option<Player>,
    /// While archived, and until a restored user accepts: `users::Snapshot`.
    pub(crate) snapshot: Option<String>,
    pub(crate) created_at: Timestamp,
    /// Counts the changes.
    pub(crate) version: i64,
    #[sea_orm(has_one)]
    pub(crate) credential: HasOne<super::credential::Entity>,
    #[sea_orm(has_many)]
    pub(crate) permissions: HasMany<super::user_permission::Entity>,
    #[sea_orm(has_many)]
    pub(crate) organizations: HasMany<super::organization_user::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
