//! A verdict for every row, by the facts of this moment. The check and the import make the same plan, one by reading, one
//! under the lock of the workspace.

use std::collections::HashMap;

use model::access::{Action, Blocker, CompanyPermission, CompanyRole, Verdict};
use model::fields::FieldCode;
use model::ids::UserId;
use model::import::{ImportColumn, ImportRow, ImportSettings, RowChange, RowVerdict};
use model::person::PersonName;
use model::roles::Held;
use model::time::Timestamp;
use model::users::UserStatus;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::read::{self, Line};
use super::table::{Table, shown};
use super::words::Words;
use crate::access::{self, InvitationTarget, Resource, Subject};
use crate::entity::{user, user_permission};
use crate::error::Result;
use crate::invitations::{self, NewPerson, Spelling};
use crate::keys::hash_secret;
use crate::tx::{Reason, Rows};
use crate::{roles, users};

/// People whom one statement asks about; databases take only so many values.
const AT_ONCE: usize = 500;

/// What happens to one row.
pub(super) struct Planned {
    pub(super) row: ImportRow,
    pub(super) what: What,
}

/// What is done for a row.
pub(super) enum What {
    Nothing,
    Invite(NewPerson),
    Change(Change),
}

/// A change of somebody who is here.
pub(super) struct Change {
    pub(super) id: UserId,
    pub(super) version: i64,
    pub(super) name: Option<PersonName>,
    pub(super) held: Option<Held>,
}

/// Somebody who is here, with what they hold.
struct Known {
    user: user::Model,
    /// On top of the role, ended ones included.
    held: Vec<CompanyPermission>,
    /// Without ended ones, in order.
    live: Vec<CompanyPermission>,
}

/// The plan for a table, in the order of its rows.
pub(super) async fn plan(
    rows: &Rows<'_, Reason>,
    subject: &Subject,
    table: &Table,
    settings: &ImportSettings,
    now: Timestamp,
) -> Result<Vec<Planned>> {
    let lines = read::lines(table, &settings.columns, &Words::new());
    let known = known(rows, &lines, now).await?;
    let mut planner = Planner { subject, settings, known, first: HashMap::new(), granted: HashMap::new() };
    Ok(lines.into_iter().map(|line| planner.planned(line)).collect())
}

/// A fingerprint of everything that a plan says.
pub(super) fn fingerprint(plan: &[Planned]) -> String {
    let rows: Vec<&ImportRow> = plan.iter().map(|planned| &planned.row).collect();
    // Words and numbers always serialize.
    hash_secret(&serde_json::to_string(&rows).unwrap_or_default())
}

/// Who stands behind the addresses, with what they hold.
async fn known(rows: &Rows<'_, Reason>, lines: &[Line], now: Timestamp) -> Result<HashMap<String, Known>> {
    let addresses = lines.iter().filter_map(|line| line.address.as_ref().ok()).map(|address| address.canonical());
    let users = invitations::known(rows, addresses).await?;
    let ids: Vec<UserId> = users.values().map(|user| user.id).collect();
    let mut held = HashMap::<UserId, Vec<user_permission::Model>>::new();
    for some in ids.chunks(AT_ONCE) {
        let found = user_permission::Entity::find().filter(user_permission::Column::UserId.is_in(some.iter().copied()));
        for one in found.all(rows.conn()).await? {
            held.entry(one.user_id).or_default().push(one);
        }
    }
    let known = users.into_iter().map(|(address, user)| {
        let held = held.remove(&user.id).unwrap_or_default();
        let live = held.iter().filter(|one| one.ends_at.is_none_or(|end| now < end)).map(|one| one.permission);
        let live = Held::new(user.role, &live.collect::<Vec<_>>()).permissions;
        (address, Known { held: held.into_iter().map(|one| one.permission).collect(), live, user })
    });
    Ok(known.collect())
}

struct Planner<'a> {
    subject: &'a Subject,
    settings: &'a ImportSettings,
    known: HashMap<String, Known>,
    /// The row in which each address came first.
    first: HashMap<String, u32>,
    /// What was decided about inviting to a role with these permissions.
    granted: HashMap<(CompanyRole, Vec<CompanyPermission>), Verdict>,
}

