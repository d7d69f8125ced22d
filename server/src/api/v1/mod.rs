//! Version 1: every operation with its route and its description.

mod me;
mod users;

use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ComponentsBuilder, Paths};
use utoipa::openapi::{InfoBuilder, OpenApi, OpenApiBuilder, SecurityRequirement};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The name of the one way to be let in.
const KEY: &str = "key";

/// All operations.
pub(super) fn routes() -> OpenApiRouter {
    OpenApiRouter::with_openapi(document()).routes(routes!(me::me)).routes(routes!(users::users))
}

/// What is said of all operations together.
fn document() -> OpenApi {
    let key = SecurityScheme::Http(
        HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("rc_pat_<selector>_<secret>_<crc>")
            .description(Some("The personal API key of a user, made under Security settings."))
            .build(),
    );
    let info = InfoBuilder::new().title("Rollcall").version("1").description(Some(
        "Users, seats and access. Each request is carried out as the owner of its key, with the rights that the owner \
         has at that moment. No key does what asks for the password in the browser: such requests are answered 403 \
         with the blocker `api_key_not_allowed`.",
    ));
    OpenApiBuilder::new()
        .info(info.build())
        .paths(Paths::new())
        .components(Some(ComponentsBuilder::new().security_scheme(KEY, key).build()))
        .security(Some([SecurityRequirement::new(KEY, Vec::<String>::new())]))
        .build()
}
