//! The people of the studio.

use model::access::CompanyPermission::{self, Audit, Billing, Creator, Groups, Organizations, Settings, Styles, Users};
use model::access::CompanyRole::{self, Administrator, Guest, Member};
use model::access::DisabledBy;

/// Someone of the studio.
#[derive(Clone, Copy, Debug)]
pub(super) struct Person {
    pub(super) first: &'static str,
    pub(super) last: &'static str,
    pub(super) email: &'static str,
    pub(super) role: CompanyRole,
    pub(super) extras: &'static [CompanyPermission],
    pub(super) state: State,
    /// Minutes since the last request, if there was one.
    pub(super) seen: Option<i64>,
    /// Days until the access ends, or since it ended.
    pub(super) access_ends: Option<i64>,
}

/// Where someone stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Works here since so many days.
    Active { days: i64 },
    /// The link works for so many minutes.
    Invited { minutes: i64 },
    /// The link ended so many hours ago.
    NotAccepted { hours: i64 },
    /// Since so many days.
    Disabled { by: DisabledBy, days: i64 },
    /// Since so many days.
    Deleted { days: i64 },
}

pub(super) const OWNER: Person =
    active("Marit", "Solberg", "marit@kestrelyard.example", CompanyRole::Owner, &[], super::OPENED_DAYS, 0);

const MINUTE: i64 = 1;
const HOUR: i64 = 60;
const DAY: i64 = 24 * 60;

