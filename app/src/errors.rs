//! The one renderer of errors: texts, and the pages that stand for an error.

use i18n::{About, I18n, Key, t, use_i18n};
use leptos::prelude::*;
use model::access::{Action, Blocker};
use model::error::{AppError, ConflictReason, Noun};
use model::explain::{ABOUT_WORKSPACE, Question};
use model::fields::{FieldCode, FieldErrors};
use ui::{ButtonKind, ButtonLink, PageTitle, effect};

use crate::explain::{RequestLink, WhyLink};

/// What happened, what is kept, what to do: in the reader's language.
pub(crate) fn error_text(i18n: I18n, error: &AppError) -> String {
    match error {
        AppError::Unauthenticated => i18n.text(Key::ErrorsUnauthenticated),
        AppError::StepUpRequired => i18n.text(Key::ErrorsStepUpRequired),
        AppError::Forbidden { blockers, .. } => {
            blockers.first().map_or_else(|| i18n.text(Key::ErrorsPageForbiddenText), |first| blocker_text(i18n, *first))
        }
        AppError::NotFound { what } => i18n.text(match what {
            Noun::User => Key::ErrorsNotFoundUser,
            Noun::Mail => Key::ErrorsNotFoundMail,
            Noun::Session => Key::ErrorsNotFoundSession,
            Noun::Link => Key::ErrorsDeadLink,
            Noun::Page | Noun::Invoice => Key::ErrorsPageNotFoundText,
        }),
        AppError::Invalid { fields } if fields.is_empty() => i18n.text(Key::ErrorsUnreadable),
        AppError::Invalid { fields } => i18n.plural(Key::ErrorsInvalid, fields.0.len() as u64, &[]),
        AppError::Conflict { reason } => i18n.text(conflict(*reason)),
        AppError::SeatsExhausted { purchased, used, reserved, missing } => i18n.plural(
            Key::ErrorsSeatsExhausted,
            u64::from(*missing),
            &[("used", used), ("purchased", purchased), ("reserved", reserved)],
        ),
        AppError::SeatsHeld { used, reserved, missing } => {
            i18n.plural(Key::ErrorsSeatsHeld, u64::from(*missing), &[("used", used), ("reserved", reserved)])
        }
        AppError::InvitationExpired => i18n.text(Key::ErrorsInvitationExpired),
        AppError::RateLimited { retry_after_secs } => {
            i18n.format(Key::ErrorsRateLimited, &[("time", &wait(i18n, *retry_after_secs))])
        }
        AppError::Unavailable { retry_after_secs } => {
            i18n.format(Key::ErrorsUnavailable, &[("time", &wait(i18n, *retry_after_secs))])
        }
        AppError::Offline => i18n.text(Key::ErrorsOffline),
        AppError::Internal { .. } => i18n.text(Key::ErrorsInternal),
    }
}

fn conflict(reason: ConflictReason) -> Key {
    match reason {
        ConflictReason::AlreadySetUp => Key::ErrorsAlreadySetUp,
        ConflictReason::AddressTaken => Key::ErrorsAddressTaken,
        ConflictReason::UsernameTaken => Key::ErrorsUsernameTaken,
        ConflictReason::Stale => Key::ErrorsStale,
        ConflictReason::WrongStatus => Key::ErrorsWrongStatus,
        ConflictReason::UndoClosed => Key::ErrorsUndoClosed,
        ConflictReason::MailGone => Key::ErrorsMailGone,
        ConflictReason::NoMailServer => Key::ErrorsNoMailServer,
        ConflictReason::MailServerFailed => Key::ErrorsMailServerFailed,
        ConflictReason::OtherSession => Key::ErrorsOtherSession,
        ConflictReason::SignedInAsOther => Key::ErrorsSignedInAsOther,
        ConflictReason::TwoFactorEnforced => Key::ErrorsTwoFactorEnforced,
        ConflictReason::ErasureForbidden => Key::ErrorsErasureForbidden,
        ConflictReason::EveryoneEnrolled => Key::ErrorsEveryoneEnrolled,
        ConflictReason::RemindedToday => Key::ErrorsRemindedToday,
        ConflictReason::NobodyToRemind => Key::ErrorsNobodyToRemind,
    }
}

/// A wait in words.
fn wait(i18n: I18n, seconds: u32) -> String {
    i18n.with(|catalog| catalog.wait(seconds))
}

