// The ways out for a write that is not on the server yet. What changed comes back through the
// channel; only a draft, which nobody announces, is read again.
import { useQueryClient } from "@tanstack/react-query";
import type { IdempotencyKey } from "../bindings/IdempotencyKey";
import type { Problem } from "../bindings/Problem";
import type { SessionId } from "../bindings/SessionId";
import { useSend } from "./commands";
import { keys } from "./keys";

/** What can be done about unsent writes; each gives the problem, already shown, or null. */
export interface UnsentWays {
  /** Held writes may go out. */
  release(keys: readonly IdempotencyKey[]): Promise<Problem | null>;
  /** A refused write goes out once more as it is. */
  retry(key: IdempotencyKey): Promise<Problem | null>;
  /** Asks whether a write that was sent without an answer arrived. */
  check(): Promise<Problem | null>;
  /** Gives a write up; the words of a message come back as the draft of its session. */
  discard(key: IdempotencyKey, session: SessionId | null): Promise<Problem | null>;
}

/** The ways out. */
export function useUnsentWays(): UnsentWays {
  const send = useSend();
  const client = useQueryClient();
  async function settled(problem: Promise<Problem | null>): Promise<Problem | null> {
    const found = await problem;
    await client.invalidateQueries({ queryKey: keys.outbox });
    return found;
  }
  return {
    release: (chosen) => settled(send({ type: "release_writes", keys: [...chosen] })),
    retry: (key) => settled(send({ type: "retry_write", key })),
    check: () => settled(send({ type: "retry_now" })),
    async discard(key, session) {
      const problem = await settled(send({ type: "discard_write", key }));
      if (problem || session === null) return problem;
      await client.invalidateQueries({ queryKey: keys.draft(session), exact: true });
      return null;
    },
  };
}
