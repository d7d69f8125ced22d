//! The dialog in which a square is cut: by pointer, by keys, by buttons.

use i18n::{Key, t, use_i18n};
use leptos::ev::{KeyboardEvent, PointerEvent, SubmitEvent};
use leptos::html;
use leptos::prelude::*;
use leptos::reactive::send_wrapper_ext::SendOption;
use leptos::task::spawn_local;
use model::fields::FieldCode;
use model::pictures::SIDE_MAX;
use ui::{Banner, Button, ButtonKind, IconButton, StatusRegion, Tone, effect, shown, use_announcer, use_toasts};
use web_sys::{File, HtmlElement, Url};

use super::section::Section;
use super::send::send;
use crate::errors::{error_text, field_error};
use crate::session::use_frame;
use crate::upload::{Given, Useless};

/// One press of a key or a button.
const ZOOM: f64 = 1.2;
const STEP: f64 = 0.05;

/// The picture that is being cut.
#[derive(Clone, Copy)]
pub(super) struct Cutting {
    file: StoredValue<SendOption<File>>,
    /// Address of the file in this page, while the dialog is open.
    shown: RwSignal<Option<String>>,
    is_first_of_several: RwSignal<bool>,
    /// Why what was given cannot be used.
    useless: RwSignal<Option<Useless>>,
}

impl Cutting {
    pub(super) fn new(useless: RwSignal<Option<Useless>>) -> Self {
        Self {
            file: StoredValue::new(SendOption::new_local(None)),
            shown: RwSignal::new(None),
            is_first_of_several: RwSignal::new(false),
            useless,
        }
    }

    /// Opens the dialog with what was given, or says why it cannot be used.
    pub(super) fn begin(self, given: Result<Given, Useless>) {
        self.useless.set(given.as_ref().err().copied());
        let Ok(Given { file, is_first_of_several }) = given else { return };
        let Ok(address) = Url::create_object_url_with_blob(&file) else { return };
        self.file.update_value(|kept| **kept = Some(file));
        self.is_first_of_several.set(is_first_of_several);
        self.shown.set(Some(address));
    }

    fn file(self) -> Option<File> {
        self.file.with_value(|file| (**file).clone())
    }

    fn end(self) {
        if let Some(address) = self.shown.get_untracked() {
            // Fails for addresses that are none.
            let _ = Url::revoke_object_url(&address);
        }
        self.shown.set(None);
        self.file.update_value(|file| **file = None);
    }
}

#[component]
pub(super) fn CutDialog(cutting: Cutting) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    effect(move || {
        let Some(dialog) = dialog.get() else { return };
        if cutting.shown.with(Option::is_some) && !dialog.open() {
            // Fails only when it is open already.
            let _ = dialog.show_modal();
        }
    });
    let close = Callback::new(move |()| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    });
    let form = move || cutting.shown.get().map(|address| view! { <Form cutting=cutting address=address close=close/> });
    view! {
        <dialog class="dialog" node_ref=dialog aria-labelledby="cut-title" on:close=move |_| cutting.end()>
            <header class="dialog__head">
                <div>
                    <h2 id="cut-title">{t!(Key::PicturesSectionTitle)}</h2>
                    <p id="cut-hint">{t!(Key::PicturesSectionHint)}</p>
                </div>
                <form method="dialog"><IconButton icon="x" label=t(Key::CommonClose) submit=true/></form>
            </header>
            {form}
            <StatusRegion/>
        </dialog>
    }
}

