//! Administrator information: read and written by holders of Users, and by nobody else.

use model::error::{AppError, ConflictReason};
use model::event::Event;
use model::ids::{NoteId, UserId};
use model::user_window::{Note, NoteChange, Notes, UndoOffer};

use crate::access::{Permit, UsersAnnotate};
use crate::ctx::Ctx;
use crate::error::Result;
use crate::taking_back::{self, Change};
use crate::tx::Tx;
use crate::{users, zone};

/// Texts that the window shows, the present one included.
const SHOWN: u64 = 50;

/// The present text and the ones before it.
pub(super) async fn of(ctx: &Ctx, permit: &Permit<UsersAnnotate>) -> Result<Notes> {
    let mut notes = users::notes(&ctx.rows(permit), SHOWN).await?.into_iter().map(|written| note(ctx, written));
    Ok(Notes { current: notes.next(), earlier: notes.collect() })
}

fn note(ctx: &Ctx, (note, author): users::Written) -> Note {
    let name = author.map(|author| users::display_name(&author.first_name, &author.last_name, &author.email));
    Note {
        id: note.id,
        body: note.body,
        reference: note.reference,
        author: name.filter(|name| !name.is_empty()),
        at: zone::moment(note.created_at, &ctx.me().timezone),
    }
}

/// Writes a new text in the place of the present one, which becomes history; what takes it back.
///
/// # Errors
/// `Forbidden` for whoever does not hold Users; `Invalid` with the fields that need mending; `Conflict` when somebody
/// else wrote meanwhile.
pub async fn annotate(ctx: &Ctx, id: UserId, change: NoteChange) -> std::result::Result<UndoOffer, AppError> {
    let text = &change.validate()?;
    ctx.write(|tx| async move {
        // Locks the user's row, so that of two texts at once the second sees the first.
        let (_, permit) = tx.user(id).require::<UsersAnnotate>().await?;
        let author = permit.actor().user().ok_or(AppError::Unauthenticated)?;
        let present = users::present_note(&tx.rows(&permit)).await?;
        let before = present.map(|note| note.id);
        if before != change.seen {
            return Err(AppError::Conflict { reason: ConflictReason::Stale }.into());
        }
        let note = users::write_note(&tx, &permit, author, text.clone()).await?;
        tx.record(Event::NoteChanged { user: id, note }).await;
        taking_back::keep(&tx, ctx, id, Change::Note { before, after: note }).await
    })
    .await
}

/// Writes the text before once more, while nobody has written another one; nothing in the place of none.
pub(super) async fn put_back(tx: &Tx, id: UserId, before: Option<NoteId>, after: NoteId) -> Result<()> {
    let (_, permit) = tx.user(id).require::<UsersAnnotate>().await?;
    let author = permit.actor().user().ok_or(AppError::Unauthenticated)?;
    let rows = tx.rows(&permit);
    if users::present_note(&rows).await?.map(|note| note.id) != Some(after) {
        return Err(taking_back::closed());
    }
    let text = match before {
        Some(before) => users::note(&rows, before).await?.map(|note| (note.body, note.reference)),
        None => None,
    };
    let note = users::write_note(tx, &permit, author, text.unwrap_or_default()).await?;
    tx.record(Event::NoteChanged { user: id, note }).await;
    Ok(())
}
