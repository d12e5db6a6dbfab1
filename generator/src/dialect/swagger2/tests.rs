//! Swagger 2.0 beside what it becomes.

use crate::diagnostic::Diagnostics;
use crate::load;

/// The problems as `CODE line`.
fn rewritten(text: &str) -> (load::Node, Vec<String>) {
    let diagnostics = Diagnostics::new();
    let mut root = load::text("a.yaml", text, &diagnostics).unwrap();
    super::document(&mut root, &diagnostics);
    let line = |one: &crate::diagnostic::Diagnostic| one.location.as_ref().map_or(0, |place| place.line);
    let problems = diagnostics.sorted(|_| None);
    let problems = problems.iter().map(|one| format!("{} {}", one.code.id(), line(one)));
    (root, problems.collect())
}

#[track_caller]
fn check(before: &str, after: &str) {
    let (root, problems) = rewritten(&format!("swagger: '2.0'\n{before}"));
    let after = format!("{after}\nopenapi: 3.0.3");
    let mut after = load::text("a.yaml", after, &Diagnostics::new()).unwrap();
    let mut root = root;
    sort(&mut root);
    sort(&mut after);
    assert_eq!(root, after);
    assert_eq!(problems, [""; 0]);
}

/// The order of members is not what these tests are about.
fn sort(node: &mut load::Node) {
    match &mut node.value {
        load::Value::Mapping(mapping) => {
            let mut entries = std::mem::take(&mut **mapping).into_entries();
            entries.sort_by(|left, right| left.key.cmp(&right.key));
            for mut entry in entries {
                sort(&mut entry.value);
                mapping.insert(&entry.key, entry.value);
            }
        }
        load::Value::Sequence(elements) => elements.iter_mut().for_each(sort),
        _ => {}
    }
}

#[test]
fn the_place_of_the_api_is_a_server() {
    let server = |url: &str| format!("servers: [{{url: '{url}'}}]");
    check("host: a.example\nbasePath: v1/", &server("https://a.example/v1"));
    check("host: 'http://a.example/'", &server("http://a.example"));
    check("basePath: /v1", &server("/v1"));
    check("basePath: /", "");
    check(
        "host: a.example\nschemes: [http, https]",
        "servers: [{url: 'https://a.example'}, {url: 'http://a.example'}]",
    );
    check(
        "host: a.example\npaths: {/a: {get: {schemes: [wss, ws]}, put: {schemes: [https, http]}}}",
        "servers: [{url: 'https://a.example'}]\npaths: {/a: {get: {servers: [{url: 'wss://a.example'}]}, put: {}}}",
    );
    check(
        "x-ms-parameterized-host: {hostTemplate: '{vault}.{suffix}', useSchemePrefix: true, parameters: [{name: vault, in: path}, {$ref: '#/parameters/S'}]}
parameters: {S: {name: suffix, in: query, type: string, default: a.example}}",
        "servers: [{url: 'https://{vault}.{suffix}', variables: {suffix: {default: a.example}}}]
components: {parameters: {S: {name: suffix, in: query, schema: {type: string, default: a.example}}}}",
    );
}

#[test]
fn security_definitions_are_schemes() {
    let url = "authorizationUrl: 'https://a', scopes: {r: Read.}";
    check(
        &format!(
            "securityDefinitions: {{b: {{type: basic}}, k: {{type: apiKey, in: query, name: k}}, o: {{type: oauth2, flow: implicit, {url}}}, a: {{type: oauth2, flow: application, tokenUrl: t}}}}"
        ),
        &format!(
            "components: {{securitySchemes: {{b: {{type: http, scheme: basic}}, k: {{type: apiKey, in: query, name: k}}, o: {{type: oauth2, flows: {{implicit: {{{url}}}}}}}, a: {{type: oauth2, flows: {{clientCredentials: {{tokenUrl: t}}}}}}}}}}"
        ),
    );
}

#[test]
fn references_follow_what_has_moved() {
    check(
        "definitions: {A: {$ref: A}, B: {$ref: '#/definitions/A'}, C: {$ref: '#/definitions/Lost'}}
responses: {R: {$ref: '#/responses/S'}, S: {description: s, schema: {type: string}}}
x-deep: [{$ref: '#/responses/S/schema'}, {$ref: '#/parameters/P/schema'}, {$ref: '#/paths/~1a/get/parameters/1'}]
parameters: {P: {in: body, name: p, schema: {type: object}}}
paths: {/a: {get: {parameters: [{in: body, name: b}, {in: query, name: q, type: string}]}}}",
        "x-deep: [{$ref: '#/components/responses/S/content/application~1json/schema'}, {$ref: '#/components/requestBodies/P/content/application~1json/schema'}, {$ref: '#/paths/~1a/get/parameters/0'}]
components: {schemas: {A: {$ref: '#/components/schemas/A'}, B: {$ref: '#/components/schemas/A'}, C: {$ref: '#/definitions/Lost'}}, requestBodies: {P: {content: {application/json: {schema: {type: object}}}}}, responses: {R: {$ref: '#/components/responses/S'}, S: {description: s, content: {application/json: {schema: {type: string}}}}}}
paths: {/a: {get: {requestBody: {content: {application/json: {}}}, parameters: [{in: query, name: q, schema: {type: string}}]}}}",
    );
}

#[test]
fn fields_are_a_form() {
    check(
        "paths: {/a: {parameters: [{in: formData, name: f, type: file, required: true}], get: {consumes: [text/csv], parameters: [{in: formData, name: l, type: array}]}, put: {parameters: [{in: formData, name: f, type: string}, {in: formData, name: l, type: array, collectionFormat: pipes}]}}}",
        "paths: {/a: {get: {requestBody: {required: true, content: {multipart/form-data: {schema: {type: object, required: [f], properties: {f: {type: file}, l: {type: array}}}}}}}, put: {requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {f: {type: string}, l: {type: array}}}, encoding: {l: {style: pipeDelimited, explode: false}}}}}}}}",
    );
}

#[test]
fn problems_stand_where_they_were_read() {
    let text = "swagger: '2.0'
produces: 5
paths:
  /a:
    get:
      parameters:
        - {in: body, name: b}
        - {in: body, name: c}
        - {in: header, name: h, type: array, collectionFormat: tsv}
";
    assert_eq!(rewritten(text).1, ["SDK0403 2", "SDK0403 8", "SDK0221 9"]);
}
