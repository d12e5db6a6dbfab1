//! Lists the bots of the account in each of the ways that a list offers.
//!
//! ```text
//! CHATBOTKIT_API_SECRET=… cargo run --example pagination
//! ```

use chatbotkit::{ChatBotKit, types::*};
use std::collections::BTreeMap;

#[tokio::main]
async fn main() -> chatbotkit::Result<()> {
    let client = ChatBotKit::from_env()?;

    // One page. Its cursor is where the next one begins.
    let page = client.bot().list().take(10).await?;
    println!("first page: {} bots, next cursor {:?}", page.items.len(), page.cursor);

    // All items, one by one. A page is asked for when the one before it is used up.
    let mut bots = client.bot().list().order(SortOrder::Asc).take(10).items().max_items(25);
    while let Some(bot) = bots.next().await {
        let bot = bot?;
        println!("{} {}", bot.id, bot.name.as_deref().unwrap_or("without a name"));
    }

    // All pages. Parameters and options of the call hold for each of them.
    let meta = BTreeMap::from([("team".to_owned(), "support".to_owned())]);
    let mut pages = client.bot().list().meta(&meta).pages();
    while let Some(page) = pages.next().await {
        println!("{} bots of the support team", page?.items.len());
    }

    // One request: the server walks through the pages itself, and `take` limits the whole.
    let mut events = client.bot().list().take(25).stream().await?;
    while let Some(event) = events.next().await {
        if let BotListEvent::Item(bot) = event? {
            println!("{}", bot.id);
        }
    }

    // An export as a table.
    let table = client.conversation().export().take(100).csv().await?;
    println!("{} lines of CSV", table.lines().count());
    Ok(())
}
