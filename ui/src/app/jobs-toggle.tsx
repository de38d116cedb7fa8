// What the app works on now, in one line that opens the timeline.
import type { TFunction } from "i18next";
import { Check, LoaderCircle } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Job } from "../bindings/Job";
import { Elapsed } from "../components/elapsed";
import { ProgressBar } from "../components/progress-bar";
import { isAtWork } from "../data/job-list";
import { formatPercent } from "../lib/format";
import type { Timeline } from "./use-timeline";

/** The id of the panel, for the line that opens it. */
export const timelineId = "job-timeline";
/** The id of the line, for the panel that gives the focus back. */
export const toggleId = "jobs-toggle";

/** The line; short where there is no status bar. */
export function JobsToggle({
  jobs,
  timeline,
  short = false,
}: {
  readonly jobs: readonly Job[];
  readonly timeline: Timeline;
  readonly short?: boolean;
}) {
  const { t } = useTranslation();
  const atWork = jobs.filter(isAtWork);
  const first = atWork.at(-1);
  const words = first
    ? t("status.job", { job: t(`job.kind.${first.kind}`), step: stepOf(first, t) })
    : t("status.noJobs");
  return (
    <>
      <span role="status" className="sr-only">
        {words}
      </span>
      <button
        type="button"
        id={toggleId}
        data-testid="jobs-toggle"
        aria-expanded={timeline.open}
        aria-controls={timeline.open ? timelineId : undefined}
        aria-label={short ? words : undefined}
        className="flex h-6 min-w-0 items-center gap-2 whitespace-nowrap rounded-xs px-1.5 hover:bg-hover hover:text-text touch:h-11 touch:min-w-11 touch:justify-center"
        onClick={timeline.toggle}
      >
        {first ? (
          <LoaderCircle aria-hidden className="spin size-3 shrink-0 text-info touch:size-4" />
        ) : (
          <Check aria-hidden className="size-3 shrink-0 touch:size-4" />
        )}
        {!short && <span className="truncate">{words}</span>}
        {!short && first && <Numbers job={first} more={atWork.length - 1} />}
      </button>
    </>
  );
}

function Numbers({ job, more }: { readonly job: Job; readonly more: number }) {
  const { t } = useTranslation();
  return (
    <>
      <span aria-hidden className="hidden w-30 wide:block">
        <ProgressBar running share={job.percent / 100} label="" />
      </span>
      <span className="num">
        {formatPercent(job.percent / 100)} · <Elapsed job={job} />
      </span>
      {more > 0 && <span className="num">{t("status.moreJobs", { count: more })}</span>}
    </>
  );
}

function stepOf(job: Job, t: TFunction): string {
  return job.status === "queued" ? t("job.status.queued") : t(`job.step.${job.step}`);
}