#[component]
fn Form(cutting: Cutting, address: String, close: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let (toasts, frame, announcer) = (use_toasts(), use_frame(), use_announcer());
    let section = RwSignal::new(None::<Section>);
    let sending = RwSignal::new(false);
    let error = RwSignal::new(None);
    let zoom = Callback::new(move |by: f64| {
        section.update(|section| *section = section.map(|section| section.zoomed(by)));
        if let Some(section) = section.get_untracked() {
            let percent = section.percent();
            announcer.announce(untrack(|| i18n.format(Key::PicturesZoomed, &[("percent", &percent)])));
        }
    });
    let give_up = Callback::new(move |code: FieldCode| {
        close.run(());
        cutting.useless.set(Some(Useless::Refused(code)));
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (Some(file), Some(cut)) = (cutting.file(), section.get_untracked()) else { return };
        if sending.get_untracked() {
            return;
        }
        sending.set(true);
        error.set(None);
        spawn_local(async move {
            let answer = send(&file, cut.crop()).await;
            sending.set(false);
            match answer {
                Ok(()) => {
                    close.run(());
                    frame.refetch();
                    toasts.say(i18n.text_untracked(Key::PicturesSaved));
                }
                Err(refused) => error.set(Some(refused)),
            }
        });
    };
    let failed = move || {
        error.get().map(|error| {
            let text = field_error(i18n, Some(&error), model::pictures::FIELD);
            let text = text.unwrap_or_else(|| error_text(i18n, &error));
            view! { <Banner tone=Tone::Failed title=text live=true/> }
        })
    };
    view! {
        <form on:submit=submit>
            <div class="dialog__body">
                {shown(move || cutting.is_first_of_several.get().then(|| view! { <p>{t!(Key::PicturesOnlyFirst)}</p> }))}
                {failed}
                <Stage address=address section=section zoom=zoom give_up=give_up/>
                <div class="row picture__zoom">
                    <IconButton icon="minus" label=t(Key::PicturesZoomOut) on_click=Callback::new(move |_| zoom.run(1.0 / ZOOM))/>
                    <IconButton icon="plus" label=t(Key::PicturesZoomIn) on_click=Callback::new(move |_| zoom.run(ZOOM))/>
                </div>
            </div>
            <div class="dialog__foot">
                <div class="row push">
                    <Button kind=ButtonKind::Quiet on_click=Callback::new(move |_| close.run(()))>{t!(Key::CommonCancel)}</Button>
                    <Button
                        id="save-picture"
                        kind=ButtonKind::Primary
                        submit=true
                        busy=Signal::derive(move || sending.get() || section.with(Option::is_none))
                        busy_label=t(Key::PicturesSending)
                    >
                        {t!(Key::CommonSave)}
                    </Button>
                </div>
            </div>
        </form>
    }
}

/// The window through which the section is seen. What is moved is the picture behind it.
#[component]
fn Stage(
    address: String,
    section: RwSignal<Option<Section>>,
    zoom: Callback<f64>,
    give_up: Callback<FieldCode>,
) -> impl IntoView {
    let (stage, image) = (NodeRef::<html::Div>::new(), NodeRef::<html::Img>::new());
    let held = RwSignal::new(None::<(i32, i32)>);
    let change = move |change: &dyn Fn(Section) -> Section| {
        section.update(|section| *section = section.map(change));
    };
    effect(move || {
        let (Some(image), Some(section)) = (image.get(), section.get()) else { return };
        for (name, value) in section.place() {
            // Fails for styles that cannot be changed; this one can.
            let _ = HtmlElement::style(&image).set_property(name, &value);
        }
    });
    effect(move || {
        if let Some(stage) = stage.get() {
            // What cannot take the focus can still be pointed at.
            request_animation_frame(move || drop(stage.focus()));
        }
    });
    let loaded = move |_| {
        let Some(image) = image.get_untracked() else { return };
        let (width, height) = (image.natural_width(), image.natural_height());
        if width > SIDE_MAX || height > SIDE_MAX {
            give_up.run(FieldCode::TooManyPixels { side: SIDE_MAX });
        } else {
            section.set(Some(Section::of(width, height)));
        }
    };
    let key = move |event: KeyboardEvent| {
        match event.key().as_str() {
            "ArrowLeft" => change(&|section| section.stepped(STEP, 0.0)),
            "ArrowRight" => change(&|section| section.stepped(-STEP, 0.0)),
            "ArrowUp" => change(&|section| section.stepped(0.0, STEP)),
            "ArrowDown" => change(&|section| section.stepped(0.0, -STEP)),
            "+" | "=" => zoom.run(ZOOM),
            "-" | "−" => zoom.run(1.0 / ZOOM),
            _ => return,
        }
        event.prevent_default();
    };
    let hold = move |event: PointerEvent| {
        if let Some(stage) = stage.get_untracked() {
            // Without it the picture stops at the edge, nothing worse.
            let _ = stage.set_pointer_capture(event.pointer_id());
        }
        held.set(Some((event.client_x(), event.client_y())));
    };
    let pull = move |event: PointerEvent| {
        let (Some((x, y)), Some(stage)) = (held.get_untracked(), stage.get_untracked()) else { return };
        let window = f64::from(stage.client_width());
        held.set(Some((event.client_x(), event.client_y())));
        change(&|section| {
            let per_pixel = section.per_pixel(window);
            let by = |from: i32, to: i32| f64::from(from - to) * per_pixel;
            section.moved(by(x, event.client_x()), by(y, event.client_y()))
        });
    };
    view! {
        <div
            class="section"
            node_ref=stage
            tabindex="0"
            role="application"
            aria-label=t!(Key::PicturesSection)
            aria-describedby="cut-hint"
            on:keydown=key
            on:pointerdown=hold
            on:pointermove=pull
            on:pointerup=move |_| held.set(None)
            on:pointercancel=move |_| held.set(None)
        >
            <img
                node_ref=image
                src=address
                alt=""
                draggable="false"
                on:load=loaded
                on:error=move |_| give_up.run(FieldCode::BrokenPicture)
            />
        </div>
    }
}
