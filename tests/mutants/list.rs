//! The rules that are broken, and the tests that must notice.

/// One broken rule.
pub(crate) struct Mutant {
    /// What is broken, as a sentence.
    pub(crate) name: &'static str,
    /// The file.
    pub(crate) file: &'static str,
    /// The text that stands there exactly once.
    pub(crate) from: &'static str,
    /// What stands there instead; the tests must still come to an end with it.
    pub(crate) to: &'static str,
    /// The tests that must turn red, as arguments of `cargo test`.
    pub(crate) tests: &'static [&'static str],
}

pub(crate) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "a work that fails keeps half of its writes",
        file: "src-tauri/db/src/writer.rs",
        from: "\"ROLLBACK TO work; RELEASE work\"",
        to: "\"RELEASE work\"",
        tests: &["-p", "db", "--test", "database"],
    },
    Mutant {
        name: "the link delivers an event although one before it is missing",
        file: "src-tauri/link/src/machine/followed.rs",
        from: "if self.epoch == Some(event.epoch) && Some(event.seq) == expected {",
        to: "if self.epoch == Some(event.epoch) && Some(event.seq) >= expected {",
        tests: &["-p", "link", "--test", "link"],
    },
    Mutant {
        name: "the link delivers an event a second time",
        file: "src-tauri/link/src/machine/followed.rs",
        from: "event.seq <= self.seq {\n            return Verdict::Drop;",
        to: "event.seq <= self.seq {\n            return Verdict::Deliver;",
        tests: &["-p", "link", "--test", "link"],
    },
    Mutant {
        name: "delays between tries do not grow",
        file: "src-tauri/link/src/machine/delay.rs",
        from: "2_u32.saturating_pow(self.failures)",
        to: "2_u32.saturating_pow(0)",
        tests: &["-p", "link", "--lib"],
    },
    Mutant {
        name: "the store takes an event in on a gap",
        file: "src-tauri/store/src/apply.rs",
        from: "stands.epoch != envelope.epoch || envelope.seq > stands.seq + 1",
        to: "stands.epoch != envelope.epoch",
        tests: &["-p", "store", "--test", "remembering"],
    },
    Mutant {
        name: "the store takes an event in twice",
        file: "src-tauri/store/src/apply.rs",
        from: "if envelope.seq <= stands.seq {",
        to: "if envelope.seq < stands.seq {",
        tests: &["-p", "store", "--test", "remembering"],
    },
    Mutant {
        name: "an event counts although its effect could not be stored",
        file: "src-tauri/store/src/apply.rs",
        from: "Some(event) => take_in(connection, channel, event)?,",
        to: "Some(event) => take_in(connection, channel, event).unwrap_or(None),",
        tests: &["-p", "store", "--test", "remembering"],
    },
    Mutant {
        name: "a stuck message lets later ones of its session pass",
        file: "src-tauri/store/src/turn.rs",
        from: "row.message().is_some() ||",
        to: "row.message().is_none() ||",
        tests: &["-p", "store", "--test", "remembering"],
    },
    Mutant {
        name: "a streamed text is believed by its length alone",
        file: "src-tauri/store/src/text.rs",
        from: "length(&self.text) == len && hex == sha256",
        to: "length(&self.text) == len",
        tests: &["-p", "store", "--lib"],
    },
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
        name: "an idempotency key serves another request",
        file: "src-tauri/server/src/storage/view.rs",
        from: "Some((before, _)) if before != *fingerprint => Err(StorageError::KeyReused),",
        to: "Some((before, _)) if before.is_empty() => Err(StorageError::KeyReused),",
        tests: &["-p", "server", "--test", "server"],
    },
    Mutant {
        name: "a record is overwritten whatever its version",
        file: "src-tauri/server/src/storage/commit.rs",
        from: "if self.view.version(put.kind, &put.id)? + 1 != put.version {",
        to: "if put.version == 0 {",
        tests: &["-p", "server", "--test", "server"],
    },
    Mutant {
        name: "an access token never expires",
        file: "src-tauri/server/src/auth/tokens.rs",
        from: "if self.clock.now() >= access.expires_at {",
        to: "if access.expires_at == Timestamp::MAX {",
        tests: &["-p", "server", "--test", "server"],
    },
    Mutant {
        name: "a session that is not the person's own can be followed",
        file: "src-tauri/server/src/storage/log.rs",
        from: "Channel::Session(id) => self.has::<Session>(id.0),",
        to: "Channel::Session(_) => Ok(true),",
        tests: &["-p", "server", "--test", "server"],
    },
    Mutant {
        name: "what is on its way to a slow reader is bounded by number and not by bytes",
        file: "src-tauri/server/src/realtime/credit.rs",
        from: "(self.events < EVENTS && self.bytes + size <= BYTES)",
        to: "self.events < EVENTS",
        tests: &["-p", "server", "--lib"],
    },
];
