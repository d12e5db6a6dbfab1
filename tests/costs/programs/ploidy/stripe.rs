//! Five calls of Stripe's API.

use sdk::client::{Client, default::parameters::*};
use std::hint::black_box;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::new("https://api.stripe.com")?;
    let no = || serde_json::json!({});
    black_box(client.get_balance(&GetBalanceQuery::default(), no()).await?);
    black_box(client.get_charges(&GetChargesQuery::default(), no()).await?);
    black_box(
        client
            .get_customers_customer("cus_1", &GetCustomersCustomerQuery::default(), no())
            .await?,
    );
    black_box(client.post_customers(no()).await?);
    black_box(
        client
            .get_invoices_invoice("in_1", &GetInvoicesInvoiceQuery::default(), no())
            .await?,
    );
    Ok(())
}
