//! Uploads a file: as a form up to 4.5 MB, in two steps beyond.
//!
//! ```text
//! CHATBOTKIT_API_SECRET=… cargo run --example upload -- PATH
//! ```

use chatbotkit::{ChatBotKit, File, types::*};
use std::path::Path;

/// What the API takes in one request.
const LIMIT: u64 = 4_500_000;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("usage: upload PATH")?;
    let client = ChatBotKit::from_env()?;

    let created = client
        .file()
        .create(&FileCreateRequest::new().name(file_name(&path)))
        .await?;
    let id = upload(&client, &created.id, &path).await?;
    println!("{path} is in {id}");
    Ok(())
}

/// Sends a file, which is read from the disk meanwhile. Its media type follows from its name.
async fn upload(client: &ChatBotKit, file_id: &str, path: &str) -> Result<String, Box<dyn std::error::Error>> {
    let file = File::from_path(path)?.on_progress(|sent| eprintln!("{sent} bytes sent"));
    if file.length().is_some_and(|length| length <= LIMIT) {
        let form = FileUploadMultipartRequest::new(file);
        return Ok(client.file().upload_multipart(file_id, &form).await?.id);
    }
    // The API is told of the file and says where its bytes go. That place is not the API, so it gets no credentials.
    Ok(client.file().upload_file(file_id, &file).await?.id)
}

/// The last part of a path.
fn file_name(path: &str) -> String {
    Path::new(path)
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
