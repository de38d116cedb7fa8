//! Rules of the physics, the profile, the interview, extraction, documents and the engine.

use super::{Mutant, SIMULATION};

pub(super) const DOMAIN: &[Mutant] = &[
    Mutant {
        name: "alignment counts twice",
        file: "src-tauri/physics/src/thrust.rs",
        from: "value: alignment * raw,",
        to: "value: alignment * alignment * raw,",
        tests: &["-p", "physics", "--test", "physics"],
    },
    Mutant {
        name: "a contribution forgets the weight of its projects",
        file: "src-tauri/physics/src/thrust.rs",
        from: "let lift = level * utilisation * part.used.weight;",
        to: "let lift = level * utilisation;",
        tests: &["-p", "physics", "--test", "physics"],
    },
    Mutant {
        name: "a skill that nobody confirmed counts",
        file: "src-tauri/physics/src/inputs.rs",
        from: "SkillStatus::Confirmed | SkillStatus::Edited",
        to: "SkillStatus::Confirmed | SkillStatus::Edited | SkillStatus::Suggested",
        tests: &["-p", "physics", "--test", "physics"],
    },
    Mutant {
        name: "a whole record's rejection is forgotten",
        file: "src-tauri/profile/src/evidence.rs",
        from: "return if rejected_at.is_some() { Standing::Rejected } else { Standing::Open };",
        to: "return Standing::Open;",
        tests: &["-p", "profile", "--test", "profile"],
    },
    Mutant {
        name: "a subject that the person closed is asked about again",
        file: "src-tauri/interview/src/planner.rs",
        from: "plan.closed.extend(closed);",
        to: "drop(closed);",
        tests: &["-p", "interview", "--test", "interview"],
    },
    Mutant {
        name: "what the person denies is a skill",
        file: "src-tauri/extraction/src/skills.rs",
        from: "if scope.negated || scope.wished || scope.person == Person::Other {",
        to: "if scope.wished || scope.person == Person::Other {",
        tests: &["-p", "extraction", "--test", "reading"],
    },
    Mutant {
        name: "what somebody else does is a skill",
        file: "src-tauri/extraction/src/skills.rs",
        from: "if scope.negated || scope.wished || scope.person == Person::Other {",
        to: "if scope.negated || scope.wished {",
        tests: &["-p", "extraction", "--test", "reading"],
    },
    Mutant {
        name: "packed files may name places outside their folder",
        file: "src-tauri/documents/src/archive.rs",
        from: "if entry.enclosed_name().is_none() {",
        to: "if false {",
        tests: &["-p", "documents", "--test", "documents"],
    },
    Mutant {
        name: "folders that lie too deep are left out in silence",
        file: "src-tauri/engine/src/import/folder.rs",
        from: "self.left_out.add(&format!(\"{name}/\"), Unread::TooMuch);",
        to: "",
        tests: &["-p", "engine", "--lib"],
    },
    Mutant {
        name: "simulated: a write that nobody answered is given up",
        file: "src-tauri/engine/src/drain.rs",
        from: "self.unanswered(row).await\n",
        to: "self.store.drop_write(row.key).await\n",
        tests: SIMULATION,
    },
    Mutant {
        name: "with a session that goes, waiting decisions on its findings go unsaid",
        file: "src-tauri/engine/src/tell.rs",
        from: "if removes {",
        to: "if removes && cfg!(any()) {",
        tests: &["-p", "tests", "--test", "flow", "unsent"],
    },
    Mutant {
        name: "an older version of a message that was chosen is not shown",
        file: "src-tauri/profile/src/tree.rs",
        from: "chosen.or(children.last()).copied()",
        to: "children.last().or(chosen).copied()",
        tests: &["-p", "profile", "--test", "profile"],
    },
];
