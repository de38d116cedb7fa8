// The only door from the interface to its host. What stands behind it (the engine through Tauri,
// or a fake in memory) is chosen once, in `open-platform.ts`.
import type { Announcement } from "../bindings/Announcement";
import type { Command } from "../bindings/Command";
import type { ErrorCode } from "../bindings/ErrorCode";
import type { Problem } from "../bindings/Problem";
import type { Reply } from "../bindings/Reply";

/** What the host can do for the interface. */
export interface Platform {
  /** Asks the engine; rejects with a {@link ProblemError}. */
  dispatch(command: Command): Promise<Reply>;
  /** Calls back for every announcement from now on, numbered from 1; replaces an older call. */
  subscribe(callback: (announcement: Announcement) => void): Promise<void>;
}

/** A refusal of the engine, as an error that can be thrown. Decide by `problem.code`. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.title);
    this.name = "ProblemError";
  }

  /** What programs decide by. */
  get code(): ErrorCode {
    return this.problem.code;
  }
}

/** The problem inside anything that was thrown. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  if (isProblem(error)) return error;
  return { code: "internal", title: "", retryable: true };
}

function isProblem(value: unknown): value is Problem {
  return (
    typeof value === "object" &&
    value !== null &&
    "code" in value &&
    "title" in value &&
    "retryable" in value
  );
}
