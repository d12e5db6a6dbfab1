//! Five calls of the ChatBotKit API.

use sdk::{Client, types::*};
use std::hint::black_box;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::new("secret");
    black_box(client.bot().list().await?);
    black_box(client.bot().fetch("bot_1").await?);
    black_box(client.bot().create(&BotCreateRequest::new().name("a")).await?);
    black_box(client.conversation().create(&ConversationCreateRequest::new()).await?);
    black_box(client.dataset().fetch("dataset_1").await?);
    Ok(())
}
