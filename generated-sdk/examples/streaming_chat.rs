//! A chat on the terminal: each line is sent to a bot, and the reply is printed while it is generated.
//!
//! ```text
//! CHATBOTKIT_API_SECRET=… cargo run --example streaming_chat -- BOT_ID
//! ```

use chatbotkit::{ChatBotKit, types::*};
use std::io::{BufRead, Write};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let bot_id = std::env::args().nth(1).ok_or("usage: streaming_chat BOT_ID")?;
    let client = ChatBotKit::from_env()?;
    let request = ConversationCreateRequest::new().bot_id(bot_id);
    let conversation = client.conversation().create(&request).await?;

    for line in std::io::stdin().lock().lines() {
        // A failed reply does not end the chat; the next line is a new try.
        if let Err(error) = reply(&client, &conversation.id, &line?).await {
            eprintln!("\n{error}");
        }
    }
    Ok(())
}

/// Sends `text` and prints what comes back. An `error` event of the server is an `Err` of the stream.
async fn reply(client: &ChatBotKit, conversation_id: &str, text: &str) -> chatbotkit::Result<()> {
    let request = ConversationCompleteRequest::new().text(text);
    let mut events = client
        .conversation()
        .complete(conversation_id, &request)
        .stream()
        .await?;
    while let Some(event) = events.next().await {
        match event? {
            ConversationCompleteEvent::Token(piece) => {
                print!("{}", piece.token);
                // A terminal that cannot be flushed is no reason to drop the reply.
                let _ = std::io::stdout().flush();
            }
            ConversationCompleteEvent::Result(reply) => {
                println!("\n[{} tokens, {:?}]", reply.usage.token, reply.end.reason);
            }
            ConversationCompleteEvent::Unknown(event) => eprintln!("\nan event of a newer server: {event}"),
            _ => {}
        }
    }
    Ok(())
}
