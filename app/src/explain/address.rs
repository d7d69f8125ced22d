//! The question in the address.

use leptos_router::params::ParamsMap;
use model::explain::{Question, Sought, TYPED_MAX};

use crate::links::{escaped, text};

/// The page.
pub(super) const PATH: &str = "/explain";

/// Where the form for asking for access stands on it.
pub(super) const REQUEST: &str = "request";

/// Reads the address; what it cannot mean is left out.
pub(super) fn read(params: &ParamsMap) -> Question {
    let one = |name: &str| params.get(name).unwrap_or_default();
    let sought = |id: &str, typed: &str| {
        // Whoever empties the field means nobody any more.
        let is_emptied = params.get(typed).is_some_and(|typed| typed.trim().is_empty());
        let id = one(id).parse().ok().filter(|_| !is_emptied);
        Sought { id, typed: text(&one(typed), TYPED_MAX) }
    };
    Question { person: sought("user", "who"), action: one("can").parse().ok(), about: sought("about", "whom") }
}

/// The address of a question.
pub(super) fn href(question: &Question) -> String {
    let mut pairs = Vec::new();
    let mut sought = |id: &str, typed: &str, sought: &Sought| {
        pairs.extend(sought.id.map(|user| format!("{id}={user}")));
        if !sought.typed.is_empty() {
            pairs.push(format!("{typed}={}", escaped(&sought.typed)));
        }
    };
    sought("user", "who", &question.person);
    sought("about", "whom", &question.about);
    pairs.extend(question.action.map(|action| format!("can={action}")));
    if pairs.is_empty() { PATH.to_owned() } else { format!("{PATH}?{}", pairs.join("&")) }
}

#[cfg(test)]
mod tests {
    use model::access::Action;
    use model::ids::UserId;
    use uuid::Uuid;

    use super::*;

    fn params(pairs: &[(&str, &str)]) -> ParamsMap {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn a_question_survives_the_way_there_and_back() {
        let id = UserId(Uuid::from_u128(7));
        let asked = Question::about(Action::UsersDisable, id);
        assert_eq!(href(&asked), format!("/explain?about={id}&can=users_disable"));
        assert_eq!(read(&params(&[("about", &id.to_string()), ("can", "users_disable")])), asked);
        let typed = read(&params(&[("who", " zoë k "), ("can", "seats_buy"), ("whom", "")]));
        assert_eq!(href(&typed), "/explain?who=zo%C3%AB%20k&can=seats_buy");
        assert_eq!(href(&Question::default()), "/explain");
        assert_eq!(read(&params(&[("about", &id.to_string()), ("whom", " ")])), Question::default());
    }

    // IN-03
    #[test]
    fn what_an_address_cannot_mean_is_left_out() {
        let odd = read(&params(&[("user", "x"), ("can", "sudo"), ("about", "'--")]));
        assert_eq!(odd, Question::default());
    }
}
