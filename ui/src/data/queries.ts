// Everything the interface reads. The channel keeps it fresh (apply.ts), so nothing is read again
// by age; only numbers nobody announces are.
import {
  type QueryClient,
  type QueryKey,
  queryOptions,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import type { Bootstrap } from "../bindings/Bootstrap";
import type { Command } from "../bindings/Command";
import type { FindingId } from "../bindings/FindingId";
import type { Insight } from "../bindings/Insight";
import type { JobId } from "../bindings/JobId";
import type { SessionId } from "../bindings/SessionId";
import type { SessionKind } from "../bindings/SessionKind";
import type { Platform } from "../platform/platform";
import type { SessionPage } from "./apply";
import { ask } from "./ask";
import { wholeText } from "./job-text";
import { keys } from "./keys";
import type { MessagePage } from "./message-pages";
import { readUntouched } from "./touches";
import { usePlatform } from "./use-platform";

// How many records one page of a list holds.
const pageSize = 100;

/** The first paint: preferences, host, connection, unsent work, state and η. */
export function bootstrapQuery(platform: Platform, client: QueryClient) {
  return fresh(client, keys.bootstrap, async () => {
    const reply = await ask(platform, { type: "bootstrap" }, "bootstrap");
    return reply.bootstrap;
  });
}

/** A part of what the first paint needs; undefined until it is read. */
export function useBootstrap<T>(select: (bootstrap: Bootstrap) => T) {
  return useQuery({
    ...bootstrapQuery(usePlatform(), useQueryClient()),
    select,
  });
}

/** One session; null when the server does not know it (yet). */
export function sessionQuery(platform: Platform, client: QueryClient, id: SessionId) {
  return fresh(client, keys.session(id), async () => {
    const reply = await ask(platform, { type: "get_session", id }, "session");
    return reply.session;
  });
}

/** One session; null when the server does not know it (yet). */
export function useSession(id: SessionId) {
  return useQuery(sessionQuery(usePlatform(), useQueryClient(), id));
}

/** The first question of a session of this kind that is not stored: the one it will be stored with.
 * Empty until it is known; asked for only while `wanted`. */
export function useOpening(id: SessionId, kind: SessionKind, wanted: boolean): string {
  const platform = usePlatform();
  const read = useQuery({
    queryKey: keys.opening(id, kind),
    enabled: wanted,
    queryFn: async () => {
      const reply = await ask(platform, { type: "new_session", kind, id }, "draft_session");
      return reply.opening;
    },
  });
  return read.data ?? "";
}

/** Sessions by page, newest first. */
export function useSessions() {
  const platform = usePlatform();
  const client = useQueryClient();
  return useInfiniteQuery({
    queryKey: keys.sessions,
    initialPageParam: null as SessionId | null,
    queryFn: ({ pageParam }): Promise<SessionPage> =>
      readUntouched(client, keys.sessions, () =>
        ask(platform, { type: "list_sessions", before: pageParam, limit: pageSize }, "sessions"),
      ),
    getNextPageParam: (page) => (page.more ? page.sessions.at(-1)?.id : undefined),
  });
}

/** A session's messages by page: first page newest, inside a page oldest first. */
export function useMessages(id: SessionId) {
  const platform = usePlatform();
  const client = useQueryClient();
  return useInfiniteQuery({
    queryKey: keys.messages(id),
    initialPageParam: null as number | null,
    queryFn: ({ pageParam }): Promise<MessagePage> =>
      readUntouched(client, keys.messages(id), () =>
        ask(
          platform,
          {
            type: "list_messages",
            session_id: id,
            before: pageParam,
            limit: pageSize,
          },
          "messages",
        ),
      ),
    getNextPageParam: (page) => (page.more ? page.messages[0]?.message.ordinal : undefined),
  });
}

/** The findings of a session. */
export function useFindings(id: SessionId) {
  const platform = usePlatform();
  return useFresh(keys.findings(id), async () => {
    const reply = await ask(platform, { type: "list_findings", session_id: id }, "findings");
    return reply.findings;
  });
}

/** All skills with what is believed about them. */
export function useSkills() {
  const platform = usePlatform();
  return useFresh(
    keys.skills,
    async () => (await ask(platform, { type: "list_skills" }, "skills")).skills,
  );
}

/** All projects. */
export function useProjects() {
  const platform = usePlatform();
  return useFresh(
    keys.projects,
    async () => (await ask(platform, { type: "list_projects" }, "projects")).projects,
  );
}

/** All constraints. */
export function useConstraints() {
  const platform = usePlatform();
  return useFresh(
    keys.constraints,
    async () => (await ask(platform, { type: "list_constraints" }, "constraints")).constraints,
  );
}

/** Jobs that run and the last five that ended. */
export function useJobs() {
  const platform = usePlatform();
  return useFresh(keys.jobs, async () => (await ask(platform, { type: "list_jobs" }, "jobs")).jobs);
}

/** The text of a job so far. */
export function useJobText(id: JobId) {
  const platform = usePlatform();
  return useFresh(keys.jobText(id), async () => {
    const reply = await ask(platform, { type: "get_job_text", id }, "job_text");
    return wholeText(reply.text);
  });
}

/** What was typed in a session and not sent. Nobody announces it; typing is kept by the composer. */
export function useDraft(id: SessionId) {
  const platform = usePlatform();
  const client = useQueryClient();
  const key = keys.draft(id);
  return useQuery({
    queryKey: key,
    gcTime: 0,
    queryFn: () =>
      readUntouched(client, key, async () => {
        const reply = await ask(platform, { type: "get_draft", session_id: id }, "draft");
        return reply.text;
      }),
  });
}

/** η if these findings were confirmed as well. */
export function usePreview(findings: readonly FindingId[], enabled: boolean) {
  const platform = usePlatform();
  return useQuery({
    queryKey: keys.preview(findings),
    enabled,
    gcTime: 0,
    queryFn: async () => {
      const command: Command = {
        type: "preview_physics",
        findings: [...findings],
      };
      return (await ask(platform, command, "physics")).index;
    },
  });
}

/** What was noticed since the program started. Nothing to read: the channel brings it. */
export function useInsights(): readonly Insight[] {
  const query = useQuery<Insight[]>({
    queryKey: keys.insights,
    queryFn: () => [],
    initialData: [],
    gcTime: Number.POSITIVE_INFINITY,
  });
  return query.data;
}

/** Everything unsent, oldest first; read again every second while shown, as only its counts are
 * announced. */
export function useOutbox() {
  const platform = usePlatform();
  return useQuery({
    queryKey: keys.outbox,
    refetchInterval: 1_000,
    gcTime: 0,
    queryFn: async () => (await ask(platform, { type: "list_outbox" }, "outbox")).items,
  });
}

/** What happened to the connection since the program started, oldest first. */
export function useConnectionLog() {
  const platform = usePlatform();
  return useFresh(keys.connectionLog, async () => {
    const reply = await ask(platform, { type: "get_connection_log" }, "connection_log");
    return reply.entries;
  });
}

/** Numbers about the connection, read again every five seconds while shown. */
export function useDiagnostics() {
  const platform = usePlatform();
  return useQuery({
    queryKey: keys.diagnostics,
    refetchInterval: 5_000,
    queryFn: async () =>
      (await ask(platform, { type: "get_diagnostics" }, "diagnostics")).diagnostics,
  });
}

function fresh<T>(client: QueryClient, key: QueryKey, read: () => Promise<T>) {
  return queryOptions({
    queryKey: key,
    queryFn: () => readUntouched(client, key, read),
  });
}

function useFresh<T>(key: QueryKey, read: () => Promise<T>) {
  return useQuery(fresh(useQueryClient(), key, read));
}

/** Which language model is used and whether one can be chosen here. */
export function useModels() {
  const platform = usePlatform();
  return useQuery({
    queryKey: keys.models,
    queryFn: async () => (await ask(platform, { type: "get_models" }, "models")).state,
  });
}

/** The model servers on this machine, looked for when somebody looks. */
export function useLocalModels() {
  const platform = usePlatform();
  return useQuery({
    queryKey: keys.localModels,
    staleTime: 0,
    retry: false,
    queryFn: async () => (await ask(platform, { type: "find_local_models" }, "local_models")).found,
  });
}
