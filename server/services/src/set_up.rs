//! First run: the workspace and its Owner, from a one-time link.
//!
//! There is no default account. Whoever operates the host finds the link in the output of the start; each start without
//! a workspace makes a new one and voids the old.
//!
//! Invariant: there is one workspace with one Owner, however many forms arrive at once: the link is used up in the
//! transaction, and the row of the workspace has a fixed key.

use model::address::Address;
use model::error::AppError;
use model::event::Event;
use model::fields::{FieldCode, FieldErrors};
use model::ids::UserId;
use model::language::Language;
use model::set_up::{NewWorkspace, SetUpForm, SetUpPage};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::access::{Purpose, SetUp, dead, present, redeem};
use crate::credentials::device::Marks;
use crate::credentials::{identity, password, sessions, token};
use crate::ctx::{Actor, Anonymous, Base, System};
use crate::error::Result;
use crate::sign_in::SignedIn;
use crate::tx::{Reason, Rows, Tx, Unrecorded};
use crate::users::{self, NewOwner};
use crate::workspace::{self, FIRST_PASSWORD_MIN, FirstSettings};
use crate::{mail, organizations, seats, zone};

/// Makes the link, and voids the one before it; none once there is a workspace.
///
/// # Errors
/// Only those of the server.
pub async fn new_link(system: &System) -> std::result::Result<Option<Url>, AppError> {
    if is_set_up(system).await? {
        return Ok(None);
    }
    // There is nobody yet whose log it could stand in.
    let secret = system
        .write_unrecorded(Unrecorded::SetUp, |tx| async move { token::issue(&tx, SetUp::NAME, None, None).await })
        .await?;
    let mut url = token::link(&system.services().settings().base_url, &["setup"]);
    url.query_pairs_mut().append_pair("token", secret.expose_secret());
    Ok(Some(url))
}

/// Whether there is a workspace.
///
/// # Errors
/// Only those of the server.
pub async fn exists(anonymous: &Anonymous) -> std::result::Result<bool, AppError> {
    is_set_up(anonymous).await
}

/// What the page shows to whoever has the link; nothing is used up.
///
/// # Errors
/// `NotFound` for a link that does not work, and once there is a workspace.
pub async fn page(anonymous: &Anonymous, token: &str) -> std::result::Result<SetUpPage, AppError> {
    presented(anonymous, token).await?;
    Ok(SetUpPage {
        mail: anonymous.services().mail().setting(),
        timezones: zone::names(),
        password_min: FIRST_PASSWORD_MIN,
    })
}

/// Sends a test mail to an address of the operator's choice, before anything is stored.
///
/// # Errors
/// `NotFound` for a link that does not work; `Invalid` for what is no address; `Conflict` when mail does not leave.
pub async fn send_test_mail(anonymous: &Anonymous, token: &str, to: &str) -> std::result::Result<(), AppError> {
    presented(anonymous, token).await?;
    let to = Address::parse(to).map_err(|code| AppError::field("email", code))?;
    let language = anonymous.request().language.unwrap_or(Language::En);
    mail::try_out(anonymous, to.as_str(), language).await
}

/// Creates the workspace, its Owner and the first organization, and signs the Owner in.
///
/// # Errors
/// `NotFound` for a link that does not work, and for the second of two forms; `Invalid` for what needs mending.
pub async fn create(anonymous: &Anonymous, form: SetUpForm) -> std::result::Result<SignedIn, AppError> {
    presented(anonymous, &form.token).await?;
    let new = form.validate()?;
    check(&new)?;
    let hash = password::hash(anonymous.services(), SecretString::from(new.password.as_str())).await?;
    let (new, hash) = (&new, &hash);
    let (user, session) = anonymous.write(|tx| async move { write(&tx, new, hash).await }).await?;
    let device = Marks::default().seal_with(anonymous.services(), user, anonymous.now());
    Ok(SignedIn { session, user, device })
}

/// What only the server knows about the fields.
fn check(new: &NewWorkspace) -> std::result::Result<(), AppError> {
    let mut errors = FieldErrors::default();
    if !zone::is_known(&new.timezone) {
        errors.push("timezone", FieldCode::NotOffered);
    }
    let near = [&new.workspace, &new.name.full(), &new.username, new.email.as_str()];
    errors.take("password", password::check(&new.password, FIRST_PASSWORD_MIN, &near));
    if errors.is_empty() { Ok(()) } else { Err(AppError::Invalid { fields: errors }) }
}

async fn write(tx: &Tx, new: &NewWorkspace, hash: &str) -> Result<(UserId, SecretString)> {
    let link = redeem::<SetUp>(tx, &new.token).await?;
    let rows = tx.rows(&link);
    let settings = FirstSettings { name: &new.workspace, timezone: &new.timezone, language: new.language };
    workspace::create(&rows, settings, tx.now()).await?;
    let owner = NewOwner {
        name: new.name.clone(),
        email: new.email.clone(),
        username: new.username.clone(),
        language: None,
        timezone: new.timezone.clone(),
    };
    let owner = users::insert_owner(tx, &link, owner).await?.id;
    password::set(&rows, owner, hash, tx.now()).await?;
    let organization = organizations::create_first(tx, &link, &new.workspace, owner).await?;
    seats::begin(tx, &link, new.seats).await?;
    let created = Event::WorkspaceCreated { owner, organization, seats: new.seats };
    tx.record_as(Actor::Presenting(owner), created).await;
    Ok((owner, sessions::start(tx, &identity::lock_open(tx, owner).await?).await?))
}

/// A link that works, while there is no workspace.
async fn presented(anonymous: &Anonymous, token: &str) -> std::result::Result<(), AppError> {
    anonymous
        .read(async || {
            let _link = present::<SetUp>(anonymous, token).await?;
            match workspace::find(&settings(anonymous)).await? {
                None => Ok(()),
                Some(_) => Err(dead()),
            }
        })
        .await
}

async fn is_set_up(base: &Base) -> std::result::Result<bool, AppError> {
    base.read(async || Ok(workspace::find(&settings(base)).await?.is_some())).await
}

#[expect(clippy::disallowed_methods, reason = "whether there is a workspace is known before anybody is")]
fn settings(base: &Base) -> Rows<'_, Reason> {
    base.rows_without(Reason::Workspace)
}
