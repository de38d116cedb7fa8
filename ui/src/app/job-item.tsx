// One job of the timeline: what it is, how far it is, how long it took, and what can be done.
import { Link } from "@tanstack/react-router";
import { CircleAlert, CircleCheck, CircleX, Clock, LoaderCircle } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Command } from "../bindings/Command";
import type { Job } from "../bindings/Job";
import type { JobStatus } from "../bindings/JobStatus";
import { Button } from "../components/button";
import { Elapsed } from "../components/elapsed";
import { ProgressBar } from "../components/progress-bar";
import { useSend } from "../data/commands";
import { isAtWork } from "../data/job-list";
import { useSessions } from "../data/queries";
import { formatPercent } from "../lib/format";
import { useProblemText } from "../lib/use-problem-text";

const iconClass = "mt-0.75 size-3.5 shrink-0";
const icons: Record<JobStatus, React.ReactNode> = {
  queued: <Clock aria-hidden className={`${iconClass} text-text-3`} />,
  running: <LoaderCircle aria-hidden className={`${iconClass} spin text-info`} />,
  completed: <CircleCheck aria-hidden className={`${iconClass} text-ok`} />,
  failed: <CircleAlert aria-hidden className={`${iconClass} text-danger`} />,
  cancelled: <CircleX aria-hidden className={`${iconClass} text-text-3`} />,
};

/** A job; `retry` says whether it may be asked for again. */
export function JobItem({ job, retry }: { readonly job: Job; readonly retry: boolean }) {
  const { t } = useTranslation();
  const title = t(`job.kind.${job.kind}`);
  const { id, session_id } = job;
  const running = job.status === "running";
  return (
    <li
      data-testid="job-item"
      data-job-id={id}
      data-status={job.status}
      className="flex gap-2.5 border-line-subtle border-t px-3.5 py-2"
    >
      {icons[job.status]}
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline gap-2">
          <Link
            to="/interview/$sessionId"
            params={{ sessionId: session_id }}
            className="min-w-0 flex-1 truncate font-medium hover:underline"
          >
            {title}
          </Link>
          <span className="num shrink-0 text-11 text-text-3">
            {running && `${formatPercent(job.percent / 100)} · `}
            <Elapsed job={job} />
          </span>
        </div>
        <div className="flex items-baseline gap-2">
          <Detail job={job} />
          {isAtWork(job) && (
            <Way
              key="cancel"
              word={t("action.cancel")}
              of={title}
              command={{ type: "stop_job", id, session_id }}
            />
          )}
          {retry && (
            <Way
              key="retry"
              word={t("action.retry")}
              of={title}
              command={{ type: "retry_job", id, session_id, without_model: false }}
            />
          )}
        </div>
        {running && (
          <div className="mt-1">
            <ProgressBar running share={job.percent / 100} label={title} />
          </div>
        )}
      </div>
    </li>
  );
}

/** What it does or why it ended, and for which session. */
function Detail({ job }: { readonly job: Job }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const sessions = useSessions().data?.pages.flatMap((page) => page.sessions);
  const session = sessions?.find((one) => one.id === job.session_id)?.title;
  const words =
    job.status === "running"
      ? t(`job.step.${job.step}`)
      : job.status === "failed" && job.problem
        ? problemText(job.problem)
        : t(`job.status.${job.status}`);
  const failed = job.status === "failed";
  return (
    <p className={`min-w-0 flex-1 text-11 text-text-3 ${failed ? "" : "truncate"}`}>
      <span className={failed ? "text-danger" : ""}>{words}</span>
      {session && ` · ${session}`}
    </p>
  );
}

/** A verb; busy until what it asked for shows in the job. */
function Way({
  word,
  of,
  command,
}: {
  readonly word: string;
  readonly of: string;
  readonly command: Command;
}) {
  const send = useSend();
  const [asked, setAsked] = useState(false);
  async function ask(): Promise<void> {
    setAsked(true);
    if (await send(command)) setAsked(false);
  }
  return (
    <Button
      kind="link"
      small
      busy={asked}
      aria-label={`${word}: ${of}`}
      className="-my-1 -mr-2 touch:-my-2.5"
      onClick={() => void ask()}
    >
      {word}
    </Button>
  );
}
