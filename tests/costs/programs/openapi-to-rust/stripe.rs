//! Five calls of Stripe's API.

use sdk::*;
use std::hint::black_box;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = HttpClient::new().with_api_key("secret");
    let no = None::<&str>;
    black_box(client.get_balance(no, None).await?);
    black_box(client.get_charges(no, no, no, no, None, no, no, no, None).await?);
    black_box(client.get_customers_customer("cus_1", no, None).await?);
    black_box(client.post_customers(None).await?);
    black_box(client.get_invoices_invoice("in_1", no, None).await?);
    Ok(())
}
