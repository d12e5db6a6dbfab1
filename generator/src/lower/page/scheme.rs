//! Finding the scheme by which an operation is walked. What the answer proves goes before what only counts, and where neither names nor
//! the description leave no doubt, nothing is found: a wrong scheme would leave items out.

use super::Walk;
use super::answer::{self, Member, Scalar};
use super::clue::{self, Clues};
use super::count;
use super::words::{
    CURSOR_PARAMETERS, LAST_ID_PARAMETERS, NEXT_CURSORS, NEXT_NUMBERS, NEXT_URLS, SAME_NAME, SAME_NAME_IF_NEXT, words,
};
use crate::ir::{
    Answer, Api, Body, Field, Location, MorePages, NextPage, Operation, Page, Paging, Parameter, Steps, Ty,
};

/// What the request offers to ask for a page by.
pub(super) struct Input<'a> {
    pub name: String,
    pub wire: &'a str,
    pub kind: Scalar,
    /// The parameter, where it is one of the query.
    pub parameter: Option<&'a Parameter>,
}

/// How the operation is walked, if it is.
pub(super) fn find(api: &Api, clues: &Clues, operation: &Operation) -> Option<Walk> {
    let Answer::Json {
        ty, optional: false, ..
    } = &operation.answer
    else {
        return None;
    };
    let inputs = query(api, clues, operation);
    let is_get = operation.http_method == "GET";
    // Other methods change what they are sent to.
    if !is_get && operation.http_method != "POST" {
        return None;
    }
    if let Ty::List(_) = api.resolve(ty) {
        let paging = is_get.then(|| {
            let by_link = clues.has_link_header(operation).then_some(Paging::LinkHeader);
            by_link.or_else(|| count::counted(clues, operation, &inputs, false))
        })??;
        return Some(Walk { paging, page: None });
    }
    let (id, _) = answer::object(api, ty)?;
    let members = answer::members(api, id);
    let items = answer::items(api, &members, &operation.path)?;
    let more = answer::more(&members);
    let numbers = || answer::numbers(&members);
    let walk = |paging: Paging, next: Option<NextPage>, more: Option<MorePages>| {
        let page = Page {
            items: items.clone(),
            next,
            more,
            total: None,
            is_counted: paging.counts(),
        };
        Some(Walk {
            paging,
            page: Some((id, page)),
        })
    };
    if let Some((parameter, steps)) = cursor(clues, &members, &inputs) {
        return walk(Paging::Cursor(parameter), Some(NextPage::Member(steps)), more);
    }
    if let Some((member, steps)) = cursor(clues, &members, &body(api, operation)) {
        return walk(Paging::CursorInBody(member), Some(NextPage::Member(steps)), more);
    }
    if !is_get {
        return None;
    }
    if let Some(steps) = url(clues, &members) {
        return walk(Paging::NextUrl, Some(NextPage::Member(steps)), more);
    }
    if let Some((parameter, next)) = last_id(api, &members, &inputs, &items, more.as_ref()) {
        return walk(Paging::LastId(parameter), Some(next), more);
    }
    if clues.has_link_header(operation) {
        return walk(Paging::LinkHeader, None, more);
    }
    let tells = more.is_some() || numbers().is_some() || answer::has_total(&members);
    let paging = count::counted(clues, operation, &inputs, tells)?;
    let more = more.or_else(|| match paging {
        Paging::PageNumber { .. } => numbers(),
        _ => None,
    });
    walk(paging, None, more)
}

/// The parameters of the query that a text or a number goes into.
pub(super) fn query<'a>(api: &Api, clues: &Clues, operation: &'a Operation) -> Vec<Input<'a>> {
    let all = operation.arguments.iter().chain(&operation.setters);
    let inputs = all.filter(|parameter| parameter.location == Location::Query && parameter.content.is_none());
    inputs
        .filter_map(|parameter| {
            let kind = answer::scalar(api, &parameter.ty).filter(|kind| *kind != Scalar::Bool)?;
            Some(Input {
                name: words(&parameter.name.wire),
                wire: &parameter.name.wire,
                kind,
                parameter: Some(parameter),
            })
        })
        .filter(|input| input.parameter.is_none_or(|one| !clues.is_moment(operation, one)))
        .collect()
}

/// The members of a JSON body that text goes into; the core writes a cursor as text there.
pub(super) fn body<'a>(api: &'a Api, operation: &'a Operation) -> Vec<Input<'a>> {
    let body = operation.methods.first().and_then(|method| match &method.body {
        Body::Json { ty, .. } => answer::object(api, ty),
        _ => None,
    });
    let fields = body.map_or(&[] as &[Field], |(_, object)| &object.fields);
    let texts = fields.iter().filter(|field| api.resolve(&field.ty).is_text());
    texts
        .map(|field| Input {
            name: words(&field.name.wire),
            wire: &field.name.wire,
            kind: Scalar::Text,
            parameter: None,
        })
        .collect()
}

/// A member of the answer and the input that it goes into.
fn cursor(clues: &Clues, members: &[Member], inputs: &[Input]) -> Option<(String, Steps)> {
    let ranks: [&dyn Fn(&Member) -> bool; 3] = [
        &|member| NEXT_CURSORS.contains(&member.name()) && member.name() != "cursor" || is_after(member),
        &|member| NEXT_NUMBERS.contains(&member.name()) || is_bare_cursor(member) || member.name() == "last_id",
        &|member| {
            SAME_NAME.contains(&member.name())
                || SAME_NAME_IF_NEXT.contains(&member.name()) && member.text().contains("next")
        },
    ];
    ranks.iter().find_map(|is_meant| {
        let candidates = members.iter().filter(|member| is_meant(member));
        candidates
            .filter(|member| matches!(member.kind, Some(Scalar::Text | Scalar::Number)))
            .filter(|member| !member.is_url(clues))
            .find_map(|member| Some((taker(member, inputs)?, member.steps.clone())))
    })
}

