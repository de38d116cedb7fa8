//! Makes sure that the data folder can be written and belongs to this process alone. What is
//! written there belongs to the engine and the server.

use std::{
    fs::{self, File, TryLockError},
    io::{self, Write},
    path::{Path, PathBuf},
    time::Duration,
};

/// How long another instance may take to end; stopping takes five seconds at most.
const ENDING: Duration = Duration::from_secs(6);

/// How often the claim is tried meanwhile.
const LOOK: Duration = Duration::from_millis(50);

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
/// any way. Waits a little for an instance that is just ending.
pub(crate) async fn claim(folder: &Path) -> Result<File, DataFolderError> {
    let unwritable = |reason| DataFolderError::Unwritable { path: folder.to_path_buf(), reason };
    let lock = File::create(folder.join("lock")).map_err(unwritable)?;
    let taking = async {
        loop {
            match lock.try_lock() {
                Ok(()) => return Ok(()),
                Err(TryLockError::WouldBlock) => tokio::time::sleep(LOOK).await,
                Err(TryLockError::Error(reason)) => return Err(unwritable(reason)),
            }
        }
    };
    match tokio::time::timeout(ENDING, taking).await {
        Ok(taken) => taken.map(|()| lock),
        Err(_) => Err(DataFolderError::InUse { path: folder.to_path_buf() }),
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

    #[tokio::test]
    async fn a_folder_is_claimed_once_and_free_again_afterwards() {
        tokio::time::pause();
        let folder = tempfile::tempdir().unwrap();
        let first = claim(folder.path()).await.unwrap();
        let refused = claim(folder.path()).await;
        assert!(matches!(refused, Err(DataFolderError::InUse { .. })));
        drop(first);
        claim(folder.path()).await.unwrap();
    }

    #[tokio::test]
    async fn a_start_waits_for_an_instance_that_is_just_ending() {
        tokio::time::pause();
        let folder = tempfile::tempdir().unwrap();
        let first = claim(folder.path()).await.unwrap();
        let ending = async {
            tokio::time::sleep(ENDING / 2).await;
            drop(first);
        };
        let (second, ()) = tokio::join!(claim(folder.path()), ending);
        second.unwrap();
    }
}
