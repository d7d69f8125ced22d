//! Sends a picture as the form would, without leaving the page.

use model::error::AppError;
use model::pictures::{Crop, FIELD};
use web_sys::File;

use crate::upload;

/// Where pictures are sent to.
pub(super) const ADDRESS: &str = "/uploads/picture";

/// Makes a section of a file one's own picture.
pub(super) async fn send(file: &File, crop: Crop) -> Result<(), AppError> {
    let along = [("x", crop.x), ("y", crop.y), ("side", crop.side)].map(|(name, value)| (name, value.to_string()));
    upload::send(ADDRESS, &along, FIELD, file).await
}
