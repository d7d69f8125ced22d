//! The HTML document, and the root of the tree that hydrates.

use i18n::{Catalog, Language, provide_i18n_with};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use leptos_meta::MetaTags;
use leptos_meta::provide_meta_context;
use leptos_router::components::Router;
#[cfg(feature = "ssr")]
use model::session::{Density, Theme};
use ui::{AssetBase, provide_toasts};

#[cfg(feature = "hydrate")]
use crate::parts::Part;
use crate::routes::AppRoutes;
use crate::session;

/// What the document says about itself, the same on both sides.
#[derive(Clone, Debug)]
struct Head {
    language: Language,
    #[cfg(feature = "ssr")]
    theme: Theme,
    #[cfg(feature = "ssr")]
    density: Density,
    build: String,
}

/// The document around the pages.
#[cfg(feature = "ssr")]
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let Head { language, theme, density, build } = head();
    let theme = (theme != Theme::System).then_some(theme.as_str());
    let density = (density != Density::Standard).then_some(density.as_str());
    let outside = is_outside();
    let base = format!("/pkg/{build}");
    view! {
        <!DOCTYPE html>
        <html lang=language.tag() data-language=language.code() data-theme=theme data-density=density data-build=build data-outside=outside.then_some("")>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href=format!("{base}/rollcall.css")/>
                {accent().map(|href| view! { <link id=crate::shell::ACCENT rel="stylesheet" href=href/> })}
                {(!outside).then(|| view! {
                    <script type="application/json" id="i18n" inner_html=Catalog::to_json(language)></script>
                    <script type="application/json" id=session::ELEMENT inner_html=frame()></script>
                })}
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
    session::provide();
    provide_i18n_with(catalog(head.language), session::use_frame().fuzzy_dates());
    provide_context(AssetBase(format!("/pkg/{}", head.build)));
    provide_toasts();
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
        || Head { language: Language::En, theme: Theme::System, density: Density::Standard, build: String::new() },
        |visitor| Head {
            language: visitor.language(),
            theme: visitor.theme(),
            density: visitor.density(),
            build: visitor.build().to_owned(),
        },
    )
}

/// The browser reads what the server wrote into `<html>`.
#[cfg(not(feature = "ssr"))]
fn head() -> Head {
    let root = document().document_element();
    let attribute = |name: &str| root.as_ref().and_then(|root| root.get_attribute(name)).unwrap_or_default();
    Head { language: attribute("data-language").parse().unwrap_or(Language::En), build: attribute("data-build") }
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

/// The frame as JSON that can stand in a `script`: nothing in it ends one, or begins a comment.
#[cfg(feature = "ssr")]
fn frame() -> String {
    let json = use_context::<crate::visitor::Visitor>().and_then(|visitor| serde_json::to_string(visitor.frame()).ok());
    json.unwrap_or_default().replace('<', "\\u003c")
}

/// The style sheet of the workspace's color. One that does not stand out was never stored; it would have no sheet.
#[cfg(feature = "ssr")]
fn accent() -> Option<String> {
    let visitor = use_context::<crate::visitor::Visitor>()?;
    crate::shell::accent_sheet(visitor.frame().accent.as_deref()?)
}

/// Whether the page is one of those that do not hydrate.
#[cfg(feature = "ssr")]
fn is_outside() -> bool {
    let path = use_context::<http::request::Parts>().map(|parts| parts.uri.path().to_owned()).unwrap_or_default();
    !crate::routes::needs_session(&path)
}

/// Takes the page over in the browser, once its part of the program is there. Without that part the page stays as the
/// server made it.
#[cfg(feature = "hydrate")]
pub async fn start() {
    let Some(root) = document().document_element() else { return };
    if root.has_attribute("data-outside") {
        ui::reveal_passwords();
    } else {
        let location = window().location();
        let (path, query) = (location.pathname().unwrap_or_default(), location.search().unwrap_or_default());
        for part in Part::of(&path, &query) {
            if part.load().await.is_err() {
                return;
            }
        }
        leptos::mount::hydrate_body(App);
    }
    // Tests and styles wait for it. Fails for invalid names only.
    let _ = root.set_attribute("data-hydrated", "");
}
