//! Five calls of Box's API.

use sdk::Client;
use std::hint::black_box;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::new("secret");
    black_box(client.users().me().get().await?);
    black_box(client.folders().get("0").await?);
    black_box(client.files().get("1").await?);
    black_box(client.files().comments().list("1").await?);
    black_box(client.comments().create(None).await?);
    Ok(())
}
