//! Reads the files a person chose: finds them, keeps within the bounds of one import, and says of each
//! what is in it or why nothing is. What files hold is read by the crate `documents`.

mod folder;

use documents::FILE_LIMIT;
use protocol::{
    ErrorCode, Problem,
    import::{IMPORT_TEXT, ImportDocument, ImportRefusal, ImportSource, PASSAGES, Passage, Unread},
};
use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
    time::Duration,
};
use tokio::{task::spawn_blocking, time::Instant};

/// The most files of one import.
const FILES: usize = 300;
/// How long the files of one import are read.
const PATIENCE: Duration = Duration::from_secs(90);
/// The longest name shown of a file, in characters; the end of a longer one is kept.
const NAME: usize = 120;

/// A file to be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Chosen {
    name: String,
    path: PathBuf,
}

/// What is in the chosen files or in the chosen folder, in the order of their names.
pub(crate) async fn read(
    source: ImportSource,
    paths: Vec<PathBuf>,
) -> Result<(Vec<ImportDocument>, Vec<ImportRefusal>), Problem> {
    let until = Instant::now() + PATIENCE;
    let mut chosen: Vec<Chosen> = on_a_thread(move || match source {
        ImportSource::Files => paths.into_iter().map(of_file).collect(),
        ImportSource::Folder => paths.iter().flat_map(|path| folder::files(path)).collect(),
    })
    .await?;
    chosen.sort();
    let mut room = Room::default();
    let (mut documents, mut refusals) = (Vec::new(), Vec::new());
    for (at, Chosen { name, path }) in chosen.into_iter().enumerate() {
        let file = name.clone();
        let read = if at >= FILES {
            Err(Unread::TooMuch)
        } else if Instant::now() >= until {
            Err(Unread::TooSlow)
        } else {
            on_a_thread(move || read_file(&file, &path)).await?
        };
        match read.and_then(|passages| room.take(passages)) {
            Ok(passages) => documents.push(ImportDocument { name, passages }),
            Err(why) => refusals.push(ImportRefusal { name, why }),
        }
    }
    Ok((documents, refusals))
}

async fn on_a_thread<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Problem> {
    let done = spawn_blocking(work).await;
    done.map_err(|_| Problem::refused(ErrorCode::Internal, "The files could not be read."))
}

fn of_file(path: PathBuf) -> Chosen {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Chosen { name: shown(&name), path }
}

/// A name as it can be shown: without what nobody sees, and not too long.
fn shown(name: &str) -> String {
    let name: Vec<char> = name.chars().filter(|c| !c.is_control()).collect();
    name[name.len().saturating_sub(NAME)..].iter().collect()
}

fn read_file(name: &str, path: &Path) -> Result<Vec<Passage>, Unread> {
    // Opening what is no file, as a pipe, could wait for ever.
    let facts = path.metadata().map_err(|_| Unread::Unreadable)?;
    if !facts.is_file() {
        return Err(Unread::Unsupported);
    }
    let limit = u64::try_from(FILE_LIMIT).unwrap_or(u64::MAX);
    if facts.len() > limit {
        return Err(Unread::TooLarge);
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|_| Unread::Unreadable)?;
    file.take(limit + 1).read_to_end(&mut bytes).map_err(|_| Unread::Unreadable)?;
    documents::read(name, &bytes)
}

/// What is left of the bounds of one import.
struct Room {
    passages: usize,
    text: usize,
}

impl Default for Room {
    fn default() -> Self {
        Self { passages: PASSAGES, text: IMPORT_TEXT }
    }
}

impl Room {
    /// The passages of a file, if all of them fit.
    fn take(&mut self, passages: Vec<Passage>) -> Result<Vec<Passage>, Unread> {
        let text: usize = passages.iter().map(|passage| passage.text.len()).sum();
        if passages.len() > self.passages || text > self.text {
            return Err(Unread::TooMuch);
        }
        self.passages -= passages.len();
        self.text -= text;
        Ok(passages)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passages(count: usize, length: usize) -> Vec<Passage> {
        vec![Passage { origin: "a".to_owned(), text: "a".repeat(length) }; count]
    }

    #[test]
    fn a_file_that_does_not_fit_leaves_room_for_a_smaller_one() {
        let mut room = Room::default();
        assert!(room.take(passages(PASSAGES - 1, 10)).is_ok());
        assert_eq!(room.take(passages(2, 10)), Err(Unread::TooMuch));
        assert!(room.take(passages(1, 10)).is_ok());
        let mut room = Room::default();
        assert_eq!(room.take(passages(1, IMPORT_TEXT + 1)), Err(Unread::TooMuch));
        assert!(room.take(passages(1, IMPORT_TEXT)).is_ok());
    }

    #[test]
    fn a_long_name_keeps_its_end() {
        let name = shown(&format!("{}\n.pdf", "a".repeat(300)));
        assert_eq!(name.chars().count(), NAME);
        assert!(name.ends_with("a.pdf"));
    }
}
