// Every event of the engine and what it does to the cache.
import type { QueryClient } from "@tanstack/react-query";
import { beforeEach, expect, test, vi } from "vitest";
import type { AppEvent } from "../bindings/AppEvent";
import type { Bootstrap } from "../bindings/Bootstrap";
import type { Problem } from "../bindings/Problem";
import { demoData } from "../platform/fake-data";
import { fakeIndex } from "../platform/fake-physics";
import {
  constraint,
  finding,
  freshBootstrap,
  job,
  message,
  project,
  session,
  skillView,
} from "../platform/fake-records";
import { apply } from "./apply";
import { createClient } from "./client";
import { wholeText } from "./job-text";
import { keys } from "./keys";

const at = "2026-11-20T10:00:00Z";
const problem: Problem = { code: "unavailable", title: "Away", retryable: true };
const effects = { hostRequested: vi.fn(), readSession: vi.fn() };
const data = demoData();
const index = fakeIndex({ ...data, state: data.bootstrap.state }, at);

let client: QueryClient;

beforeEach(() => {
  vi.clearAllMocks();
  client = createClient(0);
  const outbox = { pending: 0, stuck: 0, held: 0, oldest_at: null };
  const bootstrap: Bootstrap = { ...freshBootstrap(), outbox, index };
  client.setQueryData(keys.bootstrap, bootstrap);
  client.setQueryData(keys.skills, [skillView({ id: "k1", name: "SQL" }, 4)]);
  client.setQueryData(keys.projects, [project({ id: "p1", name: "Rollout" })]);
  client.setQueryData(keys.constraints, [constraint({ id: "c1", name: "Nights" })]);
  client.setQueryData(keys.diagnostics, { connections: 1 });
  client.setQueryData(keys.connectionLog, []);
  client.setQueryData(keys.jobs, [job({ id: "j1", step: "thinking", percent: 0 })]);
  client.setQueryData(keys.findings("s1"), [finding({ id: "f1", name: "SQL" }, "I wrote SQL")]);
  client.setQueryData(keys.session("s1"), session({ id: "s1", error: "failed" }));
  client.setQueryData(keys.sessions, {
    pages: [
      {
        sessions: [
          session({ id: "s2", last_message_at: "2026-11-20T09:30:00Z" }),
          session({ id: "s1", error: "failed" }),
        ],
        more: false,
      },
    ],
    pageParams: [null],
  });
  client.setQueryData(keys.messages("s1"), {
    pages: [
      {
        messages: [
          {
            message: message({ id: "m1", session_id: "s1", ordinal: 1 }, "one"),
            delivery: { state: "sent" },
          },
        ],
        more: false,
      },
    ],
    pageParams: [null],
  });
});

function happens(event: AppEvent): void {
  apply(client, event, effects);
}

function cached(key: readonly unknown[]): unknown {
  return client.getQueryData(key);
}

const summary = {
  answers: 3,
  words: 90,
  minutes: 7,
  suggested: 4,
  confirmed: 2,
  rejected: 1,
  eta_before: null,
  eta_after: 0.4,
  range_before: null,
  range_after: null,
};

