//! Why somebody may do something or not, and the smallest changes that would help; `product/model.md` §5.3.
//!
//! Only here are such changes looked for. Nothing is changed; each proposal was tried on a copy of the facts.

use model::access::{Action, Blocker, CompanyPermission, CompanyRole, Decision, GrantSource, Origin};
use model::error::{AppError, Noun};
use model::ids::UserId;
use model::time::Timestamp;
use model::user_window::{Change, Explanation, Fix, Source};
use model::users::UserStatus;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::catalog;
use super::decide::decide;
use super::facts::{ExtraFact, InvitationTarget, Resource, Subject, UserTarget};
use super::load::{self, load_other, user_target};
use super::verdicts::verdict;
use crate::ctx::Ctx;
use crate::entity::{user, user_permission};
use crate::error::Result;
use crate::settings::Edition;
use crate::tx::{Reason, Rows, Tx};
use crate::{users, zone};

/// Proposals that are shown.
const FIXES: usize = 3;
/// Names of those who can make a change that are shown.
const HELPERS: usize = 3;
/// People who are asked whether they can; further ones would not be shown anyway.
const HELPERS_ASKED: u64 = 12;

/// Explains an action to somebody who may see all fields of this user: in the workspace, or toward another user whom
/// the one who asks sees in the directory.
pub(crate) async fn explain(
    ctx: &Ctx,
    user: &user::Model,
    action: Action,
    about: Option<&user::Model>,
) -> Result<Explanation> {
    let resource = match about {
        Some(about) => toward(ctx, about, action).await?,
        None => resource(action),
    };
    let mut answers = explain_each(ctx, user, vec![(action, resource)]).await?;
    answers.pop().ok_or_else(|| AppError::NotFound { what: Noun::Page }.into())
}

/// Explains several actions in the workspace, in their order; what they have in common is read once.
pub(crate) async fn explain_all(ctx: &Ctx, user: &user::Model, actions: &[Action]) -> Result<Vec<Explanation>> {
    explain_each(ctx, user, actions.iter().map(|action| (*action, resource(*action))).collect()).await
}

async fn explain_each(ctx: &Ctx, user: &user::Model, asked: Vec<(Action, Resource)>) -> Result<Vec<Explanation>> {
    let rows = identity(ctx);
    let edition = ctx.services().settings().edition;
    let subject = load_other(&rows, user, edition, ctx.now()).await?;
    let granted = granted_by(&rows, user.id).await?;
    let answers: Vec<_> = asked.iter().map(|(action, resource)| Answer::of(&subject, *action, resource)).collect();
    let helpers = match answers.iter().all(|answer| answer.fixes.is_empty()) {
        true => Vec::new(),
        false => helpers(ctx, &rows, user.id).await?,
    };
    Ok(answers.into_iter().map(|answer| told(ctx, user, answer, &granted, &helpers)).collect())
}

/// What was decided, and the changes that would help.
struct Answer {
    action: Action,
    allowed: bool,
    sources: Vec<GrantSource>,
    blockers: Vec<Blocker>,
    fixes: Vec<Vec<Change>>,
}

impl Answer {
    fn of(subject: &Subject, action: Action, resource: &Resource) -> Self {
        let Decision { sources, mut blockers, .. } = decide(subject, action, resource);
        // Step-up disables nothing: the answer opens the dialog.
        blockers.retain(|blocker| *blocker != Blocker::StepUpRequired);
        let allowed = !sources.is_empty() && blockers.is_empty();
        let fixes = if allowed { Vec::new() } else { fixes(subject, action, resource) };
        Self { action, allowed, sources, blockers, fixes }
    }
}

