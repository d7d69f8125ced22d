//! Server functions behind the forms of the page. Each leads back to it.

use leptos::prelude::*;
use leptos::server_fn::codec::PostUrl;
use model::error::AppError;
#[cfg(feature = "ssr")]
use model::fields::FieldErrors;
#[cfg(feature = "ssr")]
use model::import::{ImportColumn, ImportSettings};

#[cfg(feature = "ssr")]
use super::address;
#[cfg(feature = "ssr")]
use crate::rpc::{Next, acting_from};

/// Where [`set_import_columns`] is.
pub(super) const COLUMNS: &str = "/rpc/import/columns";

/// Where [`apply_import`] is.
pub(super) const APPLY: &str = "/rpc/import/apply";

/// Takes the columns of a table for something else; `means` holds a word for each of them.
#[server(prefix = "/rpc", endpoint = "import/columns", input = PostUrl)]
pub async fn set_import_columns(
    key: String,
    #[server(default)] means: Vec<String>,
    role: String,
    language: String,
) -> Result<(), AppError> {
    let here = address::of_key(&key);
    acting_from(here.clone(), Vec::new(), async move |ctx| {
        let unreadable = || AppError::Invalid { fields: FieldErrors::default() };
        let column = |word: &String| match word.as_str() {
            "" => Ok(None),
            word => word.parse::<ImportColumn>().map(Some).map_err(|_| unreadable()),
        };
        let settings = ImportSettings {
            columns: means.iter().map(column).collect::<Result<_, _>>()?,
            role: role.parse().map_err(|_| unreadable())?,
            language: language.parse().map_err(|_| unreadable())?,
        };
        services::transfer::change_settings(&ctx, &key, settings).await?;
        Ok(Next::to(here))
    })
    .await
}

/// Applies a table as it was seen; `changes` says whether whoever is here is changed too.
#[server(prefix = "/rpc", endpoint = "import/apply", input = PostUrl)]
pub async fn apply_import(key: String, seen: String, #[server(default)] changes: String) -> Result<(), AppError> {
    let with_changes = changes == "yes";
    let here = address::applying(&key, with_changes);
    acting_from(here, Vec::new(), async move |ctx| {
        services::transfer::apply(&ctx, &key, &seen, with_changes).await?;
        Ok(Next::to(address::of_key(&key)))
    })
    .await
}