/// Everyone but the Owner.
#[rustfmt::skip]
pub(super) const PEOPLE: &[Person] = &[
    active("Amara", "Okafor", "amara.okafor@kestrelyard.example", Administrator, &[], 1_380, 3 * MINUTE),
    active("Jun", "Takahashi", "jun.takahashi@kestrelyard.example", Administrator, &[], 1_102, MINUTE),
    active("Agnieszka", "Wojciechowska-Lindqvist", "agnieszka.wojciechowska-lindqvist@kestrelyard.example", Member, &[Users, Creator, Groups], 940, 8 * MINUTE),
    active("Bảo", "Trần", "bao.tran@kestrelyard.example", Member, &[], 211, 2 * HOUR),
    active("Camille", "Roche", "camille.roche@kestrelyard.example", Member, &[Creator, Styles], 822, 2 * MINUTE),
    active("Clara", "Lindholm", "clara.lindholm@kestrelyard.example", Member, &[], 404, 41 * MINUTE),
    active("Dina", "Haddad", "dina.haddad@kestrelyard.example", Member, &[Billing], 730, 22 * MINUTE),
    active("Eero", "Salonen", "eero.salonen@kestrelyard.example", Member, &[], 515, 3 * HOUR),
    active("Emeka", "Nwosu", "emeka.nwosu@kestrelyard.example", Member, &[Creator, Groups], 688, 12 * MINUTE),
    active("Farah", "Aziz", "farah.aziz@kestrelyard.example", Member, &[], 96, 5 * HOUR),
    active("Felix", "Brandt", "felix.brandt@kestrelyard.example", Member, &[], 602, 33 * MINUTE),
    active("Gabriela", "Moraes", "gabriela.moraes@kestrelyard.example", Member, &[Organizations], 877, 4 * MINUTE),
    active("Hana", "Dvořáková", "hana.dvorakova@kestrelyard.example", Member, &[], 160, DAY + 3 * HOUR),
    active("Ingrid", "Falk", "ingrid.falk@kestrelyard.example", Member, &[Audit], 1_204, HOUR),
    active("Isaac", "Adeyemi", "isaac.adeyemi@kestrelyard.example", Member, &[Creator, Settings], 990, MINUTE),
    active("Jonas", "Keller", "jonas.keller@kestrelyard.example", Member, &[], 288, 6 * HOUR),
    active("Kaori", "Mizuno", "kaori.mizuno@kestrelyard.example", Member, &[], 344, 2 * HOUR),
    active("Lena", "Hoffmann", "lena.hoffmann@kestrelyard.example", Member, &[], 419, 18 * MINUTE),
    active("思远", "王", "siyuan.wang@kestrelyard.example", Member, &[], 57, HOUR),
    active("Luis", "Carvalho", "luis.carvalho@kestrelyard.example", Member, &[], 366, MINUTE),
    active("Maëlle", "Guérin", "maelle.guerin@kestrelyard.example", Member, &[], 250, 27 * MINUTE),
    active("Mateo", "Ríos", "mateo.rios@kestrelyard.example", Member, &[], 133, DAY),
    active("Mina", "Rahimi", "mina.rahimi@kestrelyard.example", Member, &[Users, Billing, Organizations], 1_010, 9 * MINUTE),
    active("Nadia", "Osei", "nadia.osei@kestrelyard.example", Member, &[Creator], 640, 44 * MINUTE),
    active("Noemi", "Ferrari", "noemi.ferrari@kestrelyard.example", Member, &[Users, Groups], 585, 12 * MINUTE),
    active("Oskar", "Nyberg", "oskar.nyberg@kestrelyard.example", Member, &[Styles], 471, 2 * MINUTE),
    active("Paola", "Conti", "paola.conti@kestrelyard.example", Member, &[], 799, HOUR),
    active("Rafael", "Ortega", "rafael.ortega@kestrelyard.example", Member, &[], 321, 15 * MINUTE),
    active("Samuel", "Opoku", "samuel.opoku@kestrelyard.example", Member, &[], 1_088, 3 * HOUR),
    active("Sanne", "de Wit", "sanne.dewit@kestrelyard.example", Member, &[Settings], 534, 38 * MINUTE),
    active("Tariq", "Mansour", "tariq.mansour@kestrelyard.example", Member, &[], 74, DAY + 8 * HOUR),
    active("Teresa", "Almeida", "teresa.almeida@kestrelyard.example", Member, &[], 702, 24 * MINUTE),
    active("Yusuf", "Demir", "yusuf.demir@kestrelyard.example", Member, &[], 187, 2 * HOUR),
    active("Елена", "Соколова", "elena.sokolova@kestrelyard.example", Member, &[], 392, HOUR),
    active("서연", "김", "seoyeon.kim@kestrelyard.example", Member, &[], 265, 52 * MINUTE),
    active("美咲", "佐藤", "misaki.sato@kestrelyard.example", Member, &[], 148, 5 * HOUR),
    active("Dario", "Bellini", "dario@bellini-color.example", Guest, &[], 90, DAY + HOUR).until(46),
    active("Niamh", "Doyle", "niamh.doyle@doyle-audio.example", Guest, &[], 120, 4 * DAY).until(9),
    active("Kwabena", "Asante-Mensah", "kwabena@asante-score.example", Guest, &[], 31, 20 * DAY),
    invited("Chidi", "Eze", "chidi.eze@kestrelyard.example", Member, &[], 18 * HOUR + 4),
    invited("Катя", "Петрова", "katya.petrova@kestrelyard.example", Member, &[], 5 * HOUR + 12),
    invited("Priya", "Raman", "priya.raman@kestrelyard.example", Member, &[Creator], 23 * HOUR + 41),
    invited("Zofia", "Nowak", "zofia.nowak@kestrelyard.example", Administrator, &[], 11 * HOUR + 30),
    invited("", "", "t.wrona@kestrelyard.example", Guest, &[], 47),
    not_accepted("Adaeze", "Mbeki", "adaeze.mbeki@longshadow.example", Guest, 2 * 24),
    not_accepted("Arvid", "Holm", "arvid.holm@kestrelyard.example", Member, 5),
    not_accepted("Beatriz", "Lemos", "beatriz.lemos@palmerst.example", Guest, 9 * 24),
    disabled("Aldo", "Ferrante", "aldo@ferrantefilms.example", Guest, DisabledBy::Ended, 20).until(-20),
    disabled("Henrik", "Aas", "henrik.aas@kestrelyard.example", Member, DisabledBy::Administrator, 18),
    disabled("Quentin", "Moreau", "quentin.moreau@kestrelyard.example", Member, DisabledBy::Organization, 92),
    deleted("Rosa", "Lindgren", "rosa.lindgren@kestrelyard.example", Member, 40),
    deleted("", "", "reception@palmerst.example", Guest, 6),
];

