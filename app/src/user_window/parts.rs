//! Where a tab stands, and the hidden fields that every form of it has.

use leptos::prelude::*;
use leptos_router::params::ParamsMap;
use model::ids::UserId;
use model::user_window::WindowTab;

use crate::users::window_href;

/// Whose window, which tab, and the address that names both.
#[derive(Clone)]
pub(super) struct Place {
    pub(super) user: UserId,
    pub(super) name: String,
    pub(super) tab: WindowTab,
    pub(super) address: StoredValue<ParamsMap>,
}

impl Place {
    /// The address of this tab.
    pub(super) fn href(&self) -> String {
        self.address.with_value(|address| window_href(address, self.user, self.tab, None))
    }

    /// The path of this tab alone.
    pub(super) fn path(&self) -> String {
        format!("/users/{}/{}", self.user, self.tab)
    }

    /// The same tab with one value more in its address.
    pub(super) fn href_with(&self, name: &str, value: &str) -> String {
        let href = self.href();
        let sign = if href.contains('?') { '&' } else { '?' };
        format!("{href}{sign}{name}={value}")
    }

    /// Whose window a form is about, and where it leads back to.
    pub(super) fn hidden_fields(&self) -> impl IntoView + use<> {
        view! {
            <input type="hidden" name="user" value=self.user.to_string()/>
            <input type="hidden" name="next" value=self.href()/>
        }
    }
}
