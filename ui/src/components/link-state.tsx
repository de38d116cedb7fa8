// Where the connection is, in the same icon and words everywhere: title bar, dashboard, settings.
import {
  CircleDot,
  Clock,
  CloudOff,
  LoaderCircle,
  type LucideIcon,
  RefreshCw,
  TriangleAlert,
} from "lucide-react";
import type { ComponentProps } from "react";
import { useTranslation } from "react-i18next";
import { type Link, useLink } from "../data/use-link";
import { classNames } from "../lib/class-names";
import { useNow } from "../lib/use-now";

interface Look {
  readonly icon: LucideIcon;
  readonly tone: string;
  readonly turns?: boolean;
}

function lookOf(link: Link): Look {
  switch (link.state) {
    case "ready":
      return link.behind > 0
        ? { icon: RefreshCw, tone: "text-info" }
        : { icon: CircleDot, tone: "text-ok" };
    case "connecting":
      return { icon: LoaderCircle, tone: "text-info", turns: true };
    case "waiting":
      return { icon: Clock, tone: "text-text-3" };
    case "degraded":
      return { icon: TriangleAlert, tone: "text-warn" };
    case "offline":
      return { icon: CloudOff, tone: "text-text-3" };
  }
}

/** The state of the link as icon and words; `short` leaves out all but the state. */
export function LinkState({
  short = false,
  className,
  ...rest
}: ComponentProps<"span"> & { readonly short?: boolean }) {
  const link = useLink();
  const words = useLinkWords(link, short);
  if (!link) return null;
  const look = lookOf(link);
  const Icon = look.icon;
  return (
    <span
      {...rest}
      data-state={link.state}
      className={classNames(
        "inline-flex min-h-6.5 min-w-0 items-center gap-1.5 rounded-sm font-medium text-12 leading-4",
        link.state === "degraded" ? "text-warn" : "text-text-2",
        className,
      )}
    >
      <Icon
        aria-hidden
        className={classNames("size-3.5 shrink-0", look.tone, look.turns && "spin")}
      />
      {link.retry_at && !short ? (
        <Countdown words={words} until={link.retry_at} />
      ) : (
        <span>{words}</span>
      )}
    </span>
  );
}

/** The state of the link for screen readers, said when it changes; once in the window. */
export function LinkAnnouncer() {
  const words = useLinkWords(useLink(), false);
  return (
    <span role="status" className="sr-only">
      {words}
    </span>
  );
}

/** The words for the state, without the time to the next try. */
function useLinkWords(link: Link | undefined, short: boolean): string {
  const { t } = useTranslation();
  if (!link) return "";
  switch (link.state) {
    case "ready":
      if (link.behind === 0) return t("link.ready");
      return short ? t("link.catchingUp") : t("link.behind", { count: link.behind });
    case "degraded":
      return short ? t("link.degraded") : t(`link.degradedBy.${link.transport ?? "web_socket"}`);
    case "offline":
      if (short || link.unsent === 0) return t("link.offline");
      return t("link.offlineWaiting", { count: link.unsent });
    default:
      return t(`link.${link.state}`);
  }
}

function Countdown({ words, until }: { readonly words: string; readonly until: string }) {
  const { t } = useTranslation();
  const now = useNow(1_000);
  const seconds = Math.ceil((Date.parse(until) - now) / 1_000);
  return (
    <span className="num">
      {seconds > 0 ? t("link.nextTry", { words, seconds }) : t("link.now", { words })}
    </span>
  );
}
