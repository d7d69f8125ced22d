//! Turns `locales/<language>/<feature>.json` into `Key` and the six catalogs, and fails when they disagree.
//!
//! The rules are in `build/check.rs`; this file only reads and writes.

use std::path::Path;
use std::{env, fs, io};

#[path = "build/check.rs"]
mod check;
#[path = "build/generate.rs"]
mod generate;
#[path = "build/locale.rs"]
mod locale;
#[path = "src/template.rs"]
mod template;

use locale::LocaleFile;

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=locales");
    let files = read(Path::new("locales"))?;
    match check::check(&files) {
        Ok(entries) => write(&entries),
        Err(problems) => {
            // Cargo stops after these; nothing is generated, so no second, stranger error hides them.
            for problem in problems {
                println!("cargo::error={problem}");
            }
            Ok(())
        }
    }
}

/// Every file of every folder; whether they belong there is for the check to say.
fn read(locales: &Path) -> io::Result<Vec<LocaleFile>> {
    let mut files = Vec::new();
    for folder in fs::read_dir(locales)? {
        let folder = folder?;
        for file in fs::read_dir(folder.path())? {
            let file = file?;
            files.push(LocaleFile {
                language: folder.file_name().to_string_lossy().into_owned(),
                name: file.file_name().to_string_lossy().into_owned(),
                json: fs::read_to_string(file.path())?,
            });
        }
    }
    // The order in a folder differs between file systems; messages should not.
    files.sort_by(|a, b| (&a.language, &a.name).cmp(&(&b.language, &b.name)));
    Ok(files)
}

#[expect(clippy::disallowed_methods, reason = "cargo names the folder for generated code this way")]
fn write(entries: &[check::Entry]) -> io::Result<()> {
    let folder = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("OUT_DIR is not set"))?;
    let folder = Path::new(&folder);
    fs::write(folder.join("key.rs"), generate::keys(entries))?;
    fs::write(folder.join("catalogs.rs"), generate::catalogs(entries)?)
}
