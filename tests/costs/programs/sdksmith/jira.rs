//! Five calls of Jira's API.

use sdk::{Client, types::*};
use std::hint::black_box;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::new("secret");
    black_box(client.issues().get("A-1").await?);
    black_box(client.issues().create(&IssuesCreateRequest::new()).await?);
    black_box(client.myself().get_current_user().await?);
    black_box(client.projects().get("A").await?);
    black_box(client.projects().search().await?);
    Ok(())
}
