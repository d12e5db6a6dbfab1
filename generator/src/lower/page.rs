//! Lists that come in pages: found by the look of parameters and answers.

use crate::ir::{Answer, Api, Kind, Location, Object, Operation, Page, Presence, Ty, TypeId};

/// Query parameters that take a cursor.
const CURSOR_PARAMETERS: &[&str] = &[
    "cursor",
    "page_token",
    "pageToken",
    "next_token",
    "nextToken",
    "starting_after",
];

/// Members of an answer that hold the cursor of the next page.
const NEXT_MEMBERS: &[&str] = &[
    "cursor",
    "next_cursor",
    "nextCursor",
    "next_page_token",
    "nextPageToken",
    "next_token",
    "nextToken",
];

/// Members of an answer that hold the items, where there is more than one list.
const ITEM_MEMBERS: &[&str] = &["items", "data", "results", "entries", "records"];

/// Marks the operations whose answers are pages, and their answers.
pub(super) fn mark(api: &mut Api) {
    let mut pages: Vec<(String, TypeId, Page, String)> = Vec::new();
    for (_, operation) in api.operations() {
        if let Some(parameter) = cursor_parameter(operation)
            && let Some(id) = answer(api, operation)
            && let Kind::Object(object) = &api.definition(id).kind
            && let Some(page) = page(api, object)
        {
            pages.push((operation.id.clone(), id, page, parameter));
        }
    }
    for (operation, id, page, parameter) in pages {
        if let Kind::Object(object) = &mut api.types[id.0].kind {
            object.page = Some(page);
        }
        for resource in &mut api.resources {
            resource.set_cursor(&operation, &parameter);
        }
    }
}

fn cursor_parameter(operation: &Operation) -> Option<String> {
    operation
        .setters
        .iter()
        .filter(|setter| setter.location == Location::Query && setter.ty == Ty::String)
        .map(|setter| &setter.name.wire)
        .find(|wire| CURSOR_PARAMETERS.contains(&wire.as_str()))
        .cloned()
}

/// The struct that the operation answers.
fn answer(api: &Api, operation: &Operation) -> Option<TypeId> {
    match &operation.answer {
        Answer::Json {
            ty, optional: false, ..
        } => api.resolve(ty).named(),
        _ => None,
    }
}

fn page(api: &Api, object: &Object) -> Option<Page> {
    let is_list = |ty: &Ty| matches!(api.resolve(ty), Ty::List(_));
    let list = |index: &usize| {
        let field = &object.fields[*index];
        is_list(&field.ty) && matches!(field.presence, Presence::Required | Presence::Optional)
    };
    let lists: Vec<usize> = (0..object.fields.len()).filter(list).collect();
    let items = match lists.as_slice() {
        [only] => *only,
        several => *several
            .iter()
            .find(|index| ITEM_MEMBERS.contains(&object.fields[**index].name.wire.as_str()))?,
    };
    let next = object
        .fields
        .iter()
        .position(|field| field.ty == Ty::String && NEXT_MEMBERS.contains(&field.name.wire.as_str()))?;
    Some(Page { items, next })
}