/// What is wrong with a field, and what to do.
pub(crate) fn field_text(i18n: I18n, code: FieldCode) -> String {
    match code {
        FieldCode::Required => i18n.text(Key::ErrorsFieldRequired),
        FieldCode::TooShort { min } => i18n.plural(Key::ErrorsFieldTooShort, u64::from(min), &[]),
        FieldCode::TooLong { max } => i18n.plural(Key::ErrorsFieldTooLong, u64::from(max), &[]),
        FieldCode::TooMany { max } => i18n.plural(Key::ErrorsFieldTooMany, u64::from(max), &[]),
        FieldCode::OutOfRange { min, max } => {
            let number = |n: u32| i18n.with(|catalog| catalog.number(u64::from(n)));
            i18n.format(Key::ErrorsFieldOutOfRange, &[("min", &number(min)), ("max", &number(max))])
        }
        FieldCode::InvalidEmail => i18n.text(Key::ErrorsFieldInvalidEmail),
        FieldCode::MissingDomainEnding => i18n.text(Key::ErrorsFieldMissingDomainEnding),
        FieldCode::InvalidCharacters => i18n.text(Key::ErrorsFieldInvalidCharacters),
        FieldCode::InvalidUsername => i18n.text(Key::ErrorsFieldInvalidUsername),
        FieldCode::Reserved => i18n.text(Key::ErrorsFieldReserved),
        FieldCode::Taken => i18n.text(Key::ErrorsFieldTaken),
        FieldCode::NameDiffers => i18n.text(Key::ErrorsFieldNameDiffers),
        FieldCode::Present => i18n.text(Key::EmailChangePresent),
        FieldCode::NotOffered => i18n.text(Key::ErrorsFieldNotOffered),
        FieldCode::Past => i18n.text(Key::ErrorsFieldPast),
        FieldCode::BeforeTomorrow => i18n.text(Key::ErrorsFieldBeforeTomorrow),
        FieldCode::TooFarAhead { days } => i18n.plural(Key::ErrorsFieldTooFarAhead, u64::from(days), &[]),
        FieldCode::PasswordTooCommon => i18n.text(Key::ErrorsFieldPasswordTooCommon),
        FieldCode::NotEqual => i18n.text(Key::ErrorsFieldNotEqual),
        FieldCode::WrongPassword => i18n.text(Key::ErrorsFieldWrongPassword),
        FieldCode::WrongCode => i18n.text(Key::ErrorsFieldWrongCode),
        FieldCode::UsedCode => i18n.text(Key::ErrorsFieldUsedCode),
        FieldCode::NotACode => i18n.text(Key::ErrorsFieldNotACode),
        FieldCode::Outdated => i18n.text(Key::ErrorsFieldOutdated),
        FieldCode::NoLinks => i18n.text(Key::ErrorsFieldNoLinks),
        FieldCode::FileTooLarge { megabytes } => i18n.format(Key::PicturesTooLarge, &[("megabytes", &megabytes)]),
        FieldCode::NotAPicture => i18n.text(Key::PicturesNotAPicture),
        FieldCode::TooManyPixels { side } => i18n.format(Key::PicturesTooManyPixels, &[("side", &side)]),
        FieldCode::BrokenPicture => i18n.text(Key::PicturesBroken),
        FieldCode::SchemeNotListed => i18n.text(Key::PlayersErrorScheme),
        FieldCode::MediaPlaceMissing => i18n.text(Key::PlayersErrorMedia),
        FieldCode::SwitchedOff => i18n.text(Key::PlayersErrorSwitchedOff),
        FieldCode::NotAColor => i18n.text(Key::BrandingErrorColor),
        FieldCode::TooLightForLight { hundredths } => {
            i18n.format(Key::BrandingErrorLight, &[("ratio", &ratio(i18n, hundredths))])
        }
        FieldCode::TooDarkForDark { hundredths } => {
            i18n.format(Key::BrandingErrorDark, &[("ratio", &ratio(i18n, hundredths))])
        }
    }
}

/// A contrast, as the language writes decimals.
pub(crate) fn ratio(i18n: I18n, hundredths: u32) -> String {
    i18n.with(|catalog| catalog.decimal(hundredths))
}

/// What is wrong with one field of a form that came back.
pub(crate) fn field_error(i18n: I18n, error: Option<&AppError>, field: &str) -> Option<String> {
    match error {
        Some(AppError::Invalid { fields }) => fields_error(i18n, fields, field),
        _ => None,
    }
}

