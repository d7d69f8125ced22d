//! Slate: the ruled strip on top of every page.

use leptos::prelude::*;

use crate::live::{live, shown};

/// What a fact says about itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FactTone {
    /// The normal case.
    #[default]
    Normal,
    /// Waits for somebody.
    Waiting,
    /// Is wrong.
    Bad,
}

/// One of the three to five facts of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    label: String,
    figure: String,
    unit: Option<String>,
    tone: FactTone,
    words: bool,
}

impl Fact {
    /// A figure with its label.
    #[must_use]
    pub fn new(label: impl Into<String>, figure: impl Into<String>) -> Self {
        Self { label: label.into(), figure: figure.into(), unit: None, tone: FactTone::Normal, words: false }
    }

    /// A small addition behind the figure: "of 48".
    #[must_use]
    pub fn unit(mut self, unit: impl Into<String>) -> Self {
        self.unit = Some(unit.into());
        self
    }

    /// What it says about itself.
    #[must_use]
    pub fn tone(mut self, tone: FactTone) -> Self {
        self.tone = tone;
        self
    }

    /// The fact is text, not a figure.
    #[must_use]
    pub fn words(mut self) -> Self {
        self.words = true;
        self
    }

    fn class(&self) -> Option<&'static str> {
        match (self.tone, self.words) {
            (FactTone::Normal, false) => None,
            (FactTone::Normal, true) => Some("txt"),
            (FactTone::Waiting, false) => Some("is-waiting"),
            (FactTone::Waiting, true) => Some("is-waiting txt"),
            (FactTone::Bad, false) => Some("is-bad"),
            (FactTone::Bad, true) => Some("is-bad txt"),
        }
    }
}

/// Where you are, the facts, the one main action. Holds the `<h1>`.
#[component]
pub fn Slate(
    /// The part of the console to which the page belongs.
    #[prop(into)]
    place: Signal<String>,
    /// Address of that part, when it has a page of its own.
    #[prop(optional, into)]
    place_href: Option<String>,
    /// Title of the page.
    #[prop(into)]
    title: Signal<String>,
    /// A line below the title.
    #[prop(optional, into)]
    subtitle: Signal<Option<String>>,
    /// Three to five facts.
    #[prop(optional, into)]
    facts: Signal<Vec<Fact>>,
    /// Buttons; the main action last.
    #[prop(optional, into)]
    actions: Option<ViewFn>,
) -> impl IntoView {
    let place = match place_href {
        Some(href) => view! { <a href=href>{place}</a> }.into_any(),
        None => live(move || place.get()).into_any(),
    };
    view! {
        <header class="slate">
            <div class="slate__title">
                <div>
                    <p>{place}</p>
                    <h1>{title}</h1>
                    {shown(move || subtitle.get().map(|text| view! { <p class="sub">{text}</p> }))}
                </div>
            </div>
            {shown(move || strip(facts.get()))}
            {actions.map(|actions| view! { <div class="slate__do">{actions.run()}</div> }.into_any())}
        </header>
    }
}

fn strip(facts: Vec<Fact>) -> Option<AnyView> {
    if facts.is_empty() {
        return None;
    }
    let boxes = facts
        .into_iter()
        .map(|fact| {
            let class = fact.class();
            view! {
                <div class=class>
                    <dt>{fact.label}</dt>
                    <dd>{fact.figure} {fact.unit.map(|unit| view! { " " <small>{unit}</small> }.into_any())}</dd>
                </div>
            }
            .into_any()
        })
        .collect::<Vec<_>>();
    Some(view! { <dl class="slate__facts">{boxes}</dl> }.into_any())
}
