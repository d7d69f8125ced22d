//! Embeds the site that `cargo xtask` made: `ROLLCALL_SITE` names its folder. Without it, as in a plain `cargo check` and
//! in the tests, the program carries only what needs no making, at the same addresses: icon and fonts.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

#[expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "a build script has its settings from Cargo, and stops the build"
)]
fn main() {
    println!("cargo::rerun-if-env-changed=ROLLCALL_SITE");
    let built = env::var_os("ROLLCALL_SITE").map(PathBuf::from);
    let id = built
        .as_ref()
        .and_then(|site| fs::read_to_string(site.join("build-id.txt")).ok())
        .map_or_else(|| "dev".to_owned(), |id| id.trim().to_owned());
    println!("cargo::rustc-env=ROLLCALL_BUILD={id}");
    let site = built.unwrap_or_else(|| plain().expect("style/assets can be copied"));
    memory_serve::load_directory(site);
}

/// A site of what needs no making.
#[expect(clippy::disallowed_methods, clippy::expect_used, reason = "Cargo sets them")]
fn plain() -> io::Result<PathBuf> {
    let folder = |name| PathBuf::from(env::var_os(name).expect("Cargo sets it"));
    let (assets, site) = (folder("CARGO_MANIFEST_DIR").join("../style/assets"), folder("OUT_DIR").join("site"));
    println!("cargo::rerun-if-changed={}", assets.display());
    copy(&assets.join("fonts"), &site.join("pkg/fonts"))?;
    copy_file(&assets.join("favicon.svg"), &site.join("favicon.svg"))?;
    Ok(site)
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        copy_file(&entry.path(), &to.join(entry.file_name()))?;
    }
    Ok(())
}

/// Leaves alone what is there already: Cargo watches the site, and whatever is newer than this script's last run would
/// build the server again each time.
fn copy_file(from: &Path, to: &Path) -> io::Result<()> {
    let content = fs::read(from)?;
    if fs::read(to).is_ok_and(|there| there == content) { Ok(()) } else { fs::write(to, content) }
}
