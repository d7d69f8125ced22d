//! Parts of a data table. Rows and cells are the page's own; the frame and the heads are here.
//!
//! The roles are written out because on phones the rows are laid out as entries, and browsers then
//! forget that they were a table. Cells carry `role="cell"`, rows `role="row"`.

use leptos::prelude::*;

use crate::{
    icon::Icon,
    live::{aria_true, shown},
};

/// In which direction a column is sorted now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// By another column.
    #[default]
    None,
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

impl Sort {
    const fn aria(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Ascending => Some("ascending"),
            Self::Descending => Some("descending"),
        }
    }

    const fn icon(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Ascending => Some("arrow-up"),
            Self::Descending => Some("arrow-down"),
        }
    }
}

/// The table around its heads and rows.
#[component]
pub fn TableFrame(
    /// What the table lists, and how it is sorted; read by screen readers.
    #[prop(into)]
    caption: Signal<String>,
    /// [`SortHeader`]s and [`PlainHeader`]s.
    #[prop(into)]
    head: ViewFn,
    /// Newer rows are on their way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// The rows.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="grid-wrap">
            <table
                class="grid page-grid is-stacking"
                role="table"
                aria-busy=aria_true(busy)
            >
                <caption>{caption}</caption>
                <thead role="rowgroup">
                    <tr role="row">{head.run()}</tr>
                </thead>
                <tbody role="rowgroup">{children()}</tbody>
            </table>
        </div>
    }
}

/// The head of a column by which the list can be sorted; a link, so that it works without script.
#[component]
pub fn SortHeader(
    /// Name of the column.
    #[prop(into)]
    label: Signal<String>,
    /// Address of the list sorted by it, or turned round.
    #[prop(into)]
    href: Signal<String>,
    /// How it is sorted now.
    #[prop(optional, into)]
    sort: Signal<Sort>,
    /// A column of figures.
    #[prop(optional)]
    numeric: bool,
    /// Further style classes.
    #[prop(optional, into)]
    class: Option<String>,
) -> impl IntoView {
    view! {
        <th scope="col" role="columnheader" class=column_class(numeric, class) aria-sort=move || sort.get().aria()>
            <a href=href data-noscroll="">
                {label}
                {shown(move || sort.get().icon().map(|name| view! { <Icon name=name size=12 /> }))}
            </a>
        </th>
    }
}

/// The head of any other column.
#[component]
pub fn PlainHeader(
    /// A column of figures.
    #[prop(optional)]
    numeric: bool,
    /// The words are for screen readers only.
    #[prop(optional)]
    hidden: bool,
    /// Further style classes.
    #[prop(optional, into)]
    class: Option<String>,
    /// Name of the column, or the box that selects all.
    children: Children,
) -> impl IntoView {
    let content = children();
    let content = if hidden { view! { <span class="sr">{content}</span> }.into_any() } else { content };
    view! {
        <th scope="col" role="columnheader" class=column_class(numeric, class)>
            {content}
        </th>
    }
}

fn column_class(numeric: bool, extra: Option<String>) -> Option<String> {
    match (numeric, extra) {
        (true, Some(extra)) => Some(format!("n {extra}")),
        (true, None) => Some(String::from("n")),
        (false, extra) => extra,
    }
}