/// The answer with the names of those who gave something or could.
fn told(
    ctx: &Ctx,
    user: &user::Model,
    answer: Answer,
    granted: &[(CompanyPermission, String)],
    helpers: &[(String, Subject)],
) -> Explanation {
    let Answer { action, allowed, sources, blockers, fixes } = answer;
    let target = UserTarget { grants: Vec::new(), ..user_target(user, Vec::new()) };
    let fixes = fixes.into_iter().map(|changes| {
        let can = |helper: &Subject| changes.iter().all(|change| can_make(helper, &target, &changes, *change));
        let by = helpers.iter().filter(|(_, helper)| can(helper)).map(|(name, _)| name.clone()).take(HELPERS).collect();
        Fix { by, yours: can(ctx.subject()), changes: changes.clone() }
    });
    let source = |source: GrantSource| Source {
        by: match source.origin {
            Origin::CompanyExtra(permission) => {
                granted.iter().find(|(of, _)| *of == permission).map(|(_, name)| name.clone())
            }
            _ => None,
        },
        origin: source.origin,
        ends: source.ends_at.map(|end| zone::moment(end, &ctx.me().timezone)),
    };
    Explanation {
        action,
        allowed,
        fixes: fixes.collect(),
        sources: sources.into_iter().map(source).collect(),
        blockers,
    }
}

/// What the action is about when nobody in particular is named: a Team member, an invitation of one.
fn resource(action: Action) -> Resource {
    match action {
        Action::InvitationsSend => Resource::Invitation(InvitationTarget {
            role: CompanyRole::Member,
            permissions: Vec::new(),
            organization: None,
        }),
        Action::AccessChange | Action::UsersDisable | Action::CredentialsHelp => {
            Resource::User(UserTarget::new(UserId(Uuid::nil()), UserStatus::Active, CompanyRole::Member))
        }
        _ => Resource::Workspace,
    }
}

/// Somebody in particular. Whoever sees no more of them than the directory learns nothing of their state: the answer is
/// the one about anybody of their role to whom the action fits.
async fn toward(ctx: &Ctx, about: &user::Model, action: Action) -> Result<Resource> {
    let rows = identity(ctx);
    let sees_all = decide(ctx.subject(), Action::UsersView, &Resource::User(user_target(about, Vec::new()))).allowed;
    if !sees_all {
        return Ok(Resource::User(UserTarget::new(about.id, fitting(action), about.role)));
    }
    let held: Vec<CompanyPermission> = match action {
        // Nothing is given or taken before somebody says what.
        Action::AccessChange => Vec::new(),
        _ => load::extras(&rows, about.id).await?.into_iter().map(|extra| extra.permission).collect(),
    };
    let last_org_admin = match action {
        Action::UsersDisable | Action::UsersDelete => load::is_last_org_admin(&rows, about.id, ctx.now()).await?,
        _ => false,
    };
    Ok(Resource::User(UserTarget { last_org_admin, ..user_target(about, held) }))
}

/// A status that an action has a place for.
const fn fitting(action: Action) -> UserStatus {
    match action {
        Action::UsersEnable => UserStatus::Disabled,
        Action::UsersRestore => UserStatus::Deleted,
        Action::InvitationsResend | Action::InvitationsCopyLink | Action::InvitationsCancel => UserStatus::Invited,
        _ => UserStatus::Active,
    }
}

/// The smallest sets of changes after which the action is allowed.
fn fixes(subject: &Subject, action: Action, resource: &Resource) -> Vec<Vec<Change>> {
    let helps = |changes: &[Change]| {
        let changed = changes.iter().fold(subject.clone(), |subject, change| apply(subject, *change));
        verdict(&decide(&changed, action, resource)).is_allowed()
    };
    let candidates = candidates(subject);
    let mut found: Vec<Vec<Change>> =
        candidates.iter().map(|change| vec![*change]).filter(|changes| helps(changes)).collect();
    if found.is_empty() {
        // No part of a pair helps alone, or it would have been found.
        for (at, first) in candidates.iter().enumerate() {
            let pairs = candidates[at + 1..].iter().map(|second| vec![*first, *second]);
            found.extend(pairs.filter(|pair| helps(pair)));
        }
    }
    found.sort_by_key(|changes| changes.iter().map(|change| weight(*change)).sum::<usize>());
    found.truncate(FIXES);
    found
}

