//! Uploads in two steps become one method each, beside those of their operation.

use proc_macro2::TokenStream;
use quote::quote;

use super::scope::Scope;
use super::{docs, example, ident, operation, parameter, ty};
use crate::ir::{Api, Docs, Operation, Resource, Upload};

/// ```text
/// /// Upload the contents of a file.
/// pub fn upload_file(&self, file_id: &str, file: &File) -> TwoStepUpload<FileUploadResponse> {
///     static OPERATION: Operation = Operation::post("uploadFile", "/file/{fileId}/upload");
///     static STEPS: UploadSteps = UploadSteps::new("/uploadRequest").size("/file/size");
///     TwoStepUpload::new(Call::new(&self.client, &OPERATION).path("fileId", file_id), &STEPS, file)
/// }
/// ```
pub(super) fn method(scope: &Scope, resource: &Resource, operation: &Operation, upload: &Upload) -> TokenStream {
    let docs = docs::of_method(scope, &method_docs(scope.api, resource, operation, upload));
    let name = ident(&upload.method);
    let file = ident(&upload.argument);
    let arguments = operation.arguments.iter().map(|argument| {
        let name = ident(&argument.name.rust);
        let ty = ty::argument(scope, &argument.ty);
        quote! { #name: #ty }
    });
    let positional = operation
        .arguments
        .iter()
        .map(|argument| parameter::positional(scope, argument));
    let types = operation::call_arguments(scope, operation);
    let descriptor = operation::descriptor(operation);
    let steps = steps(upload);
    let [call, file_type, operation_type, upload_type, steps_type] =
        ["Call", "File", "Operation", "TwoStepUpload", "UploadSteps"].map(|name| scope.core(name));
    quote! {
        #docs
        #[inline]
        pub fn #name(&self, #(#arguments,)* #file: &#file_type) -> #upload_type<#types> {
            static OPERATION: #operation_type = #descriptor;
            static STEPS: #steps_type = #steps;
            #upload_type::new(#call::new(&self.client, &OPERATION) #(#positional)*, &STEPS, #file)
        }
    }
}

/// `UploadSteps::new("/uploadRequest").size("/file/size")`.
fn steps(upload: &Upload) -> TokenStream {
    let request = &upload.request;
    let size = upload.size.as_ref().map(|pointer| quote! { .size(#pointer) });
    let media_type = upload
        .media_type
        .as_ref()
        .map(|pointer| quote! { .media_type(#pointer) });
    let file_name = upload.file_name.as_ref().map(|pointer| quote! { .file_name(#pointer) });
    quote! { UploadSteps::new(#request) #size #media_type #file_name }
}

/// The summary of the operation, what the two steps are, and an example that compiles.
fn method_docs(api: &Api, resource: &Resource, operation: &Operation, upload: &Upload) -> Docs {
    let summary = operation.docs.lines.first().cloned();
    let mut lines = vec![summary.unwrap_or_else(|| format!("Calls `{}`.", operation.id))];
    lines.extend([
        String::new(),
        "In two steps, for files of any size: the API is told of the file and answers where its bytes go, and there they are sent without credentials."
            .to_owned(),
        String::new(),
        format!(
            "Sends `{} {}`, and then the bytes to the URL in the answer.",
            operation.http_method, operation.path
        ),
    ]);
    lines.extend(operation::argument_docs(operation));
    lines.push(String::new());
    lines.extend(example::upload(api, resource, operation, upload));
    Docs {
        lines,
        facts: None,
        deprecated: operation.docs.deprecated,
    }
}
