// The frame of the window: title bar, navigation, the sheet with the screen, status bar.
import { Outlet, useLocation, useNavigate } from "@tanstack/react-router";
import { PanelLeft } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../components/button";
import { ErrorBoundary } from "../components/error-boundary";
import { LinkAnnouncer, LinkState } from "../components/link-state";
import { RetryLink } from "../components/retry-link";
import { Toaster } from "../components/toaster";
import { Tooltip } from "../components/tooltip";
import { useJobs } from "../data/queries";
import { classNames } from "../lib/class-names";
import { useShortcuts } from "../lib/shortcuts";
import { useWidth } from "../lib/use-media";
import { HelpSheet } from "./help-sheet";
import { JobsToggle } from "./jobs-toggle";
import { LabelledNavigation, RailNavigation, TabNavigation } from "./navigation";
import { PageBanner } from "./page-banner";
import { PlacedTimeline } from "./placed-timeline";
import { StatusBar } from "./status-bar";
import { UnsentButton } from "./unsent-button";
import { useRememberedScreen } from "./use-remembered-screen";
import { useTimeline } from "./use-timeline";
import { useWindowTitle } from "./use-window-title";

/** Everything around a screen. */
export function Layout() {
  const width = useWidth();
  const { pathname } = useLocation();
  const inInterview = pathname.startsWith("/interview");
  const [folded, setFolded] = useFolded(inInterview);
  const jobs = useJobs().data ?? [];
  const timeline = useTimeline(jobs);
  useWindowTitle();
  useRememberedScreen();
  const labelled = width === "labelled" && !folded;
  const narrow = width === "narrow";
  return (
    <>
      <SkipLink />
      <LinkAnnouncer />
      <div
        className={classNames(
          "grid h-full grid-cols-1",
          narrow
            ? "grid-rows-[auto_minmax(0,1fr)_auto]"
            : "grid-rows-[var(--h-titlebar)_minmax(0,1fr)_var(--h-statusbar)]",
        )}
      >
        {narrow ? (
          <NarrowHeader>
            <JobsToggle short jobs={jobs} timeline={timeline} />
          </NarrowHeader>
        ) : (
          <TitleBar
            foldable={width === "labelled"}
            folded={folded}
            onFold={() => setFolded(!folded)}
          />
        )}
        {/* The screen keeps its place in the tree, and with it what is on it, at every width. */}
        <div
          className={classNames(
            "grid min-h-0",
            narrow && "grid-cols-1",
            labelled && "grid-cols-[var(--w-nav)_minmax(0,1fr)]",
            !(narrow || labelled) && "grid-cols-[var(--w-rail)_minmax(0,1fr)]",
          )}
        >
          {!narrow && (labelled ? <LabelledNavigation /> : <RailNavigation />)}
          <main
            id="main"
            tabIndex={-1}
            className={classNames(
              "flex min-h-0 min-w-0 flex-col outline-none",
              narrow
                ? "bg-surface"
                : "mr-2 overflow-hidden rounded-sheet border border-line bg-sunken",
            )}
          >
            <ErrorBoundary name={pathname}>
              {!inInterview && <PageBanner />}
              <Outlet />
            </ErrorBoundary>
          </main>
        </div>
        {narrow ? <TabNavigation /> : <StatusBar jobs={jobs} timeline={timeline} />}
      </div>
      {timeline.open && <PlacedTimeline jobs={jobs} timeline={timeline} nav={labelled} />}
      <Help />
      <Toaster />
    </>
  );
}

/** The shortcuts that work everywhere, and the sheet that lists all. */
function Help() {
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  useShortcuts([
    { key: "?", run: () => setOpen(true) },
    { key: "i", run: () => void navigate({ to: "/interview" }) },
    { key: ",", mod: true, run: () => void navigate({ to: "/settings" }) },
    {
      key: "n",
      mod: true,
      run: () => void navigate({ to: "/interview", search: { new: true } }),
    },
  ]);
  return <HelpSheet open={open} onClose={() => setOpen(false)} />;
}

/** Whether the navigation is folded: at first only where the page lists sessions itself. */
function useFolded(onInterview: boolean): readonly [boolean, (folded: boolean) => void] {
  const [chosen, setChosen] = useState({ interview: true, elsewhere: false });
  const page = onInterview ? "interview" : "elsewhere";
  return [chosen[page], (folded) => setChosen({ ...chosen, [page]: folded })];
}

function SkipLink() {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className="sr-only z-60 rounded-sm bg-ink px-3 py-2 text-on-ink focus:not-sr-only focus:absolute focus:top-1 focus:left-1"
      onClick={() => document.getElementById("main")?.focus()}
    >
      {t("nav.skip")}
    </button>
  );
}

function TitleBar({
  foldable,
  folded,
  onFold,
}: {
  readonly foldable: boolean;
  readonly folded: boolean;
  onFold(): void;
}) {
  const { t } = useTranslation();
  const label = folded ? t("nav.unfold") : t("nav.fold");
  return (
    <header className="flex items-center justify-between gap-3 pr-2.5 pl-3">
      {foldable ? (
        <Tooltip text={label}>
          <Button kind="quiet" small square aria-label={label} onClick={onFold}>
            <PanelLeft aria-hidden className="size-4 stroke-[1.75]" />
          </Button>
        </Tooltip>
      ) : (
        <span className="px-1 font-semibold text-12 text-text-2">TrajectoryOS</span>
      )}
      <span className="flex min-w-0 items-center gap-1 px-2">
        <LinkState data-testid="link-status" />
        <RetryLink kind="link" testId="link-retry" />
      </span>
    </header>
  );
}

function NarrowHeader({ children }: { readonly children: ReactNode }) {
  return (
    <header className="flex h-11 items-center justify-end border-line-subtle border-b bg-surface pr-3 pl-4">
      <span className="mr-auto min-w-0 truncate font-semibold text-12 text-text-2">
        TrajectoryOS
      </span>
      {children}
      <UnsentButton short />
      <LinkState short data-testid="link-status" className="ml-1 shrink-0" />
      <RetryLink kind="link" testId="link-retry" />
    </header>
  );
}
