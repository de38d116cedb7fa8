// The ways out for a message that was not sent.
import { useNavigate } from "@tanstack/react-router";
import type { MessageView } from "../../bindings/MessageView";
import { useSend } from "../../data/commands";
import { useNewSession } from "./draft-sessions";
import { messageText } from "./message-text";
import type { OpenSession } from "./use-open-session";

/** What the person can do about a stuck message. */
export interface StuckWays {
  edit(view: MessageView): void;
  retry(view: MessageView): void;
  discard(view: MessageView): void;
  toNewSession(view: MessageView): void;
}

/** The ways out in this session; `write` puts words back into the composer. */
export function useStuckWays(open: OpenSession, write: (text: string) => void): StuckWays {
  const send = useSend();
  const make = useNewSession();
  const navigate = useNavigate();
  const discard = async ({ key }: MessageView) =>
    key === undefined ? null : send({ type: "discard_write", key });

  async function edit(view: MessageView): Promise<void> {
    if (await discard(view)) return;
    write(messageText(view.message));
  }

  async function toNewSession(view: MessageView): Promise<void> {
    const id = await make(open.kind);
    if (id === null) return;
    const text = messageText(view.message);
    const { kind } = open;
    if (await send({ type: "send_message", session_id: id, kind, text, resume: false })) return;
    await discard(view);
    await navigate({ to: "/interview/$sessionId", params: { sessionId: id } });
  }

  return {
    edit: (view) => void edit(view),
    retry: ({ key }) => {
      if (key !== undefined) void send({ type: "retry_write", key });
    },
    discard: (view) => void discard(view),
    toNewSession: (view) => void toNewSession(view),
  };
}
