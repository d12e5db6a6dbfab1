//! What a program needs without any SDK to send a request over HTTPS and read JSON: reqwest, as the other generators have it.

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = reqwest::Client::new();
    let request = client.get("https://api.example.com/").bearer_auth("secret");
    let bytes = request.send().await?.bytes().await?;
    println!("{}", serde_json::from_slice::<serde_json::Value>(&bytes)?);
    Ok(())
}
