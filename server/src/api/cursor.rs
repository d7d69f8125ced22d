//! Where a list goes on: sealed, so that nobody makes or changes one, and good for the same list of the same user only.

use model::error::AppError;
use model::fields::FieldCode;
use services::Ctx;

/// The word for the next page of a list.
pub(super) fn seal(ctx: &Ctx, list: &str, page: u32) -> String {
    ctx.services().seal_cookie(&name(ctx, list), &page.to_be_bytes())
}

/// The page that a cursor stands for.
pub(super) fn open(ctx: &Ctx, list: &str, cursor: &str) -> Result<u32, AppError> {
    let odd = || AppError::field("cursor", FieldCode::NotOffered);
    let plain = ctx.services().open_cookie(&name(ctx, list), cursor).ok_or_else(odd)?;
    plain.try_into().map(u32::from_be_bytes).map_err(|_| odd())
}

fn name(ctx: &Ctx, list: &str) -> String {
    format!("api cursor {} {list}", ctx.user_id())
}
