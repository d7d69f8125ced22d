//! Rows about what is to be done and what was done.

use model::access::CompanyRole;
use model::ids::{EventId, InvitationId, JobId, MailId, RequestId};
use model::language::Language;
use model::mail::{MailFailure, MailState, MailTemplate};
use sea_orm::{DatabaseTransaction, EntityTrait};
use uuid::Uuid;

use super::{ANA, AT, BO, round_trip, text};
use crate::entity::{
    audit_event, audit_head, event, invitation, job, mail, seat_day, seat_ledger, seat_order, seat_reduction,
};

pub(super) async fn seats_and_invitations(tx: &DatabaseTransaction) {
    round_trip(
        tx,
        seat_ledger::Model {
            id: Uuid::from_u128(1),
            delta: -3,
            effective_at: AT,
            reason: text("set_up"),
            order_id: Some(Uuid::from_u128(2)),
            created_at: AT,
        },
    )
    .await;
    let open = seat_order::Model {
        id: Uuid::from_u128(2),
        quantity: 3,
        currency: text("EUR"),
        unit_price: i64::MAX,
        proration: 0,
        status: text("invoiced"),
        invoice_no: text("2026-0001"),
        idempotency_key: Uuid::from_u128(3),
        ordered_by: ANA,
        ordered_at: AT,
        paid_at: None,
        paid_by: None,
    };
    let paid = seat_order::Model {
        id: Uuid::from_u128(4),
        status: text("paid"),
        invoice_no: text("2026-0002"),
        idempotency_key: Uuid::from_u128(5),
        paid_at: Some(AT),
        paid_by: Some(BO),
        ..open.clone()
    };
    round_trip(tx, open).await;
    round_trip(tx, paid).await;
    round_trip(tx, seat_day::Model { day: 20_778, purchased: 48, used: 39, reserved: 4, noted_at: AT }).await;
    let planned = seat_reduction::Model {
        id: Uuid::from_u128(6),
        seats: 3,
        effective_at: AT,
        state: text("planned"),
        ordered_by: ANA,
        ordered_at: AT,
        ended_at: None,
    };
    let applied =
        seat_reduction::Model { id: Uuid::from_u128(7), state: text("applied"), ended_at: Some(AT), ..planned.clone() };
    round_trip(tx, planned).await;
    round_trip(tx, applied).await;
    let open = invitation::Model {
        id: InvitationId(Uuid::from_u128(1)),
        user_id: ANA,
        batch: Uuid::from_u128(7),
        message: None,
        language: Language::Ru,
        role: CompanyRole::Member,
        permissions: text("[]"),
        invited_by: BO,
        sent_at: AT,
        accepted_at: None,
        revoked_at: None,
        new_link_requested_at: None,
        imported: false,
    };
    round_trip(
        tx,
        invitation::Model {
            id: InvitationId(Uuid::from_u128(2)),
            user_id: BO,
            message: Some(text("Hi\nthere")),
            accepted_at: Some(AT),
            revoked_at: Some(AT),
            new_link_requested_at: Some(AT),
            imported: false,
            ..open.clone()
        },
    )
    .await;
    round_trip(tx, open).await;
}

pub(super) async fn mail_and_jobs(tx: &DatabaseTransaction) {
    let held = mail::Model {
        id: MailId(Uuid::from_u128(1)),
        recipient: None,
        recipient_key: None,
        user_id: None,
        template: MailTemplate::Test,
        locale: Language::Es,
        payload: text("{}"),
        link: None,
        state: MailState::Held,
        not_before: AT,
        valid_until: None,
        sent_at: None,
        next_attempt_at: None,
        attempts: 0,
        failure: None,
        answer: None,
        dedupe_key: text("a"),
        created_by: None,
        created_at: AT,
    };
    round_trip(
        tx,
        mail::Model {
            id: MailId(Uuid::from_u128(2)),
            recipient: Some(text("Ana@b.example")),
            recipient_key: Some(text("ana@b.example")),
            user_id: Some(ANA),
            link: Some(text("sealed")),
            state: MailState::Failed,
            valid_until: Some(AT),
            sent_at: Some(AT),
            next_attempt_at: Some(AT),
            failure: Some(MailFailure::Tls),
            answer: Some(text("550")),
            dedupe_key: text("b"),
            created_by: Some(BO),
            ..held.clone()
        },
    )
    .await;
    round_trip(tx, held).await;
    let waiting = job::Model {
        id: JobId(Uuid::from_u128(1)),
        name: text("SendMail"),
        payload: text("{}"),
        run_at: AT,
        attempts: 0,
        lease_until: None,
        last_error: None,
        done_at: None,
        dead_at: None,
        dedupe_key: None,
    };
    round_trip(
        tx,
        job::Model {
            id: JobId(Uuid::from_u128(2)),
            lease_until: Some(AT),
            last_error: Some(text("refused")),
            done_at: Some(AT),
            dead_at: Some(AT),
            dedupe_key: Some(text("a")),
            ..waiting.clone()
        },
    )
    .await;
    round_trip(tx, waiting).await;
}

pub(super) async fn events_and_audit(tx: &DatabaseTransaction) {
    for (id, user) in [(1, None), (2, Some(ANA))] {
        let (id, kind, payload) = (EventId(Uuid::from_u128(id)), text("signed_in"), text("{}"));
        round_trip(tx, event::Model { id, kind, actor: user, subject: user, payload, at: AT }).await;
    }
    // The migration made it.
    assert_eq!(
        audit_head::Entity::find().all(tx).await.unwrap(),
        [audit_head::Model { id: 1, seq: 0, mac: String::new() }]
    );
    let short = audit_event::Model {
        seq: 1,
        at: AT,
        actor: None,
        on_behalf: None,
        credential: text("session"),
        action: text("signed_in"),
        target: None,
        before: None,
        after: None,
        reason: None,
        request_id: RequestId(Uuid::from_u128(1)),
        address: None,
        prev_mac: String::new(),
        mac: text("a"),
    };
    round_trip(
        tx,
        audit_event::Model {
            seq: 2,
            actor: Some(ANA),
            on_behalf: Some(BO),
            target: Some(text("t")),
            before: Some(text("b")),
            after: Some(text("a")),
            reason: Some(text("r")),
            address: Some(text("203.0.113.7")),
            ..short.clone()
        },
    )
    .await;
    round_trip(tx, short).await;
}
