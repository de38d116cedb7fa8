//! The data that LinkedIn gives its members: a packed folder of tables. Only those are opened that
//! say what the person does and can; messages, contacts and adverts stay closed.

use crate::{Section, archive::Archive, text};
use protocol::import::Unread;

/// The tables read, each with the columns that hold words, in the order they are put.
const TABLES: &[(&str, &[&str])] = &[
    ("Profile.csv", &["Headline", "Summary"]),
    ("Positions.csv", &["Title", "Company Name", "Description"]),
    ("Projects.csv", &["Title", "Description"]),
    ("Volunteering.csv", &["Role", "Company Name", "Cause", "Description"]),
    ("Education.csv", &["Degree Name", "School Name", "Notes", "Activities"]),
    ("Certifications.csv", &["Name", "Authority"]),
    ("Courses.csv", &["Name"]),
    ("Honors.csv", &["Title", "Description"]),
    ("Publications.csv", &["Name", "Description"]),
    ("Languages.csv", &["Name", "Proficiency"]),
    ("Skills.csv", &["Name"]),
];

/// One section for each table that is there.
pub(crate) fn read(archive: &mut Archive<'_>) -> Result<Vec<Section>, Unread> {
    let mut sections = Vec::new();
    for (table, columns) in TABLES {
        let Some(bytes) = archive.read(table)? else { continue };
        match text::decode(&bytes) {
            Ok(text) => sections.push(Section::new(*table, rows(&text, columns)?)),
            Err(Unread::Empty) => {}
            Err(why) => return Err(why),
        }
    }
    if sections.is_empty() { Err(Unread::Unsupported) } else { Ok(sections) }
}

/// The rows of a table: a paragraph each, or one list when there is but one column.
fn rows(text: &str, columns: &[&str]) -> Result<String, Unread> {
    let mut table = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let headers = table.headers().map_err(|_| Unread::Broken)?.clone();
    let places: Vec<usize> = columns
        .iter()
        .filter_map(|column| headers.iter().position(|header| header.trim() == *column))
        .collect();
    let mut rows = Vec::new();
    for row in table.records() {
        let row = row.map_err(|_| Unread::Broken)?;
        let cells = places.iter().filter_map(|place| row.get(*place)).map(str::trim);
        let cells: Vec<&str> = cells.filter(|cell| !cell.is_empty()).collect();
        if !cells.is_empty() {
            rows.push(cells.join("\n"));
        }
    }
    Ok(rows.join(if columns.len() == 1 { ", " } else { "\n\n" }))
}