type Check = () => void;
const cases: { [T in AppEvent["type"]]: readonly [Extract<AppEvent, { type: T }>, Check] } = {
  link_changed: [
    {
      type: "link_changed",
      status: {
        state: "waiting",
        transport: null,
        behind: 0,
        attempt: 2,
        retry_at: at,
        problem: null,
      },
    },
    () => expect(cached(keys.bootstrap)).toMatchObject({ link: { state: "waiting", attempt: 2 } }),
  ],
  outbox_changed: [
    { type: "outbox_changed", status: { pending: 3, stuck: 1, held: 0, oldest_at: at } },
    () => expect(cached(keys.bootstrap)).toMatchObject({ outbox: { pending: 3, stuck: 1 } }),
  ],
  connection_logged: [
    { type: "connection_logged", entry: { number: 1, at, step: { type: "network_up" } } },
    () =>
      expect(cached(keys.connectionLog)).toEqual([{ number: 1, at, step: { type: "network_up" } }]),
  ],
  resuming_changed: [
    {
      type: "resuming_changed",
      resuming: [{ job: "j1", session_id: "s1", percent: 40, since: at, expired: false }],
    },
    () => expect(cached(keys.bootstrap)).toMatchObject({ resuming: [{ job: "j1", percent: 40 }] }),
  ],
  state_updated: [
    { type: "state_updated", state: { ...freshBootstrap().state, dependants: 2 } },
    () => expect(cached(keys.bootstrap)).toMatchObject({ state: { dependants: 2 } }),
  ],
  physics_updated: [
    { type: "physics_updated", index: { ...index, value: 1.25 } },
    () => expect(cached(keys.bootstrap)).toMatchObject({ index: { value: 1.25 } }),
  ],
  skill_updated: [
    { type: "skill_updated", skill: skillView({ id: "k1", name: "SQL" }, 5) },
    () => expect(cached(keys.skills)).toMatchObject([{ belief: { level: 5 } }]),
  ],
  finding_updated: [
    {
      type: "finding_updated",
      finding: finding({ id: "f1", name: "SQL", decision: "confirmed" }, "I wrote SQL"),
    },
    () => expect(cached(keys.findings("s1"))).toMatchObject([{ decision: "confirmed" }]),
  ],
  project_updated: [
    { type: "project_updated", project: project({ id: "p2", name: "New" }) },
    () => expect(cached(keys.projects)).toMatchObject([{ id: "p1" }, { id: "p2" }]),
  ],
  constraint_updated: [
    {
      type: "constraint_updated",
      constraint: constraint({ id: "c1", name: "Nights", severity: 0.9 }),
    },
    () => expect(cached(keys.constraints)).toMatchObject([{ severity: 0.9 }]),
  ],
  insight_received: [
    {
      type: "insight_received",
      insight: {
        id: "i1",
        version: 1,
        kind: "stale_skill",
        text: "SQL grows old",
        created_at: at,
        read_at: null,
        dismissed_at: null,
      },
    },
    () => expect(cached(keys.insights)).toMatchObject([{ id: "i1" }]),
  ],
  session_updated: [
    {
      type: "session_updated",
      patch: { id: "s1", version: 2, last_seq: 2, error: null, last_message_at: at },
    },
    () => {
      expect(cached(keys.session("s1"))).toMatchObject({ error: null, title: "A session" });
      expect(cached(keys.sessions)).toMatchObject({
        pages: [{ sessions: [{ id: "s1", error: null }, { id: "s2" }] }],
      });
    },
  ],
  session_removed: [
    { type: "session_removed", id: "s1" },
    () => {
      expect(cached(keys.sessions)).toMatchObject({ pages: [{ sessions: [{ id: "s2" }] }] });
      expect(cached(keys.session("s1"))).toBeNull();
      expect(cached(keys.messages("s1"))).toBeUndefined();
      expect(cached(keys.jobs)).toEqual([]);
    },
  ],
  session_finalized: [
    { type: "session_finalized", id: "s1", at, summary },
    () =>
      expect(cached(keys.session("s1"))).toMatchObject({
        status: "finalized",
        finalized_at: at,
        summary,
      }),
  ],
  interview_message: [
    {
      type: "interview_message",
      view: {
        message: message({ id: "m2", session_id: "s1", ordinal: 2 }, "two"),
        delivery: { state: "pending", behind_stuck: false, unanswered: false },
      },
    },
    () =>
      expect(cached(keys.messages("s1"))).toMatchObject({
        pages: [{ messages: [{ message: { id: "m1" } }, { delivery: { state: "pending" } }] }],
      }),
  ],
  message_branched: [
    { type: "message_branched", session_id: "s1" },
    () => {
      expect(client.getQueryState(keys.messages("s1"))?.isInvalidated).toBe(true);
      expect(client.getQueryState(keys.skills)?.isInvalidated).toBe(false);
    },
  ],
  message_removed: [
    { type: "message_removed", session_id: "s1", id: "m1" },
    () => expect(cached(keys.messages("s1"))).toMatchObject({ pages: [{ messages: [] }] }),
  ],
  job_updated: [
    { type: "job_updated", job: job({ id: "j2" }) },
    () => expect(cached(keys.jobs)).toMatchObject([{ id: "j2" }, { id: "j1" }]),
  ],
  job_progress: [
    { type: "job_progress", job: "j1", step: "writing", percent: 60 },
    () => expect(cached(keys.jobs)).toMatchObject([{ step: "writing", percent: 60 }]),
  ],
  job_chunk: [
    { type: "job_chunk", job: "j1", off: 0, text: "Hel" },
    () => expect(cached(keys.jobText("j1"))).toEqual(wholeText("Hel")),
  ],
  job_completed: [
    { type: "job_completed", job: "j1" },
    () => expect(cached(keys.jobs)).toMatchObject([{ status: "completed" }]),
  ],
  job_failed: [
    { type: "job_failed", job: "j1", problem },
    () => expect(cached(keys.jobs)).toMatchObject([{ status: "failed", problem }]),
  ],
  job_cancelled: [
    { type: "job_cancelled", job: "j1" },
    () => expect(cached(keys.jobs)).toMatchObject([{ status: "cancelled" }]),
  ],
  resynced: [
    { type: "resynced" },
    () => expect(client.getQueryState(keys.skills)?.isInvalidated).toBe(true),
  ],
  host_requested: [
    { type: "host_requested", request: "start_interview" },
    () => expect(effects.hostRequested).toHaveBeenCalledWith("start_interview"),
  ],
};