/// The changes that fit the state of the subject.
fn candidates(subject: &Subject) -> Vec<Change> {
    let Some(user) = &subject.user else { return Vec::new() };
    let mut changes = Vec::new();
    if user.status == UserStatus::Disabled {
        changes.push(Change::Enable);
    }
    if user.access_ends_at.is_some_and(|end| end <= subject.at) {
        changes.push(Change::MoveEnd);
    }
    let contained = catalog::role_permissions(user.role);
    let grantable = catalog::ceiling(user.role).iter().copied().filter(|one| !contained.contains(one));
    changes.extend(grantable.map(Change::Grant));
    // The Owner's role moves by transfer only.
    let higher = [CompanyRole::Member, CompanyRole::Administrator].into_iter().filter(|role| *role < user.role);
    changes.extend(higher.map(Change::Role));
    changes
}

/// How much a change grants, for the order.
fn weight(change: Change) -> usize {
    match change {
        Change::Enable | Change::MoveEnd => 0,
        Change::Grant(_) => 1,
        Change::Role(CompanyRole::Member | CompanyRole::Guest) => 2,
        // More than any two others.
        Change::Role(CompanyRole::Administrator | CompanyRole::Owner) => 10,
    }
}

fn apply(mut subject: Subject, change: Change) -> Subject {
    if let Some(user) = &mut subject.user {
        match change {
            Change::Enable => (user.status, user.disabled_by) = (UserStatus::Active, None),
            Change::MoveEnd => user.access_ends_at = None,
            Change::Grant(permission) => {
                user.extras.retain(|extra| extra.permission != permission);
                user.extras.push(ExtraFact { permission, ends_at: None });
            }
            Change::Role(role) => user.role = role,
        }
    }
    subject
}

/// Whether somebody could make a change of a fix to this user. The other changes of the fix count as made.
fn can_make(helper: &Subject, target: &UserTarget, fix: &[Change], change: Change) -> bool {
    let mut target = target.clone();
    for other in fix.iter().filter(|other| **other != change) {
        match other {
            Change::Enable => (target.status, target.disabled_by) = (UserStatus::Active, None),
            Change::MoveEnd => target.access_ends_at = None,
            Change::Grant(_) => {}
            Change::Role(role) => target.role = *role,
        }
    }
    let (action, target) = match change {
        Change::Enable => (Action::UsersEnable, target),
        Change::MoveEnd => (Action::AccessChange, target),
        Change::Grant(permission) => {
            (Action::AccessChange, UserTarget { grants: vec![permission], gives: vec![permission], ..target })
        }
        Change::Role(role) => (Action::AccessChange, UserTarget { new_role: Some(role), ..target }),
    };
    verdict(&decide(helper, action, &Resource::User(target))).is_allowed()
}

/// Those who can give the one who asks an action in the workspace, the highest role first; nobody when they may already.
pub(crate) async fn who_can_give(tx: &Tx, action: Action) -> Result<Vec<user::Model>> {
    let subject = tx.subject().await?;
    let Some(id) = subject.user_id() else { return Ok(Vec::new()) };
    #[expect(clippy::disallowed_methods, reason = "the facts of access")]
    let rows = tx.rows_without(Reason::Identity);
    let Some(user) = user::Entity::find_by_id(id).one(rows.conn()).await? else { return Ok(Vec::new()) };
    let answer = Answer::of(subject, action, &resource(action));
    let target = UserTarget { grants: Vec::new(), ..user_target(&user, Vec::new()) };
    let edition = tx.base().services().settings().edition;
    let mut givers = Vec::new();
    for (giver, held) in holders_of_users(&rows, id, Condition::all(), edition, tx.now()).await? {
        let can = |fix: &Vec<Change>| fix.iter().all(|change| can_make(&held, &target, fix, *change));
        if answer.fixes.iter().any(can) {
            givers.push(giver);
        }
    }
    Ok(givers)
}

