// Looking for words in the messages of the open session. Older messages are read while there are
// words to look for, so the hits are those of the whole session. The newest hit is the first.
import { useEffect, useEffectEvent, useState } from "react";
import type { MessageId } from "../../bindings/MessageId";
import type { MessageView } from "../../bindings/MessageView";
import { messageText } from "../../lib/message-text";
import { hasWords, withoutMarks } from "./found-words";

/** What the search knows of the messages. */
export interface SearchedMessages {
  readonly messages: readonly MessageView[];
  readonly more: boolean;
  /** Whether messages are being read. */
  readonly busy: boolean;
  loadMore(): void;
}

/** The hit to be seen now; `turn` differs each time it is to be shown again. */
export interface Hit {
  readonly messageId: MessageId;
  readonly turn: string;
}

/** The search. */
export interface MessageSearch {
  readonly open: boolean;
  readonly words: string;
  /** How many messages have the words. */
  readonly count: number;
  /** Which of them is shown, from 1 for the newest; 0 when none has. */
  readonly number: number;
  /** Whether older messages are still to be looked through. */
  readonly reading: boolean;
  readonly hit: Hit | null;
  begin(): void;
  end(): void;
  setWords(words: string): void;
  /** Goes so many hits further up, round at the ends. */
  step(by: 1 | -1): void;
}

/** The search in these messages, oldest first. */
export function useMessageSearch(searched: SearchedMessages): MessageSearch {
  const { messages, more, busy, loadMore } = searched;
  const [open, setOpen] = useState(false);
  const [words, setWords] = useState("");
  const [at, setAt] = useState<MessageId | null>(null);
  const [steps, setSteps] = useState(0);
  const wanted = open ? words.trim() : "";
  const hits = wanted === "" ? [] : messages.filter((view) => has(view, wanted)).toReversed();
  const index = Math.max(
    0,
    hits.findIndex((view) => view.message.id === at),
  );
  const here = hits[index]?.message.id;
  const reading = wanted !== "" && more;
  const readOn = useEffectEvent((_known: number) => loadMore());
  useEffect(() => {
    if (reading && !busy) readOn(messages.length);
  }, [reading, busy, messages.length]);
  return {
    open,
    words,
    count: hits.length,
    number: here === undefined ? 0 : index + 1,
    reading,
    hit: here === undefined ? null : { messageId: here, turn: `${steps} ${wanted} ${here}` },
    begin: () => setOpen(true),
    end: () => setOpen(false),
    setWords(next) {
      setWords(next);
      setAt(null);
    },
    step(by) {
      const next = hits.at((index + by) % hits.length);
      if (!next) return;
      setAt(next.message.id);
      setSteps(steps + 1);
    },
  };
}

function has({ message }: MessageView, words: string): boolean {
  const text = messageText(message);
  return message.role === "assistant"
    ? hasWords(withoutMarks(text), withoutMarks(words))
    : hasWords(text, words);
}
