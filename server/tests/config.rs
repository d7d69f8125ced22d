//! The program: settings that cannot work are refused with all reasons at once, before anything is served.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use server::web::listen;
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

use crate::support::Site;

/// 32 bytes in Base64.
const KEY: &str = "bG9uZyBlbm91Z2ggZm9yIGEga2V5IG9mIHRlc3RzLi4=";
const OTHER_KEY: &str = "YW5vdGhlciBrZXkgdGhhdCBpcyBsb25nIGVub3VnaC4=";

/// The program, with nothing set but its data folder and a free port.
fn rollcall(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rollcall"));
    command.args(arguments).env_clear().current_dir(folder);
    command.env("DATA_DIR", folder.join("data")).env("LISTEN_ADDR", "127.0.0.1:0").env("LOG_FORMAT", "json");
    command
}

/// Runs it to its end, which comes soon.
fn run(command: &mut Command) -> Output {
    let begun = Instant::now();
    let output = command.stdin(Stdio::null()).output().unwrap();
    assert!(begun.elapsed() < Duration::from_secs(10), "{command:?} took {:?}", begun.elapsed());
    output
}

/// What it says about why it does not start.
fn refusal(command: &mut Command) -> String {
    let output = run(command);
    assert!(!output.status.success(), "{command:?} did not fail");
    String::from_utf8(output.stderr).unwrap()
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

// FX-06
#[test]
fn all_problems_are_listed_at_once_and_nothing_is_made() {
    let folder = folder();
    for command in
        [&["config", "check"][..], &["serve"], &["work"], &["migrate"], &["demo"], &["seed"], &["user", "create-owner"]]
    {
        let text = refusal(
            rollcall(folder.path(), command)
                .env("LISTEN_ADDR", "0.0.0.0:80000")
                .env("BASE_URL", "ftp://studio.example/x")
                .env("DATABASE_URL", "mysql://localhost/x")
                .env("SMTP_URL", "http://mail.example")
                .env("SECRET_KEY", "c2hvcnQ=")
                .env("TRUSTED_PROXIES", "10.0.0.0/99"),
        );
        for setting in ["LISTEN_ADDR", "BASE_URL", "DATABASE_URL", "MAIL_FROM", "SECRET_KEY", "TRUSTED_PROXIES"] {
            assert!(text.contains(&format!("  {setting}: ")), "{command:?} {setting}\n{text}");
        }
        assert!(!text.contains("c2hvcnQ"), "{text}");
    }
    assert!(!folder.path().join("data/secret.key").exists() && !folder.path().join("data/rollcall.db").exists());
}

// FX-06
#[test]
fn each_setting_is_named_with_what_is_wrong() {
    for (setting, value, reason) in [
        ("LISTEN_ADDR", "localhost", "no address and port"),
        ("LISTEN_ADDR", "", "no address and port"),
        ("BASE_URL", "studio.example", "no URL"),
        ("BASE_URL", "http://studio.example", "https://"),
        ("BASE_URL", "https://studio.example/console", "only scheme, host and port"),
        ("BASE_URL", "https://marit@studio.example", "only scheme, host and port"),
        ("DATABASE_URL", "mysql://localhost/x", "sqlite: or postgres://"),
        ("DATABASE_URL", "", "sqlite: or postgres://"),
        ("DATABASE_URL_FILE", "/no/such/file", "DATABASE_URL: /no/such/file"),
        ("DATABASE_CONNECTIONS", "0", "between 1 and 200"),
        ("DATABASE_TIMEOUT", "0", "between 1 and 60"),
        ("SECRET_KEY", "c2hvcnQ=", "fewer than 32 bytes"),
        ("SECRET_KEY", "not Base64!", "not Base64"),
        ("SECRET_KEY", "", "fewer than 32 bytes"),
        ("SECRET_KEY_FILE", "/no/such/file", "SECRET_KEY: /no/such/file"),
        ("SECRET_KEY_PREVIOUS", "c2hvcnQ=", "fewer than 32 bytes"),
        ("SMTP_URL", "smtp://mail.example", "MAIL_FROM"),
        ("TRUSTED_PROXIES", "proxy.example", "no address"),
    ] {
        let folder = folder();
        let text = refusal(rollcall(folder.path(), &["config", "check"]).env(setting, value));
        assert!(text.contains(reason), "{setting}={value}\n{text}");
    }
    for (setting, value) in
        [("EDITION", "gold"), ("LOG_FORMAT", "xml"), ("DATABASE_CONNECTIONS", "many"), ("DATABASE_TIMEOUT", "-1")]
    {
        let folder = folder();
        let text = refusal(rollcall(folder.path(), &["config", "check"]).env(setting, value));
        assert!(text.contains(&setting.to_lowercase().replace('_', "-")), "{setting}\n{text}");
    }
}

// FX-06
#[test]
fn valid_settings_are_called_valid_and_change_nothing() {
    let folder = folder();
    let output = run(&mut rollcall(folder.path(), &["config", "check"]));
    assert!(output.status.success());
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "The configuration is valid.\n");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    let elsewhere = run(rollcall(folder.path(), &["config", "check"])
        .env("LISTEN_ADDR", "0.0.0.0:3000")
        .env("TRUSTED_PROXIES", "10.0.0.0/8, 2001:db8::1")
        .env("BASE_URL", "https://rollcall.studio.example")
        .env("SMTP_URL", "smtps://rollcall:p%40ss@mail.example")
        .env("MAIL_FROM", "Kestrel Yard <rollcall@studio.example>")
        .env("SECRET_KEY", KEY)
        .env("SECRET_KEY_PREVIOUS", OTHER_KEY));
    assert!(elsewhere.status.success(), "{}", String::from_utf8_lossy(&elsewhere.stderr));
}

