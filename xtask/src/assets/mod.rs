//! What the browser loads: the program, its glue, the style sheet, the icons and the fonts, as one folder.
//!
//! The folder `site` is complete before the server compiles, because the server embeds it and nothing else.
//! Compression is not done here: the server's build script does it while embedding.

mod browser;
mod icons;
mod module;
mod order;
mod site;
mod sizes;
mod styles;
mod unused;

use std::path::PathBuf;

use anyhow::Result;

pub(crate) use self::{site::Site, sizes::Sizes};
use crate::project::Project;

/// How much is done to the program for the browser.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wasm {
    /// Fast to build, with debug information.
    Debug,
    /// What people get, less the link-time optimization: for the end-to-end tests.
    Test,
    /// What people get.
    Release,
}

/// Builds whatever is out of date, and writes the folder for the server to embed.
pub(crate) fn build(project: &Project, wasm: Wasm) -> Result<Site> {
    let mut site = collect(project, wasm)?;
    site.write(&folder(project))?;
    Ok(site)
}

/// The same without writing it anywhere.
pub(crate) fn collect(project: &Project, wasm: Wasm) -> Result<Site> {
    let program = browser::build(project, wasm)?;
    project.say("styles, icons, fonts");
    let mut site = Site::default();
    site.put_folder("pkg", &program)?;
    site.put("pkg/rollcall.css", styles::bundle(&project.path("style/main.css"))?.into_bytes());
    site.put("pkg/icons.svg", icons::sprite(project)?.into_bytes());
    site.put_assets(&project.path("style/assets"))?;
    site.check_references()?;
    Ok(site)
}

/// The folder that the server embeds.
pub(crate) fn folder(project: &Project) -> PathBuf {
    project.target("site")
}
