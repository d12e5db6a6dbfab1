//! What is printed of an error holds no secret, whoever wrote it: the server, the transport, or the caller's own code.

use super::Error;
use crate::draft::Draft;
use crate::operation::OperationRef;
use crate::secret::Secret;
use std::sync::Arc;

impl Error {
    /// Says which call failed, and leaves its client's secret out.
    pub(crate) fn of_call(self, draft: &Draft) -> Self {
        self.in_operation(&draft.operation)
            .without(&draft.client.shared().credentials().secrets())
    }

    /// Cuts secrets out of everything that is printed. Of a source that holds one of them only the text is left.
    pub(crate) fn without(mut self, secrets: &[Secret]) -> Self {
        let redacted = |text: &str| secrets.iter().fold(text.to_owned(), |text, secret| secret.redact(text));
        let facts = &mut self.0;
        for text in std::iter::once(&mut facts.message)
            .chain(&mut facts.code)
            .chain(&mut facts.request_id)
            .chain(&mut facts.path)
        {
            *text = redacted(text);
        }
        if let Some(operation) = facts.operation.take_if(|operation| !operation.is_declared()) {
            // The path of such a call is the address that the caller wrote.
            let path = redacted(operation.path());
            facts.operation = Some(if path == operation.path() {
                operation
            } else {
                OperationRef::Undeclared(Arc::new(operation.at(path)))
            });
        }
        if let Some(source) = &facts.source {
            let text = chain(&**source);
            let shown = redacted(&text);
            if shown != text {
                // Its message is the first of the chain; the others are for those who print it with its causes.
                facts.source = Some(redacted(&source.to_string()).into());
            }
        }
        self
    }
}

/// All that an error and its causes print.
fn chain(source: &(dyn std::error::Error + 'static)) -> String {
    let mut text = format!("{source:?}");
    let mut next = Some(source);
    while let Some(error) = next {
        text.push_str(&format!("\n{error}\n{error:?}"));
        next = error.source();
    }
    text
}
