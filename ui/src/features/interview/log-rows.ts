// What stands in the log of a session, top to bottom: days, messages, and the answer that is being
// written until its message is stored. Pure.
import type { Job } from "../../bindings/Job";
import type { MessageView } from "../../bindings/MessageView";
import { isAtWork, newestOf } from "../../data/job-list";

/** One row of the log. The answer keeps its key when its message takes its place. */
export type LogRow =
  | { readonly kind: "day"; readonly key: string; readonly at: string }
  | { readonly kind: "message"; readonly key: string; readonly view: MessageView }
  | { readonly kind: "streaming"; readonly key: string; readonly job: Job };

/** The rows for these messages (oldest first) and the job that answers, if any. */
export function logRows(messages: readonly MessageView[], job: Job | null): LogRow[] {
  const rows: LogRow[] = [];
  let day = "";
  for (const view of messages) {
    const at = view.message.created_at;
    const here = new Date(at).toDateString();
    if (here !== day) rows.push({ kind: "day", key: `day-${here}`, at });
    day = here;
    rows.push({ kind: "message", key: view.message.id, view });
  }
  if (job) {
    const unsent = rows.findIndex(
      (row) => row.kind === "message" && row.view.delivery.state !== "sent",
    );
    rows.splice(unsent < 0 ? rows.length : unsent, 0, {
      kind: "streaming",
      key: job.reply_id,
      job,
    });
  }
  return rows;
}

/** The job whose answer is still to be shown: it works, or its message is not stored here, be it yet
 * or because it ended without a word. */
export function answeringJob(
  jobs: readonly Job[],
  sessionId: string,
  messages: readonly MessageView[],
): Job | null {
  const last = newestOf(jobs, sessionId);
  if (!last) return null;
  if (messages.some((view) => view.message.id === last.reply_id)) return null;
  if (isAtWork(last)) return last;
  const newest = messages.findLast((view) => view.delivery.state === "sent");
  return newest?.message.id === last.message_id ? last : null;
}
