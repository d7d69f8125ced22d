//! HTML as it is written, and as browsers understand it. Only tests read it.
//!
//! A crate of its own, because the parser is generic over what it fills, so it is compiled where it is used: here it is
//! optimized, in the program of the tests it was not, and reading pages took longer than making them.

#![warn(missing_docs)]

use std::cell::RefCell;
use std::collections::BTreeMap;

use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{Attribute, ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// Elements that have no end tag.
const VOID: &[&str] = &["br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"];

/// A piece of a page.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// A start tag: its name and its attributes.
    Open(String, BTreeMap<String, String>),
    /// Text between tags.
    Text(String),
    /// An end tag, or where a browser puts one.
    Close(String),
}

/// An element, with all the text inside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// Its name, in small letters.
    pub name: String,
    /// Its attributes.
    pub attributes: BTreeMap<String, String>,
    /// The text inside it and inside what it holds.
    pub text: String,
}

impl Element {
    /// The value of an attribute.
    #[must_use]
    pub fn get(&self, attribute: &str) -> Option<&str> {
        self.attributes.get(attribute).map(String::as_str)
    }
}

/// What a page itself says; around it stand all texts of its language.
pub fn main(html: &str) -> String {
    elements(html).into_iter().find(|element| element.name == "main").map(|main| main.text).unwrap_or_default()
}

/// The pieces in the order in which they stand in the text.
pub fn written(html: &str) -> Vec<Piece> {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let tokenizer = Tokenizer::new(Written::default(), TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let mut pieces = tokenizer.sink.0.into_inner();
    // Leptos ≤ 0.8.23 writes the script of the resources behind `</html>`; browsers put it at the end of the body.
    let end = [Piece::Close("body".to_owned()), Piece::Close("html".to_owned())];
    if let Some(place) = pieces.windows(2).position(|pair| *pair == end) {
        pieces.drain(place..place + 2);
        pieces.extend(end);
    }
    pieces
}

/// The pieces in the order in which they stand in the tree that a browser makes of the text.
pub fn understood(html: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    walk(&parse(html).document, &mut pieces);
    pieces
}

/// What the parser of a browser finds wrong. Leptos marks places with `<!>`, which browsers take for comments.
pub fn faults(html: &str) -> Vec<String> {
    parse(&html.replace("<!>", "").replace("</body></html>", "")).errors.take().into_iter().map(String::from).collect()
}

/// All elements of a page.
pub fn elements(html: &str) -> Vec<Element> {
    let mut found: Vec<Element> = Vec::new();
    let mut open = Vec::new();
    for piece in understood(html) {
        match piece {
            Piece::Open(name, attributes) => {
                if !VOID.contains(&name.as_str()) {
                    open.push(found.len());
                }
                found.push(Element { name, attributes, text: String::new() });
            }
            Piece::Text(text) => open.iter().for_each(|index| found[*index].text.push_str(&text)),
            Piece::Close(_) => drop(open.pop()),
        }
    }
    found
}

/// The value of the hidden or visible field of this name.
pub fn field(html: &str, name: &str) -> String {
    let fields = elements(html);
    let field = fields.iter().find(|element| element.name == "input" && element.get("name") == Some(name));
    field.and_then(|field| field.get("value")).unwrap_or_default().to_owned()
}

fn parse(html: &str) -> RcDom {
    let tree_builder = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    parse_document(RcDom::default(), ParseOpts { tree_builder, ..ParseOpts::default() }).one(html)
}

fn push_text(pieces: &mut Vec<Piece>, text: &str) {
    match pieces.last_mut() {
        Some(Piece::Text(before)) => before.push_str(text),
        _ => pieces.push(Piece::Text(text.to_owned())),
    }
}

/// Names in foreign content are spelled with capitals in the tree.
fn attributes(attributes: &[Attribute]) -> BTreeMap<String, String> {
    attributes.iter().map(|one| (one.name.local.to_lowercase(), one.value.to_string())).collect()
}

fn walk(node: &Handle, pieces: &mut Vec<Piece>) {
    match &node.data {
        NodeData::Text { contents } => push_text(pieces, &contents.borrow()),
        NodeData::Element { name, attrs, .. } => {
            pieces.push(Piece::Open(name.local.to_lowercase(), attributes(&attrs.borrow())));
        }
        _ => {}
    }
    for child in node.children.borrow().iter() {
        walk(child, pieces);
    }
    if let NodeData::Element { name, .. } = &node.data
        && !VOID.contains(&&*name.local)
    {
        pieces.push(Piece::Close(name.local.to_lowercase()));
    }
}

/// Collects what a tokenizer reads.
#[derive(Default)]
struct Written(RefCell<Vec<Piece>>);

impl TokenSink for Written {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let pieces = &mut *self.0.borrow_mut();
        match token {
            Token::CharacterTokens(text) => push_text(pieces, &text),
            Token::TagToken(Tag { kind: TagKind::EndTag, name, .. }) => pieces.push(Piece::Close(name.to_string())),
            Token::TagToken(Tag { name, attrs, self_closing, .. }) => {
                pieces.push(Piece::Open(name.to_string(), attributes(&attrs)));
                if self_closing && !VOID.contains(&&*name) {
                    pieces.push(Piece::Close(name.to_string()));
                }
                return match &*name {
                    "script" => TokenSinkResult::RawData(RawKind::ScriptData),
                    "style" => TokenSinkResult::RawData(RawKind::Rawtext),
                    "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
                    _ => TokenSinkResult::Continue,
                };
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}
