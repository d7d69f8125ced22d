//! The folder that the server embeds.
//!
//! `pkg/` holds what is served under `/pkg/<build id>/` and never changes there; beside it stand the few files with
//! a fixed address, and `build-id.txt`.
//!
//! Invariant: the folder holds exactly the files of the last build, and a file whose content is the same keeps its
//! time, so that the server is compiled again only when there is something new to embed.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use crate::fresh::fingerprint;

/// The files of the folder, by their path in it.
#[derive(Default)]
pub(crate) struct Site {
    files: BTreeMap<String, Vec<u8>>,
}

impl Site {
    pub(super) fn put(&mut self, path: &str, content: Vec<u8>) {
        self.files.insert(path.to_owned(), content);
    }

    /// Everything in a folder, under a folder of ours.
    pub(super) fn put_folder(&mut self, at: &str, folder: &Path) -> Result<()> {
        for (name, path) in entries(folder)? {
            let at = format!("{at}/{name}");
            if path.is_dir() {
                self.put_folder(&at, &path)?;
            } else {
                self.put(&at, fs::read(path)?);
            }
        }
        Ok(())
    }

    /// Folders of assets go into `pkg`; single files, such as the icon of the site, have a fixed address.
    pub(super) fn put_assets(&mut self, folder: &Path) -> Result<()> {
        for (name, path) in entries(folder).with_context(|| folder.display().to_string())? {
            if path.is_dir() {
                self.put_folder(&format!("pkg/{name}"), &path)?;
            } else {
                self.put(&name, fs::read(path)?);
            }
        }
        Ok(())
    }

    /// What a style sheet refers to must be there: a font that is not found is no error on any screen.
    pub(super) fn check_references(&self) -> Result<()> {
        for (path, content) in self.files.iter().filter(|(path, _)| path.ends_with(".css")) {
            let css = String::from_utf8_lossy(content);
            for reference in css.split("url(").skip(1).filter_map(|rest| rest.split(')').next()) {
                let reference = reference.trim_matches(['"', '\'']);
                if !reference.starts_with("data:") && !self.files.contains_key(&format!("pkg/{reference}")) {
                    bail!("{path}: nothing stands at `{reference}`, seen from the folder of the style sheet");
                }
            }
        }
        Ok(())
    }

    /// The content of a file, for the size report.
    pub(super) fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(path, content)| (path.as_str(), content.as_slice()))
    }

    /// Two builds with the same `pkg` have the same id, wherever they were made.
    fn build_id(&self) -> String {
        let cached = self.files().filter(|(path, _)| path.starts_with("pkg/"));
        fingerprint(cached.flat_map(|(path, content)| [path.as_bytes(), content]))
    }

    pub(super) fn write(&mut self, folder: &Path) -> Result<()> {
        self.put("build-id.txt", self.build_id().into_bytes());
        remove_others(folder, folder, &self.files)?;
        for (path, content) in self.files() {
            let path = folder.join(path);
            if fs::read(&path).is_ok_and(|written| written == content) {
                continue;
            }
            fs::create_dir_all(path.parent().unwrap_or(folder))?;
            fs::write(&path, content).with_context(|| path.display().to_string())?;
        }
        Ok(())
    }
}

fn entries(folder: &Path) -> Result<Vec<(String, PathBuf)>> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let entry = entry?;
        entries.push((entry.file_name().to_string_lossy().into_owned(), entry.path()));
    }
    Ok(entries)
}

fn remove_others(root: &Path, folder: &Path, keep: &BTreeMap<String, Vec<u8>>) -> Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    for (_, path) in entries(folder)? {
        if path.is_dir() {
            remove_others(root, &path, keep)?;
            continue;
        }
        let relative = path.strip_prefix(root)?.to_string_lossy().into_owned();
        if !keep.contains_key(&relative) {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::env;

    use super::*;

    fn site(files: &[(&str, &str)]) -> Site {
        let mut site = Site::default();
        for (path, content) in files {
            site.put(path, content.as_bytes().to_vec());
        }
        site
    }

    #[test]
    fn the_build_id_follows_what_is_cached_and_nothing_else() {
        let one = site(&[("pkg/rollcall.js", "a"), ("favicon.svg", "x")]);
        let two = site(&[("pkg/rollcall.js", "a"), ("favicon.svg", "y")]);
        let three = site(&[("pkg/rollcall.js", "b"), ("favicon.svg", "x")]);
        assert_eq!(one.build_id(), two.build_id());
        assert_ne!(one.build_id(), three.build_id());
    }

    #[test]
    fn the_folder_holds_the_last_build_and_unchanged_files_keep_their_time() {
        let folder = env::temp_dir().join(format!("rollcall-site-{}", std::process::id()));
        site(&[("pkg/rollcall.js", "a"), ("pkg/old/font.woff2", "f")]).write(&folder).unwrap();
        let time = |path: &str| fs::metadata(folder.join(path)).unwrap().modified().unwrap();
        let before = time("pkg/rollcall.js");
        site(&[("pkg/rollcall.js", "a"), ("pkg/rollcall.css", "c")]).write(&folder).unwrap();
        assert_eq!(time("pkg/rollcall.js"), before);
        assert!(folder.join("pkg/rollcall.css").exists());
        assert!(!folder.join("pkg/old/font.woff2").exists());
        assert_eq!(fs::read_to_string(folder.join("build-id.txt")).unwrap().len(), 16);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn style_sheets_refer_to_files_that_are_there() {
        let css = "@font-face{src:url(fonts/a.woff2)}b{background:url(\"data:image/svg+xml,x\")}";
        let good = site(&[("pkg/rollcall.css", css), ("pkg/fonts/a.woff2", "")]);
        assert!(good.check_references().is_ok());
        let bad = site(&[("pkg/rollcall.css", css)]);
        assert!(bad.check_references().unwrap_err().to_string().contains("fonts/a.woff2"));
    }
}
