//! The icon sprite: one `<symbol>` per name in `style/icons.txt`, drawn as Lucide draws it.

use std::{collections::BTreeSet, fs};

use anyhow::{Context, Result, anyhow, bail};

use crate::{npm, project::Project};

const LIST: &str = "style/icons.txt";

/// Thinner than Lucide's 2: icons are shown at 16 px beside text, where 2 looks bold.
const SYMBOL: &str = "viewBox=\"0 0 24 24\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.75\" \
    stroke-linecap=\"round\" stroke-linejoin=\"round\"";

/// The sprite of the listed icons; a name that Lucide does not have is an error.
pub(super) fn sprite(project: &Project) -> Result<String> {
    let list = fs::read_to_string(project.path(LIST)).context(LIST)?;
    let drawings = npm::package(project, "xtask", "lucide-static").join("icons");
    compose(&list, |name| fs::read_to_string(drawings.join(format!("{name}.svg"))).ok())
}

fn compose(list: &str, drawing: impl Fn(&str) -> Option<String>) -> Result<String> {
    let mut sprite = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\"><!-- Icons: Lucide, ISC License. -->");
    let mut unknown = Vec::new();
    for name in names(list) {
        let Some(svg) = drawing(name) else {
            unknown.push(name);
            continue;
        };
        let shapes = shapes(&svg).ok_or_else(|| anyhow!("the drawing of `{name}` is not what Lucide's look like"))?;
        sprite.push_str(&format!("<symbol id=\"{name}\" {SYMBOL}>{shapes}</symbol>"));
    }
    if !unknown.is_empty() {
        bail!("{LIST}: Lucide has no icon named {}", unknown.join(", "));
    }
    sprite.push_str("</svg>\n");
    Ok(sprite)
}

/// One name a line; `#` begins a comment.
fn names(list: &str) -> BTreeSet<&str> {
    let lines = list.lines().map(|line| line.split('#').next().unwrap_or_default().trim());
    lines.filter(|name| !name.is_empty()).collect()
}

/// What stands inside of `<svg …>…</svg>`, without the white space between the shapes.
fn shapes(svg: &str) -> Option<String> {
    let (_, rest) = svg.split_once("<svg")?;
    let (_, inside) = rest.split_once('>')?;
    let (inside, _) = inside.rsplit_once("</svg>")?;
    Some(inside.lines().map(str::trim).collect::<Vec<_>>().join(" ").trim().replace("> <", "><").replace(" />", "/>"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLUS: &str = "<!-- @license -->\n<svg\n  class=\"x\"\n  width=\"24\"\n>\n  <path d=\"M5 12h14\" />\n  \
        <path d=\"M12 5v14\" />\n</svg>\n";

    #[test]
    fn icons_become_symbols_once_each() {
        let sprite = compose("plus # to add\n\n# nothing\nplus\n", |_| Some(PLUS.to_owned())).unwrap();
        assert_eq!(sprite.matches("<symbol").count(), 1);
        assert!(sprite.contains("<symbol id=\"plus\" viewBox"), "{sprite}");
        assert!(sprite.contains("><path d=\"M5 12h14\"/><path d=\"M12 5v14\"/></symbol>"), "{sprite}");
    }

    #[test]
    fn every_unknown_name_is_named() {
        let error = compose("plus\nplsu\nminsu", |name| (name == "plus").then(|| PLUS.to_owned())).unwrap_err();
        assert!(error.to_string().contains("minsu, plsu"), "{error}");
    }
}
