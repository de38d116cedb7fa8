// A small label of one word. Never a button.
import type { ComponentProps, ReactNode } from "react";
import { classNames } from "../lib/class-names";

/** What the colour of a badge means. */
export type BadgeTone = "neutral" | "ok" | "warn" | "danger" | "info" | "line" | "partner";

const tones: Record<BadgeTone, string> = {
  neutral: "bg-neutral-soft text-text-2",
  ok: "bg-ok-soft text-ok",
  warn: "bg-warn-soft text-warn",
  danger: "bg-danger-soft text-danger",
  info: "bg-info-soft text-info",
  line: "text-text-2 inset-ring inset-ring-line",
  partner: "bg-partner-soft text-partner",
};

/** A badge with an optional 12 px icon before its word. */
export function Badge({
  tone = "neutral",
  icon,
  className,
  children,
  ...rest
}: ComponentProps<"span"> & {
  readonly tone?: BadgeTone;
  readonly icon?: ReactNode;
}) {
  return (
    <span
      {...rest}
      className={classNames(
        "inline-flex h-5 shrink-0 items-center gap-1 whitespace-nowrap rounded-xs px-1.75 font-medium text-11 [&_svg]:size-3 [&_svg]:stroke-2",
        tones[tone],
        className,
      )}
    >
      {icon}
      {children}
    </span>
  );
}
