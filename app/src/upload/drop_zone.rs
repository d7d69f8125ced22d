//! Where a picture is given: dropped on it, or chosen in its file field.

use leptos::ev::{DragEvent, Event};
use leptos::html;
use leptos::prelude::*;

use super::dropped::{Given, Useless, of_dialog, of_drop};

/// The handlers of one place. However many places there are, each handler is one type.
#[derive(Clone, Copy)]
pub(crate) struct DropZone {
    is_over: RwSignal<bool>,
    field: NodeRef<html::Input>,
    give: Callback<Result<Given, Useless>>,
}

impl DropZone {
    /// A place with this file field, which passes on what is given.
    pub(crate) fn new(field: NodeRef<html::Input>, give: Callback<Result<Given, Useless>>) -> Self {
        Self { is_over: RwSignal::new(false), field, give }
    }

    /// Whether something is held over it.
    pub(crate) fn is_over(self) -> impl Fn() -> bool + Copy + Send + Sync + 'static {
        move || self.is_over.get()
    }

    /// Of `dragenter` and `dragover`: both say that it may be dropped here.
    pub(crate) fn over(self) -> impl Fn(DragEvent) + Copy + Send + Sync + 'static {
        move |event: DragEvent| {
            event.prevent_default();
            self.is_over.set(true);
        }
    }

    /// Of `dragleave`.
    pub(crate) fn left(self) -> impl Fn(DragEvent) + Copy + Send + Sync + 'static {
        move |_| self.is_over.set(false)
    }

    /// Of `drop`.
    pub(crate) fn dropped(self) -> impl Fn(DragEvent) + Copy + Send + Sync + 'static {
        move |event: DragEvent| {
            event.prevent_default();
            self.is_over.set(false);
            if let Some(dropped) = event.data_transfer() {
                self.give.run(of_drop(&dropped));
            }
        }
    }

    /// Of `change` of the file field.
    pub(crate) fn chosen(self) -> impl Fn(Event) + Copy + Send + Sync + 'static {
        move |_| {
            let Some(field) = self.field.get_untracked() else { return };
            if let Some(given) = of_dialog(field.files()) {
                self.give.run(given);
            }
            // So that the same file can be chosen once more.
            field.set_value("");
        }
    }
}
