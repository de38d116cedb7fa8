// Other versions of the messages of a session: which may be made, and which one is shown.
import { useState } from "react";
import type { MessageId } from "../../bindings/MessageId";
import type { MessageView } from "../../bindings/MessageView";
import type { Session } from "../../bindings/Session";
import { useSend } from "../../data/commands";

/** What can be done about versions. */
export interface Branching {
  /** Whether the session takes anything. */
  readonly open: boolean;
  /** The version gone to last and whether it was a newer one: its switch takes the focus. */
  readonly chosen: { readonly id: MessageId; readonly forward: boolean } | null;
  /** Whether an answer can be given once more. */
  mayRevise(view: MessageView): boolean;
  /** Whether a reply can be made anew. */
  mayRenew(view: MessageView): boolean;
  renew(id: MessageId): void;
  show(id: MessageId, forward: boolean): void;
}

/** For the session with these messages, oldest first. */
export function useBranching(session: Session | null, messages: readonly MessageView[]): Branching {
  const send = useSend();
  const [chosen, setChosen] = useState<Branching["chosen"]>(null);
  const open = session !== null && session.finalized_at === null;
  return {
    open,
    chosen,
    mayRevise: (view) =>
      open && view.message.role === "user" && view.delivery.state === "sent" && !isPassage(view),
    mayRenew: (view) =>
      open && view.message.job_id !== null && !view.renewal && answersPerson(view, messages),
    renew(id) {
      if (session) void send({ type: "regenerate", session_id: session.id, id });
    },
    show(id, forward) {
      if (!session) return;
      setChosen({ id, forward });
      void send({ type: "show_version", session_id: session.id, id });
    },
  };
}

/** Whether it is of a file, and not said by the person. */
function isPassage({ message }: MessageView): boolean {
  return message.blocks.some((block) => block.type === "attachment");
}

function answersPerson({ message }: MessageView, messages: readonly MessageView[]): boolean {
  let at = messages.findLastIndex((view) => view.message.id === message.id);
  // There may be thousands of messages; the answer is just before its reply.
  while (at >= 0 && messages[at]?.message.role !== "user") at -= 1;
  const answered = messages[at];
  return answered !== undefined && !isPassage(answered);
}
