//! Made-up people: names of many scripts, and every role and status in the proportions of a large studio.

use model::access::{CompanyPermission, CompanyRole, DisabledBy};
use model::ids::{OrganizationId, UserId};
use model::profile::DefaultPage;
use model::session::{Density, Theme};
use model::time::Timestamp;
use model::users::UserStatus;
use uuid::Uuid;

use super::names::NAMES;
use super::{Begun, ZONE};
use crate::entity::{user, user_permission};
use crate::users::in_step;

const HOUR: i64 = 60 * 60;
const DAY: i64 = 24 * HOUR;

/// One of the crowd.
pub(super) struct MadeUp {
    pub(super) user: user::Model,
    pub(super) permissions: Vec<user_permission::Model>,
}

/// Makes one person after the other, the same ones in every run.
pub(super) struct Crowd {
    owner: UserId,
    organization: OrganizationId,
    now: Timestamp,
    dice: Dice,
    made: u32,
}

impl Crowd {
    pub(super) fn new(begun: &Begun, now: Timestamp) -> Self {
        Self { owner: begun.owner, organization: begun.organization, now, dice: Dice(1), made: 0 }
    }

    pub(super) fn next(&mut self, id: Uuid) -> MadeUp {
        self.made += 1;
        let id = UserId(id);
        let (status, disabled_by, invite_until) = self.status();
        let role = match self.dice.roll(100) {
            0..2 => CompanyRole::Administrator,
            2..85 => CompanyRole::Member,
            _ => CompanyRole::Guest,
        };
        let named = self.person(status);
        let has_joined = matches!(status, UserStatus::Active | UserStatus::Disabled);
        let created_at = self.ago(900 * DAY);
        let user = in_step(user::Model {
            id,
            email_key: (status != UserStatus::Deleted).then(|| named.email.clone()),
            username: named.username,
            email: named.email,
            avatar: None,
            first_name: named.first,
            last_name: named.last,
            sort_name: String::new(),
            sort_email: String::new(),
            search_text: String::new(),
            status,
            status_at: self.ago(60 * DAY),
            status_rank: 0,
            disabled_by,
            role,
            role_rank: 0,
            access_ends_at: self.access_end(status, disabled_by),
            home_organization: (disabled_by == Some(DisabledBy::Organization)).then_some(self.organization),
            invited_by: Some(self.owner),
            invite_until,
            joined_at: has_joined.then(|| created_at.plus_seconds(3 * HOUR)),
            last_seen_at: if has_joined { self.last_seen() } else { None },
            language: None,
            seen_language: None,
            timezone: ZONE.to_owned(),
            theme: Theme::System,
            density: Density::Standard,
            shortcuts: true,
            fuzzy_dates: true,
            default_page: DefaultPage::Overview,
            player: None,
            snapshot: None,
            created_at,
            version: 1,
        });
        let permissions = self.extras(role).into_iter().map(|permission| user_permission::Model {
            user_id: id,
            permission,
            granted_by: self.owner,
            ends_at: None,
        });
        MadeUp { permissions: permissions.collect(), user }
    }

    fn status(&mut self) -> (UserStatus, Option<DisabledBy>, Option<Timestamp>) {
        let by = |reason| (UserStatus::Disabled, Some(reason), None);
        match self.dice.roll(1000) {
            0..860 => (UserStatus::Active, None, None),
            860..890 => {
                let left = self.dice.seconds(24 * HOUR);
                (UserStatus::Invited, None, Some(self.now.plus_seconds(left + 60)))
            }
            890..930 => (UserStatus::Invited, None, Some(self.ago(90 * DAY))),
            930..955 => by(DisabledBy::Administrator),
            955..963 => by(DisabledBy::Organization),
            963..970 => by(DisabledBy::Ended),
            _ => (UserStatus::Deleted, None, None),
        }
    }

    fn person(&mut self, status: UserStatus) -> Person {
        let mut share = self.dice.roll(100);
        let names = NAMES.iter().find(|names| match share.checked_sub(names.share) {
            Some(rest) => {
                share = rest;
                false
            }
            None => true,
        });
        let names = names.unwrap_or(&NAMES[0]);
        let (first, first_plain) = *self.dice.pick(names.first);
        let (last, last_plain) = *self.dice.pick(names.last);
        let studio = self.dice.roll(40);
        let number = self.made;
        // Who was invited by address alone has no name yet.
        let is_nameless = status == UserStatus::Invited && self.dice.roll(2) == 0;
        Person {
            first: if is_nameless { String::new() } else { first.to_owned() },
            last: if is_nameless { String::new() } else { last.to_owned() },
            email: format!("{first_plain}.{last_plain}{number}@studio{studio}.example"),
            username: format!("{}.{}{number}", &first_plain[..1], last_plain),
        }
    }

    fn extras(&mut self, role: CompanyRole) -> Vec<CompanyPermission> {
        const OFTEN: &[CompanyPermission] = &[
            CompanyPermission::Creator,
            CompanyPermission::Users,
            CompanyPermission::Billing,
            CompanyPermission::Groups,
        ];
        let count = match (role, self.dice.roll(100)) {
            (CompanyRole::Member, 0..8) => 1,
            (CompanyRole::Member, 8..11) => 2,
            (CompanyRole::Member, 11) => 3,
            _ => 0,
        };
        OFTEN.iter().copied().take(count).collect()
    }

    fn access_end(&mut self, status: UserStatus, disabled_by: Option<DisabledBy>) -> Option<Timestamp> {
        match (status, disabled_by) {
            (_, Some(DisabledBy::Ended)) => Some(self.ago(60 * DAY)),
            (UserStatus::Active, _) if self.dice.roll(20) == 0 => {
                let left = self.dice.seconds(200 * DAY);
                Some(self.now.plus_seconds(left + DAY))
            }
            _ => None,
        }
    }

    fn last_seen(&mut self) -> Option<Timestamp> {
        match self.dice.roll(20) {
            0 => None,
            1..12 => Some(self.ago(2 * DAY)),
            _ => Some(self.ago(120 * DAY)),
        }
    }

    /// Some moment of the last so many seconds.
    fn ago(&mut self, seconds: i64) -> Timestamp {
        self.now.plus_seconds(-self.dice.seconds(seconds) - 60)
    }
}

struct Person {
    first: String,
    last: String,
    email: String,
    username: String,
}

/// SplitMix64: numbers that look random and are the same in every run. Nothing secret is made of them.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % sides
    }

    fn seconds(&mut self, below: i64) -> i64 {
        i64::try_from(self.roll(below.unsigned_abs().max(1))).unwrap_or_default()
    }

    fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[usize::try_from(self.roll(of.len() as u64)).unwrap_or_default()]
    }
}
