//! The list of users, as their page has it.

use std::str::FromStr;

use axum::Json;
use axum::http::Uri;
use model::access::{CompanyPermission, CompanyRole};
use model::error::AppError;
use model::fields::{FieldCode, FieldErrors};
use model::page::{DEFAULT_PER_PAGE, PER_PAGE};
use model::time::Moment;
use model::users::{StatusFilter, StatusView, UserQuery, UserSort, UserSummary};
use serde::Serialize;
use url::form_urlencoded;
use utoipa::ToSchema;

use crate::api::context::Program;
use crate::api::cursor;
use crate::api::problem::Problem;

/// Role in the workspace.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Role {
    /// The one Owner.
    Owner,
    /// Administrator.
    Administrator,
    /// Team member.
    Member,
    /// Guest.
    Guest,
}

impl From<CompanyRole> for Role {
    fn from(role: CompanyRole) -> Self {
        match role {
            CompanyRole::Owner => Self::Owner,
            CompanyRole::Administrator => Self::Administrator,
            CompanyRole::Member => Self::Member,
            CompanyRole::Guest => Self::Guest,
        }
    }
}

/// Where a user stands.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Status {
    /// Works here.
    Active,
    /// Has a link that works.
    Invited,
    /// Had one.
    NotAccepted,
    /// Cannot sign in.
    Disabled,
    /// Archived.
    Deleted,
}

/// A user. What the owner of the key may not see is absent.
#[derive(Debug, Serialize, ToSchema)]
struct User {
    /// Id of the user.
    #[schema(format = "uuid")]
    id: String,
    /// First and last name; the address while there is none.
    name: String,
    /// Role in the workspace.
    role: Role,
    #[serde(flatten)]
    details: Option<Details>,
}

/// What holders of Users see.
#[derive(Debug, Serialize, ToSchema)]
struct Details {
    /// Address, as entered.
    #[schema(format = "email")]
    email: String,
    /// Username.
    username: String,
    /// Permissions on top of the role.
    permissions: Vec<String>,
    /// Where the user stands.
    status: Status,
    /// Last request in a browser.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "date-time")]
    last_seen_at: Option<String>,
    /// When the invitation was accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "date-time")]
    joined_at: Option<String>,
    /// When the access ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "date-time")]
    access_ends_at: Option<String>,
    /// Who invited.
    #[serde(skip_serializing_if = "Option::is_none")]
    invited_by: Option<String>,
}

/// A page of users.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Users {
    /// The users of this page.
    items: Vec<User>,
    /// Users on all pages.
    total: u64,
    /// The cursor of the next page; null on the last one.
    next: Option<String>,
}

/// Users
///
/// The list of the Users page, with its filters and its order. Without the permission Users it holds names and roles
/// alone, in the order of names.
#[utoipa::path(
    get,
    path = "/api/v1/users",
    params(
        ("q" = Option<String>, Query, description = "Part of a name, username or address"),
        ("role" = Option<Vec<String>>, Query, description = "Any of: `owner`, `administrator`, `member`, `guest`; repeat it for several"),
        ("status" = Option<Vec<String>>, Query, description = "Any of: `active`, `invited`, `not_accepted`, `disabled`, `deleted`; repeat it for several"),
        ("permission" = Option<Vec<String>>, Query, description = "Holding any of these, by the role or on top of it; repeat it for several"),
        ("archived" = Option<bool>, Query, description = "Archived users too"),
        ("sort" = Option<String>, Query, description = "`name`, `email`, `role`, `status`, `last_seen` or `joined`; with `-` in front, the other way round"),
        ("limit" = Option<u32>, Query, description = "10, 25, 50 or 100 users on a page; 25 unless said"),
        ("cursor" = Option<String>, Query, description = "`next` of the page before, with the other parameters as they were"),
    ),
    responses(
        (status = 200, description = "A page", body = Users),
        (status = 401, description = "No key, or one that does not work", content_type = "application/problem+json"),
        (status = 403, description = "Not open to the owner of the key", content_type = "application/problem+json"),
        (status = 422, description = "A parameter cannot be read", content_type = "application/problem+json"),
        (status = 429, description = "Too many requests", content_type = "application/problem+json"),
    )
)]
pub(super) async fn users(program: Program, uri: Uri) -> Result<Json<Users>, Problem> {
    list(&program, uri.query().unwrap_or_default()).await.map(Json).map_err(|error| program.problem(error))
}

