// A line about the state of things, at the place where it matters.
import { CircleAlert, Info, type LucideIcon, TriangleAlert, X } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { classNames } from "../lib/class-names";
import { Button } from "./button";

/** What the colour of a banner means. */
export type BannerTone = "neutral" | "info" | "warn" | "danger";

const tones: Record<BannerTone, readonly [string, string, LucideIcon]> = {
  neutral: ["bg-neutral-soft", "text-text-2", Info],
  info: ["bg-info-soft", "text-info", Info],
  warn: ["bg-warn-soft", "text-warn", TriangleAlert],
  danger: ["bg-danger-soft", "text-danger", CircleAlert],
};

/** A banner; `actions` stand at its right, then the way to put it away. */
export function Banner({
  tone = "neutral",
  icon,
  actions,
  onDismiss,
  className,
  children,
  ...rest
}: ComponentProps<"div"> & {
  readonly tone?: BannerTone;
  readonly icon?: LucideIcon;
  readonly actions?: ReactNode;
  onDismiss?(): void;
}) {
  const { t } = useTranslation();
  const [background, colour, usual] = tones[tone];
  const Icon = icon ?? usual;
  return (
    <div
      role={tone === "danger" ? "alert" : "status"}
      {...rest}
      className={classNames(
        "flex flex-wrap items-center gap-2.5 rounded-md px-3 py-2 text-12",
        background,
        className,
      )}
    >
      <Icon aria-hidden className={classNames("size-4 shrink-0", colour)} />
      <span className="min-w-40 flex-1">{children}</span>
      {actions}
      {onDismiss && (
        <Button
          kind="quiet"
          small
          square
          aria-label={t("action.dismiss")}
          className="-my-0.5 -mr-1"
          onClick={onDismiss}
        >
          <X aria-hidden className="size-3.5" />
        </Button>
      )}
    </div>
  );
}
