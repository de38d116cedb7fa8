// Which findings of a session are shown: those in a state, and those with some words in their name or
// quote. Pure.
import type { Finding } from "../../bindings/Finding";
import { shownName } from "./finding-groups";
import { hasWords } from "./found-words";

/** A state to be shown. */
export type ShownState = "all" | "suggested" | "accepted" | "rejected";

/** The states in the order of the panel. */
export const shownStates: readonly ShownState[] = ["all", "suggested", "accepted", "rejected"];

/** Whether the finding is in that state. */
export function isIn(state: ShownState, { decision }: Finding): boolean {
  if (state === "all") return true;
  if (state === "accepted") return decision === "confirmed" || decision === "edited";
  return decision === state;
}

/** Whether the words are in the finding's name or quote; no words are in all. */
export function isAbout(words: string, finding: Finding): boolean {
  return (
    words.trim() === "" ||
    hasWords(shownName(finding), words) ||
    hasWords(finding.quote.text, words)
  );
}
