//! What the description says beyond types: defaults, formats, headers of answers.

use std::collections::BTreeMap;

use openapiv3::{ParameterSchemaOrContent, ReferenceOr};

use crate::diagnostic::Pointer;
use crate::dialect::{Document, OperationRef};
use crate::ir::{Operation, Parameter};

/// How many references and parts lie between an object and the schema of its member at most.
const DEPTH: usize = 6;

/// The description, by operation.
pub(super) struct Clues<'a> {
    document: &'a Document<'a>,
    references: BTreeMap<(String, String), OperationRef>,
}

impl<'a> Clues<'a> {
    pub fn of(document: &'a Document<'a>) -> Self {
        let references = document.operations().into_iter();
        Self {
            document,
            references: references
                .map(|one| ((one.method.to_uppercase(), one.path.clone()), one))
                .collect(),
        }
    }

    /// Whether a successful answer has a `Link` header.
    pub fn has_link_header(&self, operation: &Operation) -> bool {
        let Some(reference) = self.reference(operation) else {
            return false;
        };
        self.document.responses(reference).iter().any(|(status, _, response)| {
            status.starts_with('2') && response.headers.keys().any(|name| name.eq_ignore_ascii_case("link"))
        })
    }

    /// The number that a counting parameter begins at, where the description leaves no doubt: by a default, a minimum, or in words.
    pub fn first(&self, operation: &Operation, parameter: &Parameter) -> Option<u64> {
        let schema = self.schema(operation, parameter);
        let number = |keyword: &str| self.number(schema.as_ref()?, keyword);
        let text = text(parameter);
        match (number("default"), number("minimum")) {
            (Some(0), Some(1..)) => None,
            (Some(first @ 0..=1), _) => u64::try_from(first).ok(),
            // Without a default, a least value of 0 is often only what the type allows.
            (None, Some(1)) => Some(1),
            (None, _) => match (says(&text, FROM_ZERO), says(&text, FROM_ONE)) {
                (true, false) => Some(0),
                (false, true) => Some(1),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether values of a parameter are moments, which are no cursors.
    pub fn is_moment(&self, operation: &Operation, parameter: &Parameter) -> bool {
        let schema = self.schema(operation, parameter);
        schema
            .and_then(|schema| self.text(&schema, "format"))
            .is_some_and(|format| format.starts_with("date") || format.contains("time"))
    }

    /// Whether a member of the object at `at` is said to be a URL.
    pub fn is_url(&self, at: &str, member: &str) -> bool {
        let schema = Pointer::parse(at).and_then(|at| self.member(&at, member, DEPTH));
        schema.is_some_and(|schema| self.says_url(&schema, DEPTH))
    }

    fn says_url(&self, at: &Pointer, depth: usize) -> bool {
        let is_format = |format: &str| matches!(format, "uri" | "url" | "uri-reference" | "iri");
        let is_address = |example: &str| example.starts_with("http") || example.starts_with('/');
        let is_said =
            self.text(at, "format").is_some_and(is_format) || self.text(at, "example").is_some_and(is_address);
        is_said
            || depth > 0
                && ["anyOf", "oneOf", "allOf"].into_iter().any(|keyword| {
                    let mut branches = self.parts(at, keyword).into_iter();
                    branches.any(|branch| self.says_url(&branch, depth - 1))
                })
    }

    /// The schema of a member, in the object itself or in a part of it.
    fn member(&self, at: &Pointer, name: &str, depth: usize) -> Option<Pointer> {
        let at = self.target(at)?;
        let place = at.child("properties").child(name);
        if self.document.node(&place).is_some() {
            return self.target(&place);
        }
        let depth = depth.checked_sub(1)?;
        let parts = self.parts(&at, "allOf");
        parts.iter().find_map(|part| self.member(part, name, depth))
    }

    /// Where the schemas of a list of schemas stand.
    fn parts(&self, at: &Pointer, keyword: &str) -> Vec<Pointer> {
        let list = self.document.node(at).and_then(|node| node.get(keyword)?.as_sequence());
        let count = list.map_or(0, <[_]>::len);
        (0..count).map(|index| at.child(keyword).index(index)).collect()
    }

    fn text(&self, at: &Pointer, keyword: &str) -> Option<&'a str> {
        self.document.node(at)?.get(keyword)?.as_str()
    }

    fn number(&self, at: &Pointer, keyword: &str) -> Option<i64> {
        let node = self.document.node(at)?.get(keyword)?;
        match node.as_number() {
            Some(number) => number.as_i64(),
            None => node.as_str()?.trim().parse().ok(),
        }
    }

    /// The place that a reference at `at` means, or the place itself.
    fn target(&self, at: &Pointer) -> Option<Pointer> {
        match self.document.node(at)?.get("$ref").and_then(|node| node.as_str()) {
            Some(reference) => self.document.resolve(reference),
            None => Some(at.clone()),
        }
    }

    fn schema(&self, operation: &Operation, parameter: &Parameter) -> Option<Pointer> {
        let parameters = self.document.parameters(self.reference(operation)?);
        let (at, read) = parameters
            .iter()
            .rev()
            .find(|(_, read)| read.parameter_data_ref().name == parameter.name.wire)?;
        match &read.parameter_data_ref().format {
            ParameterSchemaOrContent::Schema(ReferenceOr::Reference { reference }) => self.document.resolve(reference),
            ParameterSchemaOrContent::Schema(ReferenceOr::Item(_)) => Some(at.child("schema")),
            ParameterSchemaOrContent::Content(_) => None,
        }
    }

    fn reference(&self, operation: &Operation) -> Option<&OperationRef> {
        // The keys are what lowering made of the same references.
        self.references
            .get(&(operation.http_method.clone(), operation.path.clone()))
    }
}

/// Phrases that say that the first page is 0.
const FROM_ZERO: &[&str] = &[
    "zero-based",
    "0-based",
    "zero based",
    "0 based",
    "zero-indexed",
    "0-indexed",
    "starts at 0",
    "starting at 0",
    "starting from 0",
    "starts from 0",
    "starts with 0",
    "starting with 0",
    "begins at 0",
    "default is 0",
    "default: 0",
    "defaults to 0",
    "(0..n)",
    "first page is 0",
];

/// Phrases that say that it is 1.
const FROM_ONE: &[&str] = &[
    "one-based",
    "1-based",
    "one based",
    "1 based",
    "one-indexed",
    "1-indexed",
    "starts at 1",
    "starting at 1",
    "starting from 1",
    "starts from 1",
    "starts with 1",
    "starting with 1",
    "begins at 1",
    "default is 1",
    "default: 1",
    "defaults to 1",
    "default value is 1",
    "first page is 1",
    "first page being 1",
];

/// Whether one of the phrases stands in a text; `default is 1` does not stand in `default is 10`.
fn says(text: &str, phrases: &[&str]) -> bool {
    let ends = |rest: &str| !rest.starts_with(|letter: char| letter.is_ascii_digit());
    phrases.iter().any(|phrase| {
        text.match_indices(phrase)
            .any(|(at, _)| text.get(at + phrase.len()..).is_some_and(ends))
    })
}

/// What the description says of a parameter, in small letters.
pub(super) fn text(parameter: &Parameter) -> String {
    parameter.docs.lines.join(" ").to_lowercase().replace('`', "")
}
