// What the app works on now; nothing when nothing runs.
import { Link } from "@tanstack/react-router";
import { LoaderCircle } from "lucide-react";
import { useTranslation } from "react-i18next";
import { ProgressBar } from "../../components/progress-bar";
import { isAtWork } from "../../data/job-list";
import { useJobs } from "../../data/queries";
import { formatPercent } from "../../lib/format";

/** A line for each running job. */
export function RunningJobs() {
  const { t } = useTranslation();
  const running = (useJobs().data ?? []).filter(isAtWork);
  if (running.length === 0) return null;
  return (
    <ul
      aria-label={t("runningJobs.title")}
      className="rounded-lg border border-line bg-surface px-4 py-1"
    >
      {running.map((job) => (
        <li key={job.id} data-testid="running-job" className="flex min-h-9 items-center gap-3">
          <LoaderCircle aria-hidden className="spin size-3.5 shrink-0 text-info" />
          <Link
            to="/interview/$sessionId"
            params={{ sessionId: job.session_id }}
            className="min-w-0 truncate font-medium hover:underline"
          >
            {t(`job.kind.${job.kind}`)}
          </Link>
          <span className="min-w-0 truncate text-12 text-text-3">{t(`job.step.${job.step}`)}</span>
          <span className="ml-auto w-30 shrink-0 touch:w-16">
            <ProgressBar running share={job.percent / 100} label={t(`job.step.${job.step}`)} />
          </span>
          <span className="num w-9 text-right text-12 text-text-2">
            {formatPercent(job.percent / 100)}
          </span>
        </li>
      ))}
    </ul>
  );
}
