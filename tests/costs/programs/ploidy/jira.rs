//! Five calls of Jira's API.

use sdk::client::{Client, default::parameters::*};
use sdk::types::IssueUpdateDetails;
use std::hint::black_box;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::new("https://your-domain.atlassian.net")?;
    black_box(client.get_issue("A-1", &GetIssueQuery::default()).await?);
    black_box(client.create_issue(&CreateIssueQuery::default(), IssueUpdateDetails::default()).await?);
    black_box(client.get_current_user(&GetCurrentUserQuery::default()).await?);
    black_box(client.get_project("A", &GetProjectQuery::default()).await?);
    black_box(client.search_projects(&SearchProjectsQuery::default()).await?);
    Ok(())
}
