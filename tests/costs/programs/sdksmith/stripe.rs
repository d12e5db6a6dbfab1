//! Five calls of Stripe's API.

use sdk::{Client, types::*};
use std::hint::black_box;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::new("secret");
    black_box(client.balance().get().await?);
    black_box(client.charges().list().await?);
    black_box(client.customers().get("cus_1").await?);
    black_box(client.customers().create(&CustomersCreateRequest::new()).await?);
    black_box(client.invoices().get("in_1").await?);
    Ok(())
}
