// The ways out for a message that is not on the server, as the conversation offers them: with
// editing in place, and a new session where the old one is locked.
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { MessageView } from "../../bindings/MessageView";
import type { Way } from "../../components/delivery-state";
import { useSend } from "../../data/commands";
import { useUnsentWays } from "../../data/unsent-ways";
import { messageText } from "../../lib/message-text";
import { useNewSession } from "./draft-sessions";
import type { DraftText } from "./use-draft-text";
import type { OpenSession } from "./use-open-session";

/** The verbs for a message of this session; `edit` opens it in place. */
export function useMessageWays(
  open: OpenSession,
  draft: DraftText,
  edit: (view: MessageView) => void,
): (view: MessageView) => readonly Way[] {
  const { t } = useTranslation();
  const { t: say } = useTranslation("interview");
  const send = useSend();
  const ways = useUnsentWays();
  const make = useNewSession();
  const navigate = useNavigate();

  /** What is typed is kept first: the words that come back join it. */
  async function discard(key: string): Promise<void> {
    await draft.keep();
    await ways.discard(key, open.id);
  }

  async function toNewSession({ message }: MessageView, key: string): Promise<void> {
    const id = await make(open.kind);
    if (id === null) return;
    const { kind } = open;
    const text = messageText(message);
    if (await send({ type: "send_message", session_id: id, kind, text, resume: false })) return;
    const typed = draft.text;
    await discard(key);
    await send({ type: "save_draft", session_id: open.id, text: typed }, true);
    await navigate({ to: "/interview/$sessionId", params: { sessionId: id } });
  }

  return (view) => {
    const { delivery, key } = view;
    if (key === undefined || delivery.state === "sent") return [];
    if (delivery.state === "pending") {
      const check = { word: t("delivery.checkAgain"), run: () => void ways.check() };
      return delivery.unanswered ? [check] : [];
    }
    const edited = { word: t("delivery.edit"), run: () => edit(view) };
    const discarded = { word: t("delivery.discard"), run: () => void discard(key) };
    if (delivery.state === "held") {
      const sent = { word: t("delivery.sendNow"), run: () => void ways.release([key]) };
      return [sent, edited, discarded];
    }
    const locked = delivery.problem.code === "session_finalized";
    const again = locked
      ? { word: say("message.toNew"), run: () => void toNewSession(view, key) }
      : { word: t("delivery.retry"), run: () => void ways.retry(key) };
    return [edited, again, discarded];
  };
}
