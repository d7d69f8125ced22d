//! The schema of the database, written by hand, the same on SQLite and PostgreSQL.
//!
//! Knows nothing of the product: a merged migration must not change its meaning when the code around it does, so this
//! crate imports none of ours.
//! It only goes forward; `README.md` says why, and how a change is cut into steps.
//!
//! Invariant: a database holds all migrations of a run or none of them.
//! One transaction spans the run, and its lock lets one process in at a time.
//!
//! To add a migration: 1. a file `m<date>_<number>_<subject>.rs` with one `Migration`; 2. its line in [`Schema`];
//! 3. the entity in `services`. The tests compare both engines by themselves.

#![warn(missing_docs)]

mod connect;
mod ddl;
mod error;
mod run;
#[cfg(test)]
mod upgrade;

mod m20261121_000001_workspace_and_people;
mod m20261121_000002_credentials;
mod m20261121_000003_seats_and_invitations;
mod m20261121_000004_mail_and_jobs;
mod m20261121_000005_events_and_audit;
mod m20261122_000006_seat_orders;
mod m20261122_000007_user_notes;
mod m20261122_000008_seat_history;
mod m20261122_000009_snapshots;
mod m20261122_000012_audit_filters;
mod m20261122_000014_preferences;
mod m20261122_000015_second_factor;
mod m20261122_000016_api_keys;
mod m20261122_000017_pictures;
mod m20261122_000019_security_rules;
mod m20261122_000020_imported_invitations;
mod m20261122_000021_access_requests;
mod m20261122_000022_players_and_branding;
mod m20261122_000023_density;
mod m20261123_000024_enrollment_reminders;
mod m20261123_000025_logos;
mod m20261123_000026_default_page;

use sea_orm_migration::{MigrationTrait, MigratorTrait};

pub use error::MigrationError;
pub use run::{Applied, Status, status, up, up_in_schema};

/// All migrations, oldest first.
struct Schema;

impl MigratorTrait for Schema {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261121_000001_workspace_and_people::Migration),
            Box::new(m20261121_000002_credentials::Migration),
            Box::new(m20261121_000003_seats_and_invitations::Migration),
            Box::new(m20261121_000004_mail_and_jobs::Migration),
            Box::new(m20261121_000005_events_and_audit::Migration),
            Box::new(m20261122_000006_seat_orders::Migration),
            Box::new(m20261122_000007_user_notes::Migration),
            Box::new(m20261122_000008_seat_history::Migration),
            Box::new(m20261122_000009_snapshots::Migration),
            Box::new(m20261122_000012_audit_filters::Migration),
            Box::new(m20261122_000014_preferences::Migration),
            Box::new(m20261122_000015_second_factor::Migration),
            Box::new(m20261122_000016_api_keys::Migration),
            Box::new(m20261122_000017_pictures::Migration),
            Box::new(m20261122_000019_security_rules::Migration),
            Box::new(m20261122_000020_imported_invitations::Migration),
            Box::new(m20261122_000021_access_requests::Migration),
            Box::new(m20261122_000022_players_and_branding::Migration),
            Box::new(m20261122_000023_density::Migration),
            Box::new(m20261123_000024_enrollment_reminders::Migration),
            Box::new(m20261123_000025_logos::Migration),
            Box::new(m20261123_000026_default_page::Migration),
        ]
    }
}
