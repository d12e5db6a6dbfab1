//! HTTP/2 from the server's side, frame by frame: no library would send what these tests need.

use super::find;
use super::tls::Secured;
use crate::support::thing;

/// A frame of HTTP/2: its type, flags, stream and payload.
fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let mut frame = (payload.len() as u32).to_be_bytes()[1..].to_vec();
    frame.extend([kind, flags]);
    frame.extend(stream.to_be_bytes());
    frame.extend(payload);
    frame
}

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const GOAWAY: u8 = 7;
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;

/// The server's side of a connection of HTTP/2, as far as these tests go.
pub struct Http2(Secured);

impl Http2 {
    pub async fn accept(mut connection: Secured) -> Option<Self> {
        const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
        while connection.buffer.len() < PREFACE.len() {
            connection.more().await?;
        }
        assert_eq!(
            find(&connection.buffer, PREFACE),
            Some(0),
            "HTTP/2 is spoken without being asked"
        );
        connection.buffer.drain(..PREFACE.len());
        connection.send(frame(SETTINGS, 0, 0, &[])).await?;
        Some(Self(connection))
    }

    /// The stream of the next request whose body has arrived; `None` when the client is gone.
    pub async fn request(&mut self) -> Option<u32> {
        loop {
            let buffer = &mut self.0.buffer;
            let length = match buffer.get(..9) {
                Some(head) => 9 + u32::from_be_bytes([0, head[0], head[1], head[2]]) as usize,
                None => usize::MAX,
            };
            if buffer.len() < length {
                self.0.more().await?;
                continue;
            }
            let frame: Vec<u8> = buffer.drain(..length).collect();
            if matches!(frame[3], DATA | HEADERS) && frame[4] & END_STREAM != 0 {
                return Some(u32::from_be_bytes([frame[5], frame[6], frame[7], frame[8]]));
            }
        }
    }

    pub async fn answer(&mut self, stream: u32) {
        // The one byte is `:status: 200` in the static table.
        let head = frame(HEADERS, END_HEADERS, stream, &[0x88]);
        let body = frame(DATA, END_STREAM, stream, thing("a").to_string().as_bytes());
        self.0.send([head, body].concat()).await;
    }

    pub async fn reset(&mut self, stream: u32, reason: u32) {
        self.0.send(frame(RST_STREAM, 0, stream, &reason.to_be_bytes())).await;
    }

    pub async fn go_away(&mut self, last_stream: u32, reason: u32) {
        let payload = [last_stream.to_be_bytes(), reason.to_be_bytes()].concat();
        self.0.send(frame(GOAWAY, 0, 0, &payload)).await;
    }
}
