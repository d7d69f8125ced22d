//! The Players tab: one form with one bar.

use i18n::{About, I18n, Key, Label, t, tp, use_i18n};
use leptos::prelude::*;
use model::error::AppError;
use model::players::{LINK_MAX, NOTE_MAX, Player, PlayersPage};
use model::sign_in::Flash;
use ui::{Checkbox, Choice, SelectField, Skeleton, TextField};

use super::players_draft::{PlayerDraft, PlayersDraft};
use super::players_rpc::get_players;
use crate::account::Said;
use crate::data;
use crate::edit_form::{EditForm, Editing};
use crate::errors::{Failure, field_error};

#[component]
pub(super) fn Tab(
    /// What stands above every tab, once it is open to the viewer.
    head: ViewFn,
) -> impl IntoView {
    let data = data::load(|| (), |()| get_players());
    view! {
        <Suspense fallback=move || view! { <Skeleton label=t(Key::CommonLoading)/> }>
            {Suspend::new(async move {
                match data.await {
                    Ok((page, flash)) => view! { {head.run()} <Form page=page flash=flash/> }.into_any(),
                    Err(error) => view! { <Failure error=error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Form(page: PlayersPage, flash: Flash) -> impl IntoView {
    let draft = PlayersDraft::of(&page.fields, &flash);
    let editing = Editing::new(draft, page, &flash);
    let Editing { stored, error, .. } = editing;
    let players = draft.players.into_iter().map(|one| view! { <PlayerFields draft=one stored=stored error=error/> });
    let players = players.collect_view();
    view! {
        <Said flash=flash/>
        <EditForm editing=editing action="/rpc/players/form">
            <DefaultPlayer draft=draft stored=stored error=error/>
            {players}
        </EditForm>
    }
}

/// Which player opens media for everyone who has chosen none.
#[component]
fn DefaultPlayer(
    draft: PlayersDraft,
    stored: RwSignal<PlayersPage>,
    error: RwSignal<Option<AppError>>,
) -> impl IntoView {
    let i18n = use_i18n();
    // One that is about to be switched on can become the default at once, so none is missing here.
    let options = Signal::derive(move || {
        Player::ALL.iter().map(|player| Choice::new(player.as_str(), i18n.text(player.label()))).collect::<Vec<_>>()
    });
    let switched_off = move || {
        let default = draft.default.get().parse::<Player>().ok();
        let off = draft.players.into_iter().any(|one| Some(one.player) == default && !one.available.get());
        off.then(|| i18n.text(Key::PlayersErrorSwitchedOff))
    };
    let wrong = Signal::derive(move || {
        error.with(|error| field_error(i18n, error.as_ref(), "default_player")).or_else(switched_off)
    });
    view! {
        <section class="panel" aria-label=t!(Key::PlayersDefault)>
            <div class="panel__head">
                <h2>{t!(Key::PlayersDefault)}</h2>
                <p>{tp!(Key::PlayersFollowing, chosen(stored, None))}</p>
            </div>
            <div class="panel__body">
                <SelectField
                    label=t(Key::PlayersDefault)
                    name="default_player"
                    options=options
                    value=draft.default
                    hint=Signal::derive(move || Some(i18n.text(Key::PlayersDefaultHint)))
                    error=wrong
                />
            </div>
        </section>
    }
}

/// Switch, link and note of one player, and how many people chose it.
#[component]
fn PlayerFields(draft: PlayerDraft, stored: RwSignal<PlayersPage>, error: RwSignal<Option<AppError>>) -> impl IntoView {
    let i18n = use_i18n();
    let player = draft.player;
    let wrong = move |kind: &'static str| {
        Signal::derive(move || error.with(|error| field_error(i18n, error.as_ref(), &format!("{kind}_{player}"))))
    };
    let most = |max: usize| u32::try_from(max).unwrap_or(u32::MAX);
    let link = player.opens_by_link().then(|| {
        let hint = Signal::derive(move || Some(i18n.format(Key::PlayersLinkHint, &[("schemes", &schemes(i18n, player))])));
        view! {
            <TextField label=t(Key::PlayersLink) name=format!("link_{player}") value=draft.link maxlength=most(LINK_MAX) code=true autocomplete="off" hint=hint error=wrong("link")/>
        }
    });
    let title = format!("player-{player}");
    let names_it = title.clone();
    view! {
        <section class="panel" aria-labelledby=names_it>
            <div class="panel__head">
                <h2 id=title>{t!(player.label())}</h2>
                <span class="push muted num">{tp!(Key::PlayersChosen, chosen(stored, Some(player)))}</span>
                <p>{t!(player.about())}</p>
            </div>
            <div class="panel__body">
                <Checkbox label=t(Key::PlayersAvailable) name=format!("available_{player}") value="on" signal=draft.available/>
                {link}
                <TextField label=t(Key::PlayersNote) name=format!("note_{player}") value=draft.note maxlength=most(NOTE_MAX) autocomplete="off" error=wrong("note")/>
            </div>
        </section>
    }
}

/// How many people have chosen a player, or none.
fn chosen(stored: RwSignal<PlayersPage>, player: Option<Player>) -> u64 {
    stored.with(|stored| stored.chosen.iter().find(|(of, _)| *of == player).map_or(0, |(_, count)| *count))
}

/// The schemes of a player's links, as they begin.
fn schemes(i18n: I18n, player: Player) -> String {
    let all: Vec<String> = player.schemes().iter().map(|scheme| format!("{scheme}:")).collect();
    match all.as_slice() {
        [first, second] => i18n.format(Key::PlayersSchemesOr, &[("first", first), ("second", second)]),
        all => all.join(", "),
    }
}
