//! `README.md` for a crate whose owner did not write one: what it is, and a first call that compiles.

use super::example;
use crate::ir::{Answer, Api, Feature};

/// The features of the core, which every crate has.
const FEATURES: &str = "\
Features: `blocking` for calls without `async`, `test-util` for tests without a network, `tracing` for a span around each call and each try;
in place of the default `rustls`, `rustls-no-provider` or `native-tls`; `gzip` and `http2`, on by default, for compressed answers and
for HTTP/2 where the server offers it. `transport`, on by default and with each of those for TLS and HTTP/2, makes connections by hyper; without it
a program gives the builder a `Transport`.";

/// The text. It is the documentation of the crate too, so its example is compiled.
pub(super) fn text(api: &Api, package: &str, version: &str) -> String {
    let mut lines = vec![format!("# {package}"), String::new()];
    let about = if api.docs.lines.is_empty() {
        &["A typed client.".to_owned()][..]
    } else {
        &api.docs.lines
    };
    lines.extend(about.iter().cloned());
    lines.push(String::new());
    lines.push("Every operation is a method that answers a lazy call; [api.md](api.md) lists them all.".to_owned());
    let first = api
        .operations()
        .into_iter()
        .find(|(_, operation)| operation.answer != Answer::StreamOnly);
    if let Some((resource, operation)) = first
        && let Some(method) = operation.methods.first()
    {
        lines.push(String::new());
        lines.extend(example::method(api, resource, operation, method));
    }
    lines.extend([
        String::new(),
        format!(
            "The secret comes from `{}` or from the code: `{}::new(secret)`.",
            api.client.secret_env, api.client.name
        ),
    ]);
    lines.extend(credentials(api));
    lines.extend([String::new(), FEATURES.to_owned()]);
    lines.extend(features(api, package, version));
    lines.join("\n") + "\n"
}

/// What the features of the resources bring, if there are any.
fn features(api: &Api, package: &str, version: &str) -> Vec<String> {
    let with_operations = api.features.iter().find(|feature| feature.operations > 0);
    let Some(first) = with_operations else {
        return Vec::new();
    };
    let about = format!(
        "\
Each resource is a feature too, and `full`, which is on by default, is all of them. A program that names the ones that it calls compiles just these,
with the types that they need:

```toml
{package} = {{ version = \"{version}\", default-features = false, features = [\"{}\", \"gzip\", \"http2\", \"rustls\"] }}
```

| feature | brings | operations |
| --- | --- | ---: |",
        first.name
    );
    let rows = api.features.iter().map(|feature| {
        let Feature {
            name,
            brings,
            operations,
            ..
        } = feature;
        format!("| `{name}` | {} | {operations} |", brings.join(", "))
    });
    [String::new(), about].into_iter().chain(rows).collect()
}

/// Where the other credentials come from, if there are any.
fn credentials(api: &Api) -> Vec<String> {
    let others = api.client.schemes.iter().skip(1);
    let sources: Vec<String> = others
        .filter_map(|scheme| {
            let setter = api
                .client
                .credentials
                .iter()
                .find(|setter| setter.scheme == scheme.name)?;
            Some(format!(
                "* `{}`: from `{}`, or `.{}(…)` of the builder",
                scheme.name.replace('`', "'"),
                scheme.env,
                setter.method
            ))
        })
        .collect();
    if sources.is_empty() {
        return sources;
    }
    let about = "Each operation is sent with the credentials that it requires, as far as they are set. Beside the secret there are:";
    [String::new(), about.to_owned(), String::new()]
        .into_iter()
        .chain(sources)
        .collect()
}
