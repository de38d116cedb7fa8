// The only writer of the query cache. Each event of the engine has one handler here; an event
// without one does not compile. Reads are in queries.ts, the order of events in stream.ts.
import type { InfiniteData, QueryClient, QueryKey } from "@tanstack/react-query";
import type { AppEvent } from "../bindings/AppEvent";
import type { Bootstrap } from "../bindings/Bootstrap";
import type { ConnectionEntry } from "../bindings/ConnectionEntry";
import type { Constraint } from "../bindings/Constraint";
import type { Finding } from "../bindings/Finding";
import type { HostRequest } from "../bindings/HostRequest";
import type { Insight } from "../bindings/Insight";
import type { Job } from "../bindings/Job";
import type { JobId } from "../bindings/JobId";
import type { Preferences } from "../bindings/Preferences";
import type { Project } from "../bindings/Project";
import type { Session } from "../bindings/Session";
import type { SessionId } from "../bindings/SessionId";
import type { SkillView } from "../bindings/SkillView";
import { withChange, withJob } from "./job-list";
import { addChunk, type JobText, wholeText } from "./job-text";
import { keys } from "./keys";
import { insertMessage, type MessagePage, removeMessage } from "./message-pages";
import { patchSession } from "./session-patch";
import { touch } from "./touches";

/** What an event can cause besides a change of the cache. */
export interface Effects {
  /** A wish from tray, shortcut or a second start. */
  hostRequested(request: HostRequest): void;
  /** A session changed that the cache does not know: read it once. */
  readSession(id: SessionId): void;
}

type EventOf<T extends AppEvent["type"]> = Extract<AppEvent, { type: T }>;
type Handler<T extends AppEvent["type"]> = (
  client: QueryClient,
  event: EventOf<T>,
  effects: Effects,
) => void;
type Handlers = { readonly [T in AppEvent["type"]]: Handler<T> };

const handlers = {
  link_changed: (client, { status }) => patchBootstrap(client, { link: status }),
  outbox_changed: (client, { status }) => patchBootstrap(client, { outbox: status }),
  state_updated: (client, { state }) => patchBootstrap(client, { state }),
  physics_updated: (client, { index }) => {
    patchBootstrap(client, { index });
    void client.invalidateQueries({ queryKey: keys.previews });
  },
  skill_updated: (client, { skill }) =>
    patch<SkillView[]>(client, keys.skills, (list) =>
      putShown(list, skill, skill.skill, (view) => view.skill.id),
    ),
  finding_updated: (client, { finding }) => {
    patch<Finding[]>(client, keys.findings(finding.quote.session_id), (list) =>
      putShown(list, finding, finding, byId),
    );
    void client.invalidateQueries({ queryKey: keys.previews });
  },
  project_updated: (client, { project }) =>
    patch<Project[]>(client, keys.projects, (list) => putShown(list, project, project, byId)),
  constraint_updated: (client, { constraint }) =>
    patch<Constraint[]>(client, keys.constraints, (list) =>
      putShown(list, constraint, constraint, byId),
    ),
  insight_received: (client, { insight }) => {
    touch(client, keys.insights);
    client.setQueryData<Insight[]>(keys.insights, (list) => put(list ?? [], insight, byId));
  },
  session_updated: (client, { patch: change }, effects) => {
    const changed = patchSessions(client, change.id, (session) => patchSession(session, change));
    if (!changed) effects.readSession(change.id);
  },
  session_removed: (client, { id }) => {
    patch<SessionPages>(client, keys.sessions, (data) => dropSession(data, id));
    patch<Session | null>(client, keys.session(id), () => null);
    patch<Job[]>(client, keys.jobs, (list) => list.filter((job) => job.session_id !== id));
    for (const key of [keys.messages(id), keys.findings(id), keys.draft(id)]) {
      touch(client, key);
      client.removeQueries({ queryKey: key, exact: true });
    }
  },
  session_finalized: (client, { id, at, summary }, effects) => {
    const changed = patchSessions(client, id, (session) => ({
      ...session,
      status: "finalized",
      finalized_at: at,
      // It comes by the session's channel, what was counted since by the person's: whichever is late.
      summary: session.finalized_at === null ? summary : session.summary,
    }));
    if (!changed) effects.readSession(id);
  },
  interview_message: (client, { view }) =>
    patch<MessagePages>(client, keys.messages(view.message.session_id), (data) => ({
      ...data,
      pages: insertMessage(data.pages, view),
    })),
  message_branched: (client, { session_id }) => {
    for (const queryKey of [keys.messages(session_id), keys.findings(session_id)]) {
      touch(client, queryKey);
      void client.invalidateQueries({ queryKey, exact: true });
    }
  },
  message_removed: (client, { session_id, id }) =>
    patch<MessagePages>(client, keys.messages(session_id), (data) => ({
      ...data,
      pages: removeMessage(data.pages, id),
    })),
  job_updated: (client, { job }) => patch<Job[]>(client, keys.jobs, (list) => withJob(list, job)),
  job_progress: (client, { job, step, percent }) => patchJob(client, job, { step, percent }),
  job_chunk: (client, { job, off, text }) => {
    const key = keys.jobText(job);
    touch(client, key);
    const current = client.getQueryData<JobText>(key);
    if (current === undefined && off > 0) return;
    const next = addChunk(current ?? wholeText(""), { off, text });
    if (next) client.setQueryData<JobText>(key, next);
    else void client.invalidateQueries({ queryKey: key, exact: true });
  },
  job_completed: (client, { job }) =>
    patchJob(client, job, { status: "completed", percent: 100, problem: null }),
  job_failed: (client, { job, problem }) => patchJob(client, job, { status: "failed", problem }),
  job_cancelled: (client, { job }) => patchJob(client, job, { status: "cancelled" }),
  resuming_changed: (client, { resuming }) => patchBootstrap(client, { resuming }),
  connection_logged: (client, { entry }) =>
    patch<ConnectionEntry[]>(client, keys.connectionLog, (log) => withEntry(log, entry)),
  resynced: (client) => readAgain(client),
  host_requested: (_client, { request }, effects) => effects.hostRequested(request),
} satisfies Handlers;

