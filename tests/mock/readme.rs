use chatbotkit::{ChatBotKit, types::*};

#[tokio::main]
async fn main() -> chatbotkit::Result<()> {
    let client = ChatBotKit::from_env()?; // CHATBOTKIT_API_SECRET
    let request = BotSessionCreateRequest::new().duration_in_seconds(3600.0);
    let session = client.bot().session().create("bot_1", &request).await?;
    println!("conversation {}", session.conversation_id);
    Ok(())
}
