// States of the app that are hard to bring about by hand, to look at in a browser: the page's
// `?scene=` names one, `?theme=` a theme. In development only, like all of the fake.
import type { Block } from "../bindings/Block";
import type { Delivery } from "../bindings/Delivery";
import type { ErrorCode } from "../bindings/ErrorCode";
import type { Finding } from "../bindings/Finding";
import type { Job } from "../bindings/Job";
import type { OutboxItem } from "../bindings/OutboxItem";
import type { Problem } from "../bindings/Problem";
import type { Unread } from "../bindings/Unread";
import type { FakeData } from "./fake";
import { demoData } from "./fake-data";
import { live } from "./fake-link";
import { emptyData, finding, job, message } from "./fake-records";

const day = 86_400_000;

const scenes = {
  empty: () => {},
  streaming(data) {
    data.jobTexts = {
      j1: "Four hours instead of a week is a strong result. **What told you** that the alarm had been missed, and who",
    };
    data.jobs = [job({ id: "j1", percent: 62, created_at: ago(3_000), started_at: ago(3_000) })];
  },
  writing(data) {
    scenes.streaming(data);
    data.jobTexts = { j1: markdown };
    const message = data.messages[0]?.message;
    message?.blocks.unshift(...tools);
  },
  offline(data) {
    data.jobs = [];
    link(data, { state: "offline", attempt: 3, retry_at: ahead(18_000) });
    unsent(data, pending, "I also wrote to the ward that the alarm is fixed.");
    unsent(data, pending, "They answered the same day.");
  },
  waiting(data) {
    link(data, { state: "waiting", attempt: 2, retry_at: ahead(18_000) });
  },
  connecting(data) {
    link(data, { state: "connecting" });
  },
  behind(data) {
    link(data, { behind: 12, transport: "web_socket" });
  },
  stream(data) {
    link(data, { state: "degraded", transport: "server_sent_events", attempt: 5 });
  },
  poll(data) {
    link(data, { state: "degraded", transport: "long_poll", attempt: 10 });
  },
  stuck(data) {
    data.jobs = [];
    unsent(data, { state: "stuck", problem: problem("message_too_long") }, "A very long story.");
    unsent(data, { ...pending, behind_stuck: true }, "That is the short of it.");
  },
  locked(data) {
    data.jobs = [];
    unsent(data, { state: "stuck", problem: problem("session_finalized") }, "One more thing.");
  },
  held(data) {
    data.jobs = [];
    const sending = { ...pending, unanswered: true };
    unsent(data, sending, "Sent just before the train left.", 2 * day + 60_000);
    unsent(data, { state: "held", since: ago(2 * day) }, "The lactate rule came from me.", 2 * day);
  },
  failed(data) {
    const ended = { status: "failed", problem: problem("stalled"), ended_at: ago(1_000) } as const;
    data.jobs = [job({ id: "j1", ...ended })];
    session(data, { status: "error", active_job: null, error: "The answer stopped coming." });
  },
  resuming(data) {
    scenes.streaming(data);
    data.bootstrap.resuming = [
      { job: "j1", session_id: "s1", percent: 45, since: ago(60_000), expired: false },
    ];
  },
  expired(data) {
    scenes.streaming(data);
    data.bootstrap.resuming = [
      { job: "j1", session_id: "s1", percent: 45, since: ago(2 * 3_600_000), expired: true },
    ];
  },
  away(data) {
    history(data);
    log(data, { type: "slept", seconds: 3 * 86_400 });
    log(data, { type: "resynced", channel: "user", reason: "trimmed" });
  },
  summary(data) {
    data.jobs = [];
    data.findings = findings();
    const figures = {
      answers: 18,
      words: 1240,
      minutes: 21,
      suggested: 7,
      confirmed: 4,
      rejected: 1,
    };
    const summary = {
      ...figures,
      eta_before: 0.98,
      eta_after: 1.11,
      range_before: { low: 0.74, high: 1.28 },
      range_after: { low: 0.91, high: 1.34 },
    };
    session(data, { status: "finalized", active_job: null, finalized_at: ago(60_000), summary });
  },
  panel(data) {
    data.jobs = [];
    data.findings = findings();
    session(data, { status: "idle", active_job: null });
  },
  jobs(data) {
    data.jobs = jobsOfAllKinds();
  },
  unsent(data) {
    scenes.offline(data);
    data.messages = data.messages.filter((view) => view.key === undefined);
    scenes.stuck(data);
    data.writes = [
      write("skill", { state: "held", since: ago(2 * day) }, 2 * day),
      write("decision", { state: "held", since: ago(day + 9_000) }, day + 9_000),
      write("project", { state: "stuck", problem: problem("version_conflict") }, 3_600_000),
      write("job", { ...pending, unanswered: true }, 9_000),
      write("constraint", pending, 4_000),
    ];
  },
  reread(data) {
    scenes.summary(data);
    const [sure, , plain, , , , debriefing] = data.findings;
    if (!sure || !plain || !debriefing) return;
    const words = "The lactate rule came from me.";
    const again = { kind: "skill", id: "d8" } as const;
    data.reread = {
      found: [
        finding({ id: "d8", name: "Sepsis recognition", category: "health", target: again }, words),
        { ...plain, name: "Report writing", level: 0.7, probability: 0.81 },
      ],
      gone: [debriefing.id],
    };
  },
  refusals(data) {
    const reasons: Unread[] = ["bomb", "protected", "no_text", "broken", "too_large", "unsafe"];
    const refusals = reasons.map((why) => ({ name: `papers/2019/${why}-of-a-long-name.zip`, why }));
    data.chosen = { documents: data.chosen?.documents ?? [], refusals };
  },
  log: history,
} satisfies Record<string, (data: FakeData) => void>;

