// Whether the server could bring only a summary of what was missed, and how long that was. Pure.
import type { ConnectionEntry } from "../bindings/ConnectionEntry";

/** An absence after which something was read anew because the server no longer had each step. */
export interface Absence {
  /** The number of the entry that tells of it. */
  readonly number: number;
  /** How long this device slept before, in seconds; null when the program did not run meanwhile. */
  readonly seconds: number | null;
}

/** The last absence in the log; null when there was none. */
export function lastAbsence(log: readonly ConnectionEntry[]): Absence | null {
  const at = log.findLastIndex(({ step }) => step.type === "resynced" && step.reason === "trimmed");
  const entry = log[at];
  if (!entry) return null;
  const earlier = log.slice(0, at).toReversed();
  const slept = earlier.find(({ step }) => step.type === "slept")?.step;
  return { number: entry.number, seconds: slept?.type === "slept" ? slept.seconds : null };
}
