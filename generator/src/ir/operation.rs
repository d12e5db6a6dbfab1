//! Operations and the methods that call them.

use super::{Answer, Body, Docs, OtherAnswer, Paging, Parameter, Requirement, ServerTemplate, Stream, TypeId, Upload};

/// One operation of the API.
#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    /// Its operationId, or a name made from method and path.
    pub id: String,
    /// The HTTP method in capitals.
    pub http_method: String,
    /// The path template.
    pub path: String,
    /// Its documentation: summary first.
    pub docs: Docs,
    /// The methods that call it: one for each way to send its body, the usual one first.
    pub methods: Vec<Method>,
    /// The methods that announce a file to it and then send the bytes to where its answer says.
    pub uploads: Vec<Upload>,
    /// Positional arguments: path parameters in path order, then required ones of other locations.
    pub arguments: Vec<Parameter>,
    /// Setters on the call.
    pub setters: Vec<Parameter>,
    /// The marker type that carries the setters, where there are setters or other answers.
    pub marker: Option<String>,
    /// What `.await` gives.
    pub answer: Answer,
    /// Further ways to have the answer.
    pub other_answers: Vec<OtherAnswer>,
    /// What `.stream()` gives.
    pub stream: Option<Stream>,
    /// How the next page is asked for, where the answer is one page of many.
    pub paging: Option<Paging>,
    /// The types of its error bodies, for `Error::typed`.
    pub errors: Vec<ErrorBody>,
    /// The headers of its answers.
    pub headers: Vec<AnswerHeader>,
    /// Sending it twice does no harm although its HTTP method does not say so.
    pub idempotent: bool,
    /// Its own server, where it has one.
    pub server: Option<ServerTemplate>,
    /// The credentials that it requires.
    pub security: Requirement,
}

/// A method of a resource's client.
#[derive(Debug, Clone, PartialEq)]
pub struct Method {
    /// Its Rust name.
    pub name: String,
    /// The body it sends.
    pub body: Body,
}

/// A body that does not mean success.
#[derive(Debug, Clone, PartialEq)]
pub struct ErrorBody {
    /// The statuses that it comes with: `404`, `4XX`, `default`.
    pub status: String,
    /// What the description says of them.
    pub docs: Docs,
    /// The type in the body: its own, or that of its elements.
    pub element: TypeId,
    /// The body is a value of this type.
    pub is_whole: bool,
}

/// A header that comes with an answer, to be read as text.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerHeader {
    /// Its name.
    pub name: String,
    /// What the description says of it.
    pub docs: Docs,
}
