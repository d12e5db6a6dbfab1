//! Any version of OpenAPI -> the 3.0 shape, and from there to typed pieces.

mod dereferenced;
mod document;
mod read;
mod reference;
mod repair;
#[cfg(test)]
mod tests;
mod v3_1;
mod walk;

use openapiv3::ReferenceOr;

pub use document::{Document, OperationRef, Read};

use crate::diagnostic::{Code, Diagnostics, Pointer, Stop};
use crate::load::{Bundle, Node};

/// The methods that a path item can have.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Brings a description into the shape that the later stages read.
pub fn document<'d>(bundle: Bundle, diagnostics: &'d Diagnostics) -> Result<Document<'d>, Stop> {
    let mut root = bundle.root;
    version(&root, diagnostics)?;
    dereferenced::roll_back(&mut root, diagnostics);
    walk::schemas(&mut root, &mut |schema, trail| {
        v3_1::schema(schema);
        repair::schema(schema, || trail.pointer(), diagnostics);
    });
    repair::operations(&mut root, diagnostics);
    Ok(Document::new(root, diagnostics))
}

/// Refuses what is not OpenAPI 3.
fn version(root: &Node, diagnostics: &Diagnostics) -> Result<(), Stop> {
    let text = |node: &Node| {
        node.as_str()
            .map(str::to_owned)
            .or_else(|| node.as_number().map(|it| it.text().to_owned()))
    };
    if let Some(version) = root.get("swagger") {
        let message = "this is a Swagger 2.0 description";
        diagnostics.report(
            Code::UnsupportedVersion,
            (&Pointer::root().child("swagger"), version.at),
            message,
        );
        return Err(Stop);
    }
    let Some(version) = root.get("openapi") else {
        diagnostics.report(
            Code::NotOpenApi,
            (&Pointer::root(), root.at),
            "the document has no `openapi` member",
        );
        return Err(Stop);
    };
    let known = text(version).is_some_and(|text| ["3.0", "3.1", "3.2"].iter().any(|known| text.starts_with(known)));
    if !known {
        let message = format!(
            "the version of OpenAPI is {}",
            text(version).unwrap_or_else(|| version.kind().to_owned())
        );
        diagnostics.report(
            Code::UnknownVersion,
            (&Pointer::root().child("openapi"), version.at),
            message,
        );
    }
    Ok(())
}

/// The names of the placeholders of a path, in their order: `botId` and `sessionId` of `/bot/{botId}/session/{sessionId}`.
fn path_template(path: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for part in path.split('{').skip(1) {
        if let Some((name, _)) = part.split_once('}')
            && !names.contains(&name)
        {
            names.push(name);
        }
    }
    names
}

/// The text of a reference, if it is one.
fn target<T>(reference: &ReferenceOr<T>) -> Option<&str> {
    match reference {
        ReferenceOr::Reference { reference } => Some(reference),
        ReferenceOr::Item(_) => None,
    }
}
