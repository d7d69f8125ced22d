//! The decision. Everything it looks at, the time included, is in its arguments.

use model::access::{Action, CompanyPermission, CompanyRole, Decision};

use super::catalog;
use super::facts::{Identity, Resource, Subject, UserTarget};
use super::rules::{self, Sources};

/// Whether the subject may do this to that, why, and what stands in the way.
pub(crate) fn decide(subject: &Subject, action: Action, resource: &Resource) -> Decision {
    let sources = rules::find_sources(subject, action, resource);
    let case = Case { subject, action, resource, sources: &sources };
    // All rules are asked, because Explain lists everything that stands in the way.
    let mut blockers = Vec::new();
    for rule in rules::ALL {
        rule(&case, &mut blockers);
    }
    blockers.sort_unstable();
    blockers.dedup();
    let sources = sources.into_list();
    Decision { allowed: !sources.is_empty() && blockers.is_empty(), sources, blockers }
}

/// One question, as the rules see it.
pub(super) struct Case<'a> {
    pub(super) subject: &'a Subject,
    pub(super) action: Action,
    pub(super) resource: &'a Resource,
    pub(super) sources: &'a Sources,
}

impl Case<'_> {
    /// The person in question, if it is about another one or about oneself by name.
    pub(super) const fn target(&self) -> Option<&UserTarget> {
        match self.resource {
            Resource::User(target) => Some(target),
            _ => None,
        }
    }

    /// Whether the one who asks is the one in question.
    pub(super) fn is_oneself(&self) -> bool {
        self.subject.is_itself(self.resource)
    }

    /// The company role that the action would give.
    pub(super) fn given_role(&self) -> Option<CompanyRole> {
        match (self.action, self.resource) {
            (
                Action::InvitationsSend | Action::InvitationsResend | Action::InvitationsCopyLink,
                Resource::Invitation(target),
            ) => Some(target.role),
            (Action::InvitationsResend | Action::InvitationsCopyLink, Resource::User(target)) => Some(target.role),
            (Action::AccessChange, Resource::User(target)) => target.new_role.filter(|role| *role != target.role),
            (Action::AccessChangeAdministrator, Resource::User(target)) => match target.new_role {
                Some(role) => Some(role).filter(|role| *role != target.role),
                None => Some(CompanyRole::Administrator).filter(|role| *role != target.role),
            },
            (Action::AccessChangeAdministrator, _) => Some(CompanyRole::Administrator),
            _ => None,
        }
    }

    /// The company permissions that the action would give or take.
    pub(super) fn moved_permissions(&self) -> &[CompanyPermission] {
        match (self.action, self.resource) {
            (
                Action::InvitationsSend | Action::InvitationsResend | Action::InvitationsCopyLink,
                Resource::Invitation(target),
            ) => &target.permissions,
            (
                Action::InvitationsResend
                | Action::InvitationsCopyLink
                | Action::AccessChange
                | Action::AccessChangeAdministrator,
                Resource::User(target),
            ) => &target.grants,
            _ => &[],
        }
    }

    /// Whether the role Administrator would be given or taken.
    pub(super) fn moves_administrator(&self) -> bool {
        let taken = self.target().is_some_and(|target| target.role == CompanyRole::Administrator);
        match self.given_role() {
            Some(CompanyRole::Administrator) => true,
            Some(_) => taken && matches!(self.action, Action::AccessChange | Action::AccessChangeAdministrator),
            None => false,
        }
    }

    /// Whether a person asks who has no say about users of the workspace, so that at most an organization speaks for them.
    pub(super) fn is_for_organization_only(&self) -> bool {
        self.subject.user.is_some() && !self.subject.holds(CompanyPermission::Users)
    }
}

impl Subject {
    /// Whether the role contains a company permission or an extra adds it, within what the role can hold.
    pub(super) fn holds(&self, permission: CompanyPermission) -> bool {
        self.user.as_ref().is_some_and(|user| {
            catalog::role_permissions(user.role).contains(&permission)
                || (catalog::ceiling(user.role).contains(&permission)
                    && user.extras.iter().any(|extra| extra.permission == permission && self.is_live(extra.ends_at)))
        })
    }

    /// Whether this is about the one who asks.
    pub(super) fn is_itself(&self, resource: &Resource) -> bool {
        match (self.who, resource) {
            (Identity::User(_), Resource::Oneself) => true,
            (Identity::User(id), Resource::User(target)) => id == target.id,
            _ => false,
        }
    }
}
