//! Server functions of buying seats.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use model::billing::{SeatOrder, SeatQuote, SeatsBought};
use model::error::AppError;

#[cfg(feature = "ssr")]
use crate::rpc;

/// What a number of further seats would cost.
#[server(prefix = "/rpc", endpoint = "seats/quote", input = Json)]
pub async fn get_quote(more: u32) -> Result<SeatQuote, AppError> {
    rpc::signed_in(async move |ctx| services::billing::quote(&ctx, more).await).await
}

/// Buys further seats.
#[server(prefix = "/rpc", endpoint = "seats/buy", input = Json)]
pub async fn buy_seats(order: SeatOrder, form_token: String) -> Result<SeatsBought, AppError> {
    rpc::signed_in(async move |ctx| {
        services::session::expect_form(&ctx, &form_token)?;
        services::billing::buy(&ctx, order).await
    })
    .await
}

/// Asks everyone who may buy seats for more of them.
#[server(prefix = "/rpc", endpoint = "seats/ask", input = Json)]
pub async fn ask_for_seats() -> Result<(), AppError> {
    rpc::signed_in(async move |ctx| services::billing::ask(&ctx).await).await
}
