//! HTTP, which hyper speaks for us.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::net::TcpListener;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http_body_util::{BodyExt as _, Limited};
use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use hyper::header::{HeaderName, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::sync::oneshot::Receiver;

use super::play::{Mock, Reply};
use super::refusal::Refusal;
use super::request::Request;

/// A body that is larger is refused.
const BODY: usize = 64 << 20;

/// Serves connections until it is told to stop; what is still open then is closed.
pub(super) async fn all(
    listener: TcpListener,
    mock: Mock,
    watch: impl Fn(&Request, &Reply) + Send + Sync + 'static,
    mut stopped: Receiver<()>,
) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else {
        return;
    };
    let player = Arc::new((mock, watch));
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = &mut stopped => return,
        };
        let Ok((socket, _)) = accepted else {
            // Too many open files; some of them will be closed.
            tokio::time::sleep(Duration::from_millis(10)).await;
            continue;
        };
        // An answer is written in small pieces, and nobody should wait for the next one to have the last.
        let _ = socket.set_nodelay(true);
        let player = Arc::clone(&player);
        let service = service_fn(move |request| {
            let player = Arc::clone(&player);
            async move {
                let (mock, watch) = &*player;
                Ok::<_, Infallible>(exchange(mock, watch, request).await)
            }
        });
        tokio::spawn(async move {
            // A connection that breaks is the client's business.
            let _ = http1::Builder::new()
                .serve_connection(TokioIo::new(socket), service)
                .await;
        });
    }
}

async fn exchange(
    mock: &Mock,
    watch: &impl Fn(&Request, &Reply),
    request: hyper::Request<Incoming>,
) -> hyper::Response<Pieces> {
    let (head, body) = request.into_parts();
    let headers = head.headers.iter().map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        (name.as_str().to_owned(), value)
    });
    let mut request = Request {
        method: head.method.as_str().to_owned(),
        path: head.uri.path().to_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        headers: headers.collect(),
        body: Vec::new(),
    };
    let reply = match Limited::new(body, BODY).collect().await {
        Ok(body) => {
            request.body = body.to_bytes().to_vec();
            mock.play(&request)
        }
        Err(_) => Refusal::new(413, format!("the body has more than {BODY} bytes, or it broke off")).reply(),
    };
    watch(&request, &reply);
    response(reply)
}

fn response(reply: Reply) -> hyper::Response<Pieces> {
    let mut response = hyper::Response::new(Pieces {
        is_stream: reply.is_stream,
        pieces: reply.pieces.into_iter().map(Bytes::from).collect(),
    });
    if let Ok(status) = hyper::StatusCode::from_u16(reply.status) {
        *response.status_mut() = status;
    }
    for (name, value) in &reply.headers {
        // A media type of the description that HTTP cannot carry is left out.
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value)) {
            response.headers_mut().append(name, value);
        }
    }
    response
}

/// A body that goes out piece by piece.
struct Pieces {
    pieces: VecDeque<Bytes>,
    is_stream: bool,
}

impl Body for Pieces {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        Poll::Ready(self.pieces.pop_front().map(|piece| Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.pieces.is_empty()
    }

    /// A stream does not say how long it is, so it goes out in chunks.
    fn size_hint(&self) -> SizeHint {
        if self.is_stream {
            return SizeHint::new();
        }
        let length: usize = self.pieces.iter().map(Bytes::len).sum();
        SizeHint::with_exact(u64::try_from(length).unwrap_or(u64::MAX))
    }
}
