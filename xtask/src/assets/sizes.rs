//! How many bytes a first visit loads, and how many it may.

use std::fmt;

use anyhow::{Result, bail};

use super::Site;

/// Brotli bytes, in thousands as on the wire. A visitor on a slow line waits for every one of them.
const BUDGET: [(Part, usize); 3] = [(Part::Wasm, 300_000), (Part::Glue, 15_000), (Part::Styles, 25_000)];
const BUDGET_TOGETHER: usize = 330_000;

/// What the build of the tests may come to, which is not optimized at link time. CI does not build the release; what
/// makes this one heavier makes that one heavier too. To be lowered with every step down.
const HELD_TOGETHER: usize = 382_000;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Wasm,
    /// What a page fetches when it is first opened.
    Later,
    Glue,
    Styles,
    Icons,
    Fonts,
}

impl Part {
    const ALL: [Self; 6] = [Self::Wasm, Self::Later, Self::Glue, Self::Styles, Self::Icons, Self::Fonts];

    fn of(path: &str) -> Option<Self> {
        match path.rsplit('.').next()? {
            "wasm" if path == "pkg/rollcall.wasm" => Some(Self::Wasm),
            "wasm" => Some(Self::Later),
            "js" => Some(Self::Glue),
            "css" => Some(Self::Styles),
            "svg" => Some(Self::Icons),
            "woff2" => Some(Self::Fonts),
            _ => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Wasm => "program",
            Self::Later => "parts, all of them",
            Self::Glue => "glue",
            Self::Styles => "style sheet",
            Self::Icons => "icons",
            Self::Fonts => "fonts, all of them",
        }
    }
}

/// The bytes of a site, by part.
pub(crate) struct Sizes {
    rows: Vec<Row>,
}

struct Row {
    part: Part,
    raw: usize,
    brotli: usize,
}

impl Sizes {
    pub(crate) fn of(site: &Site) -> Result<Self> {
        let mut rows: Vec<Row> = Part::ALL.into_iter().map(|part| Row { part, raw: 0, brotli: 0 }).collect();
        for (path, content) in site.files() {
            let Some(row) = rows.iter_mut().find(|row| Some(row.part) == Part::of(path)) else { continue };
            row.raw += content.len();
            // Fonts are compressed by their format.
            row.brotli += if row.part == Part::Fonts { content.len() } else { brotli(content)? };
        }
        Ok(Self { rows })
    }

    /// An error when a part, or the three together, is over its budget.
    pub(crate) fn judge(&self) -> Result<()> {
        let mut over = Vec::new();
        for (part, most) in BUDGET {
            let brotli = self.brotli(part);
            if brotli > most {
                over.push(format!("{}: {brotli} bytes, {most} allowed", part.name()));
            }
        }
        if self.together() > BUDGET_TOGETHER {
            over.push(format!("together: {} bytes, {BUDGET_TOGETHER} allowed", self.together()));
        }
        if !over.is_empty() {
            bail!("over the size budget (Brotli)\n{}", over.join("\n"));
        }
        Ok(())
    }

    /// An error when the build of the tests grows instead of shrinking.
    pub(crate) fn hold(&self) -> Result<()> {
        if self.together() > HELD_TOGETHER {
            bail!("the first load grows (Brotli): {} bytes, {HELD_TOGETHER} held", self.together());
        }
        Ok(())
    }

    fn brotli(&self, part: Part) -> usize {
        self.rows.iter().filter(|row| row.part == part).map(|row| row.brotli).sum()
    }

    fn together(&self) -> usize {
        BUDGET.iter().map(|(part, _)| self.brotli(*part)).sum()
    }
}

impl fmt::Display for Sizes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<20}{:>10}{:>10}{:>10}", "", "raw", "Brotli", "budget")?;
        for row in &self.rows {
            let budget = BUDGET.iter().find(|(part, _)| *part == row.part).map(|(_, most)| most.to_string());
            let budget = budget.unwrap_or_default();
            writeln!(f, "{:<20}{:>10}{:>10}{budget:>10}", row.part.name(), row.raw, row.brotli)?;
        }
        write!(f, "{:<20}{:>10}{:>10}{BUDGET_TOGETHER:>10}", "first three", "", self.together())
    }
}

fn brotli(mut content: &[u8]) -> Result<usize> {
    let params = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut content, &mut compressed, &params)?;
    Ok(compressed.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(wasm: usize, glue: usize, styles: usize) -> Sizes {
        let row = |part, brotli| Row { part, raw: brotli * 3, brotli };
        Sizes { rows: vec![row(Part::Wasm, wasm), row(Part::Glue, glue), row(Part::Styles, styles)] }
    }

    #[test]
    fn parts_and_their_sum_have_budgets() {
        assert!(sizes(290_000, 15_000, 25_000).judge().is_ok());
        assert!(sizes(300_001, 0, 0).judge().unwrap_err().to_string().contains("program"));
        assert!(sizes(300_000, 15_000, 25_000).judge().unwrap_err().to_string().contains("together"));
    }

    #[test]
    fn what_is_held_may_not_grow() {
        assert!(sizes(HELD_TOGETHER, 0, 0).hold().is_ok());
        assert!(sizes(HELD_TOGETHER, 1, 0).hold().is_err());
    }

    #[test]
    fn files_are_counted_by_kind_and_compressed() {
        let mut site = Site::default();
        site.put("pkg/rollcall.js", b"let a = 1; ".repeat(100));
        site.put("pkg/snippets/x.js", b"let b = 2; ".repeat(100));
        site.put("pkg/fonts/a.woff2", vec![7; 100]);
        site.put("pkg/rollcall.wasm", vec![7; 100]);
        site.put("pkg/window.wasm", vec![7; 1000]);
        let sizes = Sizes::of(&site).unwrap();
        assert!((1..200).contains(&sizes.brotli(Part::Glue)));
        assert_eq!(sizes.brotli(Part::Fonts), 100);
        assert!(sizes.brotli(Part::Later) > 0);
        assert_eq!(sizes.together(), sizes.brotli(Part::Wasm) + sizes.brotli(Part::Glue));
    }
}
