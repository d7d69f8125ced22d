//! Administrator information: texts about users, append-only. The newest is the present one, the rest is its history.

use model::ids::{NoteId, UserId};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

use crate::access::{Permit, UsersAnnotate};
use crate::entity::{user, user_note};
use crate::error::Result;
use crate::tx::{Rows, Tx};

/// A text with its author, as far as they are known.
pub(crate) type Written = (user_note::Model, Option<user::Model>);

/// The newest texts about a user, newest first.
pub(crate) async fn notes(rows: &Rows<'_, Permit<UsersAnnotate>>, most: u64) -> Result<Vec<Written>> {
    let notes = newest(rows.target()).limit(most).all(rows.conn()).await?;
    let authors = notes.iter().map(|note| note.author);
    let authors = user::Entity::find().filter(user::Column::Id.is_in(authors)).all(rows.conn()).await?;
    let author = |id: UserId| authors.iter().find(|user| user.id == id).cloned();
    Ok(notes.into_iter().map(|note| (author(note.author), note)).map(|(author, note)| (note, author)).collect())
}

/// The present text about a user.
pub(crate) async fn present_note(rows: &Rows<'_, Permit<UsersAnnotate>>) -> Result<Option<user_note::Model>> {
    Ok(newest(rows.target()).one(rows.conn()).await?)
}

/// One of the texts about a user.
pub(crate) async fn note(rows: &Rows<'_, Permit<UsersAnnotate>>, id: NoteId) -> Result<Option<user_note::Model>> {
    let of_user = user_note::Entity::find_by_id(id).filter(user_note::Column::UserId.eq(rows.target()));
    Ok(of_user.one(rows.conn()).await?)
}

/// Writes a new one.
pub(crate) async fn write_note(
    tx: &Tx,
    permit: &Permit<UsersAnnotate>,
    author: UserId,
    (body, reference): (String, String),
) -> Result<NoteId> {
    let id = NoteId(tx.new_id());
    let note = user_note::Model { id, user_id: permit.target(), author, body, reference, created_at: tx.now() };
    let note = note.into_active_model().reset_all();
    user_note::Entity::insert(note).exec_without_returning(tx.rows(permit).conn()).await?;
    Ok(id)
}

fn newest(user: UserId) -> sea_orm::Select<user_note::Entity> {
    user_note::Entity::find()
        .filter(user_note::Column::UserId.eq(user))
        .order_by_desc(user_note::Column::CreatedAt)
        .order_by_desc(user_note::Column::Id)
}