async fn list(program: &Program, parameters: &str) -> Result<Users, AppError> {
    let ctx = &program.ctx;
    let (mut query, cursor) = read(parameters)?;
    // A cursor goes on with the list that it was made for, and with no other.
    let list = serde_json::to_string(&query).unwrap_or_default();
    if let Some(cursor) = cursor {
        query.page = cursor::open(ctx, &list, &cursor)?;
    }
    let asked = query.page;
    let page = services::users::list(ctx, query).await?.page;
    // The list has become shorter than where it is to go on.
    let (total, pages) = (page.total, page.pages());
    let (rows, is_last) = if page.page == asked { (page.rows, asked >= pages) } else { (Vec::new(), true) };
    Ok(Users {
        items: rows.into_iter().map(User::from).collect(),
        total,
        next: (!is_last).then(|| cursor::seal(ctx, &list, asked + 1)),
    })
}

/// The parameters; each that is odd is named.
fn read(parameters: &str) -> Result<(UserQuery, Option<String>), AppError> {
    let mut query = UserQuery { per: DEFAULT_PER_PAGE, ..UserQuery::default() };
    let (mut cursor, mut errors) = (None, FieldErrors::default());
    for (name, value) in form_urlencoded::parse(parameters.as_bytes()) {
        match name.as_ref() {
            "q" => query.q = value.into_owned(),
            "role" => query.roles.extend(errors.take("role", word::<CompanyRole>(&value))),
            "status" => query.statuses.extend(errors.take("status", word::<StatusFilter>(&value))),
            "permission" => query.permissions.extend(errors.take("permission", word::<CompanyPermission>(&value))),
            "archived" => query.archived = errors.take("archived", word(&value)).unwrap_or_default(),
            "sort" => {
                let (by, descending) = value.strip_prefix('-').map_or((value.as_ref(), false), |by| (by, true));
                query.sort = errors.take("sort", word::<UserSort>(by)).unwrap_or(UserSort::Name);
                query.descending = descending;
            }
            "limit" => match word::<u32>(&value) {
                Ok(per) if PER_PAGE.contains(&per) => query.per = per,
                _ => errors.push("limit", FieldCode::NotOffered),
            },
            "cursor" => cursor = Some(value.into_owned()),
            // Whoever means a filter must not get everybody because of a typing error.
            other => errors.push(&other.chars().take(40).collect::<String>(), FieldCode::NotOffered),
        }
    }
    if errors.is_empty() { Ok((query, cursor)) } else { Err(AppError::Invalid { fields: errors }) }
}

fn word<T: FromStr>(text: &str) -> Result<T, FieldCode> {
    text.parse().map_err(|_| FieldCode::NotOffered)
}

impl From<UserSummary> for User {
    fn from(user: UserSummary) -> Self {
        let at = |moment: Moment| services::iso(moment.at);
        let details = user.details.map(|details| Details {
            email: details.email,
            username: details.username,
            permissions: details.extras.into_iter().map(|extra| extra.to_string()).collect(),
            status: match details.status {
                StatusView::Active => Status::Active,
                StatusView::Invited { .. } => Status::Invited,
                StatusView::NotAccepted { .. } => Status::NotAccepted,
                StatusView::Disabled { .. } => Status::Disabled,
                StatusView::Deleted { .. } => Status::Deleted,
            },
            last_seen_at: details.last_seen.map(at),
            joined_at: details.joined.map(at),
            access_ends_at: details.access_ends.map(at),
            invited_by: details.invited_by,
        });
        Self { id: user.id.to_string(), name: user.name, role: user.role.into(), details }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_read_and_odd_ones_named() {
        let (query, cursor) =
            read("q=a%20b&role=guest&role=owner&status=not_accepted&permission=audit&archived=true&sort=-joined&limit=50&cursor=x")
                .unwrap();
        let expected = UserQuery {
            q: "a b".to_owned(),
            roles: vec![CompanyRole::Guest, CompanyRole::Owner],
            statuses: vec![StatusFilter::NotAccepted],
            permissions: vec![CompanyPermission::Audit],
            archived: true,
            sort: UserSort::Joined,
            descending: true,
            per: 50,
            page: 1,
        };
        assert_eq!((query, cursor.as_deref()), (expected, Some("x")));
        assert_eq!(read("").unwrap(), (UserQuery::default(), None));
        // IN-04
        for odd in [
            "limit=0",
            "limit=-1",
            "limit=100000",
            "limit=7",
            "role=boss",
            "permission=sudo",
            "sort=password",
            "archived=yes",
            "page=2",
            "per=1",
            "%00=1",
        ] {
            let Err(AppError::Invalid { fields }) = read(odd) else { panic!("{odd}") };
            assert_eq!(fields.0.len(), 1, "{odd}");
        }
    }
}
