//! Replies for requests of one kind, whenever they come.

use super::Reply;
use std::collections::VecDeque;

/// The replies to requests of one method and path.
#[derive(Debug)]
pub(super) struct Route {
    method: String,
    template: String,
    replies: VecDeque<Reply>,
    always: Option<Reply>,
}

impl Route {
    pub(super) fn new(method: &str, template: &str) -> Self {
        Self {
            method: method.to_owned(),
            template: template.to_owned(),
            replies: VecDeque::new(),
            always: None,
        }
    }

    pub(super) fn is(&self, method: &str, template: &str) -> bool {
        self.method == method && self.template == template
    }

    pub(super) fn push(&mut self, reply: Reply) {
        self.replies.push_back(reply);
    }

    pub(super) fn set_always(&mut self, reply: Reply) {
        self.always = Some(reply);
    }

    /// How well the route fits a request, by the segments that are the same and then by the others; `None` where it does not, or has no
    /// reply left.
    pub(super) fn fit(&self, method: &str, path: &str) -> Option<(usize, usize)> {
        if !self.method.eq_ignore_ascii_case(method) || (self.replies.is_empty() && self.always.is_none()) {
            return None;
        }
        let mut sent = path.trim_matches('/').rsplit('/');
        let (mut same, mut any) = (0, 0);
        for segment in self.template.trim_matches('/').rsplit('/') {
            let value = sent.next()?;
            if segment.starts_with('{') && segment.ends_with('}') {
                any += 1;
            } else if segment == value {
                same += 1;
            } else {
                return None;
            }
        }
        Some((same, any))
    }

    pub(super) fn take(&mut self) -> Option<Reply> {
        self.replies.pop_front().or_else(|| self.always.clone())
    }

    /// What has not been asked for, for a person.
    pub(super) fn left(&self) -> Option<String> {
        match self.replies.len() {
            0 => None,
            count => Some(format!("{count} for {} {}", self.method, self.template)),
        }
    }
}
