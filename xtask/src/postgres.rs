//! A PostgreSQL cluster for one run of the tests: in a temporary folder, on a free port, gone at the end.
//!
//! PostgreSQL refuses to run as root, so under root it runs as an unprivileged user.
//!
//! Invariant: nothing is left behind, however xtask ends. A *keeper*, a shell outside of our process group, waits for
//! the pipe from us to close, which the kernel does even when we are killed; then it stops the server and removes
//! the folder.

use std::{
    env, fs,
    io::Read,
    net::{Ipv4Addr, TcpListener},
    os::unix::{fs::PermissionsExt, process::CommandExt},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio, id},
};

use anyhow::{Context, Result, bail};

use crate::process;

const OLDEST: u32 = 15;
const USER: &str = "rollcall";

/// Nothing in it outlives the tests, so nothing needs to reach the disk. The tests open many small pools.
const SETTINGS: &str = "
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 300
fsync = off
full_page_writes = off
synchronous_commit = off
";

/// `$1` is the folder of the programs, `$2` the cluster's.
const KEEPER: &str = r#"
cat > /dev/null
"$1/pg_ctl" stop -s -D "$2/data" -m immediate
rm -rf "$2"
"#;

/// A running cluster.
pub(crate) struct Cluster {
    url: String,
    keeper: Child,
}

impl Cluster {
    pub(crate) fn start() -> Result<Self> {
        let programs = programs()?;
        let owner = Owner::find()?;
        let folder = env::temp_dir().join(format!("rollcall-postgres-{}", id()));
        let password = random_password()?;
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();

        fs::create_dir(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o700))?;
        owner.give(&folder)?;
        let keeper = owner
            .command(Path::new("sh"))
            .args(["-c", KEEPER, "keeper"])
            .args([&programs, &folder])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0) // out of reach of the terminal's Ctrl-C
            .spawn()?;
        // From here on the keeper cleans up, also when a step below fails.
        let url = format!("postgres://{USER}:{password}@127.0.0.1:{port}/postgres");
        let cluster = Self { url, keeper };

        let (password_file, data) = (folder.join("password"), folder.join("data"));
        fs::write(&password_file, password)?;
        owner.give(&password_file)?;
        let mut initdb = owner.command(&programs.join("initdb"));
        initdb.arg("-D").arg(&data).arg("--pwfile").arg(&password_file);
        initdb.args(["--username", USER, "--auth", "password", "--encoding", "UTF8", "--no-sync", "--no-instructions"]);
        // Sorting as people expect, unlike SQLite's: a forgotten COLLATE "C" shows as a difference of the engines.
        initdb.args(["--locale", "C", "--locale-provider", "icu", "--icu-locale", "en-US"]);
        process::read(&mut initdb)?;
        let configuration = data.join("postgresql.conf");
        let defaults = fs::read_to_string(&configuration)?;
        fs::write(&configuration, format!("{defaults}{SETTINGS}port = {port}\n"))?;

        let log = folder.join("log");
        let mut start = owner.command(&programs.join("pg_ctl"));
        start.args(["start", "--silent", "--wait", "-D"]).arg(&data).arg("-l").arg(&log);
        // Not `read`: the server inherits the pipes of pg_ctl, and they would never end.
        process::run(start.stdin(Stdio::null()).stdout(Stdio::null()))
            .with_context(|| fs::read_to_string(&log).unwrap_or_default())?;
        Ok(cluster)
    }

    /// The connection URL, of a superuser.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        // Nobody to tell: the tests have spoken, and the folder is a temporary one.
        let _gone = self.keeper.wait();
    }
}

/// The folder of PostgreSQL's programs: behind `PATH`, or where Debian puts them; the newest of several.
pub(crate) fn programs() -> Result<PathBuf> {
    let mut folders: Vec<PathBuf> = Vec::new();
    folders.extend(process::find("initdb").and_then(|file| Some(file.canonicalize().ok()?.parent()?.to_owned())));
    folders.extend(fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|it| it.path().join("bin")));
    folders.push(PathBuf::from("/usr/local/bin"));
    let versions = folders.into_iter().filter_map(|folder| Some((version(&folder)?, folder)));
    match versions.max_by_key(|(version, _)| *version) {
        Some((version, folder)) if version >= OLDEST => Ok(folder),
        Some((version, _)) => bail!("PostgreSQL {version} is too old; {OLDEST} or newer is needed"),
        None => {
            bail!("PostgreSQL's `postgres`, `initdb` and `pg_ctl` are missing; on Debian: apt-get install postgresql")
        }
    }
}

fn version(folder: &Path) -> Option<u32> {
    if !["postgres", "initdb", "pg_ctl"].iter().all(|name| folder.join(name).is_file()) {
        return None;
    }
    major(&process::read(Command::new(folder.join("postgres")).arg("--version")).ok()?)
}

/// From `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`.
fn major(version: &str) -> Option<u32> {
    let number = version.split_once("(PostgreSQL) ")?.1;
    number.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

fn random_password() -> Result<String> {
    let mut bytes = [0; 16];
    fs::File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Whose processes and files the cluster's are: ours, or under root those of an unprivileged user.
struct Owner(Option<(u32, u32)>);

impl Owner {
    fn find() -> Result<Self> {
        if number(&["-u"])? != 0 {
            return Ok(Self(None));
        }
        let ids = |name| Some((number(&["-u", name]).ok()?, number(&["-g", name]).ok()?));
        let unprivileged = ids("postgres").or_else(|| ids("nobody"));
        Ok(Self(Some(unprivileged.context("there is neither a user `postgres` nor `nobody` to run PostgreSQL as")?)))
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        // It may not enter our folder. Its messages are read here, so they are in English.
        command.current_dir("/").env("LC_ALL", "C");
        if let Some((user, group)) = self.0 {
            command.uid(user).gid(group);
        }
        command
    }

    fn give(&self, path: &Path) -> Result<()> {
        match self.0 {
            Some((user, group)) => Ok(std::os::unix::fs::chown(path, Some(user), Some(group))?),
            None => Ok(()),
        }
    }
}

fn number(words: &[&str]) -> Result<u32> {
    Ok(process::read(Command::new("id").args(words))?.trim().parse()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read() {
        assert_eq!(major("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"), Some(15));
        assert_eq!(major("postgres (PostgreSQL) 18beta1"), Some(18));
        assert_eq!(major("something else"), None);
    }
}
