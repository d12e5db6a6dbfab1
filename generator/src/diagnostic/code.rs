//! The catalogue: every problem that a run can report, as data.

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is written.
    Error,
    /// The crate is written, and something of the description is degraded, repaired or left out.
    Warning,
    /// Nothing is lost; the reader may want to know.
    Note,
}

impl Severity {
    /// The word that is printed: `error`, `warning`, `note`.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// Declares the enum and its tables together, so that a code without an explanation cannot exist.
macro_rules! catalogue {
    ($($(#[doc = $doc:literal])+ $name:ident = $id:literal, $severity:ident, help $help:literal, $explanation:literal;)+) => {
        /// A problem of the catalogue. The documentation of each is its one-line summary.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Code {
            /// Every code, in the order of the catalogue.
            pub const ALL: &'static [Code] = &[$(Code::$name),+];

            /// The stable id, such as `SDK0203`.
            pub fn id(self) -> &'static str {
                match self { $(Code::$name => $id),+ }
            }

            /// How bad it is.
            pub fn severity(self) -> Severity {
                match self { $(Code::$name => Severity::$severity),+ }
            }

            /// What happened, in one line.
            pub fn summary(self) -> &'static str {
                match self { $(Code::$name => concat!($($doc),+).trim_ascii()),+ }
            }

            /// What to do about it, in one line; printed below each occurrence.
            pub fn help(self) -> &'static str {
                match self { $(Code::$name => $help),+ }
            }

            /// When it happens, what it costs and what to write; printed by `sdksmith explain`.
            pub fn explanation(self) -> &'static str {
                match self { $(Code::$name => $explanation),+ }
            }
        }
    };
}

