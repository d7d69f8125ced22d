//! Who looks at a page, as the server knows it. Made once per request by `server::web::visitor`.

use std::sync::Arc;

use axum::http::HeaderValue;
use model::language::Language;
use model::session::{Density, Frame, Theme};
use model::sign_in::Flash;
use services::{Anonymous, Ctx};

/// What the cookies say.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// Whether there was a session cookie at all.
    pub session: bool,
    /// The visit's random value.
    pub visit: Option<String>,
    /// The half-finished sign-in.
    pub pre: Option<String>,
    /// Signed marks of users.
    pub device: Option<String>,
    /// Sealed message for this page.
    pub flash: Option<String>,
    /// Language chosen before the sign-in.
    pub language: Option<Language>,
    /// Appearance chosen before the sign-in.
    pub theme: Option<Theme>,
    /// A random value, should the visit need one.
    pub fresh: String,
}

/// Who looks at a page.
#[derive(Clone)]
pub struct Visitor(Arc<Known>);

struct Known {
    anonymous: Anonymous,
    ctx: Option<Ctx>,
    told: Told,
    nonce: String,
    build: &'static str,
    frame: Frame,
}

impl Visitor {
    /// Puts together what is known.
    #[must_use]
    pub fn new(
        anonymous: Anonymous,
        ctx: Option<Ctx>,
        told: Told,
        nonce: String,
        build: &'static str,
        frame: Frame,
    ) -> Self {
        Self(Arc::new(Known { anonymous, ctx, told, nonce, build, frame }))
    }

    /// The frame of the page; a server function has the empty one.
    #[must_use]
    pub fn frame(&self) -> &Frame {
        &self.0.frame
    }

    /// The visitor as nobody.
    #[must_use]
    pub fn anonymous(&self) -> &Anonymous {
        &self.0.anonymous
    }

    /// The signed-in user.
    #[must_use]
    pub fn ctx(&self) -> Option<&Ctx> {
        self.0.ctx.as_ref()
    }

    /// What the cookies say.
    #[must_use]
    pub fn told(&self) -> &Told {
        &self.0.told
    }

    /// The nonce of this answer's scripts.
    #[must_use]
    pub fn nonce(&self) -> String {
        self.0.nonce.clone()
    }

    /// The build of the files that the page loads.
    #[must_use]
    pub fn build(&self) -> &'static str {
        self.0.build
    }

    /// The language of the page: the user's choice, the cookie, the browser's list, English.
    #[must_use]
    pub fn language(&self) -> Language {
        let chosen = match self.ctx() {
            Some(ctx) => ctx.language(),
            None => self.0.told.language,
        };
        chosen.or(self.0.anonymous.request().language).unwrap_or(Language::En)
    }

    /// Light or dark.
    #[must_use]
    pub fn theme(&self) -> Theme {
        self.ctx().map_or(self.0.told.theme.unwrap_or(Theme::System), Ctx::theme)
    }

    /// How much room rows and controls take.
    #[must_use]
    pub fn density(&self) -> Density {
        self.frame().session.as_ref().map_or(Density::Standard, |session| session.density)
    }

    /// The value to which hidden form tokens are bound.
    fn visit(&self) -> &str {
        self.0.told.visit.as_deref().unwrap_or(&self.0.told.fresh)
    }

    /// A token for the hidden field of a form that needs no session; sets the cookie that it is bound to.
    #[must_use]
    pub fn form_token(&self) -> String {
        if self.0.told.visit.is_none() {
            crate::cookies::set(crate::cookies::VISIT, self.visit(), crate::cookies::Life::Browser);
        }
        self.0.anonymous.services().seal_cookie("form", self.visit().as_bytes())
    }

    /// Whether a hidden field holds the token of this visit.
    #[must_use]
    pub fn owns_form_token(&self, token: &str) -> bool {
        let visit = self.0.told.visit.as_deref();
        visit.is_some_and(|visit| {
            self.0.anonymous.services().open_cookie("form", token).as_deref() == Some(visit.as_bytes())
        })
    }

    /// What is to be said on this page; said once.
    #[must_use]
    pub fn flash(&self) -> Option<Flash> {
        let sealed = self.0.told.flash.as_deref()?;
        crate::cookies::set(crate::cookies::FLASH, "", crate::cookies::Life::Over);
        let plain = self.0.anonymous.services().open_cookie("flash", sealed)?;
        let flash: Flash = serde_json::from_slice(&plain).ok()?;
        // Somebody else may have signed in meanwhile.
        let is_for_them = |reader| self.ctx().is_some_and(|ctx| ctx.user_id() == reader);
        flash.reader.is_none_or(is_for_them).then_some(flash)
    }

    /// Says something on the next page.
    pub fn say(&self, flash: &Flash) {
        crate::cookies::set(crate::cookies::FLASH, &self.sealed(flash), crate::cookies::Life::Browser);
    }

    /// The cookie by which the next page says something, for answers that are none of the pages' own.
    #[must_use]
    pub fn saying(&self, flash: &Flash) -> Option<HeaderValue> {
        crate::cookies::header_value(crate::cookies::FLASH, &self.sealed(flash), crate::cookies::Life::Browser)
    }

    fn sealed(&self, flash: &Flash) -> String {
        let plain = serde_json::to_vec(flash).unwrap_or_default();
        let sealed = self.0.anonymous.services().seal_cookie("flash", &plain);
        // Browsers drop cookies beyond 4 KiB; then the typed fields are lost, the message is not.
        if sealed.len() > 3800 {
            let short = Flash { fields: Vec::new(), ..flash.clone() };
            let plain = serde_json::to_vec(&short).unwrap_or_default();
            return self.0.anonymous.services().seal_cookie("flash", &plain);
        }
        sealed
    }
}
