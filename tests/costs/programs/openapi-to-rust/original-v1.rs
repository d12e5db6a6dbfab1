//! Five calls of the ChatBotKit API.

use sdk::*;
use std::hint::black_box;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = HttpClient::new().with_api_key("secret");
    black_box(client.list_bots(None::<&str>, None, None, None).await?);
    black_box(client.fetch_bot("bot_1").await?);
    black_box(client.create_bot(serde_json::from_str("{}")?).await?);
    black_box(client.create_conversation(serde_json::from_str("{}")?).await?);
    black_box(client.fetch_dataset("dataset_1").await?);
    Ok(())
}
