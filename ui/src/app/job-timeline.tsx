// The timeline of jobs: a panel above the page that comes when a job starts and goes by itself. It
// never takes the focus, and stays while the person is in it.
import { ChevronDown } from "lucide-react";
import type { FocusEvent, KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Job } from "../bindings/Job";
import { Button } from "../components/button";
import { canRetry } from "../data/job-list";
import { classNames } from "../lib/class-names";
import { JobItem } from "./job-item";
import { timelineId, toggleId } from "./jobs-toggle";
import type { Timeline } from "./use-timeline";

/** The open panel; `className` says where it stands. */
export function JobTimeline({
  jobs,
  timeline,
  className,
}: {
  readonly jobs: readonly Job[];
  readonly timeline: Timeline;
  readonly className: string;
}) {
  const { t } = useTranslation();

  function fold(): void {
    timeline.fold();
    document.getElementById(toggleId)?.focus();
  }
  function pressed(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    event.preventDefault();
    fold();
  }
  function left(event: FocusEvent): void {
    if (!event.currentTarget.contains(event.relatedTarget)) timeline.hold(false);
  }

  return (
    <section
      id={timelineId}
      data-testid="job-timeline"
      aria-label={t("timeline.title")}
      className={classNames(
        "rise z-30 flex flex-col overflow-hidden rounded-lg bg-raised shadow-3",
        className,
      )}
      onPointerEnter={() => timeline.hold(true)}
      onPointerLeave={() => timeline.hold(false)}
      onFocus={() => timeline.hold(true)}
      onBlur={left}
      onKeyDown={pressed}
    >
      <header className="flex h-9 shrink-0 items-center justify-between pr-1.5 pl-3.5 touch:h-11">
        <h2 className="font-semibold text-12">{t("timeline.title")}</h2>
        <Button
          kind="quiet"
          small
          square
          data-testid="timeline-fold"
          aria-label={t("timeline.fold")}
          onClick={fold}
        >
          <ChevronDown aria-hidden className="size-3.5" />
        </Button>
      </header>
      {jobs.length === 0 ? (
        <p className="border-line-subtle border-t px-3.5 py-2.5 text-12 text-text-2">
          {t("timeline.empty")}
        </p>
      ) : (
        <ul className="min-h-0 overflow-y-auto">
          {jobs.map((job) => (
            <JobItem key={job.id} job={job} retry={canRetry(jobs, job)} />
          ))}
        </ul>
      )}
    </section>
  );
}
