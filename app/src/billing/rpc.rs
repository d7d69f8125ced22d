//! Server functions of the page Seats & billing.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use model::billing::{BillingPage, BillingQuery, Invoice, Reduction};
use model::error::AppError;
use uuid::Uuid;

#[cfg(feature = "ssr")]
use crate::rpc;

/// One tab of the page, with what a form without script was refused for.
#[server(prefix = "/rpc", endpoint = "billing/page", input = Json)]
pub async fn get_billing_page(query: BillingQuery) -> Result<BillingPage, AppError> {
    rpc::visiting(async move |visitor| {
        let ctx = visitor.ctx().ok_or(AppError::Unauthenticated)?;
        let page = services::billing::page(ctx, query).await?;
        Ok(BillingPage { refused: visitor.flash().and_then(|flash| flash.error), ..page })
    })
    .await
}

/// An invoice, to be printed.
#[server(prefix = "/rpc", endpoint = "billing/invoice", input = Json)]
pub async fn get_invoice(number: String) -> Result<Invoice, AppError> {
    rpc::signed_in(async move |ctx| services::billing::invoice(&ctx, &number).await).await
}

/// Notes that an invoice was paid.
#[server(prefix = "/rpc", endpoint = "billing/mark_paid", input = Json)]
pub async fn mark_invoice_paid(number: String) -> Result<(), AppError> {
    rpc::signed_in(async move |ctx| services::billing::mark_paid(&ctx, &number).await).await
}

/// Plans fewer seats for the next renewal.
#[server(prefix = "/rpc", endpoint = "billing/reduce", input = Json)]
pub async fn reduce_seats(fewer: u32, form_token: String) -> Result<Reduction, AppError> {
    rpc::signed_in(async move |ctx| {
        services::session::expect_form(&ctx, &form_token)?;
        services::billing::reduce(&ctx, fewer).await
    })
    .await
}

/// Takes a planned reduction back.
#[server(prefix = "/rpc", endpoint = "billing/keep", input = Json)]
pub async fn keep_seats(reduction: Uuid) -> Result<(), AppError> {
    rpc::signed_in(async move |ctx| services::billing::keep(&ctx, reduction).await).await
}
