//! The server function of Explain. The one behind its form is in `forms`.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use model::error::AppError;
use model::explain::{Explained, Question};
use model::sign_in::Flash;

#[cfg(feature = "ssr")]
use crate::rpc;

/// The answer to a question about access, and what is to be said after a form.
#[server(prefix = "/rpc", endpoint = "explain/ask", input = Json)]
pub async fn explain(question: Question) -> Result<(Explained, Flash), AppError> {
    rpc::visiting(async move |visitor| {
        let ctx = visitor.ctx().ok_or(AppError::Unauthenticated)?;
        let answer = services::explanations::explain(ctx, question).await?;
        Ok((answer, visitor.flash().unwrap_or_default()))
    })
    .await
}
