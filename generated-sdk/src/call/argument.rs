//! The arguments of a call, as generated methods give them.

use super::{Call, NoStream};
use crate::body::Body;
use crate::draft::is_json;
use crate::multipart::Form;
use crate::operation::AnswerKind;
use crate::parameter::Parameter;
use crate::payload::Payload;
use serde::Serialize;
use std::borrow::Cow;

impl<T, U, P> Call<T, U, P> {
    /// Gives a simple parameter of the path.
    #[doc(hidden)]
    pub fn path(mut self, name: &'static str, value: &str) -> Self {
        self.draft.path(name, value);
        self
    }

    /// Gives a parameter.
    #[doc(hidden)]
    pub fn parameter<V: Serialize + ?Sized>(mut self, parameter: Parameter, value: &V) -> Self {
        self.draft.parameter(parameter, serde_json::to_vec(value));
        self
    }

    /// Gives a body of JSON.
    #[doc(hidden)]
    pub fn json<V: Serialize + ?Sized>(mut self, value: &V) -> Self {
        self.draft.json(serde_json::to_vec(value));
        self
    }

    /// Gives a body of JSON under another media type, such as `application/merge-patch+json`.
    #[doc(hidden)]
    pub fn json_as<V: Serialize + ?Sized>(mut self, media_type: &'static str, value: &V) -> Self {
        match serde_json::to_vec(value) {
            Ok(json) => self.body(media_type, json),
            Err(error) => {
                self.draft.json(Err(error));
                self
            }
        }
    }

    /// Gives a body of JSON, or none.
    #[doc(hidden)]
    pub fn optional_json<V: Serialize + ?Sized>(self, value: Option<&V>) -> Self {
        match value {
            Some(value) => self.json(value),
            None => self,
        }
    }

    /// Gives a body of `{}`, for operations that want JSON and have nothing to say.
    #[doc(hidden)]
    pub fn empty_json(mut self) -> Self {
        self.draft.json(Ok(b"{}".to_vec()));
        self
    }

    /// Gives a URL-encoded form.
    #[doc(hidden)]
    pub fn form<V: Serialize + ?Sized>(self, value: &V) -> Self {
        self.form_with(value, &[])
    }

    /// Gives a URL-encoded form, some of whose members are laid out in a style of their own.
    #[doc(hidden)]
    pub fn form_with<V: Serialize + ?Sized>(mut self, value: &V, encoding: &'static [Parameter]) -> Self {
        self.draft.form(serde_json::to_vec(value), encoding);
        self
    }

    /// Gives a form of several parts.
    #[doc(hidden)]
    pub fn multipart(mut self, form: Form) -> Self {
        self.draft.payload = Some(Payload::Multipart(form));
        self
    }

    /// Gives a body of any media type.
    #[doc(hidden)]
    pub fn body(mut self, media_type: impl Into<Cow<'static, str>>, body: impl Into<Body>) -> Self {
        self.draft.payload = Some(Payload::Raw(media_type.into(), body.into()));
        self
    }

    /// Gives a body of plain text.
    #[doc(hidden)]
    pub fn text(self, text: impl Into<String>) -> Self {
        self.body("text/plain; charset=utf-8", text.into())
    }

    /// Asks for the answer in another media type.
    #[doc(hidden)]
    pub fn answer_as<A>(mut self, media_type: &'static str) -> Call<A> {
        self.draft.accept = Some(Cow::Borrowed(media_type));
        self.draft.answer = Some(if is_json(media_type) {
            AnswerKind::Json
        } else {
            AnswerKind::Raw
        });
        Call::<A, NoStream, ()>::of(self.draft)
    }
}
