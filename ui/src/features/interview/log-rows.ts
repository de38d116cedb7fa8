// What stands in the log of a session, top to bottom: messages, the first of a day with its day, and
// the answer that is being written until its message is stored. Pure.
import type { Job } from "../../bindings/Job";
import type { JobId } from "../../bindings/JobId";
import type { MessageView } from "../../bindings/MessageView";
import { isAtWork, newestOf } from "../../data/job-list";

/** One row of the log. The answer keeps its key when its message takes its place. */
export type LogRow =
  | {
      readonly kind: "message";
      readonly key: string;
      readonly view: MessageView;
      /** Whether a day begins with it. It is no row of its own: older messages of the day would move
       * it away from where the person reads. */
      readonly beginsDay: boolean;
    }
  | { readonly kind: "streaming"; readonly key: string; readonly jobId: JobId };

/** The answer that is being written: its job, the message it will be, and the one of which it is
 * another version. */
export type Answer = Pick<Job, "id" | "reply_id" | "replaces">;

// Kept, because there may be thousands of messages at each change.
const days = new WeakMap<MessageView, string>();

/** The rows for these messages (oldest first) and the answer, if any. */
export function logRows(messages: readonly MessageView[], answer: Answer | null): LogRow[] {
  let before = "";
  const shown = keptBefore(messages, answer);
  const rows = shown.map((view): LogRow => {
    const day = dayOf(view);
    const beginsDay = day !== before;
    before = day;
    return { kind: "message", key: view.message.id, view, beginsDay };
  });
  if (answer) {
    const unsent = shown.findIndex((view) => view.delivery.state !== "sent");
    rows.splice(unsent < 0 ? rows.length : unsent, 0, {
      kind: "streaming",
      key: answer.reply_id,
      jobId: answer.id,
    });
  }
  return rows;
}

function dayOf(view: MessageView): string {
  const known = days.get(view);
  if (known !== undefined) return known;
  const day = new Date(view.message.created_at).toDateString();
  days.set(view, day);
  return day;
}

/** The messages without the reply of which another version is being made, and what came after it. */
function keptBefore(
  messages: readonly MessageView[],
  answer: Answer | null,
): readonly MessageView[] {
  if (!answer || answer.replaces === null) return messages;
  const replaced = messages.findIndex((view) => view.message.id === answer.replaces);
  return replaced < 0 ? messages : messages.slice(0, replaced);
}

/** The job whose answer is still to be shown: it works for a message that is shown, or its message
 * is not stored here, be it yet or because it ended without a word. */
export function answeringJob(
  jobs: readonly Job[],
  sessionId: string,
  messages: readonly MessageView[],
): Job | null {
  const last = newestOf(jobs, sessionId);
  if (!last) return null;
  if (messages.some((view) => view.message.id === last.reply_id)) return null;
  const isShown = messages.some((view) => view.message.id === last.message_id);
  if (isAtWork(last)) return isShown ? last : null;
  const newest = messages.findLast((view) => view.delivery.state === "sent");
  return newest?.message.id === last.message_id ? last : null;
}
