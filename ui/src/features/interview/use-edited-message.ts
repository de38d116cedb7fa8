// Editing a message in place before it is sent. The words are kept here and not in the row, which is
// only there while it is seen.
import { useState } from "react";
import type { IdempotencyKey } from "../../bindings/IdempotencyKey";
import type { MessageView } from "../../bindings/MessageView";
import { useSend } from "../../data/commands";
import { messageText } from "../../lib/message-text";

/** The message that is edited. */
interface EditedMessage {
  readonly key: IdempotencyKey;
  readonly text: string;
}

/** Editing, and how it ends. */
export interface Editing {
  readonly edited: EditedMessage | null;
  begin(view: MessageView): void;
  set(text: string): void;
  /** Sends the edited words in the place of the old ones; they stay when they are refused. */
  save(): Promise<void>;
  cancel(): void;
}

/** Editing in one session; one message at a time. */
export function useEditedMessage(): Editing {
  const send = useSend();
  const [edited, setEdited] = useState<EditedMessage | null>(null);
  return {
    edited,
    begin({ key, message }) {
      if (key !== undefined) setEdited({ key, text: messageText(message) });
    },
    set: (text) => setEdited((old) => old && { ...old, text }),
    async save() {
      const text = edited?.text.trim();
      if (!edited || !text) return;
      if (!(await send({ type: "edit_message", key: edited.key, text }))) setEdited(null);
    },
    cancel: () => setEdited(null),
  };
}
