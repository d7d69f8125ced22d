//! Rows about people.

use model::access::{Action, CompanyPermission, CompanyRole, DisabledBy, OrganizationRole};
use model::ids::{LogoId, NoteId, PictureId, SessionId, TokenId, UserId};
use model::language::Language;
use model::players::Player;
use model::profile::DefaultPage;
use model::session::{Density, Theme};
use model::users::UserStatus;
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::{ANA, AT, BO, PLACE, round_trip, text};
use crate::entity::{
    access_request, api_key, backup_code, credential, enrollment_reminder, logo, organization, organization_user,
    picture, session, throttle, token, totp, user, user_note, user_permission, workspace,
};

pub(super) async fn people(tx: &DatabaseTransaction) {
    round_trip(
        tx,
        workspace::Model {
            id: 1,
            name: text("Kestrel"),
            timezone: text("Europe/Oslo"),
            default_language: Language::Ja,
            password_min: 8,
            session_idle_minutes: 60,
            session_max_minutes: 1440,
            undo_seconds: 10,
            permanent_deletion_allowed: true,
            api_key_days: None,
            enforce_2fa: false,
            enforce_2fa_from: None,
            default_player: Player::Vlc,
            accent: Some(text("#0e6170")),
            logo: Some(LogoId(Uuid::from_u128(1))),
            logo_dark: None,
            sender_name: Some(text("Kestrel")),
            created_at: AT,
            version: 1,
        },
    )
    .await;
    round_trip(tx, organization::Model { id: PLACE, name: text("Kestrel"), created_at: AT, version: 1 }).await;
    round_trip(tx, person(ANA, "ana")).await;
    round_trip(tx, whole_person()).await;
    for (permission, ends_at) in [(CompanyPermission::Users, None), (CompanyPermission::Audit, Some(AT))] {
        round_trip(tx, user_permission::Model { user_id: BO, permission, granted_by: ANA, ends_at }).await;
    }
    let (id, body, reference) = (NoteId(Uuid::from_u128(1)), text("Prefers\ncalls"), text(""));
    round_trip(tx, user_note::Model { id, user_id: BO, author: ANA, body, reference, created_at: AT }).await;
    let sent = picture::Model {
        id: PictureId(Uuid::from_u128(1)),
        user_id: ANA,
        created_at: AT,
        shown_at: None,
        dropped_at: None,
        removed_at: None,
    };
    let times = [Some(AT); 3];
    let (id, [shown_at, dropped_at, removed_at]) = (PictureId(Uuid::from_u128(2)), times);
    round_trip(tx, picture::Model { id, user_id: BO, shown_at, dropped_at, removed_at, ..sent.clone() }).await;
    round_trip(tx, sent).await;
    let sent = logo::Model {
        id: LogoId(Uuid::from_u128(1)),
        created_at: AT,
        shown_at: None,
        dropped_at: None,
        removed_at: None,
    };
    let (id, [shown_at, dropped_at, removed_at]) = (LogoId(Uuid::from_u128(2)), times);
    round_trip(tx, logo::Model { id, shown_at, dropped_at, removed_at, ..sent.clone() }).await;
    round_trip(tx, sent).await;
    let (action, message) = (Action::SeatsBuy, text("For the\nnew show"));
    round_trip(tx, access_request::Model { user_id: BO, action, message, asked_at: AT }).await;
    let role = OrganizationRole::Admin;
    round_trip(tx, organization_user::Model { user_id: BO, organization_id: PLACE, role, enabled: true }).await;
}

