//! A program that makes the calls of a generated crate and prints what each would send. How a method is called is read from the crate's own
//! sources: which argument or setter carries which parameter, and whether it is lent or handed over.

use super::description::{Parameter, Place};
use sdksmith::catalogue::Row;
use sdksmith::source_tree::SourceTree;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use syn::visit::{self, Visit};

/// A method of the crate.
#[derive(Clone, Debug, Default)]
pub struct Method {
    name: String,
    /// The arguments with their types, and which parameter each carries.
    arguments: Vec<(String, String)>,
    carried: BTreeMap<String, (Place, String)>,
    marker: Option<String>,
    is_multipart: bool,
    /// The method and the path of its operation.
    operation: Option<(String, String)>,
}

/// The methods of a crate, and the setters of its calls by their marker.
#[derive(Default)]
pub struct Crate {
    methods: Vec<Method>,
    setters: BTreeMap<String, Vec<Method>>,
}

impl Crate {
    pub fn read(tree: &SourceTree) -> Self {
        let mut found = Crate::default();
        for (_, content) in tree.iter().filter(|(path, _)| path.starts_with("src/resources/")) {
            let Ok(file) = syn::parse_file(&String::from_utf8_lossy(content)) else {
                continue;
            };
            for item in &file.items {
                let syn::Item::Impl(block) = item else { continue };
                let marker = marker(&block.self_ty);
                for item in &block.items {
                    let syn::ImplItem::Fn(function) = item else { continue };
                    let method = method(function);
                    match &marker {
                        Some(marker) => found.setters.entry(marker.clone()).or_default().push(method),
                        None => found.methods.push(method),
                    }
                }
            }
        }
        found
    }

    /// The call of an operation with these values, as an expression; the error says what is missing.
    pub fn call(
        &self,
        row: &Row,
        given: &[(&Parameter, &serde_json::Value)],
        body: Option<&str>,
    ) -> Result<String, &'static str> {
        let (resource, name) = row.call.rsplit_once('.').unwrap_or(("", &row.call));
        let operation = Some((row.method.clone(), row.path.clone()));
        let method = self
            .methods
            .iter()
            .find(|method| method.name == name && method.operation == operation);
        let method = method.ok_or("no method of this operation")?;
        if method.is_multipart {
            return Err("a multipart body, which is not made of JSON");
        }
        let value_of = |carried: &(Place, String)| {
            let parameter = given
                .iter()
                .find(|(parameter, _)| parameter.place == carried.0 && parameter.name == carried.1);
            parameter.map(|(_, value)| value.to_string())
        };
        let mut arguments = Vec::new();
        for (argument, ty) in &method.arguments {
            let json = match method.carried.get(argument) {
                Some(carried) => value_of(carried).ok_or("a required parameter without a value to try")?,
                None => body.ok_or("a required body without a value to try")?.to_owned(),
            };
            arguments.push(expression(ty, &json));
        }
        let mut call = format!("client.{resource}.{name}({})", arguments.join(", "));
        let taken: Vec<&(Place, String)> = method.carried.values().collect();
        for (parameter, value) in given {
            let own = (parameter.place, parameter.name.clone());
            if taken.contains(&&own) || parameter.place == Place::Form {
                continue;
            }
            let setters = method.marker.as_ref().and_then(|marker| self.setters.get(marker));
            let setter = setters
                .into_iter()
                .flatten()
                .find(|setter| setter.carried.values().any(|carried| *carried == own));
            let setter = setter.ok_or("the parameter is not in the crate")?;
            let (_, ty) = setter.arguments.first().ok_or("a setter without an argument")?;
            let _ = write!(call, ".{}({})", setter.name, expression(ty, &value.to_string()));
        }
        Ok(call)
    }
}

/// `value("…")` in the shape that an argument of this type wants.
fn expression(ty: &str, json: &str) -> String {
    if let Some(inner) = ty.strip_prefix("Option<") {
        return format!("Some({})", expression(inner.trim_end_matches('>'), json));
    }
    match ty {
        "&str" => format!("{:?}", serde_json::from_str::<String>(json).unwrap_or_default()),
        _ if ty.starts_with("impl") => "\"text\"".to_owned(),
        _ if ty.starts_with("&[") => format!("&value::<Vec<_>>({json:?})"),
        _ if ty.starts_with('&') => format!("&value({json:?})"),
        _ => format!("value({json:?})"),
    }
}

