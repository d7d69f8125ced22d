//! Links for users. There is no command that sets a password.

use clap::{Args, Subcommand};
use model::access::Action;

use super::{Configured, Failure, terminal};

/// Links for users.
#[derive(Subcommand, Debug)]
pub(crate) enum UserCommand {
    /// Print a new link for creating the workspace and its Owner; the link before stops working.
    CreateOwner(Configured),
    /// Print a link with which someone chooses a new password; valid for 60 minutes, once.
    ResetLink(ResetLink),
}

/// For whom.
#[derive(Args, Debug)]
pub(crate) struct ResetLink {
    #[command(flatten)]
    configured: Configured,
    /// Email address or username.
    address: String,
}

impl UserCommand {
    pub(super) async fn run(self) -> Result<(), Failure> {
        match self {
            Self::CreateOwner(configured) => {
                let services = configured.beside_server().await?;
                match services::set_up::new_link(&services.system("operator", &[])).await? {
                    Some(link) => terminal::say(link.as_str()),
                    None => Err("the workspace exists; for a lost password use `rollcall user reset-link`".into()),
                }
            }
            Self::ResetLink(wanted) => {
                let services = wanted.configured.beside_server().await?;
                let operator = services.system("operator", &[Action::CredentialsHelp]);
                let link = services::credentials::new_reset_link(&operator, &wanted.address)
                    .await
                    .map_err(|_| format!("no active user has the address or username {}", wanted.address))?;
                terminal::say(link.as_str())
            }
        }
    }
}
