//! Every entity agrees with the migrated schema of both engines: a row with everything filled in and a row with
//! everything empty that may be empty come back as they went in.

mod people;
mod records;

use std::collections::BTreeSet;

use model::ids::{OrganizationId, UserId};
use model::time::Timestamp;
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait, IntoActiveModel, Iterable,
    ModelTrait, Statement,
};
use uuid::Uuid;

use super::*;
use crate::db::Db;
use crate::testing::TestDatabase;

const AT: Timestamp = Timestamp(1_795_262_400_123);
const ANA: UserId = UserId(Uuid::from_u128(1));
const BO: UserId = UserId(Uuid::from_u128(2));
const PLACE: OrganizationId = OrganizationId(Uuid::from_u128(3));

fn text(text: &str) -> String {
    text.to_owned()
}

/// Writes a row and reads the whole table.
async fn round_trip<M, E, A>(tx: &DatabaseTransaction, row: M)
where
    M: ModelTrait<Entity = E> + IntoActiveModel<A> + PartialEq + std::fmt::Debug,
    E: EntityTrait<Model = M>,
    A: ActiveModelTrait<Entity = E> + Send,
{
    E::insert(row.clone().into_active_model().reset_all()).exec_without_returning(tx).await.unwrap();
    let rows = E::find().all(tx).await.unwrap();
    assert!(rows.contains(&row), "{row:?} is not among {rows:?}");
}

#[tokio::test]
async fn every_entity_can_be_written_and_read() {
    for database in TestDatabase::engines().await {
        let db = Db::connect(&database.settings()).await.unwrap();
        let tx = db.begin().await.unwrap();
        people::people(&tx).await;
        people::credentials(&tx).await;
        records::seats_and_invitations(&tx).await;
        records::mail_and_jobs(&tx).await;
        records::events_and_audit(&tx).await;
        tx.commit().await.unwrap();
    }
}

/// Table and columns of an entity.
fn columns<E: EntityTrait>(entity: E) -> impl Iterator<Item = String> {
    let table = entity.table_name();
    E::Column::iter().map(move |column| format!("{table}.{}", sea_orm::IdenStatic::as_str(&column)))
}

#[tokio::test]
async fn entities_have_every_column_of_the_schema() {
    let entities: BTreeSet<String> = columns(workspace::Entity)
        .chain(columns(organization::Entity))
        .chain(columns(user::Entity))
        .chain(columns(user_note::Entity))
        .chain(columns(picture::Entity))
        .chain(columns(user_permission::Entity))
        .chain(columns(organization_user::Entity))
        .chain(columns(credential::Entity))
        .chain(columns(token::Entity))
        .chain(columns(totp::Entity))
        .chain(columns(backup_code::Entity))
        .chain(columns(session::Entity))
        .chain(columns(throttle::Entity))
        .chain(columns(access_request::Entity))
        .chain(columns(api_key::Entity))
        .chain(columns(enrollment_reminder::Entity))
        .chain(columns(logo::Entity))
        .chain(columns(player::Entity))
        .chain(columns(seat_day::Entity))
        .chain(columns(seat_ledger::Entity))
        .chain(columns(seat_order::Entity))
        .chain(columns(seat_reduction::Entity))
        .chain(columns(invitation::Entity))
        .chain(columns(mail::Entity))
        .chain(columns(job::Entity))
        .chain(columns(event::Entity))
        .chain(columns(audit_event::Entity))
        .chain(columns(audit_head::Entity))
        .collect();
    for database in TestDatabase::engines().await {
        let db = Db::connect(&database.settings()).await.unwrap();
        let sql = match db.reader().get_database_backend() {
            DbBackend::Sqlite => {
                "SELECT m.name || '.' || c.name FROM sqlite_schema m, pragma_table_info(m.name) c
                 WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name <> 'seaql_migrations'"
            }
            _ => {
                "SELECT table_name || '.' || column_name FROM information_schema.columns
                 WHERE table_schema = current_schema() AND table_name <> 'seaql_migrations'"
            }
        };
        let statement = Statement::from_string(db.reader().get_database_backend(), sql);
        let rows = db.reader().query_all_raw(statement).await.unwrap();
        let schema: BTreeSet<String> = rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect();
        let differences: Vec<_> = schema.symmetric_difference(&entities).collect();
        assert!(differences.is_empty(), "{differences:?}");
    }
}