/// `Marker` of `Call<T, U, Marker>`.
fn marker(ty: &syn::Type) -> Option<String> {
    let syn::Type::Path(path) = ty else { return None };
    let last = path.path.segments.last()?;
    let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    let third = arguments.args.iter().nth(2)?;
    (last.ident == "Call").then(|| spelled(third))
}

fn method(function: &syn::ImplItemFn) -> Method {
    let mut method = Method {
        name: function.sig.ident.to_string(),
        ..Method::default()
    };
    for input in &function.sig.inputs {
        if let syn::FnArg::Typed(typed) = input
            && let syn::Pat::Ident(name) = &*typed.pat
        {
            method.arguments.push((name.ident.to_string(), spelled(&typed.ty)));
        }
    }
    if let syn::ReturnType::Type(_, ty) = &function.sig.output {
        method.marker = marker(ty);
    }
    method.visit_block(&function.block);
    method
}

impl<'ast> Visit<'ast> for Method {
    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        self.is_multipart |= call.method == "multipart";
        let mut arguments = call.args.iter();
        if let (Some(first), Some(second)) = (arguments.next(), arguments.next()) {
            let carried = match call.method.to_string().as_str() {
                "path" => literal(first).map(|name| (Place::Path, name)),
                "parameter" => parameter(first),
                _ => None,
            };
            if let Some(carried) = carried {
                self.carried
                    .insert(spelled(second).trim_start_matches('&').to_owned(), carried);
            }
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        let texts: Vec<String> = call.args.iter().filter_map(literal).collect();
        match (spelled(&call.func).strip_prefix("Operation::"), texts.as_slice()) {
            (Some("new"), [method, _, path]) => self.operation = Some((method.clone(), path.clone())),
            (Some(method), [_, path]) => self.operation = Some((method.to_uppercase(), path.clone())),
            _ => {}
        }
        visit::visit_expr_call(self, call);
    }
}

/// The place and the name in `Parameter::query("name").style(…)`.
fn parameter(expression: &syn::Expr) -> Option<(Place, String)> {
    match expression {
        syn::Expr::MethodCall(call) => parameter(&call.receiver),
        syn::Expr::Call(call) => {
            let place = match spelled(&call.func).as_str() {
                "Parameter::query" => Place::Query,
                "Parameter::header" => Place::Header,
                "Parameter::cookie" => Place::Cookie,
                "Parameter::path" => Place::Path,
                _ => return None,
            };
            Some((place, literal(call.args.first()?)?))
        }
        _ => None,
    }
}

fn literal(expression: &syn::Expr) -> Option<String> {
    match expression {
        syn::Expr::Lit(syn::ExprLit {
            lit: syn::Lit::Str(text),
            ..
        }) => Some(text.value()),
        _ => None,
    }
}

fn spelled(tokens: &impl quote::ToTokens) -> String {
    let text = tokens.to_token_stream().to_string();
    if text.starts_with("impl") {
        text
    } else {
        text.replace(' ', "")
    }
}

/// The whole program: each call with its number.
pub fn text(lib: &str, calls: &[(usize, String)]) -> String {
    let mut out = format!(
        "#![allow(deprecated, unused)]\n\n{}",
        include_str!("program.txt").replace("LIB", lib)
    );
    for (part, calls) in calls.chunks(50).enumerate() {
        let _ = writeln!(out, "\nfn part_{part}(client: &Client) {{");
        for (number, call) in calls {
            let _ = writeln!(
                out,
                "    say({number}, || {call}.base_url(\"http://h.test\").into_request());"
            );
        }
        out.push_str("}\n");
    }
    out.push_str("\nfn main() -> Result<(), Error> {\n    let client = Client::builder().base_url(\"http://h.test\").build()?;\n    std::panic::set_hook(Box::new(|_| {}));\n");
    for part in 0..calls.len().div_ceil(50) {
        let _ = writeln!(out, "    part_{part}(&client);");
    }
    out.push_str("    Ok(())\n}\n");
    out
}
