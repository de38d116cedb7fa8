// What is typed and not sent: read back when the session opens, kept a moment after the last key
// and at once when the session is left.
import { useEffect, useEffectEvent, useRef, useState } from "react";
import type { SessionId } from "../../bindings/SessionId";
import { useSend } from "../../data/commands";
import { useDraft } from "../../data/queries";

const settleMs = 300;

/** The text of a session's composer, and how to change it. */
export function useDraftText(id: SessionId): readonly [string, (text: string) => void] {
  const kept = useDraft(id).data;
  const send = useSend();
  const [typed, setTyped] = useState<string | null>(null);
  const unsaved = useRef<string | null>(null);
  const save = useEffectEvent(() => {
    const text = unsaved.current;
    if (text === null) return;
    unsaved.current = null;
    void send({ type: "save_draft", session_id: id, text }, true);
  });
  useEffect(() => {
    if (typed === null) return;
    const timer = setTimeout(() => save(), settleMs);
    return () => clearTimeout(timer);
  }, [typed]);
  useEffect(() => {
    const leave = () => save();
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, []);
  return [
    typed ?? kept ?? "",
    (text) => {
      unsaved.current = text;
      setTyped(text);
    },
  ];
}
