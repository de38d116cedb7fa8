//! Reads the files a person chose: finds them, keeps within the bounds of one import, and says of each
//! what is in it or why nothing is. What files hold is read by the crate `documents`.

mod folder;
mod left_out;
mod names;
mod room;

use documents::FILE_LIMIT;
use left_out::LeftOut;
use names::Chosen;
use protocol::{
    ErrorCode, Problem,
    import::{ImportDocument, ImportRefusal, ImportSource, Passage, Unread},
};
use room::Room;
use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
    time::Duration,
};
use tokio::{task::spawn_blocking, time::Instant};

/// The most files of one import. Those that could not be read do not count.
const FILES: usize = 300;
/// How long the files of one import are read.
const PATIENCE: Duration = Duration::from_secs(90);

/// What is in the chosen files or in the chosen folder, in the order of their names, and what is left
/// out, in a few lines.
pub(crate) async fn read(
    source: ImportSource,
    paths: Vec<PathBuf>,
) -> Result<(Vec<ImportDocument>, Vec<ImportRefusal>), Problem> {
    let until = Instant::now() + PATIENCE;
    let (files, left_out) = on_a_thread(move || find(source, paths)).await?;
    let mut reading = Reading { left_out, is_only: files.len() == 1, ..Reading::default() };
    for Chosen { name, path } in files {
        let file = name.clone();
        let read = if reading.files >= FILES {
            Err(Unread::TooMuch)
        } else if Instant::now() >= until {
            Err(Unread::TooSlow)
        } else {
            on_a_thread(move || read_file(&file, &path)).await?
        };
        match read {
            Ok(passages) => reading.take(name, passages),
            Err(why) => reading.left_out.add(&name, why),
        }
    }
    let mut refusals = reading.left_out.lines();
    refusals.splice(0..0, reading.rest);
    Ok((reading.documents, refusals))
}

/// The files to be read, in order, and what is left out before any is.
fn find(source: ImportSource, paths: Vec<PathBuf>) -> (Vec<Chosen>, LeftOut) {
    let (mut files, mut left_out) = (Vec::new(), LeftOut::default());
    match source {
        ImportSource::Files => files = names::of_files(paths),
        ImportSource::Folder => {
            for folder in paths {
                let (found, not_found) = folder::files(&folder);
                files.extend(found);
                left_out.append(not_found);
            }
        }
    }
    (names::in_order(files), left_out)
}

/// How far the files of an import have been read.
#[derive(Default)]
struct Reading {
    room: Room,
    documents: Vec<ImportDocument>,
    left_out: LeftOut,
    /// How many files could be read.
    files: usize,
    /// Whether there is one file only. It cannot be told to come by itself.
    is_only: bool,
    /// What is left of the only file when it is too long.
    rest: Option<ImportRefusal>,
}

impl Reading {
    /// Take in a file that could be read: all of it, or, of the only one, the beginning.
    fn take(&mut self, name: String, mut passages: Vec<Passage>) {
        self.files += 1;
        let total = passages.len();
        if self.is_only {
            passages.truncate(self.room.fitting(&passages));
        }
        if !self.room.take(&passages) {
            self.left_out.add(&name, Unread::TooMuch);
            return;
        }
        if passages.len() < total {
            let rest = format!("{name} · {}–{total} / {total}", passages.len() + 1);
            self.rest = Some(ImportRefusal { name: rest, why: Unread::TooMuch });
        }
        self.documents.push(ImportDocument { name, passages });
    }
}

