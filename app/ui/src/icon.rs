//! Icons: drawings of the sprite, never inlined into the page or the program.

use leptos::prelude::*;

/// Folder of `icons.svg`, below the build's own address; the shell provides it as a context.
#[derive(Clone, Debug, Default)]
pub struct AssetBase(pub String);

impl AssetBase {
    /// The address of one drawing of the sprite.
    #[must_use]
    pub fn icon(&self, name: &str) -> String {
        format!("{}/icons.svg#{name}", self.0)
    }
}

/// One drawing of the sprite; decorative, because words stand beside it or on its button.
#[component]
pub fn Icon(
    /// Name in the sprite; listed in `style/icons.txt`.
    name: &'static str,
    /// Width and height in pixels.
    #[prop(default = 16)]
    size: u16,
) -> impl IntoView {
    let href = use_context::<AssetBase>().unwrap_or_default().icon(name);
    view! {
        <svg width=size height=size aria-hidden="true" focusable="false">
            <use href=href></use>
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_is_addressed_below_the_build() {
        assert_eq!(AssetBase("/pkg/1a2b".to_owned()).icon("users"), "/pkg/1a2b/icons.svg#users");
    }
}
