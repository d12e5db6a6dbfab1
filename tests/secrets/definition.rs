//! The types of a crate, as its sources define them.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use syn::{Fields, GenericArgument, Item, PathArguments, Type};
use workspace_tests::{read, repository};

/// A type and what it holds.
pub struct Definition {
    pub name: String,
    pub is_public: bool,
    pub shape: Shape,
}

pub enum Shape {
    /// A struct with a `record!`.
    Record { members: Vec<Member>, rest: Option<Type> },
    /// An enum of texts or of numbers.
    Values(Vec<String>),
    /// A union whose branch is named by a tag.
    Tagged {
        tag: String,
        content: Option<String>,
        branches: Vec<(String, Option<Type>)>,
    },
    /// A union whose branch is told by its JSON.
    Choice(Vec<Option<Type>>),
    /// A struct without a wire format: a client, a form.
    Plain { members: Vec<String>, derives_debug: bool },
    /// Another name of a type.
    Alias(Type),
}

/// A member of a record.
pub struct Member {
    pub wire: String,
    pub secret: bool,
    /// `None` of a constant.
    pub ty: Option<Type>,
    pub constant: Option<String>,
}

pub struct Definitions {
    pub all: Vec<Definition>,
    by_name: BTreeMap<String, usize>,
}

/// A type as Rust declares it: a struct with its fields, or an enum with what its variants hold.
#[derive(Default)]
struct Declared {
    is_public: bool,
    derives_debug: bool,
    is_enum: bool,
    parts: BTreeMap<String, Option<Type>>,
}

impl Definitions {
    /// Reads the generated modules below this folder of the repository.
    pub fn read(folder: &str) -> Self {
        let folder = repository().join(folder);
        let mut files = Vec::new();
        for place in ["resources", "types"] {
            collect(&folder.join(place), &mut files);
            files.push(folder.join(place).with_extension("rs"));
        }
        let mut all = Vec::new();
        for file in files.iter().filter(|file| file.exists()) {
            let parsed = syn::parse_file(&read(file)).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            of_file(&parsed, &mut all);
        }
        let by_name = all.iter().enumerate().map(|(index, one)| (one.name.clone(), index));
        Self {
            by_name: by_name.collect(),
            all,
        }
    }

    pub fn find(&self, name: &str) -> Option<&Definition> {
        self.all.get(*self.by_name.get(name)?)
    }

    /// The type behind a name that may be another name of it.
    pub fn resolve(&self, name: &str) -> Option<&Definition> {
        let found = self.find(name)?;
        match &found.shape {
            Shape::Alias(ty) => self.resolve(&parts(ty).0),
            _ => Some(found),
        }
    }
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, found);
        } else {
            found.push(path);
        }
    }
}

fn of_file(file: &syn::File, all: &mut Vec<Definition>) {
    let mut declared: BTreeMap<String, Declared> = BTreeMap::new();
    for item in &file.items {
        match item {
            Item::Struct(item) => {
                let parts = item
                    .fields
                    .iter()
                    .filter_map(|field| Some((plain(field.ident.as_ref()?), Some(field.ty.clone()))));
                let one = Declared {
                    is_public: matches!(item.vis, syn::Visibility::Public(_)),
                    derives_debug: derives_debug(&item.attrs),
                    is_enum: false,
                    parts: parts.collect(),
                };
                declared.insert(item.ident.to_string(), one);
            }
            Item::Enum(item) => {
                let held = |fields: &Fields| fields.iter().next().map(|field| field.ty.clone());
                let parts = item
                    .variants
                    .iter()
                    .map(|variant| (plain(&variant.ident), held(&variant.fields)));
                let one = Declared {
                    is_public: matches!(item.vis, syn::Visibility::Public(_)),
                    derives_debug: derives_debug(&item.attrs),
                    is_enum: true,
                    parts: parts.collect(),
                };
                declared.insert(item.ident.to_string(), one);
            }
            Item::Type(item) => all.push(Definition {
                name: item.ident.to_string(),
                is_public: true,
                shape: Shape::Alias((*item.ty).clone()),
            }),
            _ => {}
        }
    }
    for item in &file.items {
        let Item::Macro(item) = item else { continue };
        let kind = item
            .mac
            .path
            .segments
            .last()
            .map(|last| last.ident.to_string())
            .unwrap_or_default();
        let tokens: Vec<TokenTree> = item.mac.tokens.clone().into_iter().collect();
        let name = tokens.first().map(ToString::to_string).unwrap_or_default();
        let one = declared
            .remove(&name)
            .unwrap_or_else(|| panic!("{kind}! of {name}, which is not declared beside it"));
        let is_public = one.is_public;
        let shape = shape(&kind, &tokens, &one).unwrap_or_else(|| panic!("{kind}! of {name} cannot be read"));
        all.push(Definition { name, is_public, shape });
    }
    for (name, one) in declared {
        // An enum without a macro has nothing in it that could be secret: it would have a wire format.
        assert!(
            !one.is_enum || one.parts.values().all(Option::is_none),
            "{name} has no macro"
        );
        all.push(Definition {
            name,
            is_public: one.is_public,
            shape: Shape::Plain {
                members: one.parts.into_keys().collect(),
                derives_debug: one.derives_debug,
            },
        });
    }
}

