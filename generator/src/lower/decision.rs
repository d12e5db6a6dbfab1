//! Decisions of sdk.toml that meet nothing in the description are said, and not swallowed.

use super::Lowering;
use crate::diagnostic::{Code, Place, Pointer};
use crate::ir::Resource;

/// Reports operations and schemas that sdk.toml names and the description does not have.
pub(super) fn report_unknown(cx: &Lowering, resources: &[Resource]) {
    let mut ids = Vec::new();
    resources.iter().for_each(|resource| collect(resource, &mut ids));
    let report = |keys: &[&str], message: String| {
        let place = cx.config.position(keys).map_or(Place::NOWHERE, Place::from);
        cx.diagnostics.report(Code::UnknownInConfig, place, message);
    };
    for id in cx
        .config
        .resources
        .operations
        .keys()
        .filter(|id| !ids.contains(&id.as_str()))
    {
        report(
            &["resources", "operations", id],
            format!("the description has no operation `{id}`"),
        );
    }
    for id in cx.config.retry.safe.iter().filter(|id| !ids.contains(&id.as_str())) {
        report(&["retry", "safe"], format!("the description has no operation `{id}`"));
    }
    for name in cx.config.parameters.keys() {
        if !has_parameter(resources, name) {
            report(
                &["parameters", name],
                format!("the description has no parameter `{name}`"),
            );
        }
    }
    for name in cx.config.types.keys() {
        let is_known = match Pointer::parse(name).filter(|_| name.starts_with('#')) {
            Some(place) => cx.document.node(&place).is_some(),
            None => cx.document.schemas().iter().any(|(known, _)| known == name),
        };
        if !is_known {
            report(&["types", name], format!("the description has no schema `{name}`"));
        }
    }
}

fn has_parameter(resources: &[Resource], name: &str) -> bool {
    resources.iter().any(|resource| {
        let mut parameters = resource
            .operations
            .iter()
            .flat_map(|operation| operation.arguments.iter().chain(&operation.setters));
        parameters.any(|parameter| parameter.name.wire == name) || has_parameter(&resource.children, name)
    })
}

fn collect<'r>(resource: &'r Resource, ids: &mut Vec<&'r str>) {
    ids.extend(resource.operations.iter().map(|operation| operation.id.as_str()));
    resource.children.iter().for_each(|child| collect(child, ids));
}
