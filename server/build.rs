//! Embeds the site that `cargo xtask` made: `ROLLCALL_SITE` names its folder. Without it, as in a plain `cargo check`,
//! the program carries an empty one.

use std::path::PathBuf;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-env-changed=ROLLCALL_SITE");
    let built = env::var_os("ROLLCALL_SITE").map(PathBuf::from);
    let site = built.clone().unwrap_or_else(|| {
        let empty = PathBuf::from(env::var_os("OUT_DIR").expect("Cargo sets OUT_DIR")).join("site");
        fs::create_dir_all(&empty).expect("OUT_DIR can be written");
        empty
    });
    let id = built
        .and_then(|site| fs::read_to_string(site.join("build-id.txt")).ok())
        .map_or_else(|| "dev".to_owned(), |id| id.trim().to_owned());
    println!("cargo::rustc-env=ROLLCALL_BUILD={id}");
    println!("cargo::rerun-if-changed={}", site.join("build-id.txt").display());
    memory_serve::load_directory(site);
}
