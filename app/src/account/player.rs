//! The player that opens media: the workspace's, or one of one's own.

use i18n::{About, I18n, Key, Label, t, use_i18n};
use leptos::prelude::*;
use model::error::AppError;
use model::players::{OwnPlayer, Player, PlayerChoice, SAMPLE};
use model::sign_in::Flash;
use ui::{Banner, PageTitle, Radio, Skeleton, Slate, Tone};

use super::player_rpc::{choose_player, get_own_player};
use super::said::Said;
use crate::data;
use crate::edit_form::{Draft, EditForm, Editing};
use crate::errors::Failure;

/// What the form sends for following the workspace.
const WORKSPACE: &str = "workspace";

#[component]
pub(crate) fn Page() -> impl IntoView {
    let data = data::load(|| (), |()| get_own_player());
    view! {
        <PageTitle text=t(Key::PlayersTitle)/>
        <Suspense fallback=move || view! { <Skeleton label=t(Key::CommonLoading)/> }>
            {Suspend::new(async move {
                match data.await {
                    Ok((player, flash)) => view! { <Form player=player flash=flash/> }.into_any(),
                    Err(error) => view! { <Failure error=error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

/// The choice as it is being made.
#[derive(Clone, Copy)]
struct PlayerDraft(RwSignal<String>);

impl Draft for PlayerDraft {
    type Page = OwnPlayer;
    type Fields = Option<Player>;

    fn stored(page: &OwnPlayer) -> Option<Player> {
        page.chosen
    }

    fn version(page: &OwnPlayer) -> i64 {
        page.version
    }

    fn get(self) -> Option<Player> {
        self.0.get().parse().ok()
    }

    fn set(self, chosen: &Option<Player>) {
        self.0.set(word(*chosen));
    }

    fn name(i18n: I18n, (): ()) -> String {
        i18n.text(Key::PlayersPreferred)
    }

    fn value(i18n: I18n, page: &OwnPlayer, (): ()) -> String {
        choice_text(i18n, page, page.chosen)
    }

    async fn load() -> Result<OwnPlayer, AppError> {
        Ok(get_own_player().await?.0)
    }

    async fn store(self, _seen: &OwnPlayer, version: i64, player: Option<Player>) -> Result<(), AppError> {
        choose_player(PlayerChoice { version, player }).await
    }
}

#[component]
fn Form(player: OwnPlayer, flash: Flash) -> impl IntoView {
    let i18n = use_i18n();
    let typed = flash.field("player").map(str::to_owned);
    let draft = RwSignal::new(typed.unwrap_or_else(|| word(player.chosen)));
    let editing = Editing::new(PlayerDraft(draft), player, &flash);
    let stored = editing.stored;
    view! {
        <Slate place=t(Key::AccountTitle) title=t(Key::PlayersTitle) subtitle=Signal::derive(move || Some(i18n.text(Key::PlayersIntro)))/>
        <Said flash=flash/>
        <EditForm editing=editing action="/rpc/account/player_form">
            {move || stored.with(|stored| lost(i18n, stored))}
            <Choices draft=draft stored=stored/>
        </EditForm>
        <Tries stored=stored/>
    }
}

/// The workspace and every player, with what each needs and whether it is there.
#[component]
fn Choices(draft: RwSignal<String>, stored: RwSignal<OwnPlayer>) -> impl IntoView {
    let i18n = use_i18n();
    let follow = Signal::derive(move || stored.with(|stored| choice_text(i18n, stored, None)));
    let choices = Player::ALL.iter().copied().map(|player| {
        let hint = Signal::derive(move || Some(stored.with(|stored| about(i18n, stored, player))));
        // Whoever has one that is gone may keep it.
        let blocked = Signal::derive(move || {
            stored.with(|stored| !stored.workspace.is_available(player) && stored.chosen != Some(player))
        });
        view! {
            <Radio label=t(player.label()) name="player" value=player.as_str() group=draft hint=hint disabled=blocked choice=true/>
        }
    });
    view! {
        <section class="panel players" aria-label=t!(Key::PlayersPreferred)>
            <div class="panel__head"><h2>{t!(Key::PlayersPreferred)}</h2></div>
            <div class="panel__body" role="radiogroup" aria-label=t!(Key::PlayersPreferred)>
                <Radio
                    label=follow
                    name="player"
                    value=WORKSPACE
                    group=draft
                    hint=Signal::derive(move || Some(i18n.text(Key::PlayersFollowAbout)))
                    choice=true
                />
                {choices.collect_view()}
            </div>
        </section>
    }
}

/// Every player that is available and can be tried, with the sample clip: plain links, and a film that unfolds.
#[component]
fn Tries(stored: RwSignal<OwnPlayer>) -> impl IntoView {
    let i18n = use_i18n();
    // They differ only when the workspace has set its players anew.
    let offered = Memo::new(move |_| {
        stored.with(|own| {
            let here = Player::ALL.iter().copied().filter(|player| own.workspace.is_available(*player));
            let link = |player| own.tries.iter().find(|(of, _)| *of == player).map(|(_, link)| link.clone());
            here.map(|player| (player, link(player))).collect::<Vec<_>>()
        })
    });
    let one = move |(player, link): (Player, Option<String>)| {
        let name = move || i18n.format(Key::PlayersTry, &[("player", &i18n.text(player.label()))]);
        let open = match (player, link) {
            (Player::BuiltIn, _) => view! {
                <details>
                    <summary>{name}</summary>
                    <video src=SAMPLE width="480" height="270" controls playsinline preload="none" aria-label=move || i18n.text(Key::PlayersSample)></video>
                </details>
            }
            .into_any(),
            (Player::Browser, _) => view! { <a href=SAMPLE target="_blank" rel="noopener">{name}</a> }.into_any(),
            (Player::Download, _) => view! { <a href=SAMPLE download rel="external">{name}</a> }.into_any(),
            (_, Some(link)) => view! { <a href=link rel="external">{name}</a> }.into_any(),
            // Nothing is shown above a page yet.
            (_, None) => return None,
        };
        Some(view! { <li>{open}</li> })
    };
    view! {
        <section class="panel" aria-labelledby="try-title">
            <div class="panel__head"><h2 id="try-title">{t!(Key::PlayersTryTitle)}</h2><p>{t!(Key::PlayersTryHint)}</p></div>
            <div class="panel__body">
                <ul class="player-tries">{move || offered.get().into_iter().filter_map(one).collect_view()}</ul>
            </div>
        </section>
    }
}

/// What the form sends for a choice.
fn word(chosen: Option<Player>) -> String {
    chosen.map_or(WORKSPACE, Player::as_str).to_owned()
}

/// A choice in words.
fn choice_text(i18n: I18n, own: &OwnPlayer, chosen: Option<Player>) -> String {
    match chosen {
        Some(player) => i18n.text(player.label()),
        None => i18n.format(Key::PlayersFollow, &[("player", &i18n.text(own.workspace.default.label()))]),
    }
}

/// What a player needs, whether it is there and whom to ask, and what the workspace says about it.
fn about(i18n: I18n, own: &OwnPlayer, player: Player) -> String {
    let here = match (own.workspace.is_available(player), own.helpers.as_slice()) {
        (true, _) => i18n.text(Key::PlayersHere),
        (false, []) => i18n.text(Key::PlayersNotHere),
        (false, names) => i18n.format(Key::PlayersNotHereAsk, &[("names", &names.join(", "))]),
    };
    let mut lines = vec![i18n.text(player.about()), here];
    lines.extend(Some(own.workspace.of(player).note).filter(|note| !note.is_empty()));
    lines.join("\n")
}

/// Says that the chosen player is not there, and what opens media instead.
fn lost(i18n: I18n, own: &OwnPlayer) -> Option<impl IntoView + use<>> {
    let chosen = own.chosen.filter(|player| !own.workspace.is_available(*player))?;
    let instead = own.workspace.in_use(own.chosen);
    let text = Signal::derive(move || {
        i18n.format(
            Key::PlayersLost,
            &[("player", &i18n.text(chosen.label())), ("instead", &i18n.text(instead.label()))],
        )
    });
    Some(view! { <Banner tone=Tone::Waiting title=text/> })
}
