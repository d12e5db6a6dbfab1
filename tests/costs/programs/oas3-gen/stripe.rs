//! Five calls of Stripe's API.

use sdk::*;
use std::hint::black_box;

#[tokio::main]
async fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    let client = StripeApiClient::new().with_bearer_auth("secret");
    black_box(client.get_balance(GetBalanceRequest::default()).await?);
    black_box(client.get_charges(GetChargesRequest::default()).await?);
    black_box(
        client
            .get_customers_customer(GetCustomersCustomerRequest::default())
            .await?,
    );
    black_box(client.post_customers(PostCustomersRequest::default()).await?);
    black_box(
        client
            .get_invoices_invoice(GetInvoicesInvoiceRequest::default())
            .await?,
    );
    Ok(())
}
