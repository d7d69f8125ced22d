//! From what to what: the values of an entry, read from the event that it holds.
//!
//! Entries of older and newer versions are read too: what has no meaning here keeps the name that it has in the record.

use model::access::{CompanyPermission, CompanyRole};
use model::audit::AuditValue;
use model::roles::Held;
use model::time::Timestamp;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::entity::audit_event;
use crate::zone;

/// Names of who it is about, which stands in a column of its own; and of what it is.
const ELSEWHERE: [&str; 3] = ["kind", "user", "owner"];
/// Names of points in time.
const TIMES: [&str; 1] = ["from"];

/// What was, and what is; times in a zone.
pub(super) fn change(entry: &audit_event::Model, zone: &str) -> (Vec<AuditValue>, Vec<AuditValue>) {
    let object = |text: &Option<String>| {
        text.as_deref().and_then(|text| serde_json::from_str::<Map<String, Value>>(text).ok()).unwrap_or_default()
    };
    let mut after = object(&entry.after);
    let sides = (after.remove("before"), after.remove("after"));
    let mut before = of_object(object(&entry.before), zone);
    before.extend(sides.0.into_iter().flat_map(|side| of_side(side, zone)));
    let mut now = of_object(after, zone);
    now.extend(sides.1.into_iter().flat_map(|side| of_side(side, zone)));
    (before, now)
}

fn of_side(value: Value, zone: &str) -> Vec<AuditValue> {
    match value {
        Value::Object(object) => of_object(object, zone),
        value => of_value(String::new(), value).into_iter().collect(),
    }
}

fn of_object(mut object: Map<String, Value>, zone: &str) -> Vec<AuditValue> {
    let mut values = Vec::new();
    if let Some(role) = take::<CompanyRole>(&mut object, "role") {
        let permissions = take::<Vec<CompanyPermission>>(&mut object, "permissions").unwrap_or_default();
        values.push(AuditValue::Held(Held::new(role, &permissions)));
    }
    values.extend(take(&mut object, "seats").map(AuditValue::Seats));
    values.extend(take(&mut object, "by").map(AuditValue::DisabledBy));
    for name in TIMES {
        let moment = |at: Timestamp| AuditValue::Moment(name.to_owned(), zone::moment(at, zone));
        values.extend(take(&mut object, name).map(moment));
    }
    values.extend(
        object
            .into_iter()
            .filter(|(name, _)| !ELSEWHERE.contains(&name.as_str()))
            .filter_map(|(name, value)| of_value(name, value)),
    );
    values
}

/// Takes out what can be read as this; what cannot stays.
fn take<T: DeserializeOwned>(object: &mut Map<String, Value>, name: &str) -> Option<T> {
    let read = object.get(name).and_then(|value| serde_json::from_value(value.clone()).ok())?;
    object.remove(name);
    Some(read)
}

/// Nothing for what is empty.
fn of_value(name: String, value: Value) -> Option<AuditValue> {
    let text = match value {
        Value::Null => return None,
        Value::String(text) => text,
        Value::Array(values) if values.is_empty() => return None,
        value => value.to_string(),
    };
    Some(AuditValue::Field(name, text))
}

#[cfg(test)]
mod tests {
    use model::access::DisabledBy;
    use model::event::Event;
    use model::ids::{RequestId, UserId};
    use model::security::Enforced;
    use model::time::Moment;
    use uuid::Uuid;

    use super::*;
    use crate::events;

    const SOMEONE: UserId = UserId(Uuid::from_u128(7));

    fn of(after: String) -> (Vec<AuditValue>, Vec<AuditValue>) {
        let entry = audit_event::Model {
            seq: 1,
            at: Timestamp(0),
            actor: None,
            on_behalf: None,
            credential: String::new(),
            action: String::new(),
            target: None,
            before: None,
            after: Some(after),
            reason: None,
            request_id: RequestId(Uuid::nil()),
            address: None,
            prev_mac: String::new(),
            mac: String::new(),
        };
        change(&entry, "Europe/Oslo")
    }

    #[test]
    fn a_change_of_access_has_both_sides() {
        let (before, after) =
            (Held::new(CompanyRole::Member, &[CompanyPermission::Users]), Held::new(CompanyRole::Guest, &[]));
        let event = Event::AccessChanged { user: SOMEONE, before: before.clone(), after: after.clone() };
        assert_eq!(of(events::json(&event)), (vec![AuditValue::Held(before)], vec![AuditValue::Held(after)]));
    }

    #[test]
    fn known_values_are_read_and_people_stand_elsewhere() {
        let event = Event::UserDisabled { user: SOMEONE, by: DisabledBy::Ended };
        assert_eq!(of(events::json(&event)), (vec![], vec![AuditValue::DisabledBy(DisabledBy::Ended)]));
        assert_eq!(of(events::json(&Event::SignedOut { user: SOMEONE })), (vec![], vec![]));
    }

    #[test]
    fn times_are_read_in_the_zone_of_the_reader() {
        let from = Timestamp(1_796_425_200_000);
        let side = |from| Enforced { enforced: false, from };
        let event = Event::EnforcementChanged { before: side(None), after: side(Some(from)) };
        let enforced = AuditValue::Field("enforced".to_owned(), "false".to_owned());
        let planned = AuditValue::Moment("from".to_owned(), Moment { at: from, offset: 60 });
        assert_eq!(of(events::json(&event)), (vec![enforced.clone()], vec![planned, enforced]));
    }

    #[test]
    fn what_has_no_meaning_here_keeps_its_name_and_nothing_fails() {
        let field = |name: &str, text: &str| AuditValue::Field(name.to_owned(), text.to_owned());
        let odd = r#"{"kind":"x","seats":"many","none":null,"before":{"title":"a"},"after":"b"}"#;
        assert_eq!(of(odd.to_owned()), (vec![field("title", "a")], vec![field("seats", "many"), field("", "b")]));
        for broken in ["", "[]", "{", "\u{0}"] {
            assert_eq!(of(broken.to_owned()), (vec![], vec![]));
        }
    }
}