test.each(Object.entries(cases))("%s changes what it names", (_, [event, check]) => {
  happens(event);
  check();
});

test.each(Object.entries(cases))("%s repeated changes nothing more", (_, [event, check]) => {
  happens(event);
  happens(event);
  check();
});

test.each(Object.entries(cases))("%s on an empty cache does no harm", (_, [event]) => {
  client.clear();
  expect(() => happens(event)).not.toThrow();
});

test("an unknown session leaves the cache unchanged and asks for one read", () => {
  const before = cached(keys.sessions);
  happens({
    type: "session_updated",
    patch: { id: "s9", version: 1, last_seq: 1, title: "Elsewhere" },
  });
  expect(cached(keys.sessions)).toBe(before);
  expect(effects.readSession).toHaveBeenCalledExactlyOnceWith("s9");
});

test("the word that a session is finished takes back no summary that was counted since", () => {
  const since = { ...summary, confirmed: summary.confirmed + 2 };
  happens({ type: "session_finalized", id: "s1", at, summary });
  happens({
    type: "session_updated",
    patch: { id: "s1", version: 9, last_seq: 9, summary: since },
  });
  happens({ type: "session_finalized", id: "s1", at, summary });
  expect(cached(keys.session("s1"))).toMatchObject({ status: "finalized", summary: since });
});

test("a chunk that leaves a hole keeps the text and marks it old", () => {
  client.setQueryData(keys.jobText("j1"), wholeText("ab"));
  happens({ type: "job_chunk", job: "j1", off: 5, text: "x" });
  expect(cached(keys.jobText("j1"))).toEqual(wholeText("ab"));
  expect(client.getQueryState(keys.jobText("j1"))?.isInvalidated).toBe(true);
});

test("a message older than what was read waits for its page", () => {
  client.setQueryData(keys.messages("s1"), {
    pages: [
      {
        messages: [
          {
            message: message({ id: "m8", session_id: "s1", ordinal: 8 }, "eight"),
            delivery: { state: "sent" },
          },
        ],
        more: true,
      },
    ],
    pageParams: [null],
  });
  const view = {
    message: message({ id: "m3", session_id: "s1", ordinal: 3 }, "three"),
    delivery: { state: "sent" as const },
  };
  happens({ type: "interview_message", view });
  expect(cached(keys.messages("s1"))).toMatchObject({
    pages: [{ messages: [{ message: { id: "m8" } }] }],
  });
});

test("the log of the connection keeps the last two hundred entries", () => {
  for (let number = 1; number <= 201; number += 1) {
    happens({ type: "connection_logged", entry: { number, at, step: { type: "network_up" } } });
  }
  const log = client.getQueryData<{ number: number }[]>(keys.connectionLog) ?? [];
  expect(log.map((entry) => entry.number)).toEqual(Array.from({ length: 200 }, (_, at) => at + 2));
});

test("no event asks for a read of what it names", () => {
  const read = vi.spyOn(client, "fetchQuery");
  const invalidated = vi.spyOn(client, "invalidateQueries");
  const reads = new Set(["resynced", "host_requested", "message_branched"]);
  for (const [type, [event]] of Object.entries(cases)) if (!reads.has(type)) happens(event);
  expect(read).not.toHaveBeenCalled();
  for (const [filters] of invalidated.mock.calls) expect(filters?.queryKey).toEqual(keys.previews);
});
