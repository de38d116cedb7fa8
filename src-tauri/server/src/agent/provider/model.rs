//! A language model as the interviewer's voice, spoken to through the genai library.

use super::{
    Brief, Extracted, Piece, Pieces, Provider, Spoken, Trouble,
    address::{adapter, base, is_local},
    claims,
    guard::{Heard, Measure, listen},
    prompt,
};
use crate::agent::http;
use async_trait::async_trait;
use futures_util::{Stream, StreamExt, TryStreamExt, stream};
use genai::{
    Client, ModelIden, ServiceTarget,
    chat::{ChatOptions, ChatRequest, JsonSpec, Tool, ToolCall, ToolChoice},
    resolver::{AuthData, Endpoint},
};
use protocol::{
    models::{ModelChoice, ModelKind},
    records::TokenCount,
};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use std::{
    fmt,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};
use tokio::time::{Instant, timeout};

pub use super::guard::Patience;

/// The longest reply, in bytes.
const LONGEST_REPLY: usize = 8 * 1024;
/// The longest list of claims, in bytes.
const LONGEST_CLAIMS: usize = 128 * 1024;
/// At most so many tokens for a reply, thoughts included.
const REPLY_TOKENS: u32 = 2_000;
/// At most so many tokens for claims, thoughts included.
const CLAIM_TOKENS: u32 = 4_000;
/// Until a connection stands.
const CONNECTING: Duration = Duration::from_secs(10);

/// A model and what is needed to speak to it.
#[derive(Debug, Clone)]
pub struct Model {
    /// Which one.
    pub choice: ModelChoice,
    /// What its server wants to see.
    pub key: Option<SecretString>,
    /// How long it may take.
    pub patience: Patience,
}

/// A language model.
pub(crate) struct LanguageModel {
    client: Client,
    model: Model,
    base: String,
    /// Its server has refused schemas: it gets a tool instead.
    wants_tools: AtomicBool,
}

impl fmt::Debug for LanguageModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LanguageModel")
            .field("kind", &self.model.choice.kind)
            .finish_non_exhaustive()
    }
}

impl LanguageModel {
    /// The model, not yet asked anything.
    ///
    /// # Errors
    ///
    /// [`Trouble::Unknown`] when the choice names no model or no address.
    pub(crate) fn new(model: Model) -> Result<Self, Trouble> {
        let base = base(&model.choice)?;
        let http = http::builder().connect_timeout(CONNECTING);
        let http = if is_local(&base) { http.no_proxy() } else { http };
        let http = http.build().map_err(|_| Trouble::Unreachable)?;
        let client = Client::builder().with_reqwest(http).build();
        let client = client.map_err(|_| Trouble::Unreachable)?;
        Ok(Self { client, model, base: base.into(), wants_tools: AtomicBool::new(false) })
    }

    fn target(&self) -> ServiceTarget {
        let ModelChoice { kind, model, .. } = &self.model.choice;
        // Where no key is wanted, none is looked at.
        let key = self.model.key.as_ref().map_or("none", |key| key.expose_secret());
        ServiceTarget {
            endpoint: Endpoint::from_owned(self.base.clone()),
            auth: AuthData::from_single(key),
            model: ModelIden::new(adapter(*kind), model.trim()),
        }
    }

