//! The settings of the workspace: their tabs, and what happens when two people change them at once.

use crate::access::Action;

text_enum! {
    /// A tab of the settings, in the order in which they stand.
    pub enum SettingsTab {
        /// What roles hold, and who holds them.
        Roles = "roles",
        /// The players that open media.
        Players = "players",
        /// Name and color of the workspace, and who its mails are from.
        Branding = "branding",
    }
}

impl SettingsTab {
    /// What somebody has to be allowed to open it.
    #[must_use]
    pub const fn action(self) -> Action {
        match self {
            Self::Roles => Action::UsersView,
            Self::Players => Action::SettingsEdit,
            Self::Branding => Action::BrandingEdit,
        }
    }
}

/// Fields of a form that are compared and taken over one by one.
pub trait Fields: Clone {
    /// The name of one.
    type Field: Copy + Send + Sync + 'static;

    /// Whether a field is the same in both.
    fn agrees(&self, other: &Self, field: Self::Field) -> bool;

    /// The fields in which both differ.
    fn differences(&self, other: &Self) -> Vec<Self::Field>;

    /// Takes fields from another.
    fn take(&mut self, from: &Self, fields: &[Self::Field]);
}

/// Takes over what was stored meanwhile, where nothing was changed here. The answer is the fields that were changed on
/// both sides, and not to the same.
pub fn meet<F: Fields>(here: &mut F, seen: &F, stored: &F) -> Vec<F::Field> {
    let (both, only_there): (Vec<_>, Vec<_>) =
        stored.differences(seen).into_iter().partition(|field| !here.agrees(seen, *field));
    here.take(stored, &only_there);
    both.into_iter().filter(|field| !here.agrees(stored, *field)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::players::{Player, PlayerSetting, PlayersField, PlayersFields};

    fn fields(default: Player, note: &str) -> PlayersFields {
        let mut players: Vec<_> = Player::ALL.iter().copied().map(PlayerSetting::initial).collect();
        players[0].note = note.to_owned();
        PlayersFields { players, default }
    }

    #[test]
    fn only_what_both_changed_differently_is_in_question() {
        let seen = fields(Player::BuiltIn, "");
        let mut here = fields(Player::Browser, "");
        assert_eq!(meet(&mut here, &seen, &fields(Player::BuiltIn, "theirs")), []);
        assert_eq!(here, fields(Player::Browser, "theirs"));
        let mut here = fields(Player::Browser, "");
        assert_eq!(meet(&mut here, &seen, &fields(Player::Browser, "")), []);
        let mut here = fields(Player::Browser, "mine");
        let met = meet(&mut here, &seen, &fields(Player::Download, "mine"));
        assert_eq!(met, [PlayersField::Default]);
        assert_eq!(here, fields(Player::Browser, "mine"));
    }
}
