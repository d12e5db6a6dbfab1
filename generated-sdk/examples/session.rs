//! Opens a session with a bot, so that a browser can talk to it without the account's secret.
//!
//! ```text
//! CHATBOTKIT_API_SECRET=… cargo run --example session -- BOT_ID
//! ```

use chatbotkit::{ChatBotKit, types::*};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let bot_id = std::env::args().nth(1).ok_or("usage: session BOT_ID")?;
    let client = ChatBotKit::from_env()?;

    let greeting = ChatMessage::new(MessageType::Bot, "Hello! What can I do for you?");
    let request = BotSessionCreateRequest::new()
        .duration_in_seconds(3600.0)
        .messages([greeting]);
    let session = client.bot().session().create(&bot_id, &request).await?;

    // Printing the whole session would hide the token: fields that hold secrets are left out of `Debug`.
    println!("conversation: {}", session.conversation_id);
    println!("token:        {}", session.token);
    println!("expires at:   {} ms after 1970", session.expires_at);
    Ok(())
}
