//! The style sheet: every import in one file, checked, and written for the oldest browsers that we support.

use std::{
    path::Path,
    sync::{Arc, RwLock},
};

use anyhow::{Result, anyhow, bail};
use lightningcss::{
    bundler::{Bundler, FileProvider},
    printer::PrinterOptions,
    stylesheet::{MinifyOptions, ParserOptions},
    targets::{Browsers, Targets},
};

/// Nesting, `light-dark()` and popovers are native from these on; older targets would lower them.
const BROWSERS: Browsers = Browsers {
    android: None,
    chrome: Some(version(125, 0)),
    edge: None,
    firefox: Some(version(128, 0)),
    ie: None,
    ios_saf: Some(version(17, 5)),
    opera: None,
    safari: Some(version(17, 5)),
    samsung: None,
};

const fn version(major: u32, minor: u32) -> u32 {
    major << 16 | minor << 8
}

/// Anything that is not understood is an error: a declaration that is dropped in silence is a bug on the screen.
pub(super) fn bundle(main: &Path) -> Result<String> {
    let files = FileProvider::new();
    let warnings = Arc::new(RwLock::new(Vec::new()));
    let options = ParserOptions { warnings: Some(Arc::clone(&warnings)), ..ParserOptions::default() };
    let targets = Targets::from(BROWSERS);

    let mut sheet = Bundler::new(&files, None, options).bundle(main).map_err(|error| anyhow!("{error}"))?;
    if let Ok(warnings) = warnings.read()
        && !warnings.is_empty()
    {
        let lines: Vec<String> = warnings.iter().map(ToString::to_string).collect();
        bail!("{}", lines.join("\n"));
    }
    let minify = MinifyOptions { targets, ..MinifyOptions::default() };
    sheet.minify(minify).map_err(|error| anyhow!("{error}"))?;
    let print = PrinterOptions { minify: true, targets, ..PrinterOptions::default() };
    Ok(sheet.to_css(print).map_err(|error| anyhow!("{error}"))?.code)
}

#[cfg(test)]
mod tests {
    use std::{env, fs};

    use super::*;

    /// Bundles `main.css` of a folder with these files; the name keeps tests out of each other's way.
    fn bundled(name: &str, files: &[(&str, &str)]) -> Result<String> {
        let folder = env::temp_dir().join(format!("rollcall-styles-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        for (file, text) in files {
            fs::write(folder.join(file), text)?;
        }
        let css = bundle(&folder.join("main.css"));
        fs::remove_dir_all(folder)?;
        css
    }

    #[test]
    fn imports_become_one_sheet_and_modern_css_stays_as_it_is() {
        let main = "@layer base;\n@import 'base.css' layer(base);";
        let base = "a { color: light-dark(#000, #fff); &:hover { color: red } }";
        let css = bundled("good", &[("main.css", main), ("base.css", base)]).unwrap();
        assert!(css.contains("@layer base{") && css.contains("&:hover"), "{css}");
        assert!(css.contains("light-dark("), "{css}");
    }

    #[test]
    fn errors_name_the_file_and_the_line() {
        let files = [("main.css", "@import 'a.css';"), ("a.css", "a { color: red }\nb { co lor: red }")];
        let error = bundled("bad", &files).unwrap_err().to_string();
        assert!(error.contains("a.css:1:"), "{error}"); // lines count from 0
    }

    #[test]
    fn a_missing_import_is_an_error() {
        assert!(bundled("missing", &[("main.css", "@import 'gone.css';")]).is_err());
    }
}