// SE-16
#[test]
fn plain_http_stays_on_loopback() {
    for address in ["0.0.0.0:3000", "[::]:3000", "192.0.2.1:3000"] {
        let folder = folder();
        let command = &mut rollcall(folder.path(), &["serve"]);
        let text = refusal(command.env("LISTEN_ADDR", address).env("BASE_URL", "https://rollcall.studio.example"));
        assert!(text.contains("TRUSTED_PROXIES") && text.contains("plain HTTP"), "{text}");
        let text =
            refusal(command.env("TRUSTED_PROXIES", "10.0.0.1").env("BASE_URL", "http://rollcall.studio.example"));
        assert!(text.contains("BASE_URL"), "{text}");
    }
}

// FX-06
#[test]
fn key_is_made_with_a_new_database_and_never_over_an_old_one() {
    let folder = folder();
    let key = folder.path().join("data/secret.key");
    assert!(run(&mut rollcall(folder.path(), &["migrate"])).status.success());
    let made = fs::read(&key).unwrap();
    assert_eq!(fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(fs::metadata(folder.path().join("data")).unwrap().permissions().mode() & 0o777, 0o700);
    assert!(run(&mut rollcall(folder.path(), &["migrate"])).status.success());
    assert_eq!(fs::read(&key).unwrap(), made);

    fs::remove_file(&key).unwrap();
    for command in [&["serve"][..], &["migrate"], &["config", "check"]] {
        let text = refusal(&mut rollcall(folder.path(), command));
        assert!(text.contains("SECRET_KEY") && text.contains("secret.key is missing"), "{text}");
        assert!(!key.exists());
    }
    fs::write(&key, "c2hvcnQ=").unwrap();
    assert!(refusal(&mut rollcall(folder.path(), &["migrate"])).contains("SECRET_KEY"));
}

// FX-06
#[test]
fn secrets_come_from_files_too_but_from_one_place() {
    let folder = folder();
    let file = folder.path().join("key");
    fs::write(&file, format!("{KEY}\n")).unwrap();
    let command = &mut rollcall(folder.path(), &["migrate"]);
    assert!(run(command.env("SECRET_KEY_FILE", &file)).status.success());
    assert!(!folder.path().join("data/secret.key").exists());
    assert!(refusal(command.env("SECRET_KEY", KEY)).contains("keep one"));
}

// FX-06 DB-11
#[test]
fn folder_that_cannot_be_used_is_named() {
    let folder = folder();
    fs::write(folder.path().join("data"), "a file").unwrap();
    let text = refusal(&mut rollcall(folder.path(), &["serve"]));
    assert!(text.contains("DATA_DIR") && text.contains("no folder"), "{text}");
    let text = refusal(rollcall(folder.path(), &["serve"]).env("DATA_DIR", "/proc/nowhere"));
    assert!(text.contains("DATA_DIR"), "{text}");
    let text = refusal(
        rollcall(folder.path(), &["migrate"])
            .env("DATA_DIR", folder.path().join("x"))
            .env("DATABASE_URL", "sqlite:/proc/nowhere/rollcall.db")
            .env("SECRET_KEY", KEY),
    );
    assert!(!text.trim().is_empty() && !text.contains("panicked"), "{text}");
    let unreachable = refusal(
        rollcall(folder.path(), &["serve"])
            .env("DATA_DIR", folder.path().join("y"))
            .env("DATABASE_URL", "postgres://rollcall:hidden@127.0.0.1:1/rollcall")
            .env("SECRET_KEY", KEY),
    );
    assert!(!unreachable.contains("hidden") && !unreachable.contains("panicked"), "{unreachable}");
}

// FX-06
#[test]
fn unknown_settings_are_refused() {
    let folder = folder();
    for arguments in [
        &["serve", "--no-such-setting"][..],
        &["serve", "--port", "80"],
        &["frobnicate"],
        &[],
        &["config"],
        &["user", "reset-link"],
    ] {
        let text = refusal(&mut rollcall(folder.path(), arguments));
        assert!(text.contains("Usage"), "{arguments:?}\n{text}");
    }
    let help = run(&mut rollcall(folder.path(), &["serve", "--help"]));
    let help = String::from_utf8(help.stdout).unwrap();
    for setting in [
        "DATA_DIR",
        "LISTEN_ADDR",
        "BASE_URL",
        "DATABASE_URL",
        "SMTP_URL",
        "MAIL_FROM",
        "SECRET_KEY",
        "EDITION",
        "SEAT_PRICE",
        "LOG_FORMAT",
        "TRUSTED_PROXIES",
    ] {
        assert!(help.contains(setting), "{setting}");
    }
    // There is no command that sets a password.
    let help = run(&mut rollcall(folder.path(), &["user", "--help"]));
    assert!(!String::from_utf8(help.stdout).unwrap().contains("set-password"));
}

// FX-06
#[test]
fn secrets_are_not_repeated() {
    let folder = folder();
    let command = &mut rollcall(folder.path(), &["serve", "--help"]);
    let help = run(command.env("SECRET_KEY", KEY).env("SMTP_URL", "smtps://rollcall:hidden@mail.example"));
    let help = String::from_utf8(help.stdout).unwrap();
    assert!(!help.contains(KEY) && !help.contains("hidden"), "{help}");
    let text = refusal(
        rollcall(folder.path(), &["config", "check"])
            .env("SMTP_URL", "smtps://rollcall:hid den@")
            .env("SECRET_KEY", "hidden"),
    );
    assert!(!text.contains("hid"), "{text}");
}

// FX-06
#[test]
fn port_in_use_is_named() {
    let folder = folder();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let text = refusal(rollcall(folder.path(), &["serve"]).env("LISTEN_ADDR", &address));
    assert!(text.contains(&format!("LISTEN_ADDR {address}")), "{text}");
}

// FX-02 LG-02
#[test]
fn server_ends_when_told_and_starts_again() {
    let folder = folder();
    for signal in ["TERM", "INT", "HUP", "KILL", "TERM"] {
        let mut server =
            rollcall(folder.path(), &["serve"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut told = BufReader::new(server.stdout.take().unwrap()).lines().map(Result::unwrap);
        assert!(told.next().unwrap().starts_with("Rollcall is at http://localhost:"));
        assert!(told.next().unwrap().contains("Open this link once"));
        let link = told.next().unwrap();
        assert!(link.contains("/setup?token="), "{link}");
        let kill = Command::new("sh").args(["-c", &format!("kill -{signal} {}", server.id())]).status().unwrap();
        assert!(kill.success());
        let ended = server.wait_with_output().unwrap();
        assert_eq!(ended.status.success(), signal != "KILL", "{signal} {ended:?}");
        let log = String::from_utf8(ended.stderr).unwrap();
        for line in log.lines() {
            let line: serde_json::Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"));
            assert_eq!(line["level"], "INFO", "{line}");
        }
        // The link is for the terminal alone.
        assert!(!log.contains("token=") && !log.contains(link.trim()), "{log}");
        assert_eq!(log.contains("stopped"), signal != "KILL", "{signal}\n{log}");
    }
}

// DB-11
#[test]
fn second_process_on_the_same_file_refuses_to_start() {
    let folder = folder();
    let mut server = rollcall(folder.path(), &["serve"]).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut told = BufReader::new(server.stdout.take().unwrap()).lines();
    told.next().unwrap().unwrap();
    let text = refusal(&mut rollcall(folder.path(), &["serve"]));
    assert!(!text.contains("panicked") && !text.trim().is_empty(), "{text}");
    server.kill().unwrap();
    server.wait().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn healthcheck_tells_a_server_that_works_from_one_that_does_not() {
    let site = Site::new().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let shutdown = CancellationToken::new();
    let mut serving = tokio::task::JoinSet::new();
    serving.spawn(listen::serve(listener, site.router(), shutdown.clone()));

    let check = async || {
        let address = address.clone();
        let asked = tokio::task::spawn_blocking(move || {
            run(rollcall(&std::env::temp_dir(), &["healthcheck"]).env("LISTEN_ADDR", &address))
        });
        asked.await.unwrap()
    };
    let output = check().await;
    assert!(output.status.success(), "{output:?}");
    site.world.execute("ALTER TABLE job RENAME TO mislaid").await;
    let output = check().await;
    assert!(!output.status.success() && String::from_utf8_lossy(&output.stderr).contains("503"), "{output:?}");
    shutdown.cancel();
    while serving.join_next().await.is_some() {}
    assert!(!check().await.status.success());
}

// FX-06
#[test]
fn settings_are_read_from_a_file_and_the_environment_wins() {
    let folder = folder();
    fs::File::create(folder.path().join(".env")).unwrap().write_all(b"EDITION=gold\nSECRET_KEY=short\n").unwrap();
    let text = refusal(&mut rollcall(folder.path(), &["config", "check"]));
    assert!(text.contains("gold"), "{text}");
    let output = run(rollcall(folder.path(), &["config", "check"]).env("EDITION", "standard").env("SECRET_KEY", KEY));
    assert!(output.status.success(), "{output:?}");
}