async fn on_a_thread<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Problem> {
    let done = spawn_blocking(work).await;
    done.map_err(|_| Problem::refused(ErrorCode::Internal, "The files could not be read."))
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

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::import::PASSAGES;

    type Read = (Vec<ImportDocument>, Vec<ImportRefusal>);

    /// Read a folder with these files, each with the same words.
    async fn read_folder(files: &[String], words: &str) -> Read {
        let folder = tempfile::tempdir().unwrap();
        put(folder.path(), files, words);
        read(ImportSource::Folder, vec![folder.path().to_owned()]).await.unwrap()
    }

    fn put(folder: &Path, files: &[String], words: &str) {
        for file in files {
            let path = folder.join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, words).unwrap();
        }
    }

    fn many(count: usize, name: impl Fn(usize) -> String) -> Vec<String> {
        (0..count).map(name).collect()
    }

    fn told(refusals: &[ImportRefusal]) -> Vec<(&str, Unread)> {
        refusals.iter().map(|refusal| (refusal.name.as_str(), refusal.why)).collect()
    }

    #[tokio::test]
    async fn notes_behind_many_pictures_are_read_and_the_pictures_counted() {
        let pictures = many(400, |n| format!("attachments/{n}.JPG"));
        let others = ["notes/a.md", "notes/b.md", "plan.xlsx"].map(str::to_owned);
        let (documents, refusals) = read_folder(&[&pictures[..], &others].concat(), "words").await;
        let names: Vec<&str> = documents.iter().map(|document| document.name.as_str()).collect();
        assert_eq!(names, ["notes/a.md", "notes/b.md"]);
        let unsupported = Unread::Unsupported;
        assert_eq!(told(&refusals), [("400 × *.jpg", unsupported), ("plan.xlsx", unsupported)]);
    }

    #[tokio::test]
    async fn files_that_turn_out_not_to_be_read_leave_the_room_to_others() {
        let settings = many(FILES + 1, |n| format!("a/{n:03}.json"));
        let (documents, refusals) =
            read_folder(&[&settings[..], &["b.json".to_owned()]].concat(), "{\"a\": 1}").await;
        assert_eq!(
            (documents, told(&refusals)),
            (vec![], vec![("302 × *.json", Unread::Unsupported)])
        );
    }

    #[tokio::test]
    async fn of_more_notes_than_an_import_takes_all_are_accounted_for() {
        let notes = many(800, |n| format!("notes/{}/{n:03}.md", n / 400));
        let (documents, refusals) = read_folder(&notes, "words").await;
        assert_eq!(documents.len(), FILES);
        assert_eq!(
            told(&refusals),
            [("100 × notes/0/*.md", Unread::TooMuch), ("400 × notes/1/*.md", Unread::TooMuch)]
        );
    }

    #[tokio::test]
    async fn a_folder_that_cannot_be_opened_or_lies_too_deep_is_told() {
        let deep = vec!["1/2/3/4/5/6/7/8/a.md".to_owned(), "1/2/3/4/5/6/7/8/9/b.md".to_owned()];
        let (documents, refusals) = read_folder(&deep, "words").await;
        assert_eq!(documents.len(), 1);
        assert_eq!(told(&refusals), [("1/2/3/4/5/6/7/8/9/", Unread::TooMuch)]);
        let gone = tempfile::tempdir().unwrap().path().join("gone");
        let (_, refusals) = read(ImportSource::Folder, vec![gone]).await.unwrap();
        assert_eq!(told(&refusals), [("gone/", Unread::Unreadable)]);
    }

    #[tokio::test]
    async fn of_an_only_file_that_is_too_long_the_beginning_is_read_and_the_rest_told() {
        let folder = tempfile::tempdir().unwrap();
        let lines = many(512, |n| format!("{{\"role\": \"user\", \"text\": \"Said {n}.\"}}\n"));
        put(folder.path(), &["talk.jsonl".to_owned()], &lines.concat());
        let talk = folder.path().join("talk.jsonl");
        let (documents, refusals) = read(ImportSource::Files, vec![talk]).await.unwrap();
        assert_eq!(documents[0].passages.len(), PASSAGES);
        assert_eq!(documents[0].passages[PASSAGES - 1].text, "Said 299.");
        assert_eq!(told(&refusals), [("talk.jsonl · 301–512 / 512", Unread::TooMuch)]);

        put(folder.path(), &["a.txt".to_owned()], "word");
        let (documents, refusals) =
            read(ImportSource::Folder, vec![folder.path().to_owned()]).await.unwrap();
        assert_eq!(documents.len(), 1);
        assert_eq!(told(&refusals), [("talk.jsonl", Unread::TooMuch)]);
    }

    #[tokio::test]
    async fn chosen_files_of_one_name_are_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let files = ["r/new/cv.md", "r/old/cv.md", "x/old/cv.md", "z.md"].map(str::to_owned);
        put(folder.path(), &files, "# I sew");
        let paths = files.iter().chain(&files[..1]).map(|file| folder.path().join(file)).collect();
        let (documents, _) = read(ImportSource::Files, paths).await.unwrap();
        let names: Vec<&str> = documents.iter().map(|document| document.name.as_str()).collect();
        assert_eq!(names, ["new/cv.md", "r/old/cv.md", "x/old/cv.md", "z.md"]);
        assert_eq!(documents[0].passages[0].text, "I sew", "a file stays of its kind");
    }
}
