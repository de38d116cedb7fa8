//! Words what an import brought. The interview goes on from there.

use super::{Interview, Turn};
use crate::storage::View;
use protocol::{
    Problem,
    records::{Asked, Finding, Job, Session},
};

/// The reply to an import of so many passages, once all are read.
pub(crate) fn plan_import_reply(
    view: &View<'_>,
    job: &Job,
    passages: usize,
) -> Result<Turn, Problem> {
    let gone = || Problem::not_found("session");
    let session = view.get::<Session>(job.session_id.0)?.ok_or_else(gone)?;
    let interview = view.get::<Interview>(session.id.0)?.ok_or_else(gone)?;
    let findings = view.children::<Finding>(session.id.0)?.len();
    let opening = interview::opening(session.id, session.kind);
    Ok(Turn {
        job: job.id,
        version: 0,
        text: format!("{}\n\n**{opening}**", words(passages, findings)),
        by_model: false,
        said: false,
        progress: interview.plan.progress(),
        asked: Asked::default(),
        plan: interview.plan,
    })
}

fn words(passages: usize, findings: usize) -> String {
    let passages = counted(passages, "passage");
    if findings == 0 {
        return format!(
            "I read {passages} and found nothing in them that I could name. Tell me in your own words:"
        );
    }
    format!(
        "I read {passages} and found {}. Each quotes the words it comes from; say which of them are \
         true of you. Papers leave much out, so let us go on:",
        counted(findings, "thing")
    )
}

fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("one {noun}") } else { format!("{count} {noun}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_not_many() {
        assert!(words(1, 2).starts_with("I read one passage and found 2 things."));
        assert!(words(3, 1).starts_with("I read 3 passages and found one thing."));
        assert!(words(3, 0).contains("found nothing"));
    }
}