catalogue! {
    // Reading files.
    /// A file cannot be read
    UnreadableFile = "SDK0001", Error, help "check the path and its permissions",
        "A file named on the command line, or found beside the description, does not exist or cannot be read as UTF-8 text.\n\
         Nothing is written.";
    /// A file is not well-formed JSON or YAML
    BrokenSyntax = "SDK0002", Error, help "the text stops making sense at the marked place; the mistake may stand just before it",
        "The file is neither JSON nor YAML from the marked place on. Nothing is written, since whatever follows could mean anything.";
    /// A mapping holds the same key twice
    DuplicateKey = "SDK0003", Warning, help "remove one of the two; the later one was used",
        "JSON and YAML leave the meaning of a repeated key open. The later one wins, as in most parsers, and the earlier one has no effect.";
    /// A document is nested too deeply
    TooDeep = "SDK0004", Error, help "no real description needs this depth; the document was probably made by mistake",
        "Mappings and sequences are nested more than 200 levels deep, or YAML aliases expand to more than five million nodes.\n\
         The document is refused so that time and memory stay bounded.";
    /// A file holds several YAML documents
    SecondDocument = "SDK0005", Warning, help "put each description into a file of its own",
        "Only the first document of the file is read; what follows `---` has no effect.";

    // Which document this is.
    /// The document is not an OpenAPI description
    NotOpenApi = "SDK0101", Error, help "a description begins with `openapi: 3.0.3` (or `swagger: \"2.0\"`)",
        "The document has neither an `openapi` nor a `swagger` member, or has no mapping at its top. Nothing is written.";
    /// This version of Swagger is not read
    UnsupportedVersion = "SDK0102", Error, help "convert the description to Swagger 2.0 or OpenAPI 3 first",
        "Swagger 1 spread a description over several documents of another shape, and nothing of it is read. Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2\n\
         are. Nothing is written.";
    /// The version of the description is unknown
    UnknownVersion = "SDK0103", Warning, help "write one of `3.0.3`, `3.1.0` as the value of `openapi`",
        "The `openapi` or `swagger` member holds a version that sdksmith does not know. The document is read as if it were the nearest known one.";
    /// The description has no operations
    NoOperations = "SDK0104", Warning, help "`paths` is missing or empty",
        "There is nothing to call, so the crate holds only types, if any.";

    /// Schemas speak as another version of OpenAPI does
    MixedVersions = "SDK0105", Note, help "nothing is lost; if you mean it, correct the value of `openapi`",
        "OpenAPI 3.1 says some things in other words than 3.0: `type: [string, 'null']` for `nullable: true`, a number for a truth value at\n\
         `exclusiveMinimum`, and `const`, `examples`, `prefixItems`, `patternProperties` and the like, which 3.0 does not have. Each of these words has\n\
         one meaning only, so they are read as they are meant whatever version the document names. It is said once, at the first of them.";

    // Repairs: the document is invalid, its meaning is plain.
    /// A parameter without a name or a place is dropped
    NamelessParameter = "SDK0201", Warning, help "give the parameter a `name` and an `in`, or remove it",
        "A parameter needs `name` and `in` to be sent. This one has not both, so the generated method does not have it.";
    /// A path parameter that nobody declares is added as a string
    UndeclaredPathParameter = "SDK0202", Warning, help "declare the parameter with `in: path`, `required: true` and a schema",
        "The path template has a placeholder without a parameter of that name. The generated method takes it as a string.";
    /// A path parameter is declared optional
    OptionalPathParameter = "SDK0203", Warning, help "write `required: true`; a path parameter is always required",
        "A path without one of its segments is another path, so path parameters are required whatever the description says.";
    /// `required` names a property twice
    DuplicateRequired = "SDK0204", Warning, help "remove the repeated name from `required`",
        "The repetition has no effect.";
    /// A schema stands directly under a response
    MisplacedResponseSchema = "SDK0205", Warning, help "move the schema to `content: application/json: schema`",
        "A response holds a schema where `content` belongs (as in Swagger 2.0). It is read as the schema of application/json.";
    /// A security scheme is named with other letter cases than it is declared with
    SecuritySchemeCase = "SDK0206", Warning, help "write the name as `components.securitySchemes` has it",
        "The requirement names a security scheme that is declared only with a different letter case. The declared one is used.";
    /// A security scheme is not declared
    UnknownSecurityScheme = "SDK0207", Warning, help "declare the scheme under `components.securitySchemes`",
        "The requirement is ignored: the generated method does not send this credential.";
    /// A path parameter has no place in the path
    StrayPathParameter = "SDK0208", Warning, help "add the placeholder to the path or remove the parameter",
        "The parameter says `in: path`, but the path has no placeholder of that name. It is dropped.";
    /// A parameter is declared twice
    DuplicateParameter = "SDK0209", Warning, help "remove one of the two; the later one was used",
        "Two parameters of one operation have the same name and place.";
    /// A parameter has no schema
    ParameterWithoutSchema = "SDK0210", Warning, help "give the parameter a `schema`, or a `content` with one media type",
        "Without a schema the parameter is taken as a string.";
    /// Copied content is turned back into a reference
    Rereferenced = "SDK0211", Note, help "",
        "The document was dereferenced by a tool that left `$$ref` markers. Content that equals its target becomes a reference again, so that one\n\
         shape has one name.";
    /// A marker of copied content does not fit its content
    MarkerMismatch = "SDK0212", Note, help "nothing is lost: the content is read where it stands",
        "A `$$ref` marker names a place whose content differs, or which does not exist. The content stays inline and gets a type of its own.";
    /// A placeholder of a path has an operator
    TemplateOperator = "SDK0213", Warning, help "write the bare name, and what the operator says as `style` and `explode` of the parameter",
        "Placeholders such as `{.id}`, `{;id}` and `{id*}` are written in the way of RFC 6570. OpenAPI knows names alone in its paths and says the rest by\n\
         the parameter's `style` and `explode`, which are followed. The operator itself has no effect.";
    /// A list is sent with another separator
    UnknownSeparator = "SDK0221", Warning, help "see what the server takes, and say it by `collectionFormat: csv` or `multi`",
        "Swagger 2.0 lets a list be written with tabs between its elements, and in paths and headers with spaces and pipes too; OpenAPI 3 and the\n\
         generated crate do not. A list in a query, path, header or urlencoded form is sent with commas instead, and one in a multipart form as one\n\
         part for each element. A list inside of a list, for which OpenAPI 3 has no style at all, is sent as JSON.";

    // References.
    /// A reference names nothing
    UnknownReference = "SDK0301", Warning, help "correct the reference or add what it names",
        "A `$ref` points to a place that the document does not have. Where only one thing can be meant, it is used: the name stands in another\n\
         section (`#/definitions/Pet` for `#/components/schemas/Pet`), with other letter cases, or in the schema around it\n\
         (`#/properties/name`). Otherwise what the reference stands for is degraded: a schema is plain JSON (`serde_json::Value`), and a parameter\n\
         with such a schema is text; a parameter, a request body, an answer, a path or a security scheme is left out. Each reference is reported\n\
         once, where it is first used.";
    /// References go round in a circle
    CircularReference = "SDK0302", Warning, help "one of these references has to name something real",
        "A `$ref` leads, through nothing but other references, back to itself, so that it never names anything. (Types that contain themselves\n\
         through a property are fine.) What the reference stands for is degraded: a schema is plain JSON (`serde_json::Value`); a parameter, a\n\
         request body, an answer, a path or a security scheme is left out.";
    /// A reference leads to where nothing is read
    ExternalReference = "SDK0303", Warning, help "download the file and refer to it by a relative path; `--allow-refs FOLDER` lets references leave the folder",
        "A `$ref` is a URL, which is never fetched, or leads out of the folder of the description, by `..`, by an absolute path or by a link. Files are\n\
         read from that folder and below, and from the folders that the user names with `--allow-refs`. What the reference stands for is degraded:\n\
         a schema is plain JSON (`serde_json::Value`), a parameter, an answer or a path is left out.";
    /// A reference to a file leads to nothing
    BrokenReference = "SDK0304", Warning, help "correct the reference, or the file that it names",
        "A `$ref` names a file that does not exist, cannot be read or is neither JSON nor YAML, a place of it at which nothing stands, an anchor that\n\
         nobody has, or files that refer to each other in a circle. Files are read up to 10,000 of them and 256 MiB, and up to two million nodes.\n\
         What the reference stands for is degraded: a schema is plain JSON (`serde_json::Value`), a parameter, an answer or a path is left out.";

    // Reading pieces.
    /// A member with a wrong value is ignored
    InvalidMember = "SDK0402", Warning, help "correct the value, or remove the member by an overlay action",
        "The value of this member has a shape that OpenAPI does not know. What it belongs to, such as a schema or a parameter, is read without it.";
    /// A part of the description cannot be read
    InvalidPart = "SDK0403", Warning, help "correct the part, or replace it by an overlay action",
        "A schema, an operation, a parameter or another part is not what belongs in its place. It is left out, and the rest is generated; where it is\n\
         a schema, its values are plain JSON (`serde_json::Value`).";
    /// A value is kept as plain JSON
    UntypedSchema = "SDK0404", Warning, help "say what the values look like, if need be by an overlay action",
        "No Rust type says what this schema says, so its values are `serde_json::Value`.";
    /// The parts of an `allOf` contradict each other
    ConflictingAllOf = "SDK0405", Warning, help "make the parts agree, or remove one by an overlay action",
        "A value cannot satisfy two parts of an `allOf` of different types. The first part is used.";
    /// Nothing tells the branches of a union apart
    IndistinctUnion = "SDK0406", Warning, help "give the branches a discriminator, a constant or required members of their own",
        "The branch of a value is chosen by a tag, by constants, by required members or by JSON type. Where none of these differs, the\n\
         value cannot be given a type of its own.";
    /// A condition of a schema is not part of its type
    UncheckedCondition = "SDK0411", Note, help "",
        "`not`, `if`, `dependentRequired`, `contains`, `propertyNames` and the like say which values are allowed, and so does `enum` for arrays and\n\
         objects; none of them says what values are made of. The type is made of the rest of the schema, holds values that the condition forbids,\n\
         and leaves it to the server to refuse them.";

    // Operations.
    /// Two operations have the same operationId
    DuplicateOperationId = "SDK0501", Warning, help "give each operation an operationId of its own, if need be by an overlay action",
        "The operationId is the key to an operation in sdk.toml and in the documentation, so each operation needs one of its own. The first one keeps\n\
         it. Every other one goes by a name made from its method and path, such as `get_pet_by_pet_id`, with a number behind it if that is taken; the\n\
         message says which. It can be called, and named in sdk.toml, by that name.";
    /// An operation has a method that is not known
    UnknownMethod = "SDK0502", Warning, help "known are get, put, post, delete, options, head, patch, trace and query; others go below `additionalOperations`",
        "A path item holds a member that is neither a method nor one of its fixed fields, or `additionalOperations` a name that no method can have.\n\
         It is left out.";
    /// A path does not begin with a slash
    RelativePath = "SDK0503", Warning, help "begin the path with `/`",
        "Paths are appended to the base URL, so a slash is put in front of this one.";
    /// A header parameter is left to the core
    IgnoredHeaderParameter = "SDK0504", Note, help "",
        "OpenAPI ignores header parameters named Accept, Content-Type and Authorization: media types and security schemes say the same.";
    /// A further stream of an operation is not offered
    SecondAnswer = "SDK0505", Warning, help "remove the one that is not wanted by an overlay action, or read it with `.chunks()`",
        "An operation has two streams: of two media types, or of one media type with other schemas under two statuses. The first is used. (JSON of several\n\
         statuses with schemas of their own is an enum of them, or, where nothing tells them apart, a struct with the members of all.)";

    // What the specification has and the crate has not, or has otherwise.
    /// A security scheme takes no secret of one piece
    UnsupportedSecurityScheme = "SDK0511", Warning, help "add the credential by a middleware, or by a header of the call",
        "Digest, Negotiate, HOBA and the like work their credential out anew for each request or connection, and `mutualTLS` is a certificate of the\n\
         connection, for which a transport of your own can be given. The client sends nothing for such a scheme; the other schemes of the same\n\
         requirement are sent.";
    /// A server of an operation is not reached by HTTP
    ServerOfOtherProtocol = "SDK0512", Warning, help "give the operation a server with http or https, if need be by an overlay action",
        "The operation, or its path item, has servers of its own, and none of them is reached by http or https. The client calls the operation \
         where it calls all others.";
    /// A query string of some content is not written
    QueryStringContent = "SDK0541", Warning, help "set what the server wants with `.query(name, value)` on the call",
        "A parameter with `in: querystring` is the query string as a whole. Of the content `application/x-www-form-urlencoded` its members are sent as\n\
         query parameters; any other content, such as JSON as the whole query, is not written, and the generated method does not have the parameter.";
    /// Events of text are not a stream
    TextEvents = "SDK0542", Warning, help "if the data is JSON, say so with `contentMediaType: application/json`; else read it with `.chunks()`",
        "`.stream()` decodes the data of each server-sent event as JSON. The `itemSchema` says that the data is a string without `contentMediaType` or\n\
         `contentSchema`, so it is no JSON. The answer is text; with `.chunks()` it is read as it arrives.";
    /// Parts of a body are told by their order
    PartsByPlace = "SDK0543", Warning, help "build the body yourself, or describe a `multipart/form-data` with named parts",
        "`prefixEncoding`, `itemEncoding`, and `itemSchema` of a media type that is not a sequence of JSON values or events, describe a body whose parts\n\
         have no names. It is sent and answered as bytes.";

    /// The branch for all other tags has no part in the choice
    DefaultBranch = "SDK0544", Note, help "",
        "`defaultMapping` of a discriminator names the schema of values whose tag is missing or none of the branches'. Such a value is kept as JSON by\n\
         the variant `Unknown` of the enum; `serde_json::from_value` makes the named type of it.";
    /// A cookie is written in another style
    CookieStyle = "SDK0545", Note, help "",
        "The style `cookie` writes a value into the cookie as it is. The crate writes it as in the style `form`, where characters that a cookie cannot\n\
         hold are percent-encoded. The two differ only for values with such characters.";

    /// A payload of a webhook or callback has no type
    OtherPayload = "SDK0546", Note, help "",
        "What the API sends on its own becomes a type where it is JSON, to be decoded by `serde_json`. This body is of another media type and can be\n\
         read as it is.";
    /// Links are not followed
    IgnoredLinks = "SDK0547", Note, help "",
        "`links` of an answer say which operation can be called with its values. The crate has no methods for them; call the other operation with the\n\
         value out of the answer. It is said once for each description.";
    /// XML is text
    TextMediaType = "SDK0548", Note, help "",
        "Bodies that are XML and nothing else are sent and answered as text; `xml` of their schemas has no effect. It is said once for each description.";
    /// A member of a form is not written as its encoding says
    IgnoredEncoding = "SDK0549", Note, help "",
        "`encoding` of a form says how a member is written. In an urlencoded form `style`, `explode`, `allowReserved` and a `contentType` of JSON are\n\
         honoured. In a multipart body each part has its usual media type: a file its own, JSON for objects and lists of them, text for all else;\n\
         another `contentType`, `headers` and styles of parts have no effect.";
    /// Headers of answers are text
    TextHeaders = "SDK0550", Note, help "",
        "The documentation of a method names the headers of its answers, and `.with_response()` has them as they came. What their schemas say, such as\n\
         a number or a list between commas, is left to the caller to read. It is said once for each description.";

    // Our own files.
    /// sdk.toml cannot be read
    InvalidConfig = "SDK0701", Error, help "every key of sdk.toml is listed in `sdksmith explain SDK0701`",
        "sdk.toml holds a key that does not exist, or a value of the wrong kind. Nothing is written. The sections and their keys:\n\
         [crate] name lib version description license repository homepage documentation keywords categories authors rust-version include rustfmt\n\
         [client] name secret_env base_url_env base_url error_in_success\n\
         [[client.header]] name method doc\n\
         [resources] style only, and [resources.operations] with operationId = \"call.path\"\n\
         \x20   style is one of: path (/bot/{id}/session/create is bot.session.create), tag (the first tag, and the operationId without its\n\
         \x20   words), operation-id (repos/list-for-org, drive.files.list, Users_List), rest (GET /customers/{id} is customers.get); without\n\
         \x20   it, the look of the description decides; `only` is a list of patterns, which `sdksmith explain SDK0705` explains\n\
         [types] with \"component or #/pointer\" = \"RustName\"\n\
         [retry] safe\n\
         [stream] tag content error last\n\
         [parameters.NAME] style\n\
         [features] resources\n\
         \x20   true makes a Cargo feature of each resource at the top, false of none; unless it is said, that is so from five resources on\n\
         [formats] dates uuid\n\
         \x20   dates is one of: string, jiff (jiff::Timestamp and jiff::civil::Date), chrono (chrono::DateTime<chrono::Utc> and\n\
         \x20   chrono::NaiveDate), for `date-time` and `date`; uuid is one of: string, uuid (uuid::Uuid). Without it they are String\n\
         [[uploads]] operation method request, and file = { size, type, name }\n\
         [[pages]] operations by parameter first items next id has_more is_last total";
    /// sdk.toml names something that the description does not have
    UnknownInConfig = "SDK0702", Warning, help "remove the entry, or correct its name",
        "An entry of sdk.toml names an operation, a schema or a parameter that does not exist. It has no effect.";

    /// An upload of sdk.toml does not fit its operation
    UnfitUpload = "SDK0703", Error, help "correct the entry; `sdksmith explain SDK0703` says what each key means",
        "A section [[uploads]] of sdk.toml makes one method of the two steps of an upload: `operation` is told of the file and answers the request\n\
         that takes the bytes. `method` must be a new name beside the operation's own; the pointers of `file` say where the body holds size, type and\n\
         name of the file, which must be all that the body requires; `request` says where the answer holds the second request, an object with `url`,\n\
         `method` and `headers`, or its URL alone. Nothing is written.";

    /// Pages of sdk.toml do not fit their operation
    UnfitPages = "SDK0704", Error, help "correct the entry; `sdksmith explain SDK0704` says what each key means",
        "A section [[pages]] of sdk.toml says how the lists of `operations` are walked. `by` is one of: `cursor` (what stands at `next` of the answer\n\
         goes into the query parameter `parameter`), `cursor-in-body` (into that member of the JSON body), `last-id` (`id` of the last item does, and\n\
         is `/id` unless it is said), `offset` (`parameter` counts items), `page-number` (it counts pages, from `first`, which is 1 unless it is said),\n\
         `link-header`, `next-url` (the URL at `next`), or `none`, which switches pages off. `items` says where the list is, `has_more` and `is_last`\n\
         where a boolean says that there are more pages or no more, `total` where all items are counted. All but `id` are JSON pointers into the\n\
         answer; what is left out is looked for by its name, except for `total`. Nothing is written.";

    /// A pattern of `only` names nothing
    UnmatchedPattern = "SDK0705", Error, help "`sdksmith list` shows what can be named; `sdksmith explain SDK0705` says how",
        "`only` of [resources] in sdk.toml, or `--only` on the command line in its place, makes a crate of a part of the description: the operations\n\
         that its patterns name, with the types that these need, all called as in the crate of the whole. A pattern is held against the call path of\n\
         an operation (`bot.session.create`), its operationId, its tags and, if it begins with `/`, its path; and against the names of webhooks, while\n\
         callbacks come with their operations. `*` is any part of a segment, `**` any number of segments (`bot.**`, `list*`, `/bot/**`), `?` any\n\
         character, `[ab]` one of those. A pattern that names nothing is a mistake. Nothing is written.";

    // Overlays.
    /// An overlay cannot be read
    InvalidOverlay = "SDK0801", Error, help "an overlay has `overlay: 1.0.0`, `info` and `actions`, each with a `target` and `update` or `remove`",
        "The file is not an OpenAPI Overlay 1.0, or one of its actions is malformed. Nothing is written.";
    /// An overlay action matches nothing
    UnmatchedAction = "SDK0802", Warning, help "correct the `target`, or remove the action if the description no longer needs it",
        "The target of the action selects nothing in the description, so the action has no effect.";

    // Writing.
    /// The output folder holds files of somebody else
    ForeignFolder = "SDK0901", Error, help "choose an empty folder, or one that sdksmith wrote",
        "The folder is not empty and was not written by sdksmith, so nothing is written or removed there.";
    /// The output cannot be formatted
    Unformatted = "SDK0902", Error, help "install rustfmt (`rustup component add rustfmt`), or remove `rustfmt = true` from sdk.toml",
        "sdk.toml asks for the output to be formatted by rustfmt, and rustfmt could not be run or failed. Nothing is written. Without it the output\n\
         is complete as well, in the layout of prettyplease.";
    /// The output cannot be written
    Unwritable = "SDK0903", Error, help "check the permissions and the free space of the output folder",
        "The system refused to write a file. New content is written beside the old one and moved only when all of it is there, so the old\n\
         output is as it was.";
}

impl Code {
    /// Finds a code by its id, whatever the letter case: `sdk0203`, or just `203`.
    pub fn find(id: &str) -> Option<Code> {
        let digits = id.trim_start_matches(|character: char| !character.is_ascii_digit());
        Code::ALL.iter().copied().find(|code| {
            code.id().eq_ignore_ascii_case(id)
                || code.id().trim_start_matches("SDK").trim_start_matches('0') == digits.trim_start_matches('0')
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn ids_are_unique_and_ascending() {
        let ids: Vec<_> = Code::ALL.iter().map(|code| code.id()).collect();
        let sorted: BTreeSet<_> = ids.iter().copied().collect();
        assert_eq!(ids, sorted.into_iter().collect::<Vec<_>>());
    }

    #[test]
    fn finds_short_ids() {
        assert_eq!(Code::find("sdk0203"), Some(Code::OptionalPathParameter));
        assert_eq!(Code::find("203"), Some(Code::OptionalPathParameter));
        assert_eq!(Code::find("SDK9999"), None);
        assert_eq!(Code::find("nonsense"), None);
    }
}
