//! What the branding comes to, in both appearances, before it is saved. Drawings: pages may not carry styles.

use i18n::{Key, t, use_i18n};
use leptos::prelude::*;
use model::branding::{Accent, Color, Logos, Standing, Tones};
use model::session::Theme;
use ui::shown;

use crate::errors::ratio;

/// Letters of a name that fit.
const FITS: usize = 22;

/// The product's own tones, as in `tokens.css`.
const OWN: [Tones; 2] = [
    Tones {
        fill: Color(0x13, 0x6f, 0x80),
        on_fill: Color(0xff, 0xff, 0xff),
        text: Color(0x0e, 0x61, 0x70),
        tint: Color(0xeb, 0xf6, 0xf8),
        line: Color(0x9f, 0xce, 0xd6),
    },
    Tones {
        fill: Color(0x51, 0xbc, 0xcc),
        on_fill: Color(0x05, 0x12, 0x14),
        text: Color(0x69, 0xcc, 0xda),
        tint: Color(0x1d, 0x2b, 0x2e),
        line: Color(0x25, 0x58, 0x62),
    },
];

/// The frame in light and dark, the sender of a mail, and how the color stands out.
#[component]
pub(super) fn Preview(
    name: RwSignal<String>,
    accent: RwSignal<String>,
    sender: RwSignal<String>,
    logos: RwSignal<Logos>,
) -> impl IntoView {
    let i18n = use_i18n();
    let tones = Memo::new(move |_| accent.with(|text| Accent::parse(text)).map_or(OWN, Accent::tones));
    let from = move || {
        let sender = sender.get();
        (!sender.trim().is_empty()).then(|| i18n.format(Key::BrandingPreviewFrom, &[("name", &sender.trim())]))
    };
    let contrast = move || {
        let color = accent.with(|text| text.trim().to_ascii_lowercase().parse::<Color>()).ok()?;
        let Standing { light, dark } = Standing::of(color);
        Some(i18n.format(Key::BrandingContrast, &[("light", &ratio(i18n, light)), ("dark", &ratio(i18n, dark))]))
    };
    let logo = |theme| Signal::derive(move || logos.with(|logos| logos.shown(theme)).map(|(src, _)| src));
    view! {
        <section class="panel" aria-label=t!(Key::BrandingPreview)>
            <div class="panel__head"><h2>{t!(Key::BrandingPreview)}</h2><p>{t!(Key::BrandingPreviewHint)}</p></div>
            <div class="panel__body">
                <div class="branding-preview">
                    <Drawing name=name tones=Signal::derive(move || tones.get()[0]) logo=logo(Theme::Light) sheet="#fdfdfd" ink="#161616"/>
                    <Drawing name=name tones=Signal::derive(move || tones.get()[1]) logo=logo(Theme::Dark) sheet="#1b1b1b" ink="#f0f0f0"/>
                </div>
                {shown(move || contrast().map(|text| view! { <p class="muted">{text}</p> }))}
                {shown(move || from().map(|text| view! { <p dir="auto">{text}</p> }))}
            </div>
        </section>
    }
}

/// One appearance: the name or the logo, a checked box, a link, a selected row.
#[component]
fn Drawing(
    name: RwSignal<String>,
    tones: Signal<Tones>,
    logo: Signal<Option<String>>,
    sheet: &'static str,
    ink: &'static str,
) -> impl IntoView {
    let color = move |of: fn(&Tones) -> Color| move || tones.with(|tones| of(tones).to_string());
    let shown = move || name.with(|name| name.trim().chars().take(FITS).collect::<String>());
    let of = move || match logo.get() {
        Some(src) => {
            view! { <image href=src x="44" y="13" width="184" height="26" preserveAspectRatio="xMinYMid meet"/> }
                .into_any()
        }
        None => view! { <text x="44" y="30" font-size="14" font-weight="600" fill=ink>{shown}</text> }.into_any(),
    };
    view! {
        <svg viewBox="0 0 240 120" aria-hidden="true">
            <rect width="240" height="120" rx="6" fill=sheet/>
            <path d="M16 18v14M21 18v14M26 18v14M31 18v14" fill="none" stroke=ink stroke-width="2" stroke-linecap="round"/>
            <path d="M13 30 34 20" fill="none" stroke=color(|tones| tones.fill) stroke-width="2" stroke-linecap="round"/>
            {of}
            <rect x="8" y="48" width="224" height="30" rx="4" fill=color(|tones| tones.tint) stroke=color(|tones| tones.line)/>
            <rect x="16" y="55" width="16" height="16" rx="3" fill=color(|tones| tones.fill)/>
            <path d="m20 63 3 3 5-6" fill="none" stroke=color(|tones| tones.on_fill) stroke-width="2" stroke-linecap="round"/>
            <text x="44" y="68" font-size="13" fill=ink>{shown}</text>
            <text x="16" y="102" font-size="13" text-decoration="underline" fill=color(|tones| tones.text)>{t!(Key::BrandingPreviewLink)}</text>
        </svg>
    }
}
