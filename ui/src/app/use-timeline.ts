// When the timeline of jobs is open: from the start of a job until five seconds after the last one
// ended, or as long as the person wants it.
import { useEffect, useState } from "react";
import type { Job } from "../bindings/Job";
import type { JobId } from "../bindings/JobId";
import { isAtWork } from "../data/job-list";

const foldMs = 5_000;

/** The timeline's state and how to change it. */
export interface Timeline {
  readonly open: boolean;
  toggle(): void;
  fold(): void;
  /** Whether the person is in it: then it does not fold on its own. */
  hold(held: boolean): void;
}

/** Follows these jobs. */
export function useTimeline(jobs: readonly Job[]): Timeline {
  const [shown, setShown] = useState<"no" | "for a job" | "by hand">("no");
  const [known, setKnown] = useState<readonly JobId[]>([]);
  const [held, setHeld] = useState(false);
  const atWork = jobs.filter(isAtWork).map((job) => job.id);

  if (atWork.some((id) => !known.includes(id))) {
    setKnown(atWork);
    if (shown === "no") setShown("for a job");
  }

  const resting = shown === "for a job" && atWork.length === 0 && !held;
  useEffect(() => {
    if (!resting) return;
    const timer = setTimeout(() => setShown("no"), foldMs);
    return () => clearTimeout(timer);
  }, [resting]);

  function fold(): void {
    setShown("no");
    setHeld(false);
  }
  return {
    open: shown !== "no",
    toggle: () => (shown === "no" ? setShown("by hand") : fold()),
    fold,
    hold: setHeld,
  };
}