const fn person(
    first: &'static str,
    last: &'static str,
    email: &'static str,
    role: CompanyRole,
    state: State,
) -> Person {
    Person { first, last, email, role, extras: &[], state, seen: None, access_ends: None }
}

const fn active(
    first: &'static str,
    last: &'static str,
    email: &'static str,
    role: CompanyRole,
    extras: &'static [CompanyPermission],
    days: i64,
    seen: i64,
) -> Person {
    Person { extras, seen: Some(seen), ..person(first, last, email, role, State::Active { days }) }
}

const fn invited(
    first: &'static str,
    last: &'static str,
    email: &'static str,
    role: CompanyRole,
    extras: &'static [CompanyPermission],
    minutes: i64,
) -> Person {
    Person { extras, ..person(first, last, email, role, State::Invited { minutes }) }
}

const fn not_accepted(
    first: &'static str,
    last: &'static str,
    email: &'static str,
    role: CompanyRole,
    hours: i64,
) -> Person {
    person(first, last, email, role, State::NotAccepted { hours })
}

/// Seen last on the day before.
const fn disabled(
    first: &'static str,
    last: &'static str,
    email: &'static str,
    role: CompanyRole,
    by: DisabledBy,
    days: i64,
) -> Person {
    Person { seen: Some((days + 1) * DAY), ..person(first, last, email, role, State::Disabled { by, days }) }
}

const fn deleted(first: &'static str, last: &'static str, email: &'static str, role: CompanyRole, days: i64) -> Person {
    person(first, last, email, role, State::Deleted { days })
}

impl Person {
    const fn until(self, days: i64) -> Self {
        Self { access_ends: Some(days), ..self }
    }

    /// What stands before the `@`, as a username.
    pub(super) fn username(&self) -> String {
        self.email.split('@').next().unwrap_or_default().chars().take(40).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use model::address::Address;
    use model::person;

    use super::*;

    #[test]
    fn everyone_could_have_been_entered() {
        let all: Vec<Person> = PEOPLE.iter().copied().chain([OWNER]).collect();
        for someone in &all {
            assert!(Address::parse(someone.email).is_ok(), "{}", someone.email);
            assert!(person::username(&someone.username()).is_ok(), "{}", someone.username());
            if !matches!(someone.state, State::Invited { .. } | State::Deleted { .. }) {
                assert!(person::name_part(someone.first).is_ok() && person::name_part(someone.last).is_ok());
            }
            assert!(someone.extras.is_empty() || someone.role == Member, "{}", someone.email);
        }
        let usernames: BTreeSet<String> = all.iter().map(Person::username).collect();
        assert_eq!(usernames.len(), all.len());
    }

    #[test]
    fn every_state_occurs_and_a_few_seats_are_free() {
        let count = |is: fn(State) -> bool| PEOPLE.iter().filter(|person| is(person.state)).count();
        assert_eq!(count(|state| matches!(state, State::Active { .. })) + 1, 40);
        assert_eq!(count(|state| matches!(state, State::Invited { .. })), 5);
        assert_eq!(count(|state| matches!(state, State::NotAccepted { .. })), 3);
        assert_eq!(count(|state| matches!(state, State::Deleted { .. })), 2);
        for by in DisabledBy::ALL {
            assert!(PEOPLE.iter().any(|person| matches!(person.state, State::Disabled { by: of, .. } if of == *by)));
        }
    }
}
