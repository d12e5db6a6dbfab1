//! Uploads in two steps: what sdk.toml says of them, held against the operation that it names.

use std::collections::BTreeSet;

use crate::config::{self, Config};
use crate::diagnostic::{Code, Diagnostics, Place};
use crate::ir::{Answer, Api, Body, Field, Kind, Object, Operation, Presence, Resource, Ty, TypeId, Upload};
use crate::name::{Names, snake};

/// Members of the second request that hold credentials: it is signed.
const SIGNED: [&str; 2] = ["url", "headers"];

/// Types that were met, and how many keys of a pointer were left there.
type Visited = BTreeSet<(TypeId, usize)>;

/// Gives each upload of sdk.toml to its operation.
pub(super) fn mark(api: &mut Api, config: &Config, diagnostics: &Diagnostics) {
    for (index, declared) in config.uploads.iter().enumerate() {
        let index = index.to_string();
        let report = |code: Code, keys: &[&str], message: String| {
            let keys: Vec<&str> = ["uploads", &index].into_iter().chain(keys.iter().copied()).collect();
            let place = config.position(&keys).map_or(Place::NOWHERE, Place::from);
            diagnostics.report(code, place, message);
        };
        let found = api
            .operations()
            .into_iter()
            .find(|(_, operation)| operation.id == declared.operation);
        let Some((resource, operation)) = found else {
            let message = format!("the description has no operation `{}`", declared.operation);
            report(Code::UnknownInConfig, &["operation"], message);
            continue;
        };
        let problems = problems(api, resource, operation, declared);
        if problems.is_empty() {
            let upload = upload(operation, declared);
            for (id, index) in signed(api, operation, declared) {
                if let Kind::Object(object) = &mut api.types[id.0].kind
                    && let Some(field) = object.fields.get_mut(index)
                {
                    field.secret = true;
                }
            }
            push(&mut api.resources, &declared.operation, upload);
        }
        for (keys, message) in problems {
            report(Code::UnfitUpload, &keys, message);
        }
    }
}

fn upload(operation: &Operation, declared: &config::Upload) -> Upload {
    let mut arguments = Names::default();
    for argument in &operation.arguments {
        arguments.take(argument.name.rust.clone(), "_");
    }
    Upload {
        method: snake(&declared.method),
        argument: arguments.take("file".to_owned(), "_"),
        request: declared.request.clone(),
        size: declared.file.size.clone(),
        media_type: declared.file.media_type.clone(),
        file_name: declared.file.name.clone(),
    }
}

fn push(resources: &mut [Resource], operation_id: &str, upload: Upload) {
    for resource in resources {
        if let Some(operation) = resource.operations.iter_mut().find(|one| one.id == operation_id) {
            operation.uploads.push(upload);
            return;
        }
        push(&mut resource.children, operation_id, upload.clone());
    }
}

