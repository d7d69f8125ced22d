//! The server function of the page.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use model::error::AppError;
use model::import::{ImportPage, ImportQuery};

#[cfg(feature = "ssr")]
use crate::rpc;

/// What the page shows, with what a form was refused for.
#[server(prefix = "/rpc", endpoint = "import/page", input = Json)]
pub async fn open_import(query: ImportQuery) -> Result<ImportPage, AppError> {
    rpc::visiting(async move |visitor| {
        let ctx = visitor.ctx().ok_or(AppError::Unauthenticated)?;
        let page = services::transfer::page(ctx, query).await?;
        Ok(ImportPage { refused: visitor.flash().and_then(|flash| flash.error), ..page })
    })
    .await
}
