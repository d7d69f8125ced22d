//! Embeds the site that `cargo xtask` made: `ROLLCALL_SITE` names its folder. Without it, as in a plain `cargo check` and
//! in the tests, the program carries only what needs no making: icon and fonts.

use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-env-changed=ROLLCALL_SITE");
    let built = env::var_os("ROLLCALL_SITE").map(PathBuf::from);
    let id = built
        .as_ref()
        .and_then(|site| fs::read_to_string(site.join("build-id.txt")).ok())
        .map_or_else(|| "dev".to_owned(), |id| id.trim().to_owned());
    println!("cargo::rustc-env=ROLLCALL_BUILD={id}");
    let site = built.unwrap_or_else(|| {
        let own = env::var_os("CARGO_MANIFEST_DIR").expect("Cargo sets CARGO_MANIFEST_DIR");
        Path::new(&own).join("../style/assets")
    });
    memory_serve::load_directory(site);
}
