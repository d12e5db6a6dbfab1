//! The exemplar of the template was written by hand before the generator; the generator has to print exactly that.

use sdksmith::Sources;
use sdksmith::load::Inputs;
use std::collections::BTreeMap;
use workspace_tests::{case, read, repository};

fn is_printed(path: &str) -> bool {
    matches!(path, "src/api.rs" | "src/fixtures.json")
        || path.starts_with("src/types")
        || path.starts_with("src/resources")
}

#[test]
fn the_generator_prints_the_exemplar() {
    let template = repository().join("templates");
    let inputs = Inputs {
        spec: template.join("openapi.yaml"),
        ..Inputs::default()
    };
    let run = sdksmith::generate(&Sources {
        inputs,
        config: Some(template.join("sdk.toml")),
        ..Sources::default()
    });
    let Some(sdk) = run.result else {
        panic!("nothing was generated: {:?}", run.problems)
    };
    let made: BTreeMap<&str, String> = sdk
        .tree
        .iter()
        .filter(|(path, _)| is_printed(path))
        .map(|(path, content)| (path, String::from_utf8_lossy(content).into_owned()))
        .collect();

    let mut differences = Vec::new();
    for (path, text) in &made {
        let place = template.join(path);
        let expected = if place.exists() { read(&place) } else { String::new() };
        if expected != *text {
            differences.push(case::difference(path, &expected, text));
        }
    }
    let written = sdksmith::source_tree::SourceTree::read(&template).unwrap_or_else(|refusal| panic!("{refusal}"));
    for (path, _) in written
        .iter()
        .filter(|(path, _)| is_printed(path) && !made.contains_key(path))
    {
        differences.push(format!("{path} is in the exemplar and is not printed\n"));
    }
    assert!(
        differences.is_empty(),
        "{} files differ\n\n{}",
        differences.len(),
        differences.join("\n")
    );
}
