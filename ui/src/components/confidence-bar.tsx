// How sure something is: a bar, its number, and a word for screen readers.
import type { ComponentProps } from "react";
import { useTranslation } from "react-i18next";
import { classNames } from "../lib/class-names";
import { formatPercent, wholePercent } from "../lib/format";

/** The band of a share from 0 to 1, from the unrounded value. */
function confidenceBand(share: number): "high" | "medium" | "low" {
  if (share >= 0.8) return "high";
  return share >= 0.5 ? "medium" : "low";
}

const fills = {
  high: "bg-conf-high",
  medium: "bg-conf-mid",
  low: "bg-conf-low",
};

/** A confidence from 0 to 1. */
export function ConfidenceBar({
  share,
  onSelected = false,
  short = false,
  className,
  ...rest
}: ComponentProps<"span"> & {
  readonly share: number;
  /** On a selected row the track is the surface. */
  readonly onSelected?: boolean;
  /** 32 px instead of 56, for dense lists. */
  readonly short?: boolean;
}) {
  const { t } = useTranslation();
  const band = confidenceBand(share);
  const percent = wholePercent(share);
  const word = t(`confidence.${band}`);
  return (
    <span
      {...rest}
      role="img"
      aria-label={t("confidence.label", { percent, band: word })}
      className={classNames("num inline-flex items-center gap-2 text-12", className)}
    >
      <span
        className={classNames(
          "h-1 shrink-0 overflow-hidden rounded-full",
          short ? "w-8" : "w-14",
          onSelected ? "bg-surface" : "bg-conf-track",
        )}
      >
        <span
          className={classNames(
            "block h-full rounded-full transition-[width] duration-(--t-slow) ease-in-out",
            fills[band],
          )}
          style={{ width: `${percent}%` }}
        />
      </span>
      <span className="min-w-8.5 text-right text-text-2">{formatPercent(share)}</span>
    </span>
  );
}