/// Some of those who hold Users, the highest role first, as far as the one who asks may see them.
async fn helpers(ctx: &Ctx, rows: &Rows<'_, Reason>, about: UserId) -> Result<Vec<(String, Subject)>> {
    let seen = super::visible::visible_users(ctx.subject());
    let found = holders_of_users(rows, about, seen, ctx.services().settings().edition, ctx.now()).await?;
    let named =
        |(user, held): (user::Model, Subject)| (users::display_name(&user.first_name, &user.last_name, ""), held);
    Ok(found.into_iter().map(named).filter(|(name, _)| !name.is_empty()).collect())
}

/// Some of those who hold Users, but for this one, the highest role first, with what they may do.
async fn holders_of_users(
    rows: &Rows<'_, Reason>,
    but: UserId,
    among: Condition,
    edition: Edition,
    now: Timestamp,
) -> Result<Vec<(user::Model, Subject)>> {
    let found = user::Entity::find()
        .filter(users::are_let_in(now))
        .filter(users::hold(CompanyPermission::Users, now))
        .filter(among)
        .filter(user::Column::Id.ne(but))
        .order_by_asc(user::Column::RoleRank)
        .order_by_asc(user::Column::SortName)
        .order_by_asc(user::Column::Id)
        .limit(HELPERS_ASKED)
        .all(rows.conn())
        .await?;
    let mut holders = Vec::new();
    for user in found {
        let subject = load_other(rows, &user, edition, now).await?;
        holders.push((user, subject));
    }
    Ok(holders)
}

/// The names of some of those who hold a permission, the highest role first, as far as the one who asks may see them.
pub(crate) async fn visible_holders(ctx: &Ctx, permission: CompanyPermission) -> Result<Vec<String>> {
    let now = ctx.now();
    let rows = identity(ctx);
    let found = user::Entity::find()
        .filter(users::are_let_in(now))
        .filter(users::hold(permission, now))
        .filter(super::visible::visible_users(ctx.subject()))
        .filter(user::Column::Id.ne(ctx.user_id()))
        .order_by_asc(user::Column::RoleRank)
        .order_by_asc(user::Column::SortName)
        .order_by_asc(user::Column::Id)
        .limit(HELPERS_ASKED)
        .all(rows.conn())
        .await?;
    let names = found.iter().map(|user| users::display_name(&user.first_name, &user.last_name, ""));
    Ok(names.filter(|name| !name.is_empty()).take(HELPERS).collect())
}

/// Who gave the permissions on top of the role.
async fn granted_by(rows: &Rows<'_, Reason>, id: UserId) -> Result<Vec<(CompanyPermission, String)>> {
    let given = user_permission::Entity::find().filter(user_permission::Column::UserId.eq(id)).all(rows.conn()).await?;
    let givers = given.iter().map(|row| row.granted_by);
    let givers = user::Entity::find().filter(user::Column::Id.is_in(givers)).all(rows.conn()).await?;
    let name = |of: UserId| {
        let giver = givers.iter().find(|user| user.id == of)?;
        let name = users::display_name(&giver.first_name, &giver.last_name, "");
        Some(name).filter(|name| !name.is_empty())
    };
    Ok(given.iter().filter_map(|row| Some((row.permission, name(row.granted_by)?))).collect())
}

#[expect(clippy::disallowed_methods, reason = "the facts of access")]
fn identity(ctx: &Ctx) -> Rows<'_, Reason> {
    ctx.rows_without(Reason::Identity)
}

#[cfg(test)]
mod tests {
    use model::access::DisabledBy;
    use model::explain::{ABOUT_PERSON, ABOUT_WORKSPACE};

    use super::*;
    use crate::access::cast::{NOW, person};

    fn all_kinds() -> Vec<Subject> {
        let mut kinds = Vec::new();
        for role in CompanyRole::ALL {
            let whole = person(*role);
            let mut disabled = whole.clone();
            let mut ended = whole.clone();
            let mut both = whole.clone();
            if let Some(user) = &mut disabled.user {
                (user.status, user.disabled_by) = (UserStatus::Disabled, Some(DisabledBy::Administrator));
            }
            if let Some(user) = &mut ended.user {
                user.access_ends_at = Some(NOW);
            }
            if let Some(user) = &mut both.user {
                (user.status, user.disabled_by) = (UserStatus::Disabled, Some(DisabledBy::Ended));
                user.access_ends_at = Some(NOW);
            }
            kinds.extend([whole, disabled, ended, both]);
        }
        kinds
    }

