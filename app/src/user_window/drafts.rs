//! What is typed into the forms of the window stays when the window is read again: after another form of it was saved,
//! after something was taken back, and while the answer to Save is on its way.

use std::collections::HashMap;

use leptos::prelude::*;
use model::ids::UserId;

/// Which form of whose window.
type FormKey = (UserId, &'static str);

/// What has been typed into the forms, for as long as the page is open.
#[derive(Clone, Copy)]
pub(super) struct Drafts(StoredValue<HashMap<FormKey, Form>>);

/// A form: by what the server knows that nobody else has changed it meanwhile, and its fields in order.
struct Form {
    stamp: String,
    fields: Vec<Field>,
}

struct Field {
    /// What was saved when this was last looked at.
    saved: String,
    typed: ArcRwSignal<String>,
}

impl Field {
    fn is_typed(&self) -> bool {
        self.typed.with_untracked(|typed| *typed != self.saved)
    }

    /// Whether somebody else has saved something here in which what was typed would be lost, or which it would undo.
    fn is_contested(&self, saved: &str) -> bool {
        self.is_typed() && self.saved != saved && self.typed.with_untracked(|typed| typed != saved)
    }
}

impl Form {
    /// Takes over what is saved now, wherever nothing else was typed.
    ///
    /// If somebody else has changed what was typed over, everything stays as it is, the stamp too: Save is then refused
    /// as outdated, and says what the others wrote.
    fn refresh(&mut self, stamp: String, saved: impl Iterator<Item = String> + Clone) {
        if self.fields.iter().zip(saved.clone()).any(|(field, saved)| field.is_contested(&saved)) {
            return;
        }
        self.stamp = stamp;
        for (field, saved) in self.fields.iter_mut().zip(saved) {
            if !field.is_typed() {
                field.typed.set(saved.clone());
            }
            field.saved = saved;
        }
    }
}

/// Makes them; once, on the page.
pub(super) fn provide_drafts() {
    provide_context(Drafts(StoredValue::new(HashMap::new())));
}

/// What has been typed.
pub(super) fn use_drafts() -> Drafts {
    expect_context::<Drafts>()
}

impl Drafts {
    /// The stamp and the texts of a form, in the order of `fields`: what is saved, with what came back instead after a
    /// refusal.
    pub(super) fn form<const N: usize>(
        self,
        key: FormKey,
        stamp: String,
        fields: [(String, Option<&str>); N],
    ) -> (String, [RwSignal<String>; N]) {
        self.0
            .try_update_value(|forms| {
                let saved = fields.iter().map(|(saved, _)| saved.clone());
                let form = match forms.remove(&key) {
                    Some(mut form) => {
                        form.refresh(stamp, saved);
                        form
                    }
                    None => {
                        let field = |(saved, typed): &(String, Option<&str>)| Field {
                            saved: saved.clone(),
                            typed: ArcRwSignal::new(typed.map_or_else(|| saved.clone(), str::to_owned)),
                        };
                        Form { stamp, fields: fields.iter().map(field).collect() }
                    }
                };
                let texts = std::array::from_fn(|at| RwSignal::from(form.fields[at].typed.clone()));
                let stamp = form.stamp.clone();
                forms.insert(key, form);
                (stamp, texts)
            })
            .unwrap_or_else(|| (String::new(), std::array::from_fn(|_| RwSignal::new(String::new()))))
    }

    /// These texts were saved: what differs from them was typed since.
    pub(super) fn saved<const N: usize>(self, key: FormKey, texts: [String; N]) {
        self.0.try_update_value(|forms| {
            if let Some(form) = forms.get_mut(&key) {
                form.fields.iter_mut().zip(texts).for_each(|(field, text)| field.saved = text);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(saved: &str, typed: &str) -> Form {
        let field = Field { saved: saved.to_owned(), typed: ArcRwSignal::new(typed.to_owned()) };
        Form { stamp: "1".to_owned(), fields: vec![field] }
    }

    fn after(mut form: Form, saved: &str) -> (String, String) {
        form.refresh("2".to_owned(), std::iter::once(saved.to_owned()));
        (form.stamp.clone(), form.fields[0].typed.get_untracked())
    }

    fn pair(stamp: &str, typed: &str) -> (String, String) {
        (stamp.to_owned(), typed.to_owned())
    }

    // S3.25
    #[test]
    fn what_is_typed_stays_and_the_rest_is_what_is_saved() {
        assert_eq!(after(form("old", "old"), "new"), pair("2", "new"));
        assert_eq!(after(form("old", "mine"), "old"), pair("2", "mine"));
        // It is what the others wrote, too.
        assert_eq!(after(form("old", "new"), "new"), pair("2", "new"));
    }

    #[test]
    fn what_others_saved_meanwhile_is_not_overwritten_unseen() {
        assert_eq!(after(form("old", "mine"), "theirs"), pair("1", "mine"));
    }
}
