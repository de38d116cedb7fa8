// The lowest line of the window: jobs on the left, where the data is on the right.
import { Check, HardDrive, LoaderCircle, ShieldCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Job } from "../bindings/Job";
import { ProgressBar } from "../components/progress-bar";
import { useJobs } from "../data/queries";
import { formatPercent } from "../lib/format";

/** Jobs, place and privacy. */
export function StatusBar() {
  const { t } = useTranslation();
  const jobs = useJobs().data ?? [];
  const running = jobs.filter((job) => job.status === "running" || job.status === "queued");
  return (
    <footer className="flex min-w-0 items-center gap-4 px-3.5 text-11 text-text-3">
      <RunningJobs jobs={running} />
      <span className="ml-auto flex items-center gap-1.5 whitespace-nowrap">
        <HardDrive aria-hidden className="size-3" />
        {t("status.onThisDevice")}
      </span>
      <span className="flex items-center gap-1.5 whitespace-nowrap">
        <ShieldCheck aria-hidden className="size-3" />
        {t("status.private")}
      </span>
    </footer>
  );
}

function RunningJobs({ jobs }: { readonly jobs: readonly Job[] }) {
  const { t } = useTranslation();
  const [first] = jobs;
  if (!first) {
    return (
      <span role="status" className="flex items-center gap-1.5 whitespace-nowrap">
        <Check aria-hidden className="size-3" />
        {t("status.noJobs")}
      </span>
    );
  }
  const words = t(`job.step.${first.step}`);
  return (
    <span className="flex min-w-0 items-center gap-2 whitespace-nowrap">
      <LoaderCircle aria-hidden className="spin size-3 text-info" />
      <span role="status">{words}</span>
      <span className="w-30">
        <ProgressBar running share={first.percent / 100} label={words} />
      </span>
      <span className="num">{formatPercent(first.percent / 100)}</span>
      {jobs.length > 1 && <span>{t("status.moreJobs", { count: jobs.length - 1 })}</span>}
    </span>
  );
}