    /// Asks, and listens to the answer.
    async fn ask(
        &self,
        request: ChatRequest,
        options: ChatOptions,
        longest: usize,
    ) -> Result<impl Stream<Item = Result<Heard, Trouble>> + Send + 'static, Trouble> {
        let measure = Measure {
            patience: self.model.patience,
            since: Instant::now(),
            longest,
            asked: length(&request),
        };
        let options = options.with_capture_usage(true).with_capture_tool_calls(true);
        // Nothing is sent before the first poll: refusals come there as well.
        let answer = self.client.exec_chat_stream(self.target(), request, Some(&options)).await;
        let answer = answer.map_err(|error| Trouble::of(&error, false))?;
        Ok(listen(answer.stream, measure))
    }

    async fn read(&self, spoken: &Spoken, by_tool: bool) -> Result<Extracted, Trouble> {
        let request = prompt::reading(spoken);
        let options = ChatOptions::default().with_max_tokens(CLAIM_TOKENS);
        let (request, options) = if by_tool {
            (request.with_tools([tool()]), self.one_tool(options))
        } else {
            let form = JsonSpec::new(claims::NAME, claims::schema());
            (request, options.with_response_format(form))
        };
        let answer = &spoken.answer;
        let heard = self.ask(request, options, LONGEST_CLAIMS).await?;
        let (text, calls, tokens) = whole(heard).await?;
        let extracted = if by_tool { called(calls, answer) } else { told(&text, &calls, answer) };
        Ok(Extracted { tokens: Some(tokens), ..extracted? })
    }

    /// Reads by the schema, or else by the tool.
    async fn read_somehow(&self, spoken: &Spoken) -> Result<Extracted, Trouble> {
        if !self.wants_tools.load(Ordering::Relaxed) {
            match self.read(spoken, false).await {
                // A server that does not know schemas refuses the request, or heeds it not.
                Err(Trouble::Unknown | Trouble::Garbled) => {}
                done => return done,
            }
        }
        let extracted = self.read(spoken, true).await?;
        self.wants_tools.store(true, Ordering::Relaxed);
        Ok(extracted)
    }

    /// Has the model call the one tool, once. To name it as well is beyond some servers.
    fn one_tool(&self, options: ChatOptions) -> ChatOptions {
        let options = options.with_tool_choice(ToolChoice::Required);
        match self.model.choice.kind {
            ModelKind::OpenAi => options.with_extra_body(json!({ "parallel_tool_calls": false })),
            ModelKind::Anthropic | ModelKind::Gemini | ModelKind::Ollama => options,
        }
    }
}

fn tool() -> Tool {
    Tool::new(claims::NAME).with_description(claims::PURPOSE).with_schema(claims::schema())
}

/// The length of what is asked, in characters.
fn length(request: &ChatRequest) -> usize {
    let texts = request.messages.iter().flat_map(|message| message.content.texts());
    texts.chain(request.system.as_deref()).map(|text| text.chars().count()).sum()
}

async fn whole(
    heard: impl Stream<Item = Result<Heard, Trouble>>,
) -> Result<(String, Vec<ToolCall>, TokenCount), Trouble> {
    let mut heard = std::pin::pin!(heard);
    let mut text = String::new();
    while let Some(heard) = heard.try_next().await? {
        match heard {
            Heard::Words(words) => text.push_str(&words),
            Heard::End { calls, tokens } => return Ok((text, calls, tokens)),
        }
    }
    Err(Trouble::Interrupted)
}

/// What holds of claims that were told as text. Nobody asked for tools.
fn told(text: &str, calls: &[ToolCall], answer: &str) -> Result<Extracted, Trouble> {
    let given: Value = serde_json::from_str(unfenced(text)).map_err(|_| Trouble::Garbled)?;
    let mut extracted = claims::check(given, answer).ok_or(Trouble::Garbled)?;
    extracted.dropped += count(calls);
    Ok(extracted)
}

/// What holds of claims that came as calls of the tool. Other calls are refused.
fn called(calls: Vec<ToolCall>, answer: &str) -> Result<Extracted, Trouble> {
    if calls.is_empty() {
        return Err(Trouble::Garbled);
    }
    let mut all = Extracted::default();
    for call in calls {
        let asked_for = call.fn_name == claims::NAME;
        match asked_for.then(|| claims::check(call.fn_arguments, answer)).flatten() {
            Some(extracted) => {
                all.found.extend(extracted.found);
                all.dropped += extracted.dropped;
            }
            None => all.dropped += 1,
        }
    }
    Ok(all)
}

fn count(calls: &[ToolCall]) -> u32 {
    u32::try_from(calls.len()).unwrap_or(u32::MAX)
}

