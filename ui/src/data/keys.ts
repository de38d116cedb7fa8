// The one factory of query keys. Hierarchical: invalidating a parent reaches its children.
import type { FindingId } from "../bindings/FindingId";
import type { JobId } from "../bindings/JobId";
import type { SessionId } from "../bindings/SessionId";
import type { SessionKind } from "../bindings/SessionKind";

/** Where each thing is in the query cache. */
export const keys = {
  bootstrap: ["bootstrap"],
  sessions: ["sessions"],
  session: (id: SessionId) => ["session", id],
  messages: (id: SessionId) => ["messages", id],
  findings: (id: SessionId) => ["findings", id],
  draft: (id: SessionId) => ["draft", id],
  opening: (id: SessionId, kind: SessionKind) => ["opening", id, kind],
  skills: ["skills"],
  projects: ["projects"],
  constraints: ["constraints"],
  insights: ["insights"],
  jobs: ["jobs"],
  jobText: (id: JobId) => ["job-text", id],
  previews: ["preview"],
  preview: (findings: readonly FindingId[]) => ["preview", ...findings],
  outbox: ["outbox"],
  connectionLog: ["connection-log"],
  diagnostics: ["diagnostics"],
  models: ["models"],
  localModels: ["local-models"],
} as const;
