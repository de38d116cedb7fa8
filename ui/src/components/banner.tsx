// A line about the state of things, at the place where it matters.
import { CircleAlert, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { classNames } from "../lib/class-names";

/** What the colour of a banner means. */
export type BannerTone = "neutral" | "info" | "warn" | "danger";

const tones: Record<BannerTone, readonly [string, string, LucideIcon]> = {
  neutral: ["bg-neutral-soft", "text-text-2", Info],
  info: ["bg-info-soft", "text-info", Info],
  warn: ["bg-warn-soft", "text-warn", TriangleAlert],
  danger: ["bg-danger-soft", "text-danger", CircleAlert],
};

/** A banner; `actions` stand at its right. */
export function Banner({
  tone = "neutral",
  icon,
  actions,
  className,
  children,
  ...rest
}: ComponentProps<"div"> & {
  readonly tone?: BannerTone;
  readonly icon?: LucideIcon;
  readonly actions?: ReactNode;
}) {
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
    </div>
  );
}
