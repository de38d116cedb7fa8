// How long a job has been at work, or was.
import type { Job } from "../bindings/Job";
import { isAtWork } from "../data/job-list";
import { formatElapsed } from "../lib/format";
import { useNow } from "../lib/use-now";

/** Minutes and seconds; counts while the job is at work, and is empty when its end is not known. */
export function Elapsed({ job }: { readonly job: Job }) {
  if (isAtWork(job)) return <Counting since={job.started_at ?? job.created_at} />;
  if (!job.ended_at) return null;
  const took = Date.parse(job.ended_at) - Date.parse(job.started_at ?? job.created_at);
  return <span className="num">{formatElapsed(took)}</span>;
}

function Counting({ since }: { readonly since: string }) {
  const now = useNow(1_000);
  return <span className="num">{formatElapsed(now - Date.parse(since))}</span>;
}
