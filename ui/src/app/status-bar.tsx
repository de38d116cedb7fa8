// The lowest line of the window: jobs and unsent work on the left, where the data is on the right.
import { HardDrive, ShieldCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Job } from "../bindings/Job";
import { JobsToggle } from "./jobs-toggle";
import { UnsentButton } from "./unsent-button";
import type { Timeline } from "./use-timeline";

/** Jobs, unsent work, place and privacy. */
export function StatusBar({
  jobs,
  timeline,
}: {
  readonly jobs: readonly Job[];
  readonly timeline: Timeline;
}) {
  const { t } = useTranslation();
  return (
    <footer className="flex min-w-0 items-center gap-2.5 pr-3.5 pl-2 text-11 text-text-3">
      <JobsToggle jobs={jobs} timeline={timeline} />
      <UnsentButton />
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
