//! Ways of taking over a page that this program never takes.
//!
//! Each view and each attribute of `tachys` that hides its type holds a pointer for every way in which it could be
//! hydrated. `app::start` takes one of them, `hydrate_body`, but no optimizer may remove what a pointer leads to, and
//! a tenth of the program hangs on the others. Their functions get a body here that only traps; what nothing else
//! reaches goes with `wasm-opt`.
//!
//! Were one of them called after all, the page would stop with `unreachable`, which no end-to-end test survives.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use anyhow::{Context, Result};
use wasm_encoder::{CodeSection, Function, Module, RawSection};
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

/// What the names of these functions hold: `hydrate_lazy` leads to the first and the second, `template!` to the third.
const WAYS: [&str; 3] = ["hydrate_async", "new_with_async_value", "hydrate_from_template"];

/// The module without them. It must have its names still, and nothing may refer to places in its code.
pub(super) fn empty(module: &[u8]) -> Result<Vec<u8>> {
    let unused = unused(module)?;
    let mut output = Module::new();
    let mut code = CodeSection::new();
    let (mut index, mut last) = (imported(module)?, 0);
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::CodeSectionStart { count, .. } => last = index + count,
            Payload::CodeSectionEntry(body) => {
                if unused.contains(&index) {
                    let mut trap = Function::new([]);
                    trap.instructions().unreachable().end();
                    code.function(&trap);
                } else {
                    code.raw(bytes(module, body.range())?);
                }
                index += 1;
                if index == last {
                    output.section(&code);
                }
            }
            payload => {
                if let Some((id, range)) = payload.as_section() {
                    output.section(&RawSection { id, data: bytes(module, range)? });
                }
            }
        }
    }
    Ok(output.finish())
}

/// Numbers of the functions with such a name.
fn unused(module: &[u8]) -> Result<HashSet<u32>> {
    let is_unused = |name: &&str| WAYS.iter().any(|way| name.contains(way));
    Ok(names(module)?.into_iter().filter(|(_, name)| is_unused(name)).map(|(index, _)| index).collect())
}

fn names(module: &[u8]) -> Result<HashMap<u32, &str>> {
    let mut names = HashMap::new();
    for payload in Parser::new(0).parse_all(module) {
        let Payload::CustomSection(custom) = payload? else { continue };
        let KnownCustom::Name(subsections) = custom.as_known() else { continue };
        for subsection in subsections {
            if let Name::Function(functions) = subsection? {
                for function in functions {
                    let function = function?;
                    names.insert(function.index, function.name);
                }
            }
        }
    }
    Ok(names)
}

/// How many functions come from outside; they are numbered first.
fn imported(module: &[u8]) -> Result<u32> {
    let mut count = 0;
    for payload in Parser::new(0).parse_all(module) {
        let Payload::ImportSection(imports) = payload? else { continue };
        for import in imports.into_imports() {
            count += u32::from(matches!(import?.ty, TypeRef::Func(_) | TypeRef::FuncExact(_)));
        }
    }
    Ok(count)
}

fn bytes(module: &[u8], range: Range<u64>) -> Result<&[u8]> {
    let range = usize::try_from(range.start)?..usize::try_from(range.end)?;
    module.get(range).context("a section ends behind the module")
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{FunctionSection, NameMap, NameSection, TypeSection};

    use super::*;

    fn module(named: [&str; 2]) -> Vec<u8> {
        let mut module = Module::new();
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut functions = FunctionSection::new();
        let (mut code, mut names) = (CodeSection::new(), NameMap::new());
        for (index, name) in (0..).zip(named) {
            functions.function(0);
            let mut body = Function::new([]);
            body.instructions().nop().nop().end();
            code.function(&body);
            names.append(index, name);
        }
        let mut name_section = NameSection::new();
        name_section.functions(&names);
        module.section(&types).section(&functions).section(&code).section(&name_section);
        module.finish()
    }

    #[test]
    fn only_what_is_never_called_is_emptied() {
        let other = module(["app::start", "ui::button"]);
        assert_eq!(empty(&other).unwrap(), other);
        let emptied = empty(&module(["app::start", "into_any::hydrate_async::{{closure}}"])).unwrap();
        let bodies: Vec<u64> = Parser::new(0)
            .parse_all(&emptied)
            .filter_map(|payload| match payload.unwrap() {
                Payload::CodeSectionEntry(body) => Some(body.range().end - body.range().start),
                _ => None,
            })
            .collect();
        // Locals, two instructions and the end; locals, one and the end.
        assert_eq!(bodies, [4, 3]);
        assert_eq!(names(&emptied).unwrap().len(), 2);
    }
}
