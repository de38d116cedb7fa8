// Where a session stands, as an icon and a word.
import { CircleAlert, LoaderCircle, Lock, Pause, PencilLine } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { SessionStatus } from "../../bindings/SessionStatus";
import { Badge, type BadgeTone } from "../../components/badge";
import { Tooltip } from "../../components/tooltip";

const looks = {
  idle: ["line", null],
  working: ["info", <LoaderCircle key="icon" aria-hidden className="spin" />],
  error: ["danger", <CircleAlert key="icon" aria-hidden />],
  paused: ["neutral", <Pause key="icon" aria-hidden />],
  finalized: ["neutral", <Lock key="icon" aria-hidden />],
  draft: ["line", <PencilLine key="icon" aria-hidden />],
} as const satisfies Record<SessionStatus | "draft", readonly [BadgeTone, React.ReactNode]>;

/** The chip of a session; an error says its message in a tooltip. */
export function SessionStatusBadge({
  status,
  error = null,
}: {
  readonly status: SessionStatus | "draft";
  readonly error?: string | null;
}) {
  const { t } = useTranslation("interview");
  const [tone, icon] = looks[status];
  const badge = (
    <Badge tone={tone} icon={icon}>
      {t(`status.${status}`)}
      {status === "error" && error && <span className="sr-only">{error}</span>}
    </Badge>
  );
  return status === "error" && error ? <Tooltip text={error}>{badge}</Tooltip> : badge;
}