impl Planner<'_> {
    fn planned(&mut self, line: Line) -> Planned {
        let mut row = ImportRow {
            number: line.number,
            email: shown(&line.email),
            name: shown(&line.name()),
            role: line.role,
            permissions: line.permissions.clone().unwrap_or_default(),
            language: None,
            lookalike: false,
            verdict: RowVerdict::Unchanged,
        };
        let what = match self.verdict(&line, &mut row) {
            Ok(what) => what,
            Err(verdict) => {
                row.verdict = verdict;
                What::Nothing
            }
        };
        Planned { row, what }
    }

    /// What is done for a row, with its verdict in it; or the verdict alone.
    fn verdict(&mut self, line: &Line, row: &mut ImportRow) -> std::result::Result<What, RowVerdict> {
        let invalid = |(column, code)| RowVerdict::Invalid { column, code };
        let address = line.address.as_ref().map_err(|wrong| invalid(*wrong))?;
        match invitations::spelling(address) {
            Spelling::Plain => {}
            Spelling::Lookalike => row.lookalike = true,
            Spelling::Deceptive => return Err(invalid((ImportColumn::Email, FieldCode::InvalidEmail))),
        }
        if let Some(of) = self.first.get(address.canonical()) {
            return Err(RowVerdict::Duplicate { of: *of });
        }
        self.first.insert(address.canonical().to_owned(), line.number);
        match self.known.get(address.canonical()) {
            Some(known) if known.user.status != UserStatus::Deleted => change(self.subject, known, line, row),
            // Whoever is archived, and was when the table was made.
            Some(_) if line.archived => Err(RowVerdict::Unchanged),
            Some(known) if known.user.joined_at.is_some() => Err(RowVerdict::Archived),
            _ => {
                let (first, last) = line.checked_name().map_err(invalid)?;
                let name = PersonName { first: first.unwrap_or_default(), last: last.unwrap_or_default() };
                let role = line.role.unwrap_or(self.settings.role);
                let permissions = on_top(role, line.permissions.as_deref().unwrap_or_default());
                self.may_invite(role, &permissions)?;
                let language = line.language.unwrap_or(self.settings.language);
                (row.role, row.language) = (Some(role), Some(language));
                row.permissions.clone_from(&permissions);
                row.verdict = RowVerdict::New;
                let name = Some(name).filter(|name| *name != PersonName { first: String::new(), last: String::new() });
                Ok(What::Invite(NewPerson { email: address.clone(), name, role, permissions, language }))
            }
        }
    }

    fn may_invite(
        &mut self,
        role: CompanyRole,
        permissions: &[CompanyPermission],
    ) -> std::result::Result<(), RowVerdict> {
        if role == CompanyRole::Owner {
            return Err(RowVerdict::Invalid { column: ImportColumn::Role, code: FieldCode::NotOffered });
        }
        let subject = self.subject;
        let verdict = *self.granted.entry((role, permissions.to_vec())).or_insert_with(|| {
            let target = InvitationTarget { role, permissions: permissions.to_vec(), organization: None };
            verdict(subject, Action::InvitationsSend, Resource::Invitation(target))
        });
        blocked(verdict)
    }
}

/// What would change about somebody who is here.
fn change(subject: &Subject, known: &Known, line: &Line, row: &mut ImportRow) -> std::result::Result<What, RowVerdict> {
    let user = &known.user;
    let has = |is: &str, wanted: &Option<String>| wanted.as_deref().is_none_or(|wanted| wanted == is);
    let mut change = Change { id: user.id, version: user.version, name: None, held: None };
    let mut shown_change = RowChange::default();
    if !has(&user.first_name, &line.first) || !has(&user.last_name, &line.last) {
        let (first, last) = line.checked_name().map_err(|(column, code)| RowVerdict::Invalid { column, code })?;
        let name = PersonName {
            first: first.unwrap_or_else(|| user.first_name.clone()),
            last: last.unwrap_or_else(|| user.last_name.clone()),
        };
        // Whoever has a name keeps a first one.
        if name.first.is_empty() && !user.last_name.is_empty() {
            return Err(RowVerdict::Invalid { column: ImportColumn::FirstName, code: FieldCode::Required });
        }
        let target = access::user_target(user, known.held.clone());
        blocked(verdict(subject, Action::UsersRename, Resource::User(target)))?;
        shown_change.name = Some(shown(&users::display_name(&user.first_name, &user.last_name, "")));
        change.name = Some(name);
    }
    let role = line.role.unwrap_or(user.role);
    let permissions = line.permissions.as_deref().unwrap_or(&known.live);
    let (has, wanted) = (on_top(user.role, &known.live), on_top(role, permissions));
    if role != user.role || has != wanted {
        if role == CompanyRole::Owner {
            return Err(RowVerdict::Invalid { column: ImportColumn::Role, code: FieldCode::NotOffered });
        }
        let held = Held::new(role, &wanted);
        let target = access::user_target(user, known.held.clone());
        let target = roles::changed(&known.held, target, &held);
        blocked(verdict(subject, Action::AccessChange, Resource::User(target)))?;
        shown_change.role = Some(user.role).filter(|before| *before != role);
        shown_change.gives = wanted.iter().copied().filter(|one| !has.contains(one)).collect();
        shown_change.takes = has.iter().copied().filter(|one| !wanted.contains(one)).collect();
        change.held = Some(held);
    }
    if change.name.is_none() && change.held.is_none() {
        return Err(RowVerdict::Unchanged);
    }
    row.role = Some(role);
    row.verdict = RowVerdict::Changed(shown_change);
    Ok(What::Change(change))
}

/// What a role does not contain anyway.
fn on_top(role: CompanyRole, permissions: &[CompanyPermission]) -> Vec<CompanyPermission> {
    let contained = access::effective(role, &[]);
    let on_top: Vec<_> = permissions.iter().copied().filter(|one| !contained.contains(one)).collect();
    Held::new(role, &on_top).permissions
}

/// The verdict that a page shows: the password is asked for when it is applied.
fn verdict(subject: &Subject, action: Action, resource: Resource) -> Verdict {
    access::verdicts(subject, &[action], &resource).of(action)
}

fn blocked(verdict: Verdict) -> std::result::Result<(), RowVerdict> {
    verdict.blocker().map_or(Ok(()), |blocker: Blocker| Err(RowVerdict::Blocked { blocker }))
}
