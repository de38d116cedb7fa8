// A regime with its icon and word; colour alone never says it.
import {
  ChevronDown,
  ChevronsDown,
  ChevronsUp,
  ChevronUp,
  CircleDashed,
  Equal,
  type LucideIcon,
} from "lucide-react";
import type { ComponentProps } from "react";
import { useTranslation } from "react-i18next";
import type { Regime } from "../bindings/Regime";
import { classNames } from "../lib/class-names";

/** The icon of each regime. */
export const regimeIcons: Record<Regime, LucideIcon> = {
  unknown: CircleDashed,
  falling: ChevronsDown,
  approaching: ChevronDown,
  threshold: Equal,
  escaping: ChevronUp,
  free: ChevronsUp,
};

const tones: Record<Regime, string> = {
  unknown: "text-text-2 inset-ring inset-ring-line",
  falling: "bg-falling-soft text-falling",
  approaching: "bg-approaching-soft text-approaching",
  threshold: "bg-threshold-soft text-threshold",
  escaping: "bg-escaping-soft text-escaping",
  free: "bg-free-soft text-free",
};

/** A regime, or “Not enough evidence”. */
export function RegimeBadge({
  regime,
  className,
  ...rest
}: ComponentProps<"span"> & { readonly regime: Regime }) {
  const { t } = useTranslation();
  const Icon = regimeIcons[regime];
  return (
    <span
      {...rest}
      data-regime={regime}
      className={classNames(
        "inline-flex h-6 shrink-0 items-center gap-1 whitespace-nowrap rounded-sm pr-2.25 pl-1.75 font-semibold text-12",
        tones[regime],
        className,
      )}
    >
      <Icon aria-hidden className="size-3.5 stroke-2" />
      {t(`regime.${regime}`)}
    </span>
  );
}
