//! Makes calls that fail in different ways and says what each error knows.
//!
//! ```text
//! CHATBOTKIT_API_SECRET=… cargo run --example error_handling
//! ```

use chatbotkit::{ChatBotKit, Error, ErrorKind, types::*};
use std::time::Duration;

#[tokio::main]
async fn main() -> chatbotkit::Result<()> {
    let client = ChatBotKit::from_env()?;

    // Refused before anything is sent: an empty ID would be another path.
    explain(client.bot().fetch("").await.err());

    // Answered by the API with an error.
    explain(client.bot().fetch("no-such-bot").await.err());

    // A secret that is wrong. The variant shares the connections of the client.
    let stranger = client.with(|options| options.secret("wrong"));
    explain(stranger.bot().list().await.err());

    // Ended by a limit of our own.
    explain(client.bot().list().timeout(Duration::from_millis(1)).await.err());

    // Nobody listens: no connection, and all tries are used up.
    explain(
        client
            .bot()
            .list()
            .base_url("http://127.0.0.1:9")
            .max_retries(1)
            .await
            .err(),
    );

    // An expected error is an answer like any other.
    match find(&client, "no-such-bot").await? {
        Some(bot) => println!("found {}", bot.id),
        None => println!("there is no such bot"),
    }
    Ok(())
}

/// The bot, or `None` if there is none.
async fn find(client: &ChatBotKit, bot_id: &str) -> chatbotkit::Result<Option<BotFetchResponse>> {
    match client.bot().fetch(bot_id).await {
        Ok(bot) => Ok(Some(bot)),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

fn explain(error: Option<Error>) {
    let Some(error) = error else {
        return println!("it has worked");
    };
    println!("{error}");
    match error.kind() {
        ErrorKind::Api => println!(
            "  the API says {:?} with status {:?}, in request {:?}",
            error.code(),
            error.status(),
            error.request_id()
        ),
        ErrorKind::Timeout => println!("  the {:?} limit", error.timeout_kind()),
        ErrorKind::Decode => println!("  at {:?} of {} bytes", error.path(), error.body().len()),
        ErrorKind::Request => println!("  nothing was sent"),
        ErrorKind::Connect => println!("  {} tries", error.attempts()),
        kind => println!("  {kind:?}"),
    }
}
