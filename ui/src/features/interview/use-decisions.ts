// The person's word on findings: sent, and remembered in order so that it can be undone.
import { useRef } from "react";
import type { Decision } from "../../bindings/Decision";
import type { Finding } from "../../bindings/Finding";
import type { FindingEdit } from "../../bindings/FindingEdit";
import type { FindingId } from "../../bindings/FindingId";
import { useSend } from "../../data/commands";

/** Deciding and taking back. */
export interface Decisions {
  decide(finding: Finding, decision: Decision, edit?: FindingEdit): void;
  /** Takes the last decision back; gives the finding it was about. */
  undoLast(): FindingId | null;
}

/** Decisions of one session. */
export function useDecisions(): Decisions {
  const send = useSend();
  const decided = useRef<FindingId[]>([]);
  const say = (id: FindingId, decision: Decision, edit: FindingEdit | null) => {
    decided.current = decided.current.filter((other) => other !== id);
    if (decision !== "suggested") decided.current.push(id);
    void send({ type: "decide_findings", ids: [id], decision, edit });
  };
  return {
    decide: (finding, decision, edit) => say(finding.id, decision, edit ?? null),
    undoLast() {
      const id = decided.current.at(-1);
      if (id === undefined) return null;
      say(id, "suggested", null);
      return id;
    },
  };
}