/** The data of the scene that the page's address names; the usual life when it names none. */
export function sceneData(search: string): FakeData {
  const params = new URLSearchParams(search);
  const name = params.get("scene") ?? (params.has("empty") ? "empty" : null);
  const data = name === "empty" ? emptyData() : demoData();
  const theme = params.get("theme");
  if (theme === "light" || theme === "dark") data.bootstrap.preferences.theme = theme;
  if (isScene(name)) scenes[name](data);
  return data;
}

function isScene(name: string | null): name is keyof typeof scenes {
  return name !== null && name in scenes;
}

const markdown = `Two ways to count the hours:

1. **By shift**, which you know already
2. By what was \`escalated\` within the hour

| month | within the hour |
| --- | ---: |
| March | 61 % |
| June | 84 % |

\`\`\`sql
-- how often the first dose came in time
SELECT month, round(100.0 * count(*) FILTER (WHERE minutes <= 60) / count(*)) AS share
FROM doses WHERE ward = 'ICU' GROUP BY month;
\`\`\`

Which of the two **would the ward`;

const tools: Block[] = [
  { type: "tool_use", name: "search_profile", input: '{"words":"incident alarm"}' },
  { type: "tool_result", name: "search_profile", output: "skill  Incident review", count: 1 },
];

const pending = { state: "pending", behind_stuck: false, unanswered: false } as const;

function ago(milliseconds: number): string {
  return new Date(Date.now() - milliseconds).toISOString();
}

function ahead(milliseconds: number): string {
  return ago(-milliseconds);
}

function problem(code: ErrorCode): Problem {
  return { code, title: "", retryable: false };
}

function link(data: FakeData, status: Partial<typeof live>): void {
  data.bootstrap.link = { ...live, transport: null, ...status };
}

function session(data: FakeData, change: Partial<FakeData["sessions"][number]>): void {
  data.sessions = data.sessions.map((one) => (one.id === "s1" ? { ...one, ...change } : one));
}

function unsent(data: FakeData, delivery: Delivery, text: string, age = 60_000): void {
  const ordinal = data.messages.length + 1;
  session(data, { status: "idle", active_job: null, message_count: ordinal });
  const id = `m${ordinal}`;
  const created_at = ago(age - ordinal);
  const said = message({ id, session_id: "s1", ordinal, created_at }, text);
  data.messages = [...data.messages, { message: said, delivery, key: `key-${id}` }];
}

function write(kind: OutboxItem["kind"], delivery: Delivery, age: number): OutboxItem {
  const ofSession = kind === "decision" || kind === "job";
  return {
    key: `key-${kind}`,
    kind,
    session_id: ofSession ? "s1" : null,
    message_id: null,
    text: null,
    delivery,
    created_at: ago(age),
  };
}

function log(data: FakeData, step: FakeData["log"][number]["step"]): void {
  const number = data.log.length + 1;
  data.log = [...data.log, { number, at: ago((40 - number) * 7_300), step }];
}

function history(data: FakeData): void {
  log(data, { type: "dialling", transport: "web_socket" });
  log(data, { type: "live", transport: "web_socket" });
  log(data, { type: "resynced", channel: "user", reason: "first" });
  log(data, { type: "network_down" });
  log(data, { type: "closed", code: 4001 });
  log(data, { type: "failed", problem: problem("unavailable") });
  log(data, { type: "waiting", retry_at: ago(250_000) });
  log(data, { type: "network_up" });
  log(data, { type: "retry_asked" });
  log(data, { type: "dialling", transport: "server_sent_events" });
  log(data, { type: "live", transport: "server_sent_events" });
  log(data, { type: "token_renewed" });
  log(data, { type: "draining", until: ago(200_000) });
  log(data, { type: "closed", code: null });
  log(data, { type: "dialling", transport: "web_socket" });
  log(data, { type: "live", transport: "web_socket" });
}

function findings(): Finding[] {
  const words = "I wrote up the missed alarm so that nobody had to defend themselves.";
  const found = (id: string, name: string, given: Partial<Finding>) =>
    finding({ id, name, target: { kind: "skill", id }, category: "health", ...given }, words);
  return [
    found("d1", "Incident review", { decision: "confirmed", level: 0.51, probability: 0.86 }),
    found("d2", "Alarm management", { decision: "edited", level: 0.64 }),
    found("d3", "Plain writing", { category: "communication", probability: 0.56 }),
    found("d4", "Root cause analysis", { decision: "rejected", category: "communication" }),
    found("d5", "Sepsis bundle rollout", {
      kind: "project",
      target: { kind: "project", id: "p1" },
      decision: "confirmed",
      level: null,
    }),
    found("d6", "Night shifts", {
      kind: "constraint",
      target: { kind: "constraint", id: "c1" },
      decision: "confirmed",
    }),
    found("d7", "Debriefing", { category: "leadership", probability: 0.33 }),
  ];
}

function jobsOfAllKinds(): Job[] {
  const at = (age: number, took: number) => ({
    created_at: ago(age),
    started_at: ago(age),
    ended_at: ago(age - took),
  });
  return [
    job({
      id: "j1",
      percent: 45,
      step: "searching",
      created_at: ago(8_000),
      started_at: ago(8_000),
    }),
    job({
      id: "j2",
      session_id: "s2",
      status: "queued",
      percent: 0,
      created_at: ago(4_000),
      started_at: null,
    }),
    job({ id: "j3", status: "completed", percent: 100, ...at(90_000, 4_000) }),
    job({ id: "j4", status: "cancelled", ...at(190_000, 2_000) }),
    job({
      id: "j5",
      session_id: "s3",
      status: "failed",
      problem: problem("storage_full"),
      ...at(290_000, 62_000),
    }),
  ];
}
