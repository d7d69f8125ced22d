//! How the data of a page gets from the server into the browser.

use codee::{Decoder, Encoder};
use leptos::prelude::*;
use leptos::tachys::reactive_graph::OwnedView;
use model::error::AppError;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

/// JSON, read from bytes.
///
/// The codec of Leptos reads from text, answers of server functions are read from bytes, and each of the two ways brings
/// its own copy of the code that reads every type.
pub(crate) struct Json;

impl<T: Serialize> Encoder<T> for Json {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(value: &T) -> Result<String, serde_json::Error> {
        serde_json::to_string(value)
    }
}

impl<T: DeserializeOwned> Decoder<T> for Json {
    type Error = serde_json::Error;
    type Encoded = str;

    fn decode(text: &str) -> Result<T, serde_json::Error> {
        serde_json::from_slice(text.as_bytes())
    }
}

/// The data of a page, or why there is none.
pub(crate) type Data<T> = Resource<Result<T, AppError>, Json>;

/// Loads data with the page, and again whenever its source changes.
pub(crate) fn load<S, T, F>(
    source: impl Fn() -> S + Send + Sync + 'static,
    fetch: impl Fn(S) -> F + Send + Sync + 'static,
) -> Data<T>
where
    S: Clone + PartialEq + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = Result<T, AppError>> + Send + 'static,
{
    Resource::new_with_options(source, fetch, false)
}

// Where data never changes, `Suspend` stands in `Suspense` itself and not in a closure: a closure is called again for
// every pass of the server's rendering, and with it everything inside that loads or sets a cookie. What the future needs
// of signals is read before it: by the time it goes on, the component that owned them may be gone.

/// The same, and says while it loads.
///
/// `set_pending` of `Transition` would run an effect on the server too, and panic there once the page is sent.
pub(crate) fn load_marking<S, T, F>(
    loading: RwSignal<u32>,
    source: impl Fn() -> S + Send + Sync + 'static,
    fetch: impl Fn(S) -> F + Send + Sync + 'static,
) -> Data<T>
where
    S: Clone + PartialEq + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = Result<T, AppError>> + Send + 'static,
{
    load(source, move |source| {
        let answer = fetch(source);
        async move {
            loading.try_update(|count| *count += 1);
            let answer = answer.await;
            loading.try_update(|count| *count = count.saturating_sub(1));
            answer
        }
    })
}

/// Data that is read again while it is shown: what came last, and why nothing newer came.
///
/// Views that are built from it once and follow it keep what people have open and where the keyboard is; what is built
/// from each answer anew does not.
pub(crate) struct Latest<T: 'static>(RwSignal<(Option<T>, Option<AppError>)>);

impl<T> Clone for Latest<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Latest<T> {}

/// Follows data. The first answer has to be [taken](Latest::take) where the page waits for it.
pub(crate) fn latest<T>(data: Data<T>) -> Latest<T>
where
    T: Clone + Send + Sync + 'static,
{
    let latest = Latest(RwSignal::new((None, None)));
    Effect::new(move |is_later: Option<bool>| {
        let answer = data.get();
        let is_there = answer.is_some();
        // The page has shown the first one already.
        if let Some(answer) = answer.filter(|_| is_later == Some(true)) {
            latest.take(answer);
        }
        is_there
    });
    latest
}

impl<T: Send + Sync + 'static> Latest<T> {
    /// Takes an answer over. After a failure the value before it stays.
    pub(crate) fn take(self, answer: Result<T, AppError>) {
        self.0.update(|(value, error)| match answer {
            Ok(answer) => (*value, *error) = (Some(answer), None),
            Err(refused) => *error = Some(refused),
        });
    }

    /// Reads something of the value; none before there is one.
    pub(crate) fn with<R>(self, read: impl FnOnce(&T) -> R) -> Option<R> {
        self.0.with(|(value, _)| value.as_ref().map(read))
    }

    /// Why the last try brought nothing.
    pub(crate) fn error(self) -> Option<AppError> {
        self.0.with(|(_, error)| error.clone())
    }
}

/// Builds a view that stays whole for as long as it is shown.
///
/// What is built inside `Suspend` belongs to the closure around it, and is disposed of as soon as newer data is on its
/// way; under `Transition` the old view stays until that has come, and would read what is gone. This one belongs to the
/// page, and goes with the view itself.
pub(crate) fn outliving<V: IntoView + 'static>(page: &Owner, build: impl FnOnce() -> V) -> AnyView {
    let owner = page.child();
    let view = owner.with(|| build().into_any());
    OwnedView::new_with_owner(view, owner).into_any()
}

/// A key by which the server knows an order or a sending again. Not a secret, so the browser's plain randomness will do.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number below 2³² that is not negative")]
pub(crate) fn draw_key() -> Uuid {
    let part = || u128::from((js_sys::Math::random() * 4_294_967_296.0) as u32);
    Uuid::from_u128((part() << 96) | (part() << 64) | (part() << 32) | part())
}