pub(super) async fn credentials(tx: &DatabaseTransaction) {
    for (user_id, password_hash) in [(ANA, None), (BO, Some(text("$argon2id$")))] {
        let auth_source = text("local");
        round_trip(tx, credential::Model { user_id, auth_source, password_hash, changed_at: AT }).await;
    }
    let open = token::Model {
        id: TokenId(Uuid::from_u128(1)),
        purpose: text("set_up"),
        token_hash: text("a"),
        user_id: None,
        subject: None,
        payload: None,
        attempts: 0,
        expires_at: None,
        used_at: None,
        created_at: AT,
    };
    round_trip(
        tx,
        token::Model {
            id: TokenId(Uuid::from_u128(2)),
            token_hash: text("b"),
            user_id: Some(ANA),
            subject: Some(text("s")),
            payload: Some(text("p")),
            expires_at: Some(AT),
            used_at: Some(AT),
            ..open.clone()
        },
    )
    .await;
    round_trip(tx, open).await;
    let new = session::Model {
        id: SessionId(Uuid::from_u128(1)),
        token_hash: text("a"),
        user_id: ANA,
        created_at: AT,
        last_seen_at: AT,
        ip: text("2001:db8::1"),
        user_agent: text("Test"),
        mfa_at: None,
        step_up_at: None,
        revoked_at: None,
    };
    let times = [Some(AT); 3];
    let [mfa_at, step_up_at, revoked_at] = times;
    let (id, token_hash) = (SessionId(Uuid::from_u128(2)), text("b"));
    round_trip(tx, session::Model { id, token_hash, mfa_at, step_up_at, revoked_at, ..new.clone() }).await;
    round_trip(tx, new).await;
    let endless = api_key::Model {
        user_id: ANA,
        selector: text("a"),
        secret_hash: text("h"),
        secret_encrypted: text("e"),
        created_at: AT,
        expires_at: None,
        last_used_at: None,
        last_used_ip: None,
    };
    let (user_id, selector, last_used_ip) = (BO, text("b"), Some(text("2001:db8::1")));
    let (expires_at, last_used_at) = (Some(AT), Some(AT));
    round_trip(tx, api_key::Model { user_id, selector, expires_at, last_used_at, last_used_ip, ..endless.clone() })
        .await;
    round_trip(tx, endless).await;
    round_trip(tx, enrollment_reminder::Model { user_id: ANA, sent: 3, last_at: AT }).await;
    let totp = totp::Model {
        user_id: ANA,
        secret: text("sealed"),
        session_id: Some(SessionId(Uuid::from_u128(1))),
        created_at: AT,
        confirmed_at: None,
        last_step: 0,
    };
    let confirmed =
        totp::Model { user_id: BO, session_id: None, confirmed_at: Some(AT), last_step: 59, ..totp.clone() };
    round_trip(tx, totp).await;
    round_trip(tx, confirmed).await;
    for (number, used_at) in [(1, None), (2, Some(AT))] {
        let (id, selector) = (Uuid::from_u128(number), format!("ABC{number}"));
        let code = backup_code::Model { id, user_id: ANA, selector, verifier_hash: text("h"), created_at: AT, used_at };
        round_trip(tx, code).await;
    }
    for (kind, blocked_until) in [(text("free"), None), (text("blocked"), Some(AT))] {
        round_trip(tx, throttle::Model { kind, subject_hash: text("h"), failures: 3, window_from: AT, blocked_until })
            .await;
    }
}

fn person(id: UserId, name: &str) -> user::Model {
    user::Model {
        id,
        username: text(name),
        email: format!("{name}@B.example"),
        email_key: None,
        avatar: None,
        first_name: String::new(),
        last_name: String::new(),
        sort_name: text(name),
        sort_email: text(name),
        search_text: text(name),
        status: UserStatus::Invited,
        status_at: AT,
        status_rank: 1,
        disabled_by: None,
        role: CompanyRole::Guest,
        role_rank: 3,
        access_ends_at: None,
        home_organization: None,
        invited_by: None,
        invite_until: None,
        joined_at: None,
        last_seen_at: None,
        language: None,
        seen_language: None,
        timezone: text("Europe/Oslo"),
        theme: Theme::System,
        density: Density::Standard,
        shortcuts: false,
        fuzzy_dates: true,
        default_page: DefaultPage::Overview,
        player: None,
        snapshot: None,
        created_at: AT,
        version: 1,
    }
}

fn whole_person() -> user::Model {
    user::Model {
        email_key: Some(text("bo@b.example")),
        avatar: Some(PictureId(Uuid::from_u128(2))),
        first_name: text("Bø"),
        last_name: text("高橋"),
        disabled_by: Some(DisabledBy::Ended),
        status: UserStatus::Disabled,
        role: CompanyRole::Owner,
        access_ends_at: Some(AT),
        home_organization: Some(PLACE),
        invited_by: Some(ANA),
        invite_until: Some(AT),
        joined_at: Some(AT),
        last_seen_at: Some(AT),
        language: Some(Language::Zh),
        seen_language: Some(Language::Ko),
        shortcuts: true,
        fuzzy_dates: false,
        default_page: DefaultPage::MyTasks,
        density: Density::Roomy,
        player: Some(Player::Rv),
        version: i64::MAX,
        ..person(BO, "bo")
    }
}
