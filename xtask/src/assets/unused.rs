//! What the program of the browser never calls, though pointers lead to it.
//!
//! Each view of `tachys` that hides its type holds a pointer for every way in which it could be hydrated, and
//! `app::start` takes one of them, `hydrate_body`; a seventh of the program hangs on the other, `hydrate_lazy`. Each route
//! that hides its type holds a pointer to what only the server asks, its list. No optimizer may remove what a pointer
//! leads to. So these functions get a body here that only traps; what nothing else reaches goes with `wasm-opt`.
//!
//! Were one of them called after all, the page would stop with `unreachable`, which no end-to-end test survives.

use std::collections::{HashMap, HashSet};

use anyhow::Result;
use wasm_encoder::{CodeSection, Function, Module, RawSection};
use wasmparser::{KnownCustom, Name, Parser, Payload};

use super::module;

/// What the names of these functions end with, before their hash: two that pointers lead to, and the future that the
/// first one makes. What they call, and how they are dropped, is left alone: the compiler lets functions with the same
/// body share one name, so others may come by the same.
const NEVER: [&str; 3] = [
    "8into_any13hydrate_async",
    "8into_any13hydrate_async28_$u7b$$u7b$closure$u7d$$u7d$",
    "21into_any_nested_route15generate_routes",
];

/// The module without them. It must have its names still, and nothing may refer to places in its code.
pub(super) fn empty(bytes: &[u8]) -> Result<Vec<u8>> {
    let unused = unused(bytes)?;
    let mut output = Module::new();
    let mut code = CodeSection::new();
    let (mut index, mut last) = (module::imported(bytes)?, 0);
    for payload in Parser::new(0).parse_all(bytes) {
        match payload? {
            Payload::CodeSectionStart { count, .. } => last = index + count,
            Payload::CodeSectionEntry(body) => {
                if unused.contains(&index) {
                    let mut trap = Function::new([]);
                    trap.instructions().unreachable().end();
                    code.function(&trap);
                } else {
                    code.raw(module::bytes(bytes, body.range())?);
                }
                index += 1;
                if index == last {
                    output.section(&code);
                }
            }
            payload => {
                if let Some((id, range)) = payload.as_section() {
                    output.section(&RawSection { id, data: module::bytes(bytes, range)? });
                }
            }
        }
    }
    Ok(output.finish())
}

/// Numbers of the functions with such a name.
fn unused(module: &[u8]) -> Result<HashSet<u32>> {
    let is_unused = |name: &&str| NEVER.iter().any(|end| without_hash(name).ends_with(end));
    Ok(names(module)?.into_iter().filter(|(_, name)| is_unused(name)).map(|(index, _)| index).collect())
}

/// A mangled name up to its hash, `17h` with sixteen digits and `E`.
fn without_hash(name: &str) -> &str {
    name.rfind("17h").and_then(|end| name.get(..end)).unwrap_or(name)
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
        let way = "_ZN54_$LT$T$u20$as$u20$tachys..view..any_view..IntoAny$GT$8into_any13hydrate_async";
        let hash = "17h0123456789abcdefE";
        // The first is how a future is dropped: many are dropped alike, and share this name.
        let dropped =
            "_ZN4core3ptr60drop_in_place$LT$..into_any..hydrate_async$LT$app..x$GT$..$u7b$$u7b$closure$u7d$$u7d$$GT$";
        let other = module([&format!("{dropped}{hash}"), "ui::button"]);
        assert_eq!(empty(&other).unwrap(), other);
        let closure = "28_$u7b$$u7b$closure$u7d$$u7d$";
        assert_eq!(unused(&module([&format!("{way}{hash}"), &format!("{way}{closure}{hash}")])).unwrap().len(), 2);
        let emptied = empty(&module(["app::start", &format!("{way}{hash}")])).unwrap();
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
