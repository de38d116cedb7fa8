// The lowest line of the window: jobs and unsent work on the left, where the data is on the right.
import { HardDrive, Server, ShieldCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Job } from "../bindings/Job";
import { useBootstrap } from "../data/queries";
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
  const server = useBootstrap((bootstrap) => bootstrap.host.server).data;
  return (
    <footer className="flex min-w-0 items-center gap-2.5 pr-3.5 pl-2 text-11 text-text-3">
      <JobsToggle jobs={jobs} timeline={timeline} />
      <UnsentButton />
      <span className="ml-auto flex items-center gap-1.5 whitespace-nowrap">
        {server ? (
          <Server aria-hidden className="size-3" />
        ) : (
          <HardDrive aria-hidden className="size-3" />
        )}
        {server ? t("status.onServer", { server }) : t("status.onThisDevice")}
      </span>
      <span className="flex items-center gap-1.5 whitespace-nowrap">
        <ShieldCheck aria-hidden className="size-3" />
        {server ? t("status.toServerOnly") : t("status.private")}
      </span>
    </footer>
  );
}
