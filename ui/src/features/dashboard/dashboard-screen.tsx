// Where the person stands: η with its doubt, what it is made of, and what is going on now.
import { Link } from "@tanstack/react-router";
import { Play } from "lucide-react";
import { useTranslation } from "react-i18next";
import { buttonClass } from "../../components/button";
import { KeyHint } from "../../components/key-hint";
import { LinkState } from "../../components/link-state";
import { PageHead } from "../../components/page-head";
import { QueryState } from "../../components/query-state";
import { useBootstrap, useSessions } from "../../data/queries";
import { formatAgo, formatWeekday } from "../../lib/format";
import { useNow } from "../../lib/use-now";
import { ActiveProjects } from "./active-projects";
import { Hero } from "./hero";
import { HoldingBack } from "./holding-back";
import { RecentSkills } from "./recent-skills";
import { RunningJobs } from "./running-jobs";

/** The dashboard. */
export function DashboardScreen() {
  const index = useBootstrap((bootstrap) => bootstrap.index);
  return (
    <div data-testid="dashboard" className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto max-w-360 pb-6 large:max-w-420">
        <Head at={index.data?.at} />
        <div className="flex flex-col gap-3.5 px-4 rail:px-6">
          <QueryState query={index} lines={6}>
            {(data) => <Hero index={data} />}
          </QueryState>
          <RunningJobs />
          <div className="grid items-start gap-3.5 wide:grid-cols-2 full:grid-cols-[1.12fr_1fr_1fr]">
            {index.data && <HoldingBack index={index.data} />}
            <RecentSkills confirmed={index.data?.confirmed_skills ?? 0} />
            <ActiveProjects />
          </div>
        </div>
      </div>
    </div>
  );
}

function Head({ at }: { readonly at: string | undefined }) {
  const { t } = useTranslation();
  const now = useNow(5_000);
  const day = formatWeekday(new Date(now));
  const note = at ? t("dashboard.updated", { day, ago: formatAgo(at, now) }) : day;
  return (
    <PageHead
      title={t("nav.dashboard")}
      note={note}
      state={<LinkState data-testid="dashboard-link" />}
      actions={<StartInterview />}
    />
  );
}

function StartInterview() {
  const { t } = useTranslation();
  const sessions = useSessions().data?.pages[0]?.sessions ?? [];
  const open = sessions.some((session) => session.status !== "finalized");
  return (
    <Link
      to="/interview"
      data-testid="start-interview"
      className={buttonClass({ kind: "primary" })}
    >
      <Play aria-hidden className="size-3.5" />
      {open ? t("dashboard.resume") : t("dashboard.start")}
      <span className="ml-1 touch:hidden" aria-hidden>
        <KeyHint onInk>I</KeyHint>
      </span>
    </Link>
  );
}
