//! Files that are broken, locked, empty or made to do harm: each has its word, and none does any.

use crate::samples::{paragraph, pdf, pdf_drawn, saved, word, zipped, zipped_at_length};
use documents::{FILE_LIMIT, read};
use lopdf::{EncryptionState, EncryptionVersion, Object, Permissions, Stream, dictionary};
use protocol::import::Unread;

fn why(name: &str, bytes: &[u8]) -> Unread {
    read(name, bytes).unwrap_err()
}

/// The same packed folder with one of its names, wherever it stands, replaced by one as long.
fn renamed(mut bytes: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let places: Vec<usize> =
        (0..bytes.len() - from.len()).filter(|at| bytes[*at..].starts_with(from)).collect();
    assert_eq!(places.len(), 2, "the entry and the list at the end");
    for at in places {
        bytes[at..at + to.len()].copy_from_slice(to);
    }
    bytes
}

/// The same packed folder, which says that its entries need a password.
fn locked(mut bytes: Vec<u8>) -> Vec<u8> {
    for (sign, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let places: Vec<usize> =
            (0..bytes.len() - 4).filter(|at| bytes[*at..].starts_with(sign)).collect();
        for at in places {
            bytes[at + flags] |= 1;
        }
    }
    bytes
}

#[test]
fn a_packed_bomb_is_not_unpacked() {
    let zeros = vec![b' '; 15 * 1024 * 1024];
    assert_eq!(why("cv.docx", &zipped(&[("word/document.xml", &zeros)])), Unread::Bomb);
    let many: Vec<String> = (0..4_001).map(|n| format!("{n}.csv")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert_eq!(why("export.zip", &zipped(&many)), Unread::Bomb);
}

#[test]
fn what_is_packed_beside_the_words_and_never_read_is_no_bomb() {
    let white = vec![255; 3 * 1024 * 1024];
    let body = "<w:document><w:body><w:p><w:r><w:t>I sew.</w:t></w:r></w:p></w:body></w:document>";
    let entries: [(&str, &[u8]); 2] =
        [("word/media/image1.bmp", &white), ("word/document.xml", body.as_bytes())];
    assert_eq!(read("cv.docx", &zipped(&entries)).unwrap()[0].text, "I sew.");
}

#[test]
fn the_tables_of_an_export_are_bounded_together() {
    let rows = format!("Name\n{}", "word \n".repeat(1_500_000));
    let tables = ["Skills.csv", "Courses.csv"].map(|name| (name, rows.as_bytes()));
    assert_eq!(why("export.zip", &zipped_at_length(&tables)), Unread::Bomb);
}

#[test]
fn an_entry_that_lies_about_its_size_is_stopped_when_it_grows() {
    let words = vec![b' '; 17 * 1024 * 1024];
    let bytes = zipped(&[("word/document.xml", &words)]);
    let size = u32::try_from(words.len()).unwrap().to_le_bytes();
    let lied = renamed(bytes, &size, &1_000_u32.to_le_bytes());
    assert_eq!(why("cv.docx", &lied), Unread::Broken);
}

#[test]
fn what_is_not_packed_small_is_taken_out_up_to_a_bound() {
    let words = vec![b' '; 17 * 1024 * 1024];
    let bytes = zipped_at_length(&[("word/document.xml", &words)]);
    assert_eq!(why("cv.docx", &bytes), Unread::Bomb);
}

#[test]
fn a_folder_that_names_places_outside_is_refused() {
    let bytes = zipped(&[("word/document.xml", b"<a/>"), ("xx/evil.sh", b"rm")]);
    assert_eq!(why("cv.docx", &renamed(bytes, b"xx/evil.sh", b"../evil.sh")), Unread::Unsafe);
}

#[test]
fn what_needs_a_password_says_so() {
    assert_eq!(
        why("export.zip", &locked(zipped(&[("Skills.csv", b"Name\nA")]))),
        Unread::Protected
    );
    let compound = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0];
    assert_eq!(why("cv.docx", &compound), Unread::Protected);
    let mut document = pdf_drawn(&["BT /F1 11 Tf (Secret) Tj ET"]);
    let id = Object::string_literal("0123456789abcdef");
    document.trailer.set("ID", Object::Array(vec![id.clone(), id]));
    let state = EncryptionState::try_from(EncryptionVersion::V2 {
        document: &document,
        owner_password: "owner",
        user_password: "user",
        key_length: 128,
        permissions: Permissions::all(),
    });
    document.encrypt(&state.unwrap()).unwrap();
    assert_eq!(why("cv.pdf", &saved(document)), Unread::Protected);
}

