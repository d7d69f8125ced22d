//! Forms whose fields stand there as they are stored, with one bar that saves what was changed.
//!
//! With script they are sent without leaving the page. What somebody else stored meanwhile is taken over, unless the same
//! field was changed here: then nothing is sent, both values stand there, and one of them is chosen.
//!
//! To add one: 1. [`Fields`] for what it edits, in `model`; 2. a [`Draft`] with a signal for each field; 3. [`EditForm`]
//! around the fields.

mod form;
mod save_bar;

use i18n::I18n;
use leptos::prelude::*;
use model::error::{AppError, ConflictReason};
use model::settings::{Fields, meet};
use model::sign_in::Flash;

pub(crate) use form::EditForm;

/// The fields of a form as signals; how they are loaded, stored and named.
pub(crate) trait Draft: Copy + Send + Sync + 'static {
    /// What is stored, with what the form shows besides.
    type Page: Clone + Send + Sync + 'static;
    /// What can be changed.
    type Fields: Fields;

    /// The fields as they are stored.
    fn stored(page: &Self::Page) -> Self::Fields;

    /// The version that was looked at; a change names it.
    fn version(page: &Self::Page) -> i64;

    /// What the form says now.
    fn get(self) -> Self::Fields;

    /// Fills the form.
    fn set(self, fields: &Self::Fields);

    /// What is not stored with the fields, but by another way: whatever is stored replaces it.
    fn set_others(self, _page: &Self::Page) {}

    /// Names of what differs and is not stored with the fields.
    fn other_changes(self, _i18n: I18n, _page: &Self::Page) -> Vec<String> {
        Vec::new()
    }

    /// The name of a field.
    fn name(i18n: I18n, field: FieldOf<Self>) -> String;

    /// What a field holds as it is stored, in words.
    fn value(i18n: I18n, page: &Self::Page, field: FieldOf<Self>) -> String;

    /// What is stored now.
    async fn load() -> Result<Self::Page, AppError>;

    /// Stores the fields over a version; `seen` is what the form was filled with.
    async fn store(self, seen: &Self::Page, version: i64, fields: Self::Fields) -> Result<(), AppError>;
}

type FieldOf<D> = <<D as Draft>::Fields as Fields>::Field;

/// A form while it is being edited.
pub(crate) struct Editing<D: Draft> {
    /// What the form says.
    pub(crate) draft: D,
    /// What is stored, as far as is known.
    pub(crate) stored: RwSignal<D::Page>,
    /// Why it was refused.
    pub(crate) error: RwSignal<Option<AppError>>,
    /// The fields that were changed here and by somebody else.
    both: RwSignal<Vec<FieldOf<D>>>,
    saving: RwSignal<bool>,
}

impl<D: Draft> Clone for Editing<D> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<D: Draft> Copy for Editing<D> {}

impl<D: Draft> Editing<D> {
    /// Begins with what is stored and what the draft says: after a form that came back those differ.
    pub(crate) fn new(draft: D, page: D::Page, flash: &Flash) -> Self {
        let came_back_stale = flash.error == Some(AppError::Conflict { reason: ConflictReason::Stale });
        let both = match came_back_stale {
            true => untrack(|| draft.get()).differences(&D::stored(&page)),
            false => Vec::new(),
        };
        Self {
            draft,
            stored: RwSignal::new(page),
            // What is no field's stands above the form.
            error: RwSignal::new(flash.error.clone().filter(|error| matches!(error, AppError::Invalid { .. }))),
            both: RwSignal::new(both),
            saving: RwSignal::new(false),
        }
    }

    /// The fields that differ from what is stored.
    fn changed(self) -> Vec<FieldOf<D>> {
        self.stored.with(|stored| self.draft.get().differences(&D::stored(stored)))
    }

    /// Puts back what is stored.
    fn discard(self) {
        self.stored.with_untracked(|stored| {
            self.draft.set(&D::stored(stored));
            self.draft.set_others(stored);
        });
        self.error.set(None);
        self.both.set(Vec::new());
    }

    /// Decides between both values: the stored ones are taken, or one's own stay and are sent with the next Save.
    fn decide(self, take: bool) {
        if take {
            let mut shown = untrack(|| self.draft.get());
            self.stored.with_untracked(|stored| shown.take(&D::stored(stored), &self.both.get_untracked()));
            self.draft.set(&shown);
        }
        self.both.set(Vec::new());
    }

    /// Fills the form, except where something was typed since it was sent.
    fn fill(self, sent: &D::Fields, mut fields: D::Fields) {
        let typed = untrack(|| self.draft.get());
        fields.take(&typed, &typed.differences(sent));
        self.draft.set(&fields);
    }

    /// Sends the form, once more after taking over what was stored meanwhile. Answers whether it is stored: it is not
    /// while fields were changed on both sides.
    ///
    /// # Errors
    /// Whatever loading and storing answer.
    async fn send(self) -> Result<bool, AppError> {
        let (draft, seen) = (self.draft, self.stored.get_untracked());
        let mut wanted = untrack(|| draft.get());
        let mut sent = wanted.clone();
        let mut answer = draft.store(&seen, D::version(&seen), wanted.clone()).await;
        if answer == Err(AppError::Conflict { reason: ConflictReason::Stale }) {
            let fresh = D::load().await?;
            let met = meet(&mut wanted, &D::stored(&seen), &D::stored(&fresh));
            self.fill(&sent, wanted.clone());
            sent.clone_from(&wanted);
            let version = D::version(&fresh);
            self.stored.set(fresh);
            if !met.is_empty() {
                self.both.set(met);
                return Ok(false);
            }
            answer = draft.store(&seen, version, wanted).await;
        }
        answer?;
        let fresh = D::load().await?;
        self.fill(&sent, D::stored(&fresh));
        draft.set_others(&fresh);
        self.stored.set(fresh);
        Ok(true)
    }
}