/// JSON without the fence of a code block around it.
fn unfenced(text: &str) -> &str {
    let text = text.trim();
    let inner = text.strip_prefix("```json").or_else(|| text.strip_prefix("```"));
    inner.and_then(|inner| inner.strip_suffix("```")).unwrap_or(text).trim()
}

#[async_trait]
impl Provider for LanguageModel {
    async fn word(&self, brief: &Brief) -> Result<Pieces, Trouble> {
        if !brief.written.is_empty() {
            // No model goes on with exactly the words that are shown already.
            return Err(Trouble::Interrupted);
        }
        let options = ChatOptions::default().with_max_tokens(REPLY_TOKENS);
        let heard = self.ask(prompt::wording(brief), options, LONGEST_REPLY).await?;
        let question = prompt::question(&brief.planned).map(str::to_owned);
        let mut said = String::new();
        let pieces =
            heard.flat_map(move |heard| stream::iter(say(heard, &mut said, question.as_deref())));
        Ok(pieces.boxed())
    }

    async fn extract(&self, spoken: &Spoken) -> Result<Extracted, Trouble> {
        let within = timeout(self.model.patience.whole, self.read_somehow(spoken)).await;
        within.unwrap_or(Err(Trouble::Silent))
    }
}

/// The pieces of a reply. One that asks nothing gets the planned question, so that the interview
/// goes on.
fn say(
    heard: Result<Heard, Trouble>,
    said: &mut String,
    question: Option<&str>,
) -> Vec<Result<Piece, Trouble>> {
    match heard {
        Err(trouble) => vec![Err(trouble)],
        Ok(Heard::Words(words)) => {
            said.push_str(&words);
            vec![Ok(Piece::Words(words))]
        }
        Ok(Heard::End { .. }) if said.trim().is_empty() => vec![Err(Trouble::Garbled)],
        Ok(Heard::End { tokens, calls: _ }) => {
            let missing = question.filter(|_| !prompt::asks(said));
            let missing = missing.map(|question| Ok(Piece::Words(format!("\n\n{question}"))));
            missing.into_iter().chain([Ok(Piece::End(Some(tokens)))]).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANSWER: &str = "I bake bread.";

    fn call(name: &str, arguments: Value) -> ToolCall {
        ToolCall {
            call_id: "1".to_owned(),
            fn_name: name.to_owned(),
            fn_arguments: arguments,
            thought_signatures: None,
        }
    }

    fn findings() -> Value {
        json!({ "findings": [{ "kind": "skill", "name": "Baking", "quote": "I bake bread" }] })
    }

    #[test]
    fn calls_of_other_tools_are_refused_and_counted() {
        let calls = vec![
            call("delete_profile", json!({})),
            call(claims::NAME, findings()),
            call(claims::NAME, json!("garbage")),
        ];
        let extracted = called(calls, ANSWER).unwrap();
        assert_eq!((extracted.found.len(), extracted.dropped), (1, 2));
        assert_eq!(called(Vec::new(), ANSWER), Err(Trouble::Garbled));
    }

    #[test]
    fn claims_may_stand_in_a_code_block() {
        let fenced = format!("```json\n{}\n```", findings());
        assert_eq!(told(&fenced, &[], ANSWER).unwrap().found.len(), 1);
        assert_eq!(told("Sure! Here you go", &[], ANSWER), Err(Trouble::Garbled));
    }

    #[test]
    fn a_reply_that_asks_nothing_gets_the_planned_question() {
        let question = Some("**And then?**");
        let tokens = TokenCount::default();
        let end = || Ok(Heard::End { calls: Vec::new(), tokens });
        let added = say(end(), &mut "I see.".to_owned(), question);
        assert_eq!(added[0], Ok(Piece::Words("\n\n**And then?**".to_owned())));
        assert_eq!(say(end(), &mut "What then?".to_owned(), question).len(), 1);
        assert_eq!(say(end(), &mut " ".to_owned(), question), [Err(Trouble::Garbled)]);
    }
}
