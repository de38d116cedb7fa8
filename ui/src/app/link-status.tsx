// The truth about the connection, in the same words everywhere.
import {
  CircleDot,
  Clock,
  CloudOff,
  LoaderCircle,
  type LucideIcon,
  RefreshCw,
  TriangleAlert,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import type { LinkStatus as Status } from "../bindings/LinkStatus";
import type { OutboxStatus } from "../bindings/OutboxStatus";
import { useBootstrap } from "../data/queries";
import { classNames } from "../lib/class-names";
import { useNow } from "../lib/use-now";

interface Look {
  readonly icon: LucideIcon;
  readonly tone: string;
  readonly turns?: boolean;
}

function lookOf(status: Status): Look {
  switch (status.state) {
    case "ready":
      return status.behind > 0
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

/** The state of the link and, when there is unsent work, how much. */
export function LinkStatus() {
  const link = useBootstrap((bootstrap) => bootstrap.link).data;
  const outbox = useBootstrap((bootstrap) => bootstrap.outbox).data;
  if (!link || !outbox) return null;
  return (
    <div className="flex items-center gap-1">
      <Unsent outbox={outbox} />
      <State link={link} />
    </div>
  );
}

function State({ link }: { readonly link: Status }) {
  const look = lookOf(link);
  const Icon = look.icon;
  return (
    <span
      role="status"
      data-testid="link-status"
      data-state={link.state}
      className={classNames(
        "inline-flex h-6.5 items-center gap-1.5 whitespace-nowrap rounded-sm px-2 font-medium text-12",
        link.state === "degraded" ? "text-warn" : "text-text-2",
      )}
    >
      <Icon aria-hidden className={classNames("size-3.5", look.tone, look.turns && "spin")} />
      <Words link={link} />
    </span>
  );
}

function Words({ link }: { readonly link: Status }) {
  const { t } = useTranslation();
  if (link.state === "ready" && link.behind > 0) {
    return t("link.behind", { count: link.behind });
  }
  if (link.state === "waiting" && link.retry_at) return <Countdown until={link.retry_at} />;
  return t(`link.${link.state}`);
}

function Countdown({ until }: { readonly until: string }) {
  const { t } = useTranslation();
  const now = useNow(1_000);
  const seconds = Math.max(0, Math.ceil((Date.parse(until) - now) / 1_000));
  return <span aria-live="off">{t("link.waitingUntil", { seconds })}</span>;
}

function Unsent({ outbox }: { readonly outbox: OutboxStatus }) {
  const { t } = useTranslation();
  const count = outbox.pending + outbox.stuck;
  if (count === 0) return null;
  return (
    <span
      data-testid="pending-count"
      className={classNames(
        "num inline-flex items-center gap-1 whitespace-nowrap px-1 text-12",
        outbox.stuck > 0 ? "text-danger" : "text-text-3",
      )}
    >
      {outbox.stuck > 0
        ? t("link.stuck", { count: outbox.stuck })
        : t("link.pending", { count: outbox.pending })}
    </span>
  );
}
