//! Names are given out last and in one place, so that they depend on nothing but the description's own words.

use std::collections::BTreeSet;

use crate::ir::{Api, Resource, TypeId};
use crate::name::{Names, type_name};

/// Names every type, and the markers of calls. The description's own names come first, then clients, then what is named
/// by its place.
pub(super) fn assign(api: &mut Api, components: &BTreeSet<TypeId>) {
    let mut names = Names::reserving(&[&api.client.name]);
    // In the order of their places, which no use of them changes.
    let mut named: Vec<TypeId> = components.iter().copied().collect();
    named.sort_by(|first, second| api.types[first.0].at.cmp(&api.types[second.0].at));
    for id in named {
        rename(api, id, &mut names);
    }
    for resource in &mut api.resources {
        name_clients(resource, &mut names);
    }
    for index in 0..api.types.len() {
        if !components.contains(&TypeId(index)) {
            rename(api, TypeId(index), &mut names);
        }
    }
    for resource in &mut api.resources {
        name_markers(resource, &mut names);
    }
}

fn rename(api: &mut Api, id: TypeId, names: &mut Names) {
    let definition = &mut api.types[id.0];
    definition.name = names.take(type_name(&definition.name), "");
}

fn name_clients(resource: &mut Resource, names: &mut Names) {
    resource.client = names.take(resource.client.clone(), "");
    resource
        .children
        .iter_mut()
        .for_each(|child| name_clients(child, names));
}

fn name_markers(resource: &mut Resource, names: &mut Names) {
    for marker in resource
        .operations
        .iter_mut()
        .filter_map(|operation| operation.marker.as_mut())
    {
        *marker = names.take(marker.clone(), "");
    }
    resource
        .children
        .iter_mut()
        .for_each(|child| name_markers(child, names));
}
