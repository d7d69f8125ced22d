//! The HTML document, and the root of the tree that hydrates.

use i18n::{Catalog, Language, provide_i18n};
use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::components::Router;
use model::session::Theme;
use ui::{AssetBase, provide_toasts};

use crate::routes::AppRoutes;
use crate::session;

/// What the document says about itself, the same on both sides.
#[derive(Clone, Debug)]
struct Head {
    language: Language,
    theme: Theme,
    build: String,
}

/// The document around the pages; made on the server only.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let Head { language, theme, build } = head();
    let theme = (theme != Theme::System).then_some(theme.as_str());
    let base = format!("/pkg/{build}");
    view! {
        <!DOCTYPE html>
        <html lang=language.tag() data-language=language.code() data-theme=theme data-build=build>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href=format!("{base}/rollcall.css")/>
                <script type="application/json" id="i18n" inner_html=catalog_json(language)></script>
                <HydrationScripts options=options/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// The root of all pages.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let head = head();
    provide_i18n(catalog(head.language));
    provide_context(AssetBase(format!("/pkg/{}", head.build)));
    provide_toasts();
    session::provide();
    view! {
        <Router>
            <AppRoutes/>
        </Router>
    }
}

/// Without a request, as when the routes are listed at start, everything has its plainest value.
#[cfg(feature = "ssr")]
fn head() -> Head {
    use_context::<crate::visitor::Visitor>().map_or_else(
        || Head { language: Language::En, theme: Theme::System, build: String::new() },
        |visitor| Head { language: visitor.language(), theme: visitor.theme(), build: visitor.build().to_owned() },
    )
}

/// The browser reads what the server wrote into `<html>`.
#[cfg(not(feature = "ssr"))]
fn head() -> Head {
    let root = document().document_element();
    let attribute = |name: &str| root.as_ref().and_then(|root| root.get_attribute(name)).unwrap_or_default();
    Head {
        language: attribute("data-language").parse().unwrap_or(Language::En),
        theme: attribute("data-theme").parse().unwrap_or(Theme::System),
        build: attribute("data-build"),
    }
}

#[cfg(feature = "ssr")]
fn catalog(language: Language) -> Catalog {
    Catalog::of(language)
}

#[cfg(not(feature = "ssr"))]
#[expect(clippy::expect_used, reason = "page and wasm are of one build; without texts there is nothing to show")]
fn catalog(language: Language) -> Catalog {
    let json = document().get_element_by_id("i18n").and_then(|script| script.text_content()).unwrap_or_default();
    Catalog::from_json(language, &json).expect("the page carries its catalog")
}

#[cfg(feature = "ssr")]
fn catalog_json(language: Language) -> &'static str {
    Catalog::to_json(language)
}

#[cfg(not(feature = "ssr"))]
fn catalog_json(_language: Language) -> &'static str {
    ""
}