/// What of a declaration does not fit, with the keys of sdk.toml that say it.
fn problems(
    api: &Api,
    resource: &Resource,
    operation: &Operation,
    declared: &config::Upload,
) -> Vec<(Vec<&'static str>, String)> {
    let mut problems = Vec::new();
    let id = &operation.id;
    let method = snake(&declared.method);
    if is_taken(resource, &method) {
        let resource = resource.path.join("().");
        problems.push((
            vec!["method"],
            format!("`{resource}()` has a method `{method}` already"),
        ));
    }
    match body(operation) {
        None => problems.push((
            vec!["operation"],
            format!("`{id}` takes no JSON that could announce a file"),
        )),
        Some(body) => {
            let announced: Vec<(&str, Vec<String>)> = declared
                .file
                .pointers()
                .map(|(key, pointer)| (key, tokens(pointer)))
                .collect();
            let before = problems.len();
            for ((key, pointer), (_, tokens)) in declared.file.pointers().zip(&announced) {
                let expected: fn(&Ty) -> bool = match key {
                    "size" => |ty| matches!(ty, Ty::I64 | Ty::F64 | Ty::Json),
                    _ => |ty| matches!(ty, Ty::String | Ty::Json),
                };
                let kind = if key == "size" { "a number" } else { "a text" };
                if !pointer.starts_with('/') || !reaches(api, body, tokens, expected) {
                    let message = format!("the JSON that `{id}` takes has no place for {kind} at `{pointer}`");
                    problems.push((vec!["file", key], message));
                }
            }
            let announced: Vec<&[String]> = announced.iter().map(|(_, tokens)| tokens.as_slice()).collect();
            if problems.len() == before
                && let Some(missing) = unfilled(api, body, &announced, &mut BTreeSet::new())
            {
                let message = format!("`{id}` requires `{missing}`, which is no fact of a file");
                problems.push((vec!["file"], message));
            }
        }
    }
    let is_request = |ty: &Ty| match ty {
        Ty::String | Ty::Json | Ty::Map(_) => true,
        ty => field(api, ty, "url").is_some(),
    };
    let pointer = &declared.request;
    let fits = answer(operation)
        .is_some_and(|answer| pointer.starts_with('/') && reaches(api, answer, &tokens(pointer), is_request));
    if !fits {
        let message = format!("the JSON that `{id}` answers holds no URL and no object with a `url` at `{pointer}`");
        problems.push((vec!["request"], message));
    }
    problems
}

fn is_taken(resource: &Resource, method: &str) -> bool {
    let operations = resource.operations.iter();
    let methods = operations.flat_map(|operation| {
        let uploads = operation.uploads.iter().map(|upload| &upload.method);
        operation.methods.iter().map(|method| &method.name).chain(uploads)
    });
    let accessors = resource.children.iter().filter_map(|child| child.path.last());
    method == "new" || methods.chain(accessors).any(|name| name == method)
}

/// The JSON that the operation takes.
fn body(operation: &Operation) -> Option<&Ty> {
    operation.methods.iter().find_map(|method| match &method.body {
        Body::Json { ty, .. } => Some(ty),
        _ => None,
    })
}

/// The JSON that the operation answers.
fn answer(operation: &Operation) -> Option<&Ty> {
    match &operation.answer {
        Answer::Json { ty, .. } => Some(ty),
        _ => None,
    }
}

/// The keys of a JSON pointer (RFC 6901).
fn tokens(pointer: &str) -> Vec<String> {
    let unescaped = |token: &str| token.replace("~1", "/").replace("~0", "~");
    pointer.split('/').skip(1).map(unescaped).collect()
}

/// Whether `tokens` lead from a type to one that `fits`. Where the description leaves the shape open, they lead anywhere.
fn reaches(api: &Api, ty: &Ty, tokens: &[String], fits: impl Fn(&Ty) -> bool) -> bool {
    ends(api, ty, tokens).into_iter().any(|ty| fits(api.resolve(ty)))
}

/// Every type that `tokens` lead to: several where a union has branches with the same members.
fn ends<'a>(api: &'a Api, ty: &'a Ty, tokens: &[String]) -> Vec<&'a Ty> {
    let mut ends = Vec::new();
    follow(api, ty, tokens, &mut BTreeSet::new(), &mut ends);
    ends
}

/// A union may hold itself, so no place is visited twice.
fn follow<'a>(api: &'a Api, ty: &'a Ty, tokens: &[String], visited: &mut Visited, ends: &mut Vec<&'a Ty>) {
    let ty = api.resolve(ty);
    if let Ty::Named(id) | Ty::Boxed(id) = ty
        && !visited.insert((*id, tokens.len()))
    {
        return;
    }
    if let Ty::Option(inner) = ty {
        return follow(api, inner, tokens, visited, ends);
    }
    if let Some(branches) = branches(api, ty) {
        branches.for_each(|branch| follow(api, branch, tokens, visited, ends));
        return;
    }
    let Some((first, rest)) = tokens.split_first() else {
        ends.push(ty);
        return;
    };
    match ty {
        Ty::Json => ends.push(ty),
        Ty::Map(inner) => follow(api, inner, rest, visited, ends),
        ty => match (field(api, ty, first), object(api, ty)) {
            (Some((_, field)), _) => follow(api, &field.ty, rest, visited, ends),
            (None, Some(object)) if object.rest.is_some() => ends.push(&Ty::Json),
            _ => {}
        },
    }
}

