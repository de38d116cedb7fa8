// The interview: sessions, conversation and findings, as many beside each other as fit. Everything
// of a session is under its id, so that nothing of one session shows in another.
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useEffect, useEffectEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { SessionId } from "../../bindings/SessionId";
import { Skeleton } from "../../components/skeleton";
import { useBootstrap, useFindings } from "../../data/queries";
import { useShortcuts } from "../../lib/shortcuts";
import { useMedia } from "../../lib/use-media";
import { ConversationPane } from "./conversation-pane";
import { undecided } from "./finding-groups";
import type { FindingsListProps, WantedCard } from "./findings-list";
import { FindingsPane } from "./findings-pane";
import { FindingsSheet } from "./findings-sheet";
import type { ShownQuote } from "./message-log";
import { SessionsPane } from "./sessions-pane";
import { SideDrawer } from "./side-drawer";
import { useDecisions } from "./use-decisions";
import { useOpenSession, useRememberedSession, usualKind } from "./use-open-session";
import { useStartSession } from "./use-start-session";

/** The interview screen. */
export function InterviewScreen() {
  const { sessionId } = useParams({ strict: false });
  return sessionId === undefined ? <Entry /> : <Panes id={sessionId} />;
}

/** Goes to the last session, or to a new one. */
function Entry() {
  const { new: wantsNew } = useSearch({ strict: false });
  const preferences = useBootstrap((bootstrap) => bootstrap.preferences).data;
  const start = useStartSession();
  const navigate = useNavigate();
  const enter = useEffectEvent(() => {
    if (!preferences) return;
    const { last_session: last } = preferences;
    if (last === null || wantsNew) void start(usualKind, true);
    else void navigate({ to: "/interview/$sessionId", params: { sessionId: last }, replace: true });
  });
  const known = preferences !== undefined;
  useEffect(() => {
    if (known) enter();
  }, [known]);
  return <Skeleton />;
}

type Pane = "sessions" | "findings";

function Panes({ id }: { readonly id: SessionId }) {
  const { t } = useTranslation("interview");
  const sessionsBeside = useMedia("(width >= 75rem)");
  const findingsBeside = useMedia("(width >= 56.25rem)");
  const roomy = useMedia("(width >= 37.5rem)");
  const [drawer, setDrawer] = useState<Pane | null>(null);
  const open = useOpenSession(id);
  const close = () => setDrawer(null);
  useRememberedSession(open);
  useShortcuts([
    {
      key: "1",
      mod: true,
      run: () => (sessionsBeside ? focusIn("sessions") : setDrawer("sessions")),
    },
    { key: "2", mod: true, run: () => focusIn("conversation") },
    {
      key: "3",
      mod: true,
      run: () => (findingsBeside || !roomy ? focusIn("findings") : setDrawer("findings")),
    },
  ]);
  return (
    <div
      data-testid="interview"
      className="grid min-h-0 flex-1 grid-cols-1 grid-rows-1 wide:grid-cols-[minmax(0,1fr)_var(--w-panel)] full:grid-cols-[var(--w-list)_minmax(0,1fr)_var(--w-panel)] large:grid-cols-[18.75rem_minmax(0,1fr)_25rem]"
    >
      {sessionsBeside ? (
        <section
          aria-label={t("sessions.title")}
          data-pane="sessions"
          className="flex min-h-0 min-w-0 flex-col border-line border-r"
        >
          <SessionsPane open={open} />
        </section>
      ) : (
        <SideDrawer
          side="left"
          title={t("sessions.title")}
          open={drawer === "sessions"}
          onClose={close}
        >
          <SessionsPane open={open} onOpened={close} />
        </SideDrawer>
      )}
      <SessionPanes
        key={id}
        id={id}
        findingsBeside={findingsBeside}
        roomy={roomy}
        drawer={drawer}
        onDrawer={setDrawer}
        {...(!sessionsBeside && { openSessions: () => setDrawer("sessions") })}
      />
    </div>
  );
}

function SessionPanes({
  id,
  findingsBeside,
  roomy,
  drawer,
  onDrawer,
  openSessions,
}: {
  readonly id: SessionId;
  readonly findingsBeside: boolean;
  readonly roomy: boolean;
  readonly drawer: Pane | null;
  onDrawer(pane: Pane | null): void;
  openSessions?(): void;
}) {
  const { t } = useTranslation("interview");
  const open = useOpenSession(id);
  const findings = useFindings(id).data ?? [];
  const decisions = useDecisions();
  const [shown, setShown] = useState<ShownQuote | null>(null);
  const [wanted, setWanted] = useState<WantedCard | null>(null);
  const list: FindingsListProps = {
    findings,
    decisions,
    wanted,
    onShowQuote(finding) {
      onDrawer(null);
      setShown({ finding });
    },
  };
  const inDrawer = roomy && !findingsBeside;
  return (
    <>
      <ConversationPane
        open={open}
        findings={findings}
        shown={shown}
        doors={{
          openSessions,
          openFindings: inDrawer ? () => onDrawer("findings") : undefined,
          toReview: undecided(findings).length,
        }}
        sheet={roomy ? null : <FindingsSheet {...list} />}
        onOpenFinding={(finding) => {
          if (inDrawer) onDrawer("findings");
          setWanted({ id: finding.id });
        }}
      />
      {findingsBeside && (
        <section
          data-testid="findings"
          data-pane="findings"
          aria-label={t("findings.title")}
          className="flex min-h-0 min-w-0 flex-col border-line border-l"
        >
          <FindingsPane {...list} />
        </section>
      )}
      {inDrawer && (
        <SideDrawer
          side="right"
          title={t("findings.title")}
          open={drawer === "findings"}
          onClose={() => onDrawer(null)}
        >
          <div data-testid="findings" className="flex min-h-0 flex-1 flex-col">
            <FindingsPane {...list} />
          </div>
        </SideDrawer>
      )}
    </>
  );
}

/** Moves the focus into a pane: to its field, its open entry, or its first control. */
function focusIn(pane: Pane | "conversation"): void {
  const wanted = {
    sessions: "a[aria-current], a",
    conversation: "textarea",
    findings: "article[tabindex='0']",
  };
  document.querySelector<HTMLElement>(`[data-pane=${pane}] :is(${wanted[pane]})`)?.focus();
}
