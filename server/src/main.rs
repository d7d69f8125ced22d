//! `rollcall`: one binary for everything that an installation needs.

mod cli;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    // Every TLS connection uses this provider; a second call would be the only failure.
    let _ = rustls::crypto::ring::default_provider().install_default();
    // A `.env` file is read if it is there; what the environment already holds wins. The parser's own words would quote
    // the line, and with it perhaps a password.
    if dotenvy::dotenv().is_err_and(|error| !error.not_found()) {
        let what = "the file .env has a line that cannot be read: put values with spaces, # or $ into single quotes";
        return cli::fail(&std::io::Error::other(what));
    }
    let cli = cli::Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return cli::fail(&error),
    };
    match runtime.block_on(cli.run()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => cli::fail(error.as_ref()),
    }
}
