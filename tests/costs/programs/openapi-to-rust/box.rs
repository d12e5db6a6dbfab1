//! Five calls of Box's API.

use sdk::*;
use std::hint::black_box;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = HttpClient::new().with_api_key("secret");
    let no = None::<&str>;
    black_box(client.get_users_me(None).await?);
    black_box(client.get_folders_id("0", None, None, None, None, None, no, no).await?);
    black_box(client.get_files_id("1", None, no, no, no).await?);
    black_box(client.get_files_id_comments("1", None, None, None).await?);
    black_box(client.post_comments(None, None).await?);
    Ok(())
}
