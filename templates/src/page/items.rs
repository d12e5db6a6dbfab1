//! All pages of a list, and all items of all pages.

use super::Page;
use super::running::Running;
use super::walk::{Signpost, Walk};
use crate::answer::{self, Answer};
use crate::call::CallFuture;
use crate::draft::Draft;
use crate::error::Result;
use crate::response::Response;
use futures_core::Stream;
use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// The pages of a list, each asked for when it is wanted.
///
/// [`next`](Self::next) is all that is needed; it is a `Stream` too. After an error it is over.
#[must_use = "pages are not asked for unless they are read"]
pub struct Pages<T> {
    walk: Walk,
    running: Option<Running>,
    prefetch: bool,
    is_over: bool,
    page: PhantomData<fn() -> T>,
}

impl<T: Answer + Page> Pages<T> {
    pub(crate) fn new(draft: Draft) -> Self {
        Self {
            walk: Walk::new(draft),
            running: None,
            prefetch: false,
            is_over: false,
            page: PhantomData,
        }
    }

    /// Asks for the page after the one that is given out at once, so that it arrives while that one is worked on.
    ///
    /// It is carried by a task of its own, which ends when this is dropped; in a browser it goes on only when it is wanted.
    pub fn prefetch(mut self) -> Self {
        self.prefetch = true;
        self
    }

    /// The next page; `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<T>> {
        std::future::poll_fn(|context| self.poll_page(context)).await
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        if self.is_over {
            return Poll::Ready(None);
        }
        let walk = &self.walk;
        let running = self.running.get_or_insert_with(|| Running::Wanted(walk.call()));
        let response = ready!(running.poll(context));
        self.running = None;
        let page = response.and_then(|response| self.accept(response));
        self.is_over |= page.is_err();
        if self.prefetch {
            self.look_ahead();
        }
        Poll::Ready(Some(page))
    }

    /// Begins the call of the next page, if there is one.
    fn look_ahead(&mut self) {
        if !self.is_over && self.running.is_none() {
            self.running = Some(Running::ahead(self.walk.call()));
        }
    }

    fn accept(&mut self, response: Response) -> Result<T> {
        let (head, body) = answer::whole(response)?;
        self.walk.arrived(&head, &body)?;
        let page: T = answer::value(&head, &body)?;
        let signpost = Signpost {
            next: page.next(),
            count: page.item_count(),
            has_more: page.has_more(),
            total: page.total(),
        };
        match self.walk.advance(&head, &signpost) {
            Ok(goes_on) => self.is_over = !goes_on,
            // The page itself is good; the circle is reported when the next one is asked for.
            Err(error) => self.running = Some(Running::Wanted(CallFuture::failed(error))),
        }
        Ok(page)
    }
}

impl<T: Answer + Page> Stream for Pages<T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_page(context)
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Pages")
            .field("is_over", &self.is_over)
            .finish_non_exhaustive()
    }
}

/// The items of a list, over all its pages.
///
/// [`next`](Self::next) is all that is needed; it is a `Stream` too. After an error it is over.
#[must_use = "items are not asked for unless they are read"]
pub struct Items<T: Page> {
    pages: Pages<T>,
    page: std::vec::IntoIter<T::Item>,
    prefetch: bool,
    left: usize,
}

impl<T: Answer + Page> Items<T> {
    pub(crate) fn new(draft: Draft) -> Self {
        Self {
            pages: Pages::new(draft),
            page: Vec::new().into_iter(),
            prefetch: false,
            left: usize::MAX,
        }
    }

    /// Asks for the next page at once when one has arrived, so that it arrives while the items of that one are worked on.
    ///
    /// It is carried by a task of its own, which ends when this is dropped; in a browser it goes on only when it is wanted.
    pub fn prefetch(mut self) -> Self {
        self.prefetch = true;
        self
    }

    /// Ends after this many items; no page is asked for that is not needed for them.
    pub fn max_items(mut self, items: usize) -> Self {
        self.left = items;
        self
    }

    /// The next item; `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<T::Item>> {
        std::future::poll_fn(|context| self.poll_item(context)).await
    }

    /// All items in one list.
    ///
    /// # Errors
    ///
    /// One of the pages failed.
    pub async fn collect(mut self) -> Result<Vec<T::Item>> {
        let mut items = Vec::new();
        while let Some(item) = self.next().await {
            items.push(item?);
        }
        Ok(items)
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T::Item>>> {
        loop {
            if self.left == 0 {
                return Poll::Ready(None);
            }
            if let Some(item) = self.page.next() {
                self.left -= 1;
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll_page(context)) {
                Some(Ok(page)) => {
                    self.page = page.into_items().into_iter();
                    if self.prefetch && self.left > self.page.len() {
                        self.pages.look_ahead();
                    }
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T: Answer + Page> Stream for Items<T>
where
    T::Item: Unpin,
{
    type Item = Result<T::Item>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(context)
    }
}

impl<T: Page> fmt::Debug for Items<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Items")
            .field("pages", &self.pages)
            .finish_non_exhaustive()
    }
}