/// The member that goes into the one parameter or member of the body that a scheme names.
pub(super) fn cursor_into(paging: &Paging, clues: &Clues, members: &[Member], inputs: Vec<Input>) -> Option<Steps> {
    let (Paging::Cursor(name) | Paging::CursorInBody(name)) = paging else {
        return None;
    };
    let inputs: Vec<Input> = inputs.into_iter().filter(|input| input.wire == *name).collect();
    cursor(clues, members, &inputs).map(|(_, steps)| steps)
}

/// A cursor by the object that it stands in: `paging.next.after`, `cursors.after`, `cursors.next`.
fn is_after(member: &Member) -> bool {
    let paging = ["cursors", "cursor", "paging", "pagination", "page_info", "page"];
    match (member.name(), member.parent()) {
        ("after" | "cursor" | "starting_after" | "offset" | "token", "next" | "next_page") => true,
        ("after", parent) => paging.contains(&parent),
        ("next", parent) => matches!(parent, "cursors" | "cursor"),
        _ => false,
    }
}

/// `cursor`, unless it is said to be what this page was asked for by.
fn is_bare_cursor(member: &Member) -> bool {
    let text = member.text();
    member.name() == "cursor"
        && !["current", "this page", "previous"]
            .iter()
            .any(|word| text.contains(word))
}

/// The input that takes the value of a member.
fn taker(member: &Member, inputs: &[Input]) -> Option<String> {
    let name = member.name();
    let fits = |input: &&Input| match member.kind {
        Some(Scalar::Text) => input.kind == Scalar::Text,
        kind => kind == Some(Scalar::Number),
    };
    let called = |wanted: &str| {
        let mut all = inputs.iter().filter(|input| input.name == wanted);
        all.find(fits).map(|input| input.wire.to_owned())
    };
    // A number under the same name may be what was asked for, and not what to ask for next.
    let same = || (member.kind == Some(Scalar::Text) || name.starts_with("next_")).then(|| called(name))?;
    let stem = || called(name.strip_prefix("next_").or_else(|| name.strip_suffix("_next"))?);
    let page = || (name == "next_page").then(|| called("page_number"))?;
    let last = || (name == "last_id").then(|| LAST_ID_PARAMETERS.iter().find_map(|wanted| called(wanted)))?;
    let any = || {
        let is_cursor = member.kind == Some(Scalar::Text) && (NEXT_CURSORS.contains(&name) || is_after(member));
        let mut takers = inputs
            .iter()
            .filter(|input| is_cursor && CURSOR_PARAMETERS.contains(&input.name.as_str()))
            .filter(fits);
        // Of two that could be meant, none is.
        match (takers.next(), takers.next()) {
            (Some(only), None) => Some(only.wire.to_owned()),
            _ => None,
        }
    };
    same().or_else(stem).or_else(page).or_else(last).or_else(any)
}

/// The member that holds the URL of the next page.
pub(super) fn url(clues: &Clues, members: &[Member]) -> Option<Steps> {
    let is_link = |parent: &str| matches!(parent, "links" | "link");
    let is_named = |member: &Member| match member.name() {
        "next" => is_link(member.parent()) || member.is_url(clues) || says_url(member),
        "next_page" => member.is_url(clues) || says_url(member),
        "href" | "url" | "link" | "uri" => matches!(member.parent(), "next" | "next_page"),
        name => NEXT_URLS.contains(&name),
    };
    let found = members
        .iter()
        .find(|member| member.kind == Some(Scalar::Text) && is_named(member))?;
    Some(found.steps.clone())
}

fn says_url(member: &Member) -> bool {
    let text = member.text();
    let mut words = text.split(|letter: char| !letter.is_alphanumeric());
    words.any(|word| matches!(word, "url" | "uri" | "link" | "href" | "hyperlink"))
}

/// The parameter that takes the id of the last item. Only an answer that says whether there is more proves the scheme.
fn last_id(
    api: &Api,
    members: &[Member],
    inputs: &[Input],
    items: &Steps,
    more: Option<&MorePages>,
) -> Option<(String, NextPage)> {
    let Some(MorePages::Flag(_) | MorePages::Last(_)) = more else {
        return None;
    };
    let parameter = LAST_ID_PARAMETERS
        .iter()
        .find_map(|wanted| inputs.iter().find(|input| input.name == *wanted))?;
    let list = members.iter().find(|member| member.steps == *items)?;
    let Ty::List(item) = api.resolve(&list.field.ty) else {
        return None;
    };
    let (_, item) = answer::object(api, item)?;
    let id = item.fields.iter().position(|field| field.name.wire == "id")?;
    let kind = item.fields.get(id).and_then(|field| answer::scalar(api, &field.ty))?;
    let is_told = parameter.name != "after" || says_id(parameter);
    (kind == parameter.kind && is_told).then(|| (parameter.wire.to_owned(), NextPage::LastItem(vec![id])))
}

/// Whether the description says that a parameter takes an id: `after` alone may be anything.
fn says_id(input: &Input) -> bool {
    let text = input.parameter.map(clue::text).unwrap_or_default();
    let mut words = text.split(|letter: char| !letter.is_alphanumeric());
    words.any(|word| matches!(word, "id" | "identifier" | "ids"))
}