/// A member that is required and that none of the pointers fills.
fn unfilled(api: &Api, ty: &Ty, pointers: &[&[String]], visited: &mut Visited) -> Option<String> {
    let ty = api.resolve(ty);
    let left = pointers.iter().map(|pointer| pointer.len()).max().unwrap_or(0);
    if let Ty::Named(id) | Ty::Boxed(id) = ty
        && !visited.insert((*id, left))
    {
        return None;
    }
    if let Some(branches) = branches(api, ty) {
        let takes_all = |branch: &&Ty| pointers.iter().all(|pointer| reaches(api, branch, pointer, |_| true));
        let missing: Vec<Option<String>> = branches
            .filter(takes_all)
            .map(|branch| unfilled(api, branch, pointers, visited))
            .collect();
        // One branch that is content is enough.
        return if missing.contains(&None) {
            None
        } else {
            missing.into_iter().flatten().next()
        };
    }
    for field in &object(api, ty)?.fields {
        let wire = &field.name.wire;
        let inside: Vec<&[String]> = pointers
            .iter()
            .filter_map(|pointer| pointer.split_first().filter(|(first, _)| *first == wire))
            .map(|(_, rest)| rest)
            .collect();
        let is_required = matches!(field.presence, Presence::Required | Presence::Nullable);
        let missing = match inside.is_empty() {
            true if is_required => Some(wire.clone()),
            true => None,
            false => unfilled(api, &field.ty, &inside, visited).map(|inner| format!("{wire}.{inner}")),
        };
        if missing.is_some() {
            return missing;
        }
    }
    None
}

/// The fields of the answer that hold the signed URL and the signed headers: `Debug` must not print them.
fn signed(api: &Api, operation: &Operation, declared: &config::Upload) -> Vec<(TypeId, usize)> {
    let tokens = tokens(&declared.request);
    let (Some(answer), Some((last, outer))) = (answer(operation), tokens.split_last()) else {
        return Vec::new();
    };
    let of_request = ends(api, answer, &tokens)
        .into_iter()
        .flat_map(|request| SIGNED.map(|wire| field(api, request, wire)));
    // The request may be no more than its URL.
    let whole = ends(api, answer, outer)
        .into_iter()
        .map(|parent| field(api, parent, last))
        .filter(|found| found.is_some_and(|(_, field)| object(api, &field.ty).is_none()));
    of_request.chain(whole).flatten().map(|(place, _)| place).collect()
}

fn object<'a>(api: &'a Api, ty: &Ty) -> Option<&'a Object> {
    match &api.definition(named(api, ty)?).kind {
        Kind::Object(object) => Some(object),
        _ => None,
    }
}

/// A member of an object, and where it is.
fn field<'a>(api: &'a Api, ty: &Ty, wire: &str) -> Option<((TypeId, usize), &'a Field)> {
    let fields = object(api, ty)?.fields.iter();
    let (index, field) = fields.enumerate().find(|(_, field)| field.name.wire == wire)?;
    Some(((named(api, ty)?, index), field))
}

fn branches<'a>(api: &'a Api, ty: &Ty) -> Option<impl Iterator<Item = &'a Ty> + use<'a>> {
    match &api.definition(named(api, ty)?).kind {
        Kind::Union(union) => Some(union.branches.iter().filter_map(|branch| branch.ty.as_ref())),
        _ => None,
    }
}

fn named(api: &Api, ty: &Ty) -> Option<TypeId> {
    match api.resolve(ty) {
        Ty::Named(id) | Ty::Boxed(id) => Some(*id),
        _ => None,
    }
}
