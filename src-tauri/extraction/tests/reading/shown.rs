//! Skills that a story shows without a word for them, in any line of work, and plain answers that
//! show none.

use crate::names;
use protocol::records::FindingKind;

const AFTER: &str = "It was a Friday in the middle of the season, everybody was tired and nobody had eaten since the morning.";

/// A story of a deed, long enough to be one.
fn told(deed: &str) -> Vec<String> {
    names(&format!("{AFTER} {deed} In the end it went well."), FindingKind::Skill)
}

#[test]
fn a_deed_shows_its_skill_in_any_line_of_work() {
    let mut wrong = Vec::new();
    for (deed, name) in [
        (
            "A driver threatened the new clerk, so I stepped in between and spoke very calmly.",
            "De-escalation",
        ),
        ("She shook, and I put an arm around her and told her it was okay to stop.", "Empathy"),
        (
            "The neighbours were against the playground, and I got all of them on board.",
            "Persuasion",
        ),
        ("I struck a deal with the wholesaler over the broken crates.", "Negotiation"),
        ("The pump had split and I patched it with a piece of bicycle tube.", "Improvisation"),
        (
            "I swapped the likely parts and found the loose contact behind the panel.",
            "Fault finding",
        ),
        ("I gave our apprentice the job of counting and took the phone myself.", "Delegation"),
        ("I showed the boy step by step how the knot goes.", "Teaching"),
        (
            "I weighed the risks of the ice and decided it was too dangerous for the class.",
            "Risk assessment",
        ),
        ("I took samples at every bridge and wrote the numbers in a notebook.", "Data collection"),
        ("I halved the waiting at the counter with two small signs.", "Process improvement"),
        (
            "I refused to sign the release and spoke to the board on behalf of the cleaners.",
            "Advocacy",
        ),
        ("I sat down with the parents and told them what we had seen.", "Talking with families"),
        ("I read the contract line by line and spotted a typo in the sum.", "Attention to detail"),
        ("I talked to both of them and they shook hands by the van.", "Conflict resolution"),
        ("I called an ambulance and got everyone out of the hall.", "Crisis management"),
    ] {
        let found = told(deed);
        if !found.iter().any(|one| one == name) {
            wrong.push(format!("{deed}\n    lacks {name}; has {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn plain_words_of_a_plain_answer_show_nothing() {
    let shown = [
        "Decision making",
        "Explaining simply",
        "Planning",
        "Teaching",
        "De-escalation",
        "Persuasion",
        "Negotiation",
    ];
    for deed in [
        "I decided to stay another year.",
        "I explained to my landlord that I would be late.",
        "I planned to be home at six.",
        "I trained for the half marathon.",
        "I stopped at the shop and bought bread.",
    ] {
        let found = told(deed);
        assert!(!found.iter().any(|one| shown.contains(&one.as_str())), "{deed}: {found:?}");
    }
}
