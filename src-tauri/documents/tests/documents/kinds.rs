//! Each kind of file as people have it.

use crate::samples::{paragraph, pdf, pdf_drawn, saved, word, zipped};
use documents::{may_be_read, read};
use protocol::import::Unread;

fn texts(name: &str, bytes: &[u8]) -> Vec<String> {
    read(name, bytes).unwrap().into_iter().map(|passage| passage.text).collect()
}

fn origins(name: &str, bytes: &[u8]) -> Vec<String> {
    read(name, bytes).unwrap().into_iter().map(|passage| passage.origin).collect()
}

#[test]
fn plain_text_is_read_in_its_encoding_and_lines_that_go_on_are_joined() {
    let text = "I run the ward.\r\nI plan the rota for\r\ntwelve nurses.";
    assert_eq!(
        texts("cv.txt", text.as_bytes()),
        ["I run the ward.\nI plan the rota for twelve nurses."]
    );
    let western = b"Caf\xe9 owner";
    assert_eq!(texts("cv.txt", western), ["Café owner"]);
    let wide: Vec<u8> = "\u{FEFF}I sew.".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(texts("notes", &wide), ["I sew."]);
}

#[test]
fn long_text_is_cut_between_paragraphs_and_short_ones_stay_together() {
    let long = format!("{}\n\n{}\n\nEnd of it.", "I bake bread. ".repeat(60), "Yes. ".repeat(300));
    let passages = texts("notes.txt", long.as_bytes());
    assert_eq!(passages.len(), 3, "{passages:#?}");
    assert!(passages[0].starts_with("I bake") && passages[0].ends_with("bread."));
    assert!(passages.iter().all(|passage| passage.chars().count() <= 1_200));
    assert_eq!(texts("notes.txt", b"One.\n\nTwo."), ["One.\n\nTwo."]);
}

#[test]
fn markdown_gives_its_words_by_heading_without_signs_and_code() {
    let text = "# Ward\n\nI *lead* the\nnight shift.\n\n- rota\n- [handover](x)\n\n```sh\nrm\n```\n\n# Home\n\nI cook.";
    let passages = read("notes.md", text.as_bytes()).unwrap();
    assert_eq!(passages[0].origin, "notes.md · Ward");
    assert_eq!(passages[0].text, "Ward\nI lead the night shift.\n\nrota\nhandover");
    assert_eq!(passages[1].origin, "notes.md · Home");
    assert_eq!(passages.len(), 2);
}

#[test]
fn a_list_in_a_list_of_markdown_has_lines_of_its_own() {
    let text = "- Languages\n  - Rust\n    1. async\n  - Go\n- Tools\n\nI sew.";
    assert_eq!(texts("notes.md", text.as_bytes()), ["Languages\nRust\nasync\nGo\nTools\n\nI sew."]);
    let loose = "- Languages\n\n  - Rust\n\n- Tools";
    assert_eq!(texts("notes.md", loose.as_bytes()), ["Languages\n\nRust\nTools"]);
}

#[test]
fn what_stands_under_an_item_of_markdown_is_not_glued_to_it() {
    for under in ["> Rust", "```sh\n  rm\n  ```\n  Rust", "***\n  Rust", "<hr>\n\n  Rust"] {
        let text = format!("- Languages\n  {under}");
        let lines = texts("notes.md", text.as_bytes()).join("\n");
        let lines: Vec<&str> = lines.split_whitespace().collect();
        assert_eq!(lines, ["Languages", "Rust"], "{text}");
    }
    assert_eq!(texts("notes.md", b"Rust<br>Go<BR/>C"), ["Rust\nGo\nC"]);
}

#[test]
fn a_word_document_gives_its_paragraphs_without_what_was_deleted_or_is_there_twice() {
    let body = [
        paragraph("I lead a team of &lt;five&gt; &amp; more."),
        "<w:p><w:del><w:r><w:delText>old</w:delText></w:r></w:del></w:p>".to_owned(),
        "<mc:Fallback><w:p><w:r><w:t>twice</w:t></w:r></w:p></mc:Fallback>".to_owned(),
        "<w:p><w:r><w:t>Rust</w:t><w:tab/><w:t>Python</w:t></w:r></w:p>".to_owned(),
    ];
    let text = texts("cv.docx", &word(&body.concat())).join("\n");
    assert_eq!(text, "I lead a team of <five> & more.\n\nRust Python");
}

