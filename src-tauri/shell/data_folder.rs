//! Makes sure that the data folder can be written and belongs to this process alone. What is
//! written there belongs to the engine and the server.

use std::{
    fs::{self, File, TryLockError},
    io::{self, Write},
    path::{Path, PathBuf},
};

/// Why the program cannot work in its data folder. The text is for the person.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DataFolderError {
    /// It cannot be made or written.
    #[error(
        "TrajectoryOS cannot write to its data folder:\n\n{}\n\n{reason}\n\nMake the folder \
         writable for you, free some space, or set TRAJECTORY_DATA to another folder. Then start \
         TrajectoryOS again.",
        path.display()
    )]
    Unwritable {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        reason: io::Error,
    },
    /// Another process works in it.
    #[error(
        "TrajectoryOS already runs and uses this data folder:\n\n{}\n\nClose the other one, or \
         set TRAJECTORY_DATA to another folder. Then start TrajectoryOS again.",
        path.display()
    )]
    InUse {
        /// The folder.
        path: PathBuf,
    },
}

/// Makes the folder, readable for its owner only, and proves that a file in it keeps its bytes.
pub(crate) fn prepare(folder: &Path) -> Result<(), DataFolderError> {
    make(folder)
        .and_then(|()| probe(&folder.join(".writable")))
        .map_err(|reason| DataFolderError::Unwritable { path: folder.to_path_buf(), reason })
}

/// Takes the folder for this process until the returned file is dropped or the process ends in
/// any way.
pub(crate) fn claim(folder: &Path) -> Result<File, DataFolderError> {
    let unwritable = |reason| DataFolderError::Unwritable { path: folder.to_path_buf(), reason };
    let lock = File::create(folder.join("lock")).map_err(unwritable)?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(DataFolderError::InUse { path: folder.to_path_buf() }),
        Err(TryLockError::Error(reason)) => Err(unwritable(reason)),
    }
}

fn make(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn probe(file: &Path) -> io::Result<()> {
    let mut probe = File::create(file)?;
    probe.write_all(b"writable")?;
    probe.sync_all()?;
    drop(probe);
    fs::remove_file(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_folder_is_made_for_its_owner_only() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("a/b");
        prepare(&folder).unwrap();
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 0, "the probe is gone");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
        }
    }

    #[test]
    fn a_folder_below_a_file_is_refused_by_name() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let folder = file.path().join("data");
        let text = prepare(&folder).unwrap_err().to_string();
        assert!(text.contains(folder.to_str().unwrap()), "{text}");
        assert!(text.contains("TRAJECTORY_DATA"), "{text}");
    }

    #[test]
    fn a_folder_is_claimed_once_and_free_again_afterwards() {
        let folder = tempfile::tempdir().unwrap();
        let first = claim(folder.path()).unwrap();
        assert!(matches!(claim(folder.path()), Err(DataFolderError::InUse { .. })));
        drop(first);
        claim(folder.path()).unwrap();
    }
}
