//! Inviting for the last seats, one after the other and everyone at the same moment; and as many as one list takes.
//!
//! `cargo bench -p services --bench seats`; on PostgreSQL too when `TEST_DATABASE_URL` names a server.

#![expect(clippy::expect_used, reason = "a measurement that cannot be prepared stops")]
#![expect(clippy::print_stdout, reason = "the result of a bench")]

use std::ops::Range;
use std::time::Instant;

use model::access::CompanyRole;
use model::error::AppError;
use model::invitations::{INVITATIONS_MAX, Invitee, NewInvitations};
use model::language::Language;
use services::testing::{TestDatabase, TestWorld, at_once};
use services::{Ctx, invitations};
use uuid::Uuid;

/// Everyone who tries; half as many seats are free.
const PEOPLE: u32 = 256;

#[tokio::main]
async fn main() {
    println!("{PEOPLE} invitations for {} seats\n", PEOPLE / 2);
    for together in [false, true] {
        for database in TestDatabase::engines().await {
            let engine = database.engine();
            let world = TestWorld::on(database).await;
            // The Owner sits on one of them.
            world.set_up(PEOPLE / 2 + 1).await;
            let owner = world.owner().await;
            let begun = Instant::now();
            let answers = if together {
                at_once((0..PEOPLE).map(|number| invite(owner.clone(), number))).await
            } else {
                let mut answers = Vec::new();
                for number in 0..PEOPLE {
                    answers.push(invite(owner.clone(), number).await);
                }
                answers
            };
            let took = begun.elapsed().as_secs_f64();
            let came = answers.iter().filter(|answer| answer.is_ok()).count();
            let refused =
                answers.iter().filter(|answer| matches!(answer, Err(AppError::SeatsExhausted { .. }))).count();
            assert!(came <= (PEOPLE / 2) as usize, "{came} people on {} seats", PEOPLE / 2);
            let busy = answers.len() - came - refused;
            let way = if together { "at the same moment" } else { "one after the other" };
            println!(
                "{engine:?}, {way}: {:.0} answers/s, {came} invited, {refused} without a seat, {busy} told to try again",
                f64::from(PEOPLE) / took
            );
        }
    }
    one_list().await;
}

/// IV-11: at most two seconds.
async fn one_list() {
    println!("\none list of {INVITATIONS_MAX}\n");
    for database in TestDatabase::engines().await {
        let engine = database.engine();
        let world = TestWorld::on(database).await;
        let people = u32::try_from(INVITATIONS_MAX).expect("a small number");
        world.set_up(people + 1).await;
        let owner = world.owner().await;
        let begun = Instant::now();
        send(&owner, 0..people).await.expect("seats for everyone");
        println!("{engine:?}: {:.2} s", begun.elapsed().as_secs_f64());
    }
}

async fn invite(owner: Ctx, number: u32) -> Result<(), AppError> {
    send(&owner, number..number + 1).await
}

async fn send(owner: &Ctx, numbers: Range<u32>) -> Result<(), AppError> {
    let key = Uuid::from_u128(u128::from(numbers.start) + 1);
    let invitee = |number| Invitee { address: format!("guest{number}@bench.example"), name: None };
    let people = NewInvitations {
        key,
        people: numbers.map(invitee).collect(),
        resend: Vec::new(),
        role: CompanyRole::Member,
        permissions: Vec::new(),
        message: None,
        language: Language::En,
    };
    invitations::send(owner, people).await.map(drop)
}
