//! The panel: one's picture, which is pressed or dropped on to change it.

use i18n::{Key, t, use_i18n};
use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::error::AppError;
use model::pictures::{FIELD, FILE_MAX_MEGABYTES, SIDE_MAX, TYPES};
use model::session::SessionInfo;
use ui::{Avatar, AvatarSize, Banner, Button, Icon, Tone, shown, use_toasts};

use super::dialog::{CutDialog, Cutting};
use super::rpc::remove_picture;
use super::send::ADDRESS;
use crate::errors::{error_text, field_text};
use crate::session::use_frame;
use crate::upload::{DropZone, Useless};

#[component]
pub(crate) fn PicturePanel(
    /// Why the form came back.
    #[prop(optional_no_strip)]
    refused: Option<AppError>,
) -> impl IntoView {
    let i18n = use_i18n();
    let (toasts, frame) = (use_toasts(), use_frame());
    let refused = match &refused {
        Some(AppError::Invalid { fields }) => fields.of(FIELD).map(Useless::Refused),
        _ => None,
    };
    let useless = RwSignal::new(refused);
    let cutting = Cutting::new(useless);
    let removing = RwSignal::new(false);
    let has_picture = Memo::new(move |_| {
        frame.signal().with(|frame| frame.session.as_ref().is_some_and(|session| session.avatar.is_some()))
    });
    let remove = move |event: SubmitEvent| {
        event.prevent_default();
        if removing.get_untracked() {
            return;
        }
        removing.set(true);
        spawn_local(async move {
            let answer = remove_picture().await;
            removing.set(false);
            match answer {
                Ok(()) => {
                    useless.set(None);
                    frame.refetch();
                    toasts.say(i18n.text_untracked(Key::PicturesRemoved));
                }
                Err(error) => toasts.say(error_text(i18n, &error)),
            }
        });
    };
    let said = move || {
        let text = match useless.get()? {
            Useless::Said(key) => i18n.text(key),
            Useless::Refused(code) => field_text(i18n, code),
        };
        Some(view! { <Banner tone=Tone::Failed title=text live=true/> })
    };
    let hint = move || i18n.format(Key::PicturesHint, &[("megabytes", &FILE_MAX_MEGABYTES), ("side", &SIDE_MAX)]);
    view! {
        <section class="panel" aria-labelledby="picture-title">
            <div class="panel__head"><h2 id="picture-title">{t!(Key::PicturesTitle)}</h2><p>{hint}</p></div>
            <div class="panel__body">
                {said}
                <div class="picture">
                    <Face cutting=cutting/>
                    <div class="only-no-script">
                        <form class="row" method="post" enctype="multipart/form-data" action=ADDRESS>
                            <label for="picture-plain">{t!(Key::PicturesFile)}</label>
                            <input id="picture-plain" type="file" name=FIELD accept=TYPES.join(",") required/>
                            <Button submit=true>{t!(Key::PicturesChange)}</Button>
                        </form>
                    </div>
                    {shown(move || has_picture.get().then(|| view! {
                        <form method="post" action="/rpc/account/remove_picture_form" on:submit=remove>
                            <Button id="remove-picture" icon="trash-2" submit=true busy=Signal::derive(move || removing.get())>
                                {t!(Key::PicturesRemove)}
                            </Button>
                        </form>
                    }))}
                </div>
            </div>
        </section>
        <CutDialog cutting=cutting/>
    }
}

/// The picture itself. Its file field is never seen: the picture opens it.
#[component]
fn Face(cutting: Cutting) -> impl IntoView {
    let i18n = use_i18n();
    let session = use_frame().signal();
    let of =
        move |what: fn(&SessionInfo) -> Option<String>| session.with(|frame| frame.session.as_ref().and_then(what));
    let avatar = move || {
        let name = of(|session| Some(session.name.clone())).unwrap_or_default();
        let seed = of(|session| Some(session.user.to_string())).unwrap_or_default();
        view! { <Avatar name=name seed=seed picture=of(SessionInfo::picture) size=AvatarSize::ExtraLarge/> }
    };
    let field = NodeRef::<html::Input>::new();
    let zone = DropZone::new(field, Callback::new(move |given| cutting.begin(given)));
    let open = move |_| {
        if let Some(field) = field.get_untracked() {
            field.click();
        }
    };
    view! {
        <button
            type="button"
            id="change-picture"
            class="picture__face needs-script"
            class:is-over=zone.is_over()
            aria-label=move || i18n.text(Key::PicturesChange)
            on:click=open
            on:dragenter=zone.over()
            on:dragover=zone.over()
            on:dragleave=zone.left()
            on:drop=zone.dropped()
        >
            {avatar}
            <span class="picture__camera"><Icon name="camera" size=22/></span>
        </button>
        <span class="only-no-script">{avatar}</span>
        <input
            node_ref=field
            id="picture-file"
            type="file"
            accept=TYPES.join(",")
            hidden
            tabindex="-1"
            aria-hidden="true"
            on:change=zone.chosen()
        />
    }
}
