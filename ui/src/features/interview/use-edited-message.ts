// Editing a message in place: before it is sent, or afterwards as another version. The words are kept here and not in the row, which is
// only there while it is seen.
import { useState } from "react";
import type { IdempotencyKey } from "../../bindings/IdempotencyKey";
import type { MessageId } from "../../bindings/MessageId";
import type { MessageView } from "../../bindings/MessageView";
import type { SessionId } from "../../bindings/SessionId";
import { useSend } from "../../data/commands";
import { messageText } from "../../lib/message-text";

/** The message that is edited; `key` while it is not sent. */
interface EditedMessage {
  readonly key: IdempotencyKey | undefined;
  readonly id: MessageId;
  readonly sessionId: SessionId;
  readonly text: string;
}

/** Editing, and how it ends. */
export interface Editing {
  readonly edited: EditedMessage | null;
  /** What a message is edited to, if it is. */
  of(view: MessageView): EditedMessage | null;
  begin(view: MessageView): void;
  set(text: string): void;
  /** Sends the edited words in the place of those not sent, or beside those that were; they stay
   * when they are refused. */
  save(): Promise<void>;
  cancel(): void;
}

/** Editing in one session; one message at a time. */
export function useEditedMessage(): Editing {
  const send = useSend();
  const [edited, setEdited] = useState<EditedMessage | null>(null);
  return {
    edited,
    of: ({ key, message }) => (edited?.id === message.id && edited.key === key ? edited : null),
    begin({ key, message }) {
      const { id, session_id: sessionId } = message;
      setEdited({ key, id, sessionId, text: messageText(message) });
    },
    set: (text) => setEdited((old) => old && { ...old, text }),
    async save() {
      const text = edited?.text.trim();
      if (!edited || !text) return;
      const { key, id, sessionId } = edited;
      const problem =
        key === undefined
          ? await send({ type: "revise_message", session_id: sessionId, id, text })
          : await send({ type: "edit_message", key, text });
      if (!problem) setEdited(null);
    },
    cancel: () => setEdited(null),
  };
}
