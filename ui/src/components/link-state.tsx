// Where the connection is, in the same icon and words everywhere.
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
import type { LinkStatus } from "../bindings/LinkStatus";
import { classNames } from "../lib/class-names";
import { useNow } from "../lib/use-now";

interface Look {
  readonly icon: LucideIcon;
  readonly tone: string;
  readonly turns?: boolean;
}

function lookOf(link: LinkStatus): Look {
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

/** The state of the link as icon and words. */
export function LinkState({
  link,
  ...rest
}: ComponentProps<"span"> & { readonly link: LinkStatus }) {
  const look = lookOf(link);
  const Icon = look.icon;
  return (
    <span
      role="status"
      {...rest}
      data-state={link.state}
      className={classNames(
        "inline-flex h-6.5 items-center gap-1.5 whitespace-nowrap rounded-sm font-medium text-12",
        link.state === "degraded" ? "text-warn" : "text-text-2",
      )}
    >
      <Icon aria-hidden className={classNames("size-3.5", look.tone, look.turns && "spin")} />
      <Words link={link} />
    </span>
  );
}

function Words({ link }: { readonly link: LinkStatus }) {
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
