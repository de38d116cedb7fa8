// The list of jobs: those at work and the last five that ended, newest first, as the engine lists
// them. Pure; the cache around it is in apply.ts and queries.ts.
import type { Job } from "../bindings/Job";
import type { JobId } from "../bindings/JobId";

const mostEnded = 5;

/** Whether a job is queued or runs. */
export function isAtWork(job: Job): boolean {
  return job.status === "queued" || job.status === "running";
}

/** The jobs with this one in its place; what is too old to be kept goes. */
export function withJob(jobs: readonly Job[], job: Job): Job[] {
  const others = jobs.filter((other) => other.id !== job.id);
  const sorted = [...others, job].toSorted(newestFirst);
  const ended = sorted.filter((one) => !isAtWork(one)).slice(0, mostEnded);
  return sorted.filter((one) => isAtWork(one) || ended.includes(one));
}

/** The jobs with these fields of one changed; unchanged when it is not among them. */
export function withChange(jobs: readonly Job[], id: JobId, change: Partial<Job>): Job[] {
  const known = jobs.find((job) => job.id === id);
  return known ? withJob(jobs, { ...known, ...change }) : [...jobs];
}

/** Whether a job may be asked for again: it failed or was cancelled, and nothing newer works or
 * worked for its session. */
export function canRetry(jobs: readonly Job[], job: Job): boolean {
  if (job.status !== "failed" && job.status !== "cancelled") return false;
  return newestOf(jobs, job.session_id)?.id === job.id;
}

/** The newest job of a session; null when none is kept. */
export function newestOf(jobs: readonly Job[], sessionId: string): Job | null {
  return jobs.filter((job) => job.session_id === sessionId).toSorted(newestFirst)[0] ?? null;
}

function newestFirst(left: Job, right: Job): number {
  return right.created_at.localeCompare(left.created_at) || right.id.localeCompare(left.id);
}
