//! A steady stream of changes from elsewhere: skills, projects, titles of sessions and the life
//! state, by several writers at a time, each change told apart from every other by a number in it.

use crate::author::Author;
use anyhow::Result;
use protocol::{
    IdempotencyKey, Ids, MessageId, ProjectId, SessionId, SkillId, SystemIds, Write,
    records::{Category, PermissionMode, SessionKind},
    write::{
        CreateSession, NewMessage, NewProject, NewSkill, ProjectChange, SkillChange, StateChange,
        UpdateSession,
    },
};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use std::{sync::Arc, time::Duration};
use tokio::{
    task::JoinSet,
    time::{Instant, sleep_until},
};

/// Writers at a time.
pub(crate) const WRITERS: usize = 6;
/// Skills that each writer changes.
const SKILLS: usize = 3;

/// What one writer changes and nobody else does.
#[derive(Debug, Clone)]
pub(crate) struct Book {
    skills: Vec<SkillId>,
    project: ProjectId,
    session: Option<SessionId>,
}

/// How much is written in about what time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Load {
    /// Changes in all.
    pub(crate) changes: u64,
    /// They are spread over this time; a server that is slow or away makes it longer.
    pub(crate) lasting: Duration,
    /// Decides which changes.
    pub(crate) seed: u64,
}

/// Make the records that writers change: one book for each writer, the first two with a session.
pub(crate) async fn books(author: &Author) -> Result<Vec<Book>> {
    let mut books = Vec::new();
    for writer in 0..WRITERS {
        let mut skills = Vec::new();
        for skill in 0..SKILLS {
            let id = SkillId(SystemIds.next());
            let name = format!("Skill {writer}.{skill}");
            let body = NewSkill { name, category: Category::Technical, level: 0.5 };
            author.write(&Write::CreateSkill { id, body }).await?;
            skills.push(id);
        }
        let project = ProjectId(SystemIds.next());
        let body = NewProject { name: format!("Project {writer}") };
        author.write(&Write::CreateProject { id: project, body }).await?;
        let session = if writer < 2 { Some(session(author).await?) } else { None };
        books.push(Book { skills, project, session });
    }
    Ok(books)
}

/// A session with one short answer in it.
pub(crate) async fn session(author: &Author) -> Result<SessionId> {
    let id = SessionId(SystemIds.next());
    let text = String::from("I repaired the heating of our house.");
    let first_message = NewMessage { id: MessageId(SystemIds.next()), text };
    let permission = PermissionMode::Ask;
    let body = CreateSession { id, kind: SessionKind::Intake, permission, first_message };
    author.write(&Write::CreateSession(body)).await?;
    Ok(id)
}

/// Write all of it; gives the key of every change that was accepted.
pub(crate) async fn write(
    author: Arc<Author>,
    books: Vec<Book>,
    load: Load,
) -> Result<Vec<IdempotencyKey>> {
    let mut writers = JoinSet::new();
    let began = Instant::now();
    let count = u64::try_from(books.len())?;
    for (writer, book) in books.into_iter().enumerate() {
        let author = Arc::clone(&author);
        let writer = u64::try_from(writer)?;
        let mine = load.changes / count + u64::from(writer < load.changes % count);
        let between = load.lasting / u32::try_from(mine.max(1))?;
        let mut chance = StdRng::seed_from_u64(load.seed ^ (writer << 32));
        writers.spawn(async move {
            let mut keys = Vec::new();
            for number in 0..mine {
                sleep_until(began + between * u32::try_from(number)?).await;
                let change = change(&book, number, &mut chance);
                keys.push(author.write(&change).await?.0);
            }
            anyhow::Ok(keys)
        });
    }
    let mut keys = Vec::new();
    while let Some(ended) = writers.join_next().await {
        keys.extend(ended??);
    }
    Ok(keys)
}

/// One of many possible changes; no two of a book are alike.
fn change(book: &Book, number: u64, chance: &mut StdRng) -> Write {
    let title = format!("Number {number}");
    match chance.random_range(0..10) {
        0 => {
            let direction = Some(format!("Towards {} {number}", book.project));
            Write::UpdateState { body: StateChange { direction, ..StateChange::default() } }
        }
        1 | 2 if book.session.is_some() => {
            let body = UpdateSession { title: Some(title), ..UpdateSession::default() };
            Write::UpdateSession {
                session: book.session.unwrap_or(SessionId(book.project.0)),
                body,
            }
        }
        3 | 4 => {
            let body = ProjectChange { name: Some(title), ..ProjectChange::default() };
            Write::UpdateProject { id: book.project, body }
        }
        _ => {
            let id = book.skills[chance.random_range(0..book.skills.len())];
            let body = SkillChange { name: Some(title), ..SkillChange::default() };
            Write::UpdateSkill { id, body }
        }
    }
}
