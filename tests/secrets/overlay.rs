//! What the descriptions say of secrets by themselves.

use std::collections::BTreeSet;
use workspace_tests::{read, repository};

/// The members of which an overlay says `x-sensitive`, and what it says of them.
pub fn said(krate: &str) -> BTreeSet<(String, bool)> {
    let mut said = BTreeSet::new();
    if krate != "chatbotkit" {
        return said;
    }
    let mut member = None;
    for line in read(repository().join("spec/overlay.yaml")).lines() {
        if let Some((_, target)) = line.split_once("target: ") {
            member = target.rsplit_once(".properties.").map(|(_, member)| member.to_owned());
        }
        if let Some((_, value)) = line.split_once("x-sensitive: ")
            && let Some(member) = &member
        {
            said.insert((member.clone(), value.trim() == "true"));
        }
    }
    assert!(!said.is_empty(), "the overlay says nothing of secrets");
    said
}