    /// Everything that can be asked about the workspace, and about people of every role and status.
    fn all_questions() -> Vec<(Action, Resource)> {
        let mut questions: Vec<_> = ABOUT_WORKSPACE.iter().map(|action| (*action, resource(*action))).collect();
        for action in ABOUT_PERSON {
            for role in CompanyRole::ALL {
                for status in UserStatus::ALL {
                    let target = UserTarget {
                        disabled_by: (*status == UserStatus::Disabled).then_some(DisabledBy::Administrator),
                        ..UserTarget::new(UserId(Uuid::from_u128(77)), *status, *role)
                    };
                    questions.push((*action, Resource::User(target)));
                }
            }
        }
        questions
    }

    // S0.23: applying a fix makes the decision allow it, and no part of it alone does.
    #[test]
    fn every_fix_helps_and_none_is_larger_than_needed() {
        let mut seen = 0;
        for subject in all_kinds() {
            for (action, resource) in &all_questions() {
                let allows = |subject: &Subject| verdict(&decide(subject, *action, resource)).is_allowed();
                if allows(&subject) {
                    continue;
                }
                for fix in fixes(&subject, *action, resource) {
                    seen += 1;
                    let applied = fix.iter().fold(subject.clone(), |subject, change| apply(subject, *change));
                    assert!(allows(&applied), "{action} {fix:?}");
                    for part in fix.iter().filter(|_| fix.len() > 1) {
                        assert!(!allows(&apply(subject.clone(), *part)), "{action} {fix:?} {part:?}");
                    }
                }
            }
        }
        assert!(seen > 200, "{seen}");
    }

    // S0.23: the first blocker of the panel is the one that the refused call answers.
    #[test]
    fn panel_says_what_the_refusal_says() {
        for subject in all_kinds() {
            for (action, resource) in &all_questions() {
                let answer = Answer::of(&subject, *action, resource);
                assert_eq!(answer.allowed, verdict(&decide(&subject, *action, resource)).is_allowed(), "{action}");
                if !answer.allowed {
                    let said = verdict(&decide(&subject, *action, resource)).blocker();
                    assert_eq!(answer.blockers.first().copied(), said, "{action}");
                }
            }
        }
    }

    // S0.24
    #[test]
    fn smallest_change_comes_first_and_never_breaks_the_ceiling() {
        let member = person(CompanyRole::Member);
        let of = |action| fixes(&member, action, &resource(action));
        assert_eq!(
            of(Action::SeatsBuy),
            [vec![Change::Grant(CompanyPermission::Billing)], vec![Change::Role(CompanyRole::Administrator)]]
        );
        assert_eq!(of(Action::SecurityEdit), [vec![Change::Role(CompanyRole::Administrator)]]);
        let guest = person(CompanyRole::Guest);
        assert_eq!(
            fixes(&guest, Action::GroupsEdit, &Resource::Workspace),
            [vec![Change::Role(CompanyRole::Administrator)]]
        );
    }

    // S3.8
    #[test]
    fn fix_is_offered_to_those_who_can_make_it() {
        let target = UserTarget::new(UserId(Uuid::from_u128(9)), UserStatus::Active, CompanyRole::Member);
        let grant = [Change::Grant(CompanyPermission::Billing)];
        let can = |helper: &Subject, fix: &[Change]| fix.iter().all(|change| can_make(helper, &target, fix, *change));
        assert!(can(&person(CompanyRole::Administrator), &grant));
        assert!(!can(&person(CompanyRole::Member).with(CompanyPermission::Users), &grant));
        assert!(!can(&person(CompanyRole::Member), &[Change::Role(CompanyRole::Administrator)]));
        assert!(can(&person(CompanyRole::Owner), &[Change::Role(CompanyRole::Administrator)]));
    }
}
