//! The server function behind the plain forms of the page, for browsers without script.

use leptos::prelude::*;
use leptos::server_fn::codec::PostUrl;
use model::billing::SeatOrder;
use model::error::{AppError, Noun};
use services::Ctx;
use uuid::Uuid;

use super::address;
use crate::links::{sign_in, step_up};
use crate::rpc;

/// Buys, reduces, keeps or marks as paid; `number` is of seats or of the invoice, `key` of the order or the reduction.
#[server(prefix = "/rpc", endpoint = "billing/by_form", input = PostUrl)]
pub async fn order_by_form(what: String, number: String, key: String, form_token: String) -> Result<(), AppError> {
    rpc::form(async move |visitor| {
        let back_to = match what.as_str() {
            "buy" => address::buying(Some(seats(&number))),
            "paid" => address::invoice(&number),
            _ => address::PAGE.to_owned(),
        };
        let ctx = visitor.ctx().ok_or_else(|| rpc::Refusal {
            error: AppError::Unauthenticated,
            back_to: sign_in(&back_to),
            fields: Vec::new(),
        })?;
        let acted = match services::session::expect_form(ctx, &form_token) {
            Ok(()) => act(ctx, &what, &number, &key).await,
            refused => refused,
        };
        match acted {
            Ok(()) if what == "buy" => Ok(rpc::Next::to(format!("{}?tab=billing", address::PAGE))),
            Ok(()) => Ok(rpc::Next::to(back_to)),
            Err(AppError::StepUpRequired) => Ok(rpc::Next::to(step_up(&back_to))),
            Err(error) => Err(rpc::Refusal { error, back_to, fields: Vec::new() }),
        }
    })
    .await
}

async fn act(ctx: &Ctx, what: &str, number: &str, key: &str) -> Result<(), AppError> {
    let unknown = AppError::NotFound { what: Noun::Page };
    match what {
        "buy" => {
            let key = Uuid::parse_str(key).map_err(|_| unknown)?;
            services::billing::buy(ctx, SeatOrder { key, more: seats(number) }).await.map(drop)
        }
        "reduce" => services::billing::reduce(ctx, seats(number)).await.map(drop),
        "keep" => services::billing::keep(ctx, Uuid::parse_str(key).map_err(|_| unknown)?).await,
        "paid" => services::billing::mark_paid(ctx, number).await,
        _ => Err(unknown),
    }
}

/// What is no number is out of every range, and the service says which.
fn seats(number: &str) -> u32 {
    number.trim().parse().unwrap_or(0)
}