#[test]
fn a_pdf_gives_its_lines_by_page() {
    let bytes = pdf(&["I teach maths", "to forty pupils.", "Tools: Excel, R"]);
    assert_eq!(texts("cv.pdf", &bytes), ["I teach maths to forty pupils.\nTools: Excel, R"]);
    let page = "BT /F1 11 Tf 72 700 Td (A page) Tj ET";
    let two = saved(pdf_drawn(&[page, page]));
    assert_eq!(origins("cv.pdf", &two), ["cv.pdf · 1", "cv.pdf · 2"]);
}

/// Made with fpdf2 2.8.9 and uharfbuzz: `add_font` with DejaVuSans.ttf, of which it keeps the letters
/// used, at 11 pt. The first line is two cells with `set_text_shaping(True)`, which places letter by
/// letter and draws ff as one, and no blank between them; the second is one cell without. The font is a
/// Type0 one with the encoding Identity-H and a `ToUnicode` table.
#[test]
fn a_pdf_whose_font_numbers_its_letters_anew_gives_words_and_lines() {
    let bytes = include_bytes!("fixtures/identity-h.pdf");
    let lines = "Ich leite ein offenes Café in der Weißen Straße.\n\
                 W Łodzi prowadzę zespół: pięć osób, SQL.";
    assert_eq!(texts("cv.pdf", bytes), [lines]);
}

#[test]
fn words_of_a_pdf_are_told_apart_by_where_they_stand() {
    let drawn = "q 1 0 0 1 10 0 cm BT /F1 10 Tf 1 0 0 1 50 700 Tm [(kern) 20 (ing)] TJ \
                 [(two) -600 (words)] TJ 1 0 0 1 300 700 Tm (apart) Tj \
                 1 0 0 1 50 688 Tm (Next line) Tj 1 0 0 1 50 640 Tm (New paragraph) Tj ET Q";
    let bytes = saved(pdf_drawn(&[drawn]));
    assert_eq!(texts("cv.pdf", &bytes), ["kerningtwo words apart\nNext line\n\nNew paragraph"]);
}

#[test]
fn a_json_resume_gives_what_the_person_does_and_can() {
    let resume = r#"{"basics": {"name": "Ann", "email": "a@b.c", "label": "Nurse"},
        "work": [{"position": "Charge nurse", "name": "City", "highlights": ["Ran the rota.", "Led audits."]}],
        "skills": [{"name": "Triage", "keywords": ["ECG", "sepsis"]}],
        "references": [{"reference": "She knows Rust."}]}"#;
    let passages = read("resume.json", resume.as_bytes()).unwrap();
    let texts: Vec<&str> = passages.iter().map(|passage| passage.text.as_str()).collect();
    assert_eq!(
        texts,
        ["Nurse", "Charge nurse\nCity\nRan the rota.\nLed audits.", "Triage\nECG, sepsis"]
    );
    assert_eq!(passages[1].origin, "resume.json · work");
}

#[test]
fn a_linked_in_export_gives_the_person_and_no_messages() {
    let bytes = zipped(&[
        (
            "Basic/Positions.csv",
            b"Company Name,Title,Description\nCity,Nurse,\"I ran\nthe ward\"\n",
        ),
        ("Basic/Skills.csv", b"Name\nPython\nTriage\n"),
        ("Basic/messages.csv", b"CONTENT\nsecret\n"),
    ]);
    let passages = read("export.zip", &bytes).unwrap();
    let texts: Vec<&str> = passages.iter().map(|passage| passage.text.as_str()).collect();
    assert_eq!(texts, ["Nurse\nCity\nI ran\nthe ward", "Python, Triage"]);
    assert_eq!(passages[0].origin, "export.zip · Positions.csv");
}

#[test]
fn a_transcript_gives_what_the_person_said_and_nobody_else() {
    let lines = "{\"role\":\"assistant\",\"text\":\"Do you know Rust?\"}\n\
                 {\"role\":\"user\",\"text\":\"I weld.\"}\n\
                 not json\n\
                 {\"message\":{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"I bake.\"}]}}\n";
    assert_eq!(texts("talk.jsonl", lines.as_bytes()), ["I weld.", "I bake."]);
}

#[test]
fn a_name_tells_what_need_not_be_opened() {
    for name in ["cv.pdf", "notes", "a.b/notes.MD", "plan.org", "LinkedIn.zip", ".txt"] {
        assert!(may_be_read(name), "{name}");
    }
    for name in ["photo.JPG", "a/film.mp4", "page.html", "rows.csv"] {
        assert!(!may_be_read(name), "{name}");
        assert_eq!(read(name, b"words"), Err(Unread::Unsupported), "{name}");
    }
}
