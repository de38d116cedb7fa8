// What is typed and not sent: read back when the session opens, kept a moment after the last key
// and at once when the field or the session is left. The engine may add to it: the words of a
// discarded message come back here.
import { useEffect, useEffectEvent, useRef, useState } from "react";
import type { SessionId } from "../../bindings/SessionId";
import { useKeepDraft } from "../../data/commands";
import { useDraft } from "../../data/queries";

const settleMs = 300;

/** The text of a session's composer. */
export interface DraftText {
  readonly text: string;
  set(text: string): void;
  /** Keeps what is typed now; done once the engine has it. */
  keep(): Promise<void>;
}

/** The draft of this session. */
export function useDraftText(id: SessionId): DraftText {
  const draft = useDraft(id);
  const keepDraft = useKeepDraft();
  const [typed, setTyped] = useState<string | null>(null);
  const unkept = useRef<string | null>(null);

  async function keep(): Promise<void> {
    const text = unkept.current;
    if (text === null) return;
    await keepDraft(id, text);
    if (unkept.current === text) unkept.current = null;
  }
  const keepNow = useEffectEvent(() => void keep());
  useEffect(() => {
    if (typed === null) return;
    const timer = setTimeout(() => keepNow(), settleMs);
    return () => clearTimeout(timer);
  }, [typed]);
  useEffect(() => {
    const leave = () => keepNow();
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, []);

  const takeRead = useEffectEvent((_readAt: number) => {
    if (unkept.current === null) setTyped(null);
  });
  useEffect(() => takeRead(draft.dataUpdatedAt), [draft.dataUpdatedAt]);

  return {
    text: typed ?? draft.data ?? "",
    set(text) {
      unkept.current = text;
      setTyped(text);
    },
    keep,
  };
}
