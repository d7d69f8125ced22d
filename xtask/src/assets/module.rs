//! What the passes over a WebAssembly module share.

use std::ops::Range;

use anyhow::{Context, Result};
use wasmparser::{Parser, Payload, TypeRef};

/// How many functions come from outside; they are numbered first.
pub(super) fn imported(module: &[u8]) -> Result<u32> {
    let mut count = 0;
    for payload in Parser::new(0).parse_all(module) {
        let Payload::ImportSection(imports) = payload? else { continue };
        for import in imports.into_imports() {
            count += u32::from(matches!(import?.ty, TypeRef::Func(_) | TypeRef::FuncExact(_)));
        }
    }
    Ok(count)
}

/// A piece of a module.
pub(super) fn bytes(module: &[u8], range: Range<u64>) -> Result<&[u8]> {
    let range = usize::try_from(range.start)?..usize::try_from(range.end)?;
    module.get(range).context("a section ends behind the module")
}
