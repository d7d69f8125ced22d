//! Server functions: a POST below `/rpc` at an explicit endpoint, which no build path leaks into and no deploy moves,
//! with an input codec that GET requests and foreign forms cannot reach, and `AppError` as the error.

use std::collections::BTreeMap;

use super::{Problem, Source, Tree};

/// `PostUrl` for forms that work without JavaScript, `Json` for the rest.
const INPUTS: [&str; 2] = ["Json", "PostUrl"];
/// Codecs that answer GET requests, which any page can make.
const GETS: [&str; 2] = ["GetUrl", "GetCbor"];

pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut endpoints: BTreeMap<&str, String> = BTreeMap::new();
    for file in tree.rust("").filter(|file| !file.path.starts_with("xtask/")) {
        for name in GETS {
            let places = file.code.match_indices(name).map(|(at, _)| file.place(at));
            problems
                .extend(places.map(|place| Problem::new(place, format!("`{name}`: server functions are POST only"))));
        }
        for (at, _) in file.code.match_indices("#[server") {
            let rest = &file.code[at + "#[server".len()..];
            // An argument of a function: what may be left out, or what takes what the others leave.
            let is_argument = ["(default)]", "(flatten)]"].iter().any(|word| rest.starts_with(word));
            if is_argument || !rest.starts_with(['(', ']']) {
                continue;
            }
            let place = file.place(at);
            let function = Function::read(file, at);
            problems.extend(function.faults().into_iter().map(|text| Problem::new(&place, text)));
            if let Some(endpoint) = function.endpoint
                && let Some(first) = endpoints.insert(endpoint, place.clone())
            {
                problems.push(Problem::new(place, format!("the endpoint {endpoint:?} is taken at {first}")));
            }
        }
    }
    problems
}

struct Function<'a> {
    prefix: Option<&'a str>,
    endpoint: Option<&'a str>,
    input: Option<&'a str>,
    returns: &'a str,
}

impl<'a> Function<'a> {
    /// The attribute that begins at a byte of the file, and the head of the function below it.
    fn read(file: &'a Source, at: usize) -> Self {
        let attribute_end = at + closing(&file.code[at..], '[', ']');
        let attribute = &file.text[at..attribute_end];
        let value = |name: &str| {
            // The attribute has no commas but those between its arguments.
            let words = attribute.trim_end_matches([']', ')']).split(['(', ',']);
            words
                .filter_map(|word| word.split_once('='))
                .find(|(key, _)| key.trim() == name)
                .map(|(_, value)| value.trim())
        };
        let unquoted = |name| value(name)?.strip_prefix('"')?.strip_suffix('"');

        let code = &file.code[attribute_end..];
        let name = code.find("fn ").unwrap_or_default();
        let arguments_end = name + closing(&code[name..], '(', ')');
        let head = code[arguments_end..].split('{').next().unwrap_or_default();
        Self {
            prefix: unquoted("prefix"),
            endpoint: unquoted("endpoint"),
            input: value("input"),
            returns: head.trim().trim_start_matches("->").trim(),
        }
    }

    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if self.prefix != Some("/rpc") {
            faults.push("wants `prefix = \"/rpc\"`".to_owned());
        }
        let is_path = |path: &str| path.contains('/') && !path.starts_with('/') && !path.ends_with('/');
        if !self.endpoint.is_some_and(is_path) {
            faults.push("wants an explicit endpoint, \"noun/verb\"".to_owned());
        }
        let codec = self.input.and_then(|input| input.rsplit("::").next());
        if !codec.is_some_and(|codec| INPUTS.contains(&codec)) {
            faults.push(format!("wants `input =` one of {}", INPUTS.join(", ")));
        }
        let compact: String = self.returns.split_whitespace().collect();
        if !(compact.starts_with("Result<") && compact.trim_end_matches(['>', ',']).ends_with(",AppError")) {
            faults.push("returns something else than `Result<_, AppError>`".to_owned());
        }
        faults
    }
}

/// The length up to and with the bracket that closes the first one.
fn closing(code: &str, open: char, close: char) -> usize {
    let mut depth = 0;
    for (at, c) in code.char_indices() {
        if c == open {
            depth += 1;
        } else if c == close {
            depth -= 1;
            if depth == 0 {
                return at + c.len_utf8();
            }
        }
    }
    code.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(code: &str) -> Vec<String> {
        check(&Tree::of(&[("app/src/users/rpc.rs", code)])).into_iter().map(|it| it.text).collect()
    }

    #[test]
    fn good() {
        let code = r#"
            /// A sentence with #[server] in it.
            #[server(prefix = "/rpc", endpoint = "users/list", input = Json)]
            pub async fn list_users(query: UserQuery) -> Result<Page<UserSummary>, AppError> { gate().await }

            #[server(
                prefix = "/rpc",
                endpoint = "sign_in/password",
                input = leptos::server_fn::codec::PostUrl,
            )]
            pub async fn sign_in(
                input: Credentials,
                #[server(flatten)] rest: BTreeMap<String, String>,
            ) -> Result<
                (),
                AppError,
            > { gate().await }
        "#;
        assert_eq!(texts(code), Vec::<String>::new());
    }

    #[test]
    fn bad() {
        let head = "pub async fn f(a: A) -> Result<(), AppError> {}";
        for (code, fault) in [
            (format!("#[server]\n{head}"), "prefix"),
            (format!("#[server(prefix = \"/api\", endpoint = \"a/b\", input = Json)]\n{head}"), "prefix"),
            (format!("#[server(prefix = \"/rpc\", input = Json)]\n{head}"), "endpoint"),
            (format!("#[server(prefix = \"/rpc\", endpoint = \"a/b\")]\n{head}"), "input"),
            (format!("#[server(prefix = \"/rpc\", endpoint = \"a/b\", input = GetUrl)]\n{head}"), "POST only"),
            (
                "#[server(prefix = \"/rpc\", endpoint = \"a/b\", input = Json)]\nasync fn f() -> Result<(), ServerFnError> {}"
                    .to_owned(),
                "AppError",
            ),
        ] {
            let faults = texts(&code);
            assert!(faults.iter().any(|text| text.contains(fault)), "{code}: {faults:?}");
        }
        let twice = format!("#[server(prefix = \"/rpc\", endpoint = \"a/b\", input = Json)]\n{head}\n").repeat(2);
        assert!(texts(&twice)[0].contains("taken at app/src/users/rpc.rs:1"));
    }
}
