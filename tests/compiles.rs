//! Everything that the cases give compiles without a warning, and so do the examples in its documentation. Where a case has a
//! `test.rs`, it is a test of its crate and passes.

#[path = "crates/workspace.rs"]
mod workspace;

use sdksmith::Sources;
use sdksmith::diagnostic::Severity;
use sdksmith::load::Inputs;
use sdksmith::source_tree::SourceTree;
use std::fmt::Write as _;
use workspace::Workspace;
use workspace_tests::case::{self, Case};

/// The crate of a case, if it gives one.
fn generate(case: &Case) -> Option<SourceTree> {
    let inputs = Inputs {
        spec: case.spec()?,
        overlays: case.file("overlay.yaml").into_iter().collect(),
        ..Inputs::default()
    };
    let config = case.file("sdk.toml");
    Some(
        sdksmith::generate(&Sources {
            inputs,
            config,
            ..Sources::default()
        })
        .result?
        .tree,
    )
}

/// The official description as it is, with no overlay and no decision of ours.
fn original() -> Option<SourceTree> {
    let spec = workspace_tests::shared("chatbotkit/original-v1.json")?;
    let inputs = Inputs {
        spec,
        ..Inputs::default()
    };
    let run = sdksmith::generate(&Sources {
        inputs,
        ..Sources::default()
    });
    let Some(sdk) = run.result else {
        panic!("nothing was generated of the original: {:?}", run.problems)
    };
    assert_eq!(sdk.operations, 335);
    let mut warnings = run
        .problems
        .iter()
        .filter(|problem| problem.code.severity() != Severity::Note);
    let nowhere = warnings.find(|problem| problem.location.is_none());
    assert!(nowhere.is_none(), "a warning without a place: {nowhere:?}");
    Some(sdk.tree)
}

/// A part of the ChatBotKit SDK. Its handwritten examples call the whole, and so are left out.
fn slice() -> Option<SourceTree> {
    let spec = workspace_tests::repository().join("spec");
    let run = sdksmith::generate(&Sources {
        inputs: Inputs {
            spec: spec.join("chatbotkit.yaml"),
            overlays: vec![spec.join("overlay.yaml")],
            ..Inputs::default()
        },
        config: Some(spec.join("sdk.toml")),
        only: vec!["bot.**".to_owned()],
    });
    let mut tree = SourceTree::new();
    for (path, content) in run
        .result?
        .tree
        .iter()
        .filter(|(path, _)| !path.starts_with("examples/"))
    {
        tree.insert(path, content);
    }
    Some(tree)
}

/// A description whose types hold each other deeper than rustc looks on its own.
fn deep(workspace: &Workspace) -> Option<SourceTree> {
    let mut text = String::from(
        "openapi: 3.0.3\ninfo: { title: Deep, version: '1' }\npaths:\n  /thing/fetch:\n    get:\n      operationId: fetchThing\n      responses:\n        \
         '200': { description: It., content: { application/json: { schema: { $ref: '#/components/schemas/Level0' } } } }\ncomponents:\n  schemas:\n",
    );
    for level in 0..200 {
        let below = level + 1;
        let _ = writeln!(
            text,
            "    Level{level}: {{ type: object, properties: {{ below: {{ $ref: '#/components/schemas/Level{below}' }} }} }}"
        );
    }
    text.push_str("    Level200: { type: object, properties: { name: { type: string } } }\n");
    let inputs = Inputs {
        spec: workspace.put("deep.yaml", &text),
        ..Inputs::default()
    };
    Some(
        sdksmith::generate(&Sources {
            inputs,
            ..Sources::default()
        })
        .result?
        .tree,
    )
}

/// The examples of the documentation as one program: rustdoc would compile each on its own.
fn examples(tree: &SourceTree) -> String {
    // As rustdoc has it for examples.
    let mut program = String::from("#![allow(deprecated, unused)]\n\nfn main() {}\n");
    let mut count = 0;
    for (path, content) in tree.iter().filter(|(path, _)| path.starts_with("src/resources")) {
        let text = String::from_utf8_lossy(content);
        let mut inside = false;
        for line in text.lines().filter_map(|line| line.trim_start().strip_prefix("///")) {
            let line = line.strip_prefix(' ').unwrap_or(line);
            match (inside, line.starts_with("```")) {
                (false, true) => {
                    count += 1;
                    let _ = writeln!(program, "\n// {path}\nmod example_{count} {{");
                }
                (true, true) => program.push_str("}\n"),
                (true, false) => {
                    let _ = writeln!(program, "{}", line.strip_prefix("# ").unwrap_or(line));
                }
                (false, false) => continue,
            }
            inside = line.starts_with("```") != inside;
        }
    }
    program
}

#[test]
fn every_case_compiles_without_a_warning() {
    let mut workspace = Workspace::new("compiles");
    let cases = case::cases("").into_iter();
    let crates = cases.filter_map(|case| Some((case.name.to_lowercase().replace(['/', '_'], "-"), generate(&case)?)));
    for (name, mut tree) in crates.chain(original().map(|tree| ("original".to_owned(), tree))) {
        tree.insert("examples/documentation.rs", examples(&tree));
        workspace.add(name, tree);
    }
    let mut slice = slice().unwrap_or_else(|| panic!("the slice was not generated"));
    slice.insert("examples/documentation.rs", examples(&slice));
    workspace.add("slice".to_owned(), slice);
    // Without its examples: who names types as deep as these raises the limit too.
    if let Some(tree) = deep(&workspace) {
        workspace.add("deep".to_owned(), tree);
    }
    if let Err(said) = workspace.cargo(&["check", "--keep-going"], &["--lib", "--examples"]) {
        panic!("{said}");
    }
}

#[test]
fn the_tests_of_cases_pass() {
    let mut workspace = Workspace::new("runs");
    for case in case::cases("") {
        if let Some(test) = case.file("test.rs")
            && let Some(mut tree) = generate(&case)
        {
            tree.insert("tests/case.rs", workspace_tests::read(test));
            workspace.add(case.name.replace(['/', '_'], "-"), tree);
        }
    }
    if let Err(said) = workspace.cargo(&["test", "--no-fail-fast"], &["--test", "case"]) {
        panic!("{said}");
    }
}