#[test]
fn a_scan_has_no_text() {
    assert_eq!(why("scan.pdf", &saved(pdf_drawn(&["q 100 0 0 100 0 0 cm Q", ""]))), Unread::NoText);
    assert_eq!(why("cv.docx", &word(&paragraph(" "))), Unread::NoText);
}

#[test]
fn a_pdf_that_unpacks_to_too_much_is_stopped() {
    let mut document = pdf_drawn(&[]);
    let mut content = Stream::new(dictionary! {}, vec![b' '; 40 * 1024 * 1024]);
    content.compress().unwrap();
    let content = document.add_object(content);
    let tree = document.catalog().unwrap().get(b"Pages").unwrap().as_reference().unwrap();
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => tree, "Contents" => content,
    });
    let pages = document.get_dictionary_mut(tree).unwrap();
    pages.set("Kids", vec![page.into()]);
    pages.set("Count", 1);
    let bytes = saved(document);
    assert!(bytes.len() < 100_000);
    assert_eq!(why("cv.pdf", &bytes), Unread::Bomb);
}

#[test]
fn broken_files_say_so() {
    let whole = pdf(&["I teach."]);
    assert_eq!(why("cv.pdf", &whole[..40]), Unread::Broken);
    assert_eq!(why("cv.pdf", b"no pdf at all"), Unread::Broken);
    let packed = word(&paragraph("I teach."));
    assert_eq!(why("cv.docx", &packed[..packed.len() - 30]), Unread::Broken);
    let cut = zipped(&[("word/document.xml", b"<w:document><w:body><w:p><w:r><w:t>I te")]);
    assert_eq!(why("cv.docx", &cut), Unread::Broken);
    assert_eq!(why("resume.json", b"{\"work\": ["), Unread::Broken);
    assert_eq!(why("talk.jsonl", b"hello\nthere"), Unread::Broken);
}

#[test]
fn what_is_huge_empty_or_of_another_kind_says_so() {
    assert_eq!(why("cv.txt", &vec![b'a'; FILE_LIMIT + 1]), Unread::TooLarge);
    assert_eq!(why("cv.txt", "word \n".repeat(500_000).as_bytes()), Unread::TooLarge);
    let pages = vec!["BT ET"; 301];
    assert_eq!(why("cv.pdf", &saved(pdf_drawn(&pages))), Unread::TooLarge);
    assert_eq!(why("cv.txt", b""), Unread::Empty);
    assert_eq!(why("cv.txt", b" \n\t"), Unread::Empty);
    assert_eq!(why("photo.jpg", b"\xff\xd8\xff\x00\x10"), Unread::Unsupported);
    assert_eq!(why("photos.zip", &zipped(&[("a.png", b"x")])), Unread::Unsupported);
    assert_eq!(why("data.json", b"{\"a\": 1}"), Unread::Unsupported);
}

#[test]
fn entities_of_a_word_document_do_not_multiply() {
    let bomb = "<!DOCTYPE d [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>\
                <w:document><w:body><w:p><w:r><w:t>I sew. &b;</w:t></w:r></w:p></w:body></w:document>";
    let read = read("cv.docx", &zipped(&[("word/document.xml", bomb.as_bytes())])).unwrap();
    assert_eq!(read[0].text, "I sew.");
}
