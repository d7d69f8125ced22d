//! Doing work only when what goes into it has changed.
//!
//! A stamp file holds the fingerprint of the inputs of the last run; times of files are never compared, because a
//! fresh clone or an unpacked archive makes every file look new.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::PathBuf,
};

use anyhow::Result;

/// The fingerprint of some bytes, as 16 hexadecimal digits.
///
/// Not for security. `DefaultHasher` may change with the toolchain, which costs one run more and nothing else.
pub(crate) fn fingerprint<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hasher = DefaultHasher::new();
    for part in parts {
        part.hash(&mut hasher); // a slice hashes its length too, so parts cannot run into each other
    }
    format!("{:016x}", hasher.finish())
}

/// Remembers for which inputs an output was made.
pub(crate) struct Stamp {
    file: PathBuf,
    fingerprint: String,
}

impl Stamp {
    /// `file` belongs beside the output, so that removing the output removes the stamp.
    pub(crate) fn new(file: PathBuf, fingerprint: String) -> Self {
        Self { file, fingerprint }
    }

    pub(crate) fn is_fresh(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|written| written == self.fingerprint)
    }

    /// To be called when the output is complete.
    pub(crate) fn write(&self) -> Result<()> {
        Ok(fs::write(&self.file, &self.fingerprint)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_run_into_each_other() {
        let parts = |words: &[&'static str]| fingerprint(words.iter().map(|word| word.as_bytes()));
        assert_eq!(parts(&["ab", "c"]), parts(&["ab", "c"]));
        assert_ne!(parts(&["ab", "c"]), parts(&["a", "bc"]));
        assert_eq!(parts(&[]).len(), 16);
    }
}
