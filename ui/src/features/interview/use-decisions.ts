// The person's word on findings: sent, and remembered in order with what it was before, so that it
// can be undone.
import { useRef } from "react";
import type { Decision } from "../../bindings/Decision";
import type { Finding } from "../../bindings/Finding";
import type { FindingEdit } from "../../bindings/FindingEdit";
import type { FindingId } from "../../bindings/FindingId";
import { useSend } from "../../data/commands";
import { changedIn } from "./finding-groups";

/** Deciding and taking back. */
export interface Decisions {
  decide(finding: Finding, decision: Decision, edit?: FindingEdit): void;
  /** Takes the last decision on this finding back; one of an earlier day becomes a suggestion. */
  undo(finding: Finding): void;
  /** Takes the last decision back; gives the finding it was about. */
  undoLast(): FindingId | null;
}

/** A decision that can be taken back. */
interface Decided {
  /** The finding before it. */
  readonly before: Finding;
  readonly edit: FindingEdit | null;
}

/** Decisions of one session. */
export function useDecisions(): Decisions {
  const send = useSend();
  const decided = useRef<Decided[]>([]);
  const say = (id: FindingId, decision: Decision, edit: FindingEdit | null = null) =>
    send({ type: "decide_findings", ids: [id], decision, edit });

  async function takeBack(one: Decided): Promise<void> {
    decided.current = decided.current.filter((other) => other !== one);
    const { id, decision } = one.before;
    if (decision !== "edited") return void say(id, decision);
    const former = changedIn(one.before);
    // An edit adds to the one before it: what only the later one changed has to go first.
    const isMore = Object.keys(one.edit ?? {}).some((field) => !(field in former));
    if (isMore && (await say(id, "suggested"))) return;
    void say(id, decision, former);
  }

  return {
    decide(finding, decision, edit) {
      decided.current.push({ before: finding, edit: edit ?? null });
      void say(finding.id, decision, edit ?? null);
    },
    undo(finding) {
      const last = decided.current.findLast(({ before }) => before.id === finding.id);
      void (last ? takeBack(last) : say(finding.id, "suggested"));
    },
    undoLast() {
      const last = decided.current.at(-1);
      if (last === undefined) return null;
      void takeBack(last);
      return last.before.id;
    },
  };
}
