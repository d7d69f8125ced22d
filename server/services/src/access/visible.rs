//! Lists show what `decide` allows: the same answer as a condition of SQL.
//!
//! Users fall into a few classes between which the decision tells. It is asked about one probe of each class, so that
//! the condition cannot drift from it: *row in list ⇔ `decide` allows it*.

use model::access::{Action, CompanyRole, OrganizationRole};
use model::ids::{OrganizationId, UserId};
use model::users::UserStatus;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition};
use uuid::Uuid;

use super::decide::decide;
use super::facts::{Resource, Subject, UserTarget};
use crate::entity::user;

/// The users whose directory entry the subject sees; what is added to it narrows it.
pub(crate) fn visible_users(subject: &Subject) -> Condition {
    Classes::seen(subject, Action::UsersDirectory).condition()
}

/// Whether the subject sees everyone who is neither archived nor erased.
pub(crate) fn sees_everyone(subject: &Subject) -> bool {
    Classes::seen(subject, Action::UsersDirectory).present
}

/// The classes of users that are seen. There are no projects yet, so nobody shares one.
#[derive(Debug, PartialEq)]
struct Classes {
    /// Everyone who is neither archived nor erased.
    present: bool,
    /// Archived users.
    archived: bool,
    /// The one who asks.
    oneself: Option<UserId>,
    /// Those who are at home in these organizations, neither archived nor erased.
    at_home_in: Vec<OrganizationId>,
}

impl Classes {
    fn seen(subject: &Subject, action: Action) -> Self {
        let sees = |probe| decide(subject, action, &Resource::User(probe)).allowed;
        // Nobody has this id, and whether someone is seen does not depend on their role.
        let stranger = |status| UserTarget::new(UserId(Uuid::nil()), status, CompanyRole::Member);
        let at_home = |organization: &OrganizationId| {
            sees(UserTarget { home_organization: Some(*organization), ..stranger(UserStatus::Active) })
        };
        let administered = subject.organizations.iter().filter(|place| place.role == OrganizationRole::Admin);
        Self {
            present: sees(stranger(UserStatus::Active)),
            archived: sees(stranger(UserStatus::Deleted)),
            oneself: subject.user_id().filter(|id| sees(UserTarget { id: *id, ..stranger(UserStatus::Active) })),
            at_home_in: administered.map(|place| place.organization).filter(at_home).collect(),
        }
    }

    fn condition(self) -> Condition {
        let gone = [UserStatus::Deleted, UserStatus::Erased];
        match (self.present, self.archived) {
            (true, true) => Condition::all().add(user::Column::Status.ne(UserStatus::Erased)),
            (true, false) => Condition::all().add(user::Column::Status.is_not_in(gone)),
            (false, archived) => {
                // An empty alternative would be true.
                let mut any = Condition::any().add(Expr::val(false));
                if archived {
                    any = any.add(user::Column::Status.eq(UserStatus::Deleted));
                }
                if let Some(id) = self.oneself {
                    any = any.add(user::Column::Id.eq(id));
                }
                if !self.at_home_in.is_empty() {
                    any = any.add(
                        Condition::all()
                            .add(user::Column::HomeOrganization.is_in(self.at_home_in))
                            .add(user::Column::Status.is_not_in(gone)),
                    );
                }
                // Whatever a caller adds must narrow it: `add` on an alternative would widen it.
                Condition::all().add(any)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use model::access::CompanyPermission;
    use proptest::prelude::*;
    use sea_orm::{DbBackend, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

    use super::*;
    use crate::access::cast::{ASKER, ORGANIZATION, OTHER, nobody, person};
    use crate::access::invariants::{subjects, targets};

    impl Classes {
        /// The condition, read in Rust.
        fn contain(&self, target: &UserTarget) -> bool {
            let erased = target.status == UserStatus::Erased;
            let gone = erased || target.status == UserStatus::Deleted;
            (self.present && !gone)
                || (self.archived && target.status == UserStatus::Deleted)
                || self.oneself == Some(target.id)
                || (!gone && target.home_organization.is_some_and(|home| self.at_home_in.contains(&home)))
        }
    }

    proptest! {
        // AZ-11
        #[test]
        fn row_is_in_the_list_if_and_only_if_the_decision_allows_it(subject in subjects(), target in targets()) {
            let mut target = UserTarget { shares_project: false, ..target };
            if subject.user_id() == Some(target.id) {
                // The row and the facts of the one who asks tell the same; nobody asks from an archive.
                target.status = UserStatus::Active;
            }
            for action in [Action::UsersDirectory, Action::UsersView] {
                let allowed = decide(&subject, action, &Resource::User(target.clone())).allowed;
                prop_assert_eq!(Classes::seen(&subject, action).contain(&target), allowed);
            }
        }
    }

    fn sql(condition: Condition) -> String {
        let query = user::Entity::find().select_only().column(user::Column::Id).filter(condition);
        let sql = query.build(DbBackend::Sqlite).to_string();
        sql.split_once(" WHERE ").unwrap().1.replace("\"user\".", "")
    }

    // AZ-11, UL-11
    #[test]
    fn condition_is_no_wider_than_the_classes() {
        let manager = person(CompanyRole::Member).with(CompanyPermission::Users);
        for subject in [person(CompanyRole::Owner), person(CompanyRole::Administrator), manager] {
            assert_eq!(sql(visible_users(&subject)), r#""status" <> 'erased'"#);
        }
        let member = person(CompanyRole::Member);
        assert_eq!(sql(visible_users(&member)), r#""status" NOT IN ('deleted', 'erased')"#);
        let guest = person(CompanyRole::Guest);
        assert_eq!(sql(visible_users(&guest)), format!(r#"FALSE OR "id" = '{ASKER}'"#));
        let admin = guest.in_organization(ORGANIZATION, OrganizationRole::Admin);
        assert_eq!(
            sql(visible_users(&admin)),
            format!(
                r#"FALSE OR "id" = '{ASKER}' OR ("home_organization" IN ('{ORGANIZATION}') AND "status" NOT IN ('deleted', 'erased'))"#
            )
        );
        assert_eq!(sql(visible_users(&nobody())), "FALSE");
    }

    // AZ-09
    #[test]
    fn what_is_added_narrows_it() {
        let other = || user::Column::Id.eq(OTHER);
        let guest = person(CompanyRole::Guest);
        assert_eq!(
            sql(visible_users(&guest).add(other())),
            format!(r#"(FALSE OR "id" = '{ASKER}') AND "id" = '{OTHER}'"#)
        );
        assert_eq!(sql(visible_users(&nobody()).add(other())), format!(r#"FALSE AND "id" = '{OTHER}'"#));
        assert_eq!(
            sql(visible_users(&person(CompanyRole::Owner)).add(other())),
            format!(r#""status" <> 'erased' AND "id" = '{OTHER}'"#)
        );
    }
}
