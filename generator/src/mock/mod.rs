//! A server on loopback that plays the API of a description.
//!
//! It answers every operation with values from the examples of the description or made from its schemas, and refuses what
//! the description does not allow. The same request has the same answer: nothing is kept between two of them.

mod body;
mod form;
mod multipart;
mod parameter;
mod play;
mod refusal;
mod request;
mod route;
mod security;
mod serve;
mod upload;

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::thread::JoinHandle;

use crate::contract::Contract;

pub use play::{Mock, Reply};
pub use request::Request;

/// A server while it runs, in a thread of its own; it stops when this is dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Starts to play this description on a port of loopback; 0 takes any free one.
    pub fn start(contract: Contract, port: u16) -> io::Result<Self> {
        Self::start_watched(contract, port, |_, _| {})
    }

    /// As [`Server::start`]; each request and its answer are shown to `watch`.
    pub fn start_watched(
        contract: Contract,
        port: u16,
        watch: impl Fn(&Request, &Reply) + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (stop, stopped) = tokio::sync::oneshot::channel();
        let mock = Mock::new(contract);
        let thread = std::thread::Builder::new()
            .name("mock".to_owned())
            // Schemas that contain each other in a long chain are followed one inside the other.
            .stack_size(64 << 20)
            .spawn(move || runtime.block_on(serve::all(listener, mock, watch, stopped)))?;
        Ok(Server {
            address,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its URL, without a path.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Waits until it ends, which by itself it never does.
    pub fn wait(mut self) {
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
