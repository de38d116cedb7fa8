//! Unsent work laid over the server's records.

use crate::build::{
    create, envelope, finding, finding_id, follow_session, kept, message, message_id, of_user,
    post, row, session_id, skill, skill_id,
};
use protocol::{
    Channel, Event, Write,
    app_event::Delivery,
    ids::opening_id,
    records::{Decision, Role, SkillStatus},
    write::{DecideFindings, UpdateSession},
};

#[tokio::test]
async fn a_session_that_only_waits_here_is_shown_with_its_question_and_answer() {
    let kept = kept().await;
    kept.store.enqueue(row(1, create(1, 1))).await.unwrap();
    let (sessions, _) = kept.store.sessions(None, 10).await.unwrap();
    assert_eq!(sessions[0].title, "words 1");
    let (views, more) = kept.store.messages(session_id(1), None, 10).await.unwrap();
    assert!(!more);
    let shown: Vec<_> = views.iter().map(|v| (v.message.id, v.message.ordinal)).collect();
    assert_eq!(shown, [(opening_id(session_id(1)), 1), (message_id(1), 2)]);
    assert_eq!(views[0].message.role, Role::Assistant);
    assert_eq!(views[1].delivery, Delivery::Pending { behind_stuck: false, unanswered: false });
}

#[tokio::test]
async fn a_message_is_shown_once_when_the_servers_copy_is_here() {
    let kept = kept().await;
    kept.store.enqueue(row(1, create(1, 2))).await.unwrap();
    kept.store.enqueue(row(2, post(1, 3))).await.unwrap();
    follow_session(&kept.store, 1).await;
    let channel = Channel::Session(session_id(1));
    for (seq, said) in (1..).zip([message(1, 1, 1), message(1, 2, 2)]) {
        let event = envelope(channel, seq, &Event::InterviewMessage(said));
        kept.store.apply(event).await.unwrap();
    }
    let (views, _) = kept.store.messages(session_id(1), None, 10).await.unwrap();
    let shown: Vec<_> = views.iter().map(|v| (v.message.id, v.message.ordinal)).collect();
    assert_eq!(shown, [(message_id(1), 1), (message_id(2), 2), (message_id(3), 3)]);
}

#[tokio::test]
async fn a_decision_counts_before_it_is_sent() {
    let kept = kept().await;
    let events = [Event::SkillUpdated(skill(1, 1)), Event::FindingUpdated(finding(1, 1))];
    for (seq, event) in (1..).zip(&events) {
        kept.store.apply(envelope(of_user(), seq, event)).await.unwrap();
    }
    let decide = |decision| {
        let body = DecideFindings { ids: vec![finding_id(1)], decision, edit: None };
        Write::DecideFindings(body)
    };
    kept.store.enqueue(row(1, decide(Decision::Confirmed))).await.unwrap();
    let now = kept.store.skill(skill_id(1)).await.unwrap().unwrap();
    assert_eq!(now.status, SkillStatus::Confirmed);
    kept.store.enqueue(row(2, decide(Decision::Suggested))).await.unwrap();
    let now = kept.store.skill(skill_id(1)).await.unwrap().unwrap();
    assert_eq!((now.status, now.confirmed_at), (SkillStatus::Suggested, None));
}

#[tokio::test]
async fn a_preview_confirms_without_keeping_anything() {
    let kept = kept().await;
    let events = [Event::SkillUpdated(skill(1, 1)), Event::FindingUpdated(finding(1, 1))];
    for (seq, event) in (1..).zip(&events) {
        kept.store.apply(envelope(of_user(), seq, event)).await.unwrap();
    }
    let at = crate::build::at(50);
    let preview = kept.store.preview(vec![finding_id(1)], at).await.unwrap();
    assert_eq!(preview.skills[0].status, SkillStatus::Confirmed);
    let now = kept.store.profile().await.unwrap();
    assert_eq!(now.skills[0].status, SkillStatus::Suggested);
}

#[tokio::test]
async fn a_session_to_be_removed_is_not_listed() {
    let kept = kept().await;
    follow_session(&kept.store, 1).await;
    let title = Some("Mine".to_owned());
    let body = UpdateSession { title, ..UpdateSession::default() };
    let rename = Write::UpdateSession { session: session_id(1), body };
    kept.store.enqueue(row(1, rename)).await.unwrap();
    let (sessions, _) = kept.store.sessions(None, 10).await.unwrap();
    assert_eq!(sessions[0].title, "Mine");
    let remove = Write::DeleteSession { session: session_id(1) };
    kept.store.enqueue(row(2, remove)).await.unwrap();
    assert_eq!(kept.store.sessions(None, 10).await.unwrap().0, []);
}

#[tokio::test]
async fn messages_come_in_pages_and_unsent_ones_only_with_the_last() {
    let kept = kept().await;
    follow_session(&kept.store, 1).await;
    let channel = Channel::Session(session_id(1));
    for n in 1..=5 {
        let said = Event::InterviewMessage(message(1, n, u64::from(n)));
        kept.store.apply(envelope(channel, u64::from(n), &said)).await.unwrap();
    }
    kept.store.enqueue(row(1, post(1, 9))).await.unwrap();
    let page = |before| kept.store.messages(session_id(1), before, 3);
    let ordinals = |views: &[protocol::app_event::MessageView]| {
        views.iter().map(|view| view.message.ordinal).collect::<Vec<_>>()
    };
    let (last, more) = page(None).await.unwrap();
    assert_eq!((ordinals(&last), more), (vec![4, 5, 6], true));
    let (first, more) = page(Some(4)).await.unwrap();
    assert_eq!((ordinals(&first), more), (vec![1, 2, 3], false));
}