fn fields_error(i18n: I18n, fields: &FieldErrors, field: &str) -> Option<String> {
    fields.of(field).map(|code| field_text(i18n, code))
}

/// Why something is not allowed, and what would help.
pub(crate) fn blocker_text(i18n: I18n, blocker: Blocker) -> String {
    i18n.text(blocker.about())
}

/// What a page shows that is not there, or not for this person.
#[component]
pub(crate) fn NotFound() -> impl IntoView {
    set_status(404);
    view! { <ErrorPage title=Key::ErrorsPageNotFoundTitle text=t(Key::ErrorsPageNotFoundText)/> }
}

/// What stands in the place of a page that failed.
#[component]
pub(crate) fn Failure(
    /// Why.
    error: AppError,
) -> impl IntoView {
    let i18n = use_i18n();
    set_status(error.status_code());
    if must_enroll(&error) {
        go_enroll();
    }
    let title = match error {
        AppError::NotFound { what: Noun::Link } => Key::ErrorsPageDeadLinkTitle,
        AppError::NotFound { .. } => Key::ErrorsPageNotFoundTitle,
        AppError::Forbidden { .. } => Key::ErrorsPageForbiddenTitle,
        AppError::InvitationExpired => Key::ErrorsPageEndedTitle,
        AppError::RateLimited { .. } => Key::ErrorsPageRateLimitedTitle,
        AppError::Unavailable { .. } | AppError::Offline => Key::ErrorsPageUnavailableTitle,
        _ => Key::ErrorsPageInternalTitle,
    };
    let incident = match &error {
        AppError::Internal { incident } => Some(incident.to_string()),
        _ => None,
    };
    let refused = match &error {
        AppError::Forbidden { action, .. } => Some(*action),
        _ => None,
    };
    let text = Signal::derive(move || error_text(i18n, &error));
    view! { <ErrorPage title=title text=text incident=incident refused=refused/> }
}

/// The same inside a dialog.
#[component]
pub(crate) fn Failed(
    /// Why.
    error: AppError,
) -> impl IntoView {
    let i18n = use_i18n();
    let text = Signal::derive(move || error_text(i18n, &error));
    view! { <ui::Banner tone=ui::Tone::Failed title=text live=true/> }
}

/// Whether a second factor has to be set up first.
fn must_enroll(error: &AppError) -> bool {
    matches!(error, AppError::Forbidden { blockers, .. } if blockers.first() == Some(&Blocker::MustEnroll))
}

/// A live page of somebody who has to set up a second factor first leads there; a fresh one is led there by the server.
/// Effects run in the browser alone.
fn go_enroll() {
    effect(move || {
        let location = window().location();
        let here = format!("{}{}", location.pathname().unwrap_or_default(), location.search().unwrap_or_default());
        // Refused only for addresses of other sites.
        let _ = location.set_href(&crate::links::enroll(&here));
    });
}

#[component]
fn ErrorPage(
    title: Key,
    text: Signal<String>,
    #[prop(optional_no_strip)] incident: Option<String>,
    /// What was not allowed.
    #[prop(optional_no_strip)]
    refused: Option<Action>,
) -> impl IntoView {
    let help = refused.filter(|action| ABOUT_WORKSPACE.contains(action)).map(|action| {
        view! {
            <p><WhyLink question=Question::of(action) what=t(title)/></p>
            <p><RequestLink action=action/></p>
        }
    });
    view! {
        <PageTitle text=t(title)/>
        <div class="error-page">
            <h1>{t(title)}</h1>
            <p>{text}</p>
            {incident.map(|id| view! { <p class="muted small"><code>{t!(Key::ErrorsIncident, id = id.clone())}</code></p> })}
            {help}
            <p><ButtonLink href="/" kind=ButtonKind::Plain>{t!(Key::SignInToStart)}</ButtonLink></p>
        </div>
    }
}

/// The status of the page. In the browser pages have none.
#[cfg(feature = "ssr")]
pub(crate) fn set_status(status: u16) {
    if let (Some(answer), Ok(status)) =
        (use_context::<leptos_axum::ResponseOptions>(), http::StatusCode::from_u16(status))
    {
        answer.set_status(status);
    }
}

/// The status of the page. In the browser pages have none.
#[cfg(not(feature = "ssr"))]
pub(crate) fn set_status(_status: u16) {}