fn plain(ident: &syn::Ident) -> String {
    ident.to_string().trim_start_matches("r#").to_owned()
}

fn derives_debug(attributes: &[syn::Attribute]) -> bool {
    let mut found = false;
    for attribute in attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("derive"))
    {
        let _ = attribute.parse_nested_meta(|meta| {
            found |= meta.path.is_ident("Debug");
            Ok(())
        });
    }
    found
}

fn shape(kind: &str, tokens: &[TokenTree], declared: &Declared) -> Option<Shape> {
    let lines = entries(tokens.last()?, Delimiter::Brace)?;
    let words: Vec<String> = tokens.iter().filter_map(text).collect();
    let held = |line: &[TokenTree]| declared.parts.get(last_name(line).as_str()).cloned();
    Some(match kind {
        "record" => {
            let mut members = Vec::new();
            let mut rest = None;
            for line in &lines {
                let marks: Vec<String> = line.iter().map(ToString::to_string).collect();
                let Some(wire) = line.iter().find_map(text) else {
                    rest = held(line)?;
                    continue;
                };
                members.push(Member {
                    wire,
                    secret: marks.iter().any(|mark| mark == "secret"),
                    ty: held(line)?,
                    constant: None,
                });
            }
            let is_constant = |token: &TokenTree| token.to_string() == "constant";
            if let Some(at) = tokens.iter().position(is_constant) {
                for line in entries(tokens.get(at + 1)?, Delimiter::Bracket)? {
                    members.push(Member {
                        wire: text(line.first()?)?,
                        secret: false,
                        ty: None,
                        constant: Some(line.last()?.to_string()),
                    });
                }
            }
            Shape::Record { members, rest }
        }
        "string_enum" | "integer_enum" => {
            let values = lines.iter().filter_map(|line| line.first().map(ToString::to_string));
            Shape::Values(values.filter(|value| value != "_").collect())
        }
        "tagged_union" => {
            let branches = lines
                .iter()
                .filter_map(|line| Some((line.iter().find_map(text)?, held(line)?)));
            Shape::Tagged {
                tag: words.first()?.clone(),
                content: words.get(1).cloned(),
                branches: branches.collect(),
            }
        }
        "choice_union" => Shape::Choice(lines.iter().map(|line| held(line)).collect::<Option<_>>()?),
        _ => return None,
    })
}

/// The lines inside of braces or brackets, without their commas.
fn entries(group: &TokenTree, delimiter: Delimiter) -> Option<Vec<Vec<TokenTree>>> {
    let TokenTree::Group(group) = group else { return None };
    if group.delimiter() != delimiter {
        return None;
    }
    let tokens: Vec<TokenTree> = TokenStream::into_iter(group.stream()).collect();
    let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
    let lines = tokens.split(is_comma).map(<[TokenTree]>::to_vec);
    Some(lines.filter(|line| !line.is_empty()).collect())
}

/// The text of a literal.
fn text(token: &TokenTree) -> Option<String> {
    let TokenTree::Literal(literal) = token else {
        return None;
    };
    syn::parse_str::<syn::LitStr>(&literal.to_string())
        .ok()
        .map(|text| text.value())
}

fn last_name(line: &[TokenTree]) -> String {
    line.last()
        .map(ToString::to_string)
        .unwrap_or_default()
        .trim_start_matches("r#")
        .to_owned()
}

/// The name of a type without its path, and the types that it is made of.
pub fn parts(ty: &Type) -> (String, Vec<&Type>) {
    let Type::Path(path) = ty else {
        return (String::new(), Vec::new());
    };
    let Some(last) = path.path.segments.last() else {
        return (String::new(), Vec::new());
    };
    let inner = match &last.arguments {
        PathArguments::AngleBracketed(arguments) => arguments
            .args
            .iter()
            .filter_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    };
    (last.ident.to_string(), inner)
}

/// Whether a value of the type is text, or a collection of texts.
pub fn holds_text(ty: &Type) -> bool {
    let (name, inner) = parts(ty);
    match name.as_str() {
        "String" | "Value" => true,
        "Option" | "Nullable" | "Vec" | "BTreeMap" | "Box" => inner.last().is_some_and(|inner| holds_text(inner)),
        _ => false,
    }
}