/** Brings one event into the cache. */
export function apply(client: QueryClient, event: AppEvent, effects: Effects): void {
  run(client, event.type, event, effects);
}

function run<T extends AppEvent["type"]>(
  client: QueryClient,
  type: T,
  event: EventOf<T>,
  effects: Effects,
): void {
  const all: Handlers = handlers;
  all[type](client, event, effects);
}

/** Everything that is announced may be old: what is on screen is read again now, the rest when it
 * is shown. */
export function readAgain(client: QueryClient): void {
  const kept = ["insights", "draft"];
  void client.invalidateQueries({
    predicate: ({ queryKey }) => !kept.some((part) => part === queryKey[0]),
  });
}

/** The person's choices were kept by the engine, which does not announce them. */
export function preferencesKept(client: QueryClient, preferences: Preferences): void {
  patchBootstrap(client, { preferences });
}

/** A session the cache did not know was read. */
export function sessionRead(client: QueryClient, session: Session): void {
  patch<SessionPages>(client, keys.sessions, (data) => putSession(data, session));
}

/** A page of sessions, newest first. */
export interface SessionPage {
  readonly sessions: Session[];
  readonly more: boolean;
}
const mostEntries = 200;
type SessionPages = InfiniteData<SessionPage>;
type MessagePages = InfiniteData<MessagePage>;

function patch<T>(client: QueryClient, key: QueryKey, change: (old: T) => T): void {
  touch(client, key);
  client.setQueryData<T>(key, (old) => (old === undefined ? old : change(old)));
}

function patchBootstrap(client: QueryClient, change: Partial<Bootstrap>): void {
  patch<Bootstrap>(client, keys.bootstrap, (old) => ({ ...old, ...change }));
}

function patchJob(client: QueryClient, id: JobId, change: Partial<Job>): void {
  patch<Job[]>(client, keys.jobs, (list) => withChange(list, id, change));
}

function patchSessions(
  client: QueryClient,
  id: SessionId,
  change: (session: Session) => Session,
): boolean {
  const listed = client
    .getQueryData<SessionPages>(keys.sessions)
    ?.pages.flatMap((page) => page.sessions)
    .find((session) => session.id === id);
  const open = client.getQueryData<Session | null>(keys.session(id)) ?? undefined;
  const known = listed ?? open;
  touch(client, keys.sessions);
  touch(client, keys.session(id));
  if (!known) return false;
  const next = change(known);
  if (listed) patch<SessionPages>(client, keys.sessions, (data) => putSession(data, next));
  if (open) client.setQueryData<Session | null>(keys.session(id), change(open));
  return true;
}

function putSession(data: SessionPages, session: Session): SessionPages {
  const size = data.pages.map((page) => page.sessions.length);
  const all = put(
    data.pages.flatMap((page) => page.sessions),
    session,
    byId,
  ).toSorted((left, right) => right.last_message_at.localeCompare(left.last_message_at));
  let from = 0;
  const pages = data.pages.map((page, index) => {
    const last = index === data.pages.length - 1;
    const to = last ? all.length : from + (size[index] ?? 0);
    const sessions = all.slice(from, to);
    from = to;
    return { ...page, sessions };
  });
  return { ...data, pages };
}

function dropSession(data: SessionPages, id: SessionId): SessionPages {
  const pages = data.pages.map((page) => ({
    ...page,
    sessions: page.sessions.filter((session) => session.id !== id),
  }));
  return { ...data, pages };
}

/** The log with this entry at its end; the oldest make room. */
function withEntry(log: readonly ConnectionEntry[], entry: ConnectionEntry): ConnectionEntry[] {
  if (log.some((known) => known.number === entry.number)) return [...log];
  return [...log, entry].slice(-mostEntries);
}

function byId(record: { readonly id: string }): string {
  return record.id;
}

/** The list with this item, or without it when the record in it was withdrawn. */
function putShown<T>(
  list: readonly T[],
  item: T,
  record: { readonly withdrawn: boolean },
  idOf: (item: NoInfer<T>) => string,
): T[] {
  if (!record.withdrawn) return put(list, item, idOf);
  return list.filter((other) => idOf(other) !== idOf(item));
}

function put<T>(list: readonly T[], item: T, idOf: (item: NoInfer<T>) => string): T[] {
  const id = idOf(item);
  const at = list.findIndex((other) => idOf(other) === id);
  return at < 0 ? [...list, item] : list.with(at, item);
}
