//! Uploads a file: as a form up to 4.5 MB, in two steps beyond.
//!
//! ```text
//! CHATBOTKIT_API_SECRET=… cargo run --example upload -- PATH
//! ```

use chatbotkit::{ChatBotKit, FetchOptions, File, types::*};
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
    let size = std::fs::metadata(&path)?.len();
    if size <= LIMIT {
        in_one_request(&client, &created.id, &path).await?;
    } else {
        in_two_steps(&client, &created.id, &path).await?;
    }
    println!("{size} bytes are in {}", created.id);
    Ok(())
}

/// Sends a form. The file is read from the disk while it is sent, and its media type follows from its name.
async fn in_one_request(client: &ChatBotKit, file_id: &str, path: &str) -> Result<(), Box<dyn std::error::Error>> {
    let file = File::from_path(path)?.on_progress(|sent| eprintln!("{sent} bytes sent"));
    client
        .file()
        .upload_multipart(file_id, &FileUploadMultipartRequest::new(file))
        .await?;
    Ok(())
}

/// Announces the file, and puts it where the answer says. That place is not the API, so it gets no credentials.
async fn in_two_steps(client: &ChatBotKit, file_id: &str, path: &str) -> Result<(), Box<dyn std::error::Error>> {
    let content = std::fs::read(path)?;
    let file = FileUploadRequestObject::new("application/octet-stream", content.len() as f64).name(file_name(path));
    let request = FileUploadRequest::new(file);
    let answer = client.file().upload(file_id, &request).await?;
    let target = answer.upload_request.ok_or("the API has named no place for the file")?;

    let mut options = FetchOptions::new().method(target.method).buffer(content);
    for (name, value) in &target.headers {
        options = options.header(name, value.as_str().unwrap_or_default());
    }
    let () = client.fetch(&target.url, options).await?;
    Ok(())
}

/// The last part of a path.
fn file_name(path: &str) -> String {
    Path::new(path)
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
