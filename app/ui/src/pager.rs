//! Pager: how many there are, and links to the pages.

use leptos::prelude::*;

use crate::icon::Icon;
use crate::live::live;

/// What stands at one place of the pager.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Page(u32),
    Gap,
}

/// The foot of a list.
#[component]
pub fn Pager(
    /// What the links are, for screen readers: "Pages".
    #[prop(into)]
    label: Signal<String>,
    /// "1–25 of 50".
    #[prop(into)]
    summary: Signal<String>,
    /// The page that is shown, from 1.
    #[prop(into)]
    page: Signal<u32>,
    /// How many pages there are.
    #[prop(into)]
    pages: Signal<u32>,
    /// Address of a page.
    href: Callback<u32, String>,
    /// "Previous page".
    #[prop(into)]
    previous: Signal<String>,
    /// "Next page".
    #[prop(into)]
    next: Signal<String>,
    /// The choice of rows per page.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let links = live(move || {
        let (page, pages) = (page.get(), pages.get().max(1));
        window(page, pages)
            .into_iter()
            .map(|place| match place {
                Place::Gap => view! { <span aria-hidden="true">"…"</span> }.into_any(),
                Place::Page(n) => view! {
                    <a href=href.run(n) aria-current=(n == page).then_some("page")>
                        {n}
                    </a>
                }
                .into_any(),
            })
            .collect::<Vec<_>>()
    });
    let back = live(move || {
        let page = page.get();
        step("chevron-left", previous, (page > 1).then(|| href.run(page - 1)))
    });
    let forward = live(move || {
        let page = page.get();
        step("chevron-right", next, (page < pages.get()).then(|| href.run(page + 1)))
    });
    view! {
        <div class="pager">
            <span>{summary}</span>
            {children.map(|children| children())}
            <nav aria-label=label>{back} {links} {forward}</nav>
        </div>
    }
}

/// A link to the neighbor, or a quiet arrow where there is none.
fn step(icon: &'static str, label: Signal<String>, href: Option<String>) -> AnyView {
    match href {
        Some(href) => view! {
            <a href=href aria-label=label>
                <Icon name=icon />
            </a>
        }
        .into_any(),
        None => view! {
            <span aria-disabled="true">
                <Icon name=icon />
            </span>
        }
        .into_any(),
    }
}

/// The first page, the last, and the current one with its neighbors; a gap only where it saves room.
fn window(page: u32, pages: u32) -> Vec<Place> {
    let page = page.clamp(1, pages);
    let mut places = Vec::with_capacity(7);
    let mut last = 0;
    for n in [1, page.saturating_sub(1), page, page.saturating_add(1), pages] {
        if n <= last || n > pages {
            continue;
        }
        match n - last {
            1 => {}
            2 => places.push(Place::Page(n - 1)),
            _ => places.push(Place::Gap),
        }
        places.push(Place::Page(n));
        last = n;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(page: u32, pages: u32) -> String {
        let words: Vec<_> = window(page, pages)
            .into_iter()
            .map(|place| match place {
                Place::Page(n) if n == page => format!("[{n}]"),
                Place::Page(n) => n.to_string(),
                Place::Gap => String::from("…"),
            })
            .collect();
        words.join(" ")
    }

    #[test]
    fn few_pages_are_all_shown() {
        assert_eq!(shown(1, 1), "[1]");
        assert_eq!(shown(2, 3), "1 [2] 3");
        assert_eq!(shown(3, 5), "1 2 [3] 4 5");
    }

    #[test]
    fn many_pages_show_both_ends_and_the_neighbors() {
        assert_eq!(shown(1, 4000), "[1] 2 … 4000");
        assert_eq!(shown(7, 20), "1 … 6 [7] 8 … 20");
        assert_eq!(shown(20, 20), "1 … 19 [20]");
    }

    #[test]
    fn a_gap_never_stands_for_a_single_page() {
        assert_eq!(shown(4, 9), "1 2 3 [4] 5 … 9");
        assert_eq!(shown(6, 9), "1 … 5 [6] 7 8 9");
    }

    #[test]
    fn a_page_behind_the_end_is_the_last_one() {
        assert_eq!(window(99, 3), [Place::Page(1), Place::Page(2), Place::Page(3)]);
        assert_eq!(window(u32::MAX, u32::MAX).last(), Some(&Place::Page(u32::MAX)));
    }
}
