//! Any version of OpenAPI -> the 3.0 shape, and from there to typed pieces.

mod dereferenced;
mod document;
mod heirs;
mod idiom;
mod near_miss;
mod read;
mod reference;
mod repair;
mod swagger2;
#[cfg(test)]
mod tests;
mod unused;
mod v3_1;
mod v3_2;
mod walk;

use openapiv3::ReferenceOr;

pub use crate::load::Node;
pub use document::{Announced, Document, OperationRef, Read};
pub use v3_2::TEXT_EVENTS;

use crate::diagnostic::{Code, Diagnostics, Pointer, Stop};
use crate::load::Bundle;
use idiom::Idioms;
use unused::Unused;
use walk::Kind;

/// The methods that a path item has members for; 3.2 lets it have all others below `additionalOperations`.
const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

/// Brings a description into the shape that the later stages read.
pub fn document<'d>(bundle: Bundle, diagnostics: &'d Diagnostics) -> Result<Document<'d>, Stop> {
    let mut root = bundle.root;
    let version = version(&root, diagnostics)?;
    dereferenced::roll_back(&mut root, diagnostics);
    if version == Version::Swagger2 {
        swagger2::document(&mut root, diagnostics);
    }
    near_miss::correct(&mut root, diagnostics);
    v3_2::media_types(&mut root, diagnostics);
    let mut unused = Unused::default();
    let mut idioms = Idioms::of(&root);
    walk::objects(&mut root, &mut |kind, node, trail| match kind {
        Kind::Schema => {
            if version == Version::Swagger2 {
                swagger2::schema(node);
            }
            idioms.look(node, || trail.pointer());
            v3_2::schema(node, || trail.pointer(), diagnostics);
            v3_1::schema(node);
            repair::schema(node, || trail.pointer(), diagnostics);
        }
        Kind::Parameter => v3_2::parameter(node, || trail.pointer(), diagnostics),
        Kind::Response | Kind::RequestBody => unused.look(node, || trail.pointer()),
        _ => {}
    });
    unused.report(diagnostics);
    idioms.report(diagnostics);
    repair::operations(&mut root, diagnostics);
    Ok(Document::new(root, diagnostics))
}

/// Which shape a document has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Version {
    Swagger2,
    OpenApi3,
}

/// Finds out which version a document is written in, and refuses what has no shape that is known.
fn version(root: &Node, diagnostics: &Diagnostics) -> Result<Version, Stop> {
    let text = |node: &Node| {
        node.as_str()
            .map(str::to_owned)
            .or_else(|| node.as_number().map(|it| it.text().to_owned()))
    };
    let named = ["openapi", "swagger", "swaggerVersion"];
    let Some((key, version)) = named.iter().find_map(|key| Some((*key, root.get(key)?))) else {
        diagnostics.report(
            Code::NotOpenApi,
            (&Pointer::root(), root.at),
            "the document has neither an `openapi` nor a `swagger` member",
        );
        return Err(Stop);
    };
    let at = Pointer::root().child(key);
    let said = text(version).unwrap_or_else(|| version.kind().to_owned());
    let number = said.trim();
    if number.starts_with("1.") || key == "swaggerVersion" {
        let message = format!("this is a description of Swagger {number}");
        diagnostics.report(Code::UnsupportedVersion, (&at, version.at), message);
        return Err(Stop);
    }
    let is_old = number == "2" || number.starts_with("2.");
    let known = match key {
        "openapi" => ["3.0", "3.1", "3.2"].iter().any(|known| number.starts_with(known)),
        _ => is_old,
    };
    if !known {
        let name = if key == "openapi" { "OpenAPI" } else { "Swagger" };
        let message = format!("the version of {name} is {said}");
        diagnostics.report(Code::UnknownVersion, (&at, version.at), message);
    }
    // A document of no known version is taken for what its key says; either shape is left alone by the reader of the other.
    if is_old || key == "swagger" {
        Ok(Version::Swagger2)
    } else {
        Ok(Version::OpenApi3)
    }
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

/// The path with its placeholders as OpenAPI writes them: `/{id}` for the `/{;id*}` of RFC 6570, whose operators OpenAPI says by `style` and `explode`.
fn without_operators(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, behind)) = rest.split_once('{') {
        let Some((name, after)) = behind.split_once('}') else {
            break;
        };
        let bare = name.trim_start_matches(['.', ';', '+', '/', '#']).trim_end_matches('*');
        let name = if bare.is_empty() { name } else { bare };
        out.extend([before, "{", name, "}"]);
        rest = after;
    }
    out + rest
}

/// The text of a reference, if it is one.
fn target<T>(reference: &ReferenceOr<T>) -> Option<&str> {
    match reference {
        ReferenceOr::Reference { reference } => Some(reference),
        ReferenceOr::Item(_) => None,
    }
}
