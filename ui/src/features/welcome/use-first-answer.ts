// The first answer: it makes the first session and ends the first run.
import { useState } from "react";
import type { SessionId } from "../../bindings/SessionId";
import { ask } from "../../data/ask";
import { useChangePreferences, useSend } from "../../data/commands";
import { usePlatform } from "../../data/use-platform";
import { showToast } from "../../lib/toasts";
import { problemOf } from "../../platform/platform";

/** Sends the first answer, or leaves the first run without one. */
export function useFirstAnswer() {
  const platform = usePlatform();
  const send = useSend();
  const change = useChangePreferences();
  const [busy, setBusy] = useState(false);

  /** Gives the new session's id, or null when the answer was refused and is still in the field. */
  async function answer(text: string, name: string): Promise<SessionId | null> {
    setBusy(true);
    try {
      const kind = "intake";
      const { id } = await ask(platform, { type: "new_session", kind, id: null }, "draft_session");
      const refused = await send({
        type: "send_message",
        session_id: id,
        kind,
        text,
        resume: false,
      });
      if (refused) return null;
      await change({ welcomed: true, last_session: id, ...(name && { name }) });
      return id;
    } catch (error) {
      showToast({ kind: "problem", problem: problemOf(error) });
      return null;
    } finally {
      setBusy(false);
    }
  }

  return {
    busy,
    answer,
    leave: (name: string) => change({ welcomed: true, ...(name && { name }) }),
  };
}
