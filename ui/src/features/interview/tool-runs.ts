// What the interviewer did for a message beside writing it: each use of a tool with what it brought.
// Pure.
import type { Block } from "../../bindings/Block";

/** One use of a tool. */
export interface ToolRun {
  readonly name: string;
  /** What for; empty when only the result is known. */
  readonly input: string;
  /** What it brought; null while or because nothing came back. */
  readonly result: { readonly output: string; readonly count: number } | null;
}

/** The uses in the order of the message; a result belongs to the oldest use of its tool that has
 * none. */
export function toolRuns(blocks: readonly Block[]): ToolRun[] {
  const runs: ToolRun[] = [];
  for (const block of blocks) {
    if (block.type === "tool_use") {
      runs.push({ name: block.name, input: block.input, result: null });
    } else if (block.type === "tool_result") {
      const { name, output, count } = block;
      const at = runs.findIndex((run) => run.name === name && run.result === null);
      const run = { name, input: runs[at]?.input ?? "", result: { output, count } };
      runs.splice(at < 0 ? runs.length : at, 1, run);
    }
  }
  return runs;
}
