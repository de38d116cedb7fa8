// The head of the conversation: title, how far the interview is, and what can be done with it.
import { ListChecks, Menu, Pause, Play, Search } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Progress } from "../../bindings/Progress";
import type { Session } from "../../bindings/Session";
import type { SessionKind } from "../../bindings/SessionKind";
import type { Stage } from "../../bindings/Stage";
import type { TokenCount } from "../../bindings/TokenCount";
import { Button } from "../../components/button";
import { Tooltip } from "../../components/tooltip";
import { useSend } from "../../data/commands";
import { classNames } from "../../lib/class-names";
import { formatNumber } from "../../lib/format";
import { FinishSessionDialog } from "./session-dialogs";
import type { OpenSession } from "./use-open-session";

const stages: readonly Stage[] = [
  "opening",
  "breadth",
  "depth",
  "tacit",
  "constraints",
  "direction",
  "wrap_up",
];
const guidanceStages: readonly Stage[] = [
  "opening",
  "depth",
  "constraints",
  "direction",
  "wrap_up",
];

/** Opens the panes that are not beside the conversation; an absent one is beside it. */
export interface PaneDoors {
  readonly openSessions?: (() => void) | undefined;
  readonly openFindings?: (() => void) | undefined;
  readonly toReview: number;
}

/** The header of the open session. */
export function ConversationHeader({
  open,
  doors,
  onFind,
}: {
  readonly open: OpenSession;
  readonly doors: PaneDoors;
  /** Looks for words in the session. */
  onFind(): void;
}) {
  const { t } = useTranslation("interview");
  const { session } = open;
  return (
    <header className="flex h-13 shrink-0 items-center gap-2 border-line-subtle border-b px-2 rail:gap-3 rail:px-4">
      {doors.openSessions && (
        <Tooltip text={t("sessions.show")}>
          <Button
            kind="quiet"
            square
            aria-label={t("sessions.show")}
            className="rail:-ml-1.5"
            onClick={doors.openSessions}
          >
            <Menu aria-hidden className="size-4" />
          </Button>
        </Tooltip>
      )}
      <div className="flex min-w-0 flex-1 flex-col gap-x-4 large:flex-row large:items-center">
        <h1
          data-testid="session-title"
          className="min-w-0 truncate font-semibold text-14 large:flex-1"
        >
          {session ? session.title || t("sessions.untitled") : t("sessions.draft")}
        </h1>
        {open.draft && (
          <span data-testid="session-kind" className="text-11 text-text-2 large:text-12">
            {t(`kind.${open.kind}`)}
          </span>
        )}
        {session && session.status !== "finalized" && (
          <Steps kind={session.kind} progress={session.progress} />
        )}
      </div>
      {session?.tokens && <Spent tokens={session.tokens} />}
      {session && (
        <Tooltip text={t("find.open")}>
          <Button
            kind="quiet"
            small
            square
            data-testid="find"
            aria-label={t("find.open")}
            aria-keyshortcuts="Control+F"
            onClick={onFind}
          >
            <Search aria-hidden className="size-4" />
          </Button>
        </Tooltip>
      )}
      {session && session.status !== "finalized" && <Controls session={session} />}
      {doors.openFindings && (
        <Tooltip text={t("findings.show")}>
          <Button
            kind="quiet"
            small
            aria-label={`${t("findings.show")}, ${t("findings.review", { count: doors.toReview })}`}
            onClick={doors.openFindings}
          >
            <ListChecks aria-hidden className="size-4" />
            <span className="num">{doors.toReview}</span>
          </Button>
        </Tooltip>
      )}
    </header>
  );
}

function Steps({ kind, progress }: { readonly kind: SessionKind; readonly progress: Progress }) {
  const { t } = useTranslation("interview");
  const own = kind === "guidance" ? guidanceStages : stages;
  const at = own.indexOf(progress.stage);
  const stage = t(`stage.${progress.stage}`);
  const label = t("stage.label", { number: at + 1, count: own.length, stage });
  return (
    <div
      data-testid="interview-progress"
      data-stage={progress.stage}
      className="flex shrink-0 items-center gap-1.5 text-11 text-text-2 large:text-12"
    >
      <span role="img" aria-label={label} className="flex gap-0.75 touch:hidden">
        {own.map((one, index) => (
          <span
            key={one}
            className={classNames(
              "h-1 w-2.5 rounded-full large:w-4",
              progress.finished || index < at
                ? "bg-text-2"
                : index === at
                  ? "bg-accent"
                  : "bg-conf-track",
            )}
          />
        ))}
      </span>
      <span className="num truncate whitespace-nowrap">
        {!progress.finished && (
          <span className="touch:hidden">
            {t("stage.question", { number: progress.asked })}
            {" · "}
          </span>
        )}
        {progress.finished
          ? t("stage.finished")
          : t("stage.left", { stage, count: progress.minutes_left })}
      </span>
    </div>
  );
}

/** What the model has spent on the session; a wave marks what nobody counted. */
function Spent({ tokens }: { readonly tokens: TokenCount }) {
  const { t } = useTranslation("interview");
  const { prompt, reply, estimated } = tokens;
  const total = formatNumber(prompt + reply);
  const parts = { prompt: formatNumber(prompt), reply: formatNumber(reply) };
  return (
    <Tooltip text={t(estimated ? "tokens.estimatedParts" : "tokens.parts", parts)}>
      <span
        data-testid="tokens"
        className="num shrink-0 text-11 text-text-3 touch:hidden large:text-12"
      >
        {t(estimated ? "tokens.estimated" : "tokens.counted", { total })}
      </span>
    </Tooltip>
  );
}

function Controls({ session }: { readonly session: Session }) {
  const { t } = useTranslation("interview");
  const send = useSend();
  const [finishing, setFinishing] = useState(false);
  const paused = session.status === "paused";
  const word = paused ? t("conversation.resume") : t("conversation.pause");
  return (
    <span className="flex items-center gap-1">
      <Tooltip text={word}>
        <Button
          kind="quiet"
          small
          square
          data-testid={paused ? "resume" : "pause"}
          aria-label={word}
          onClick={() =>
            void send({ type: paused ? "resume_session" : "pause_session", id: session.id })
          }
        >
          {paused ? (
            <Play aria-hidden className="size-4" />
          ) : (
            <Pause aria-hidden className="size-4" />
          )}
        </Button>
      </Tooltip>
      <Tooltip text={t("conversation.finishHint")}>
        <Button small data-testid="finish" onClick={() => setFinishing(true)}>
          {t("conversation.finish")}
        </Button>
      </Tooltip>
      {finishing && <FinishSessionDialog session={session} onClose={() => setFinishing(false)} />}
    </span>
  );
}
