//! Whose key it is.

use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

use super::users::Role;
use crate::api::context::Program;
use crate::api::problem::Problem;

/// The owner of the key.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Me {
    /// Id of the user.
    #[schema(format = "uuid")]
    id: String,
    /// First name.
    first_name: String,
    /// Last name.
    last_name: String,
    /// Address, as entered.
    #[schema(format = "email")]
    email: String,
    /// Username.
    username: String,
    /// Role in the workspace.
    role: Role,
    /// Permissions on top of the role.
    permissions: Vec<String>,
    /// Chosen language; absent while it follows the browser.
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    /// Time zone of the IANA database.
    timezone: String,
}

/// The owner of the key
///
/// Tells whether a key works, and whose it is.
#[utoipa::path(
    get,
    path = "/api/v1/me",
    responses(
        (status = 200, description = "The owner", body = Me),
        (status = 401, description = "No key, or one that does not work", content_type = "application/problem+json"),
        (status = 403, description = "The account cannot be used", content_type = "application/problem+json"),
        (status = 429, description = "Too many requests", content_type = "application/problem+json"),
    )
)]
pub(super) async fn me(program: Program) -> Result<Json<Me>, Problem> {
    let me = services::session::me(&program.ctx).await.map_err(|error| program.problem(error))?;
    Ok(Json(Me {
        id: me.id.to_string(),
        first_name: me.first_name,
        last_name: me.last_name,
        email: me.email,
        username: me.username,
        role: me.role.into(),
        permissions: me.permissions.into_iter().map(|permission| permission.to_string()).collect(),
        language: me.language.map(|language| language.to_string()),
        timezone: me.timezone,
    }))
}
