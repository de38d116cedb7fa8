// The honest sentence under η.
import { useTranslation } from "react-i18next";
import type { EscapeIndex } from "../../bindings/EscapeIndex";
import { regimesBetween } from "../../lib/regimes";

/** What can be said about η, with its doubt. */
export function useVerdict(index: EscapeIndex): string {
  const { t } = useTranslation();
  if (index.confirmed_skills === 0) return t("verdict.nothing");
  if (index.regime === "unknown") return t("verdict.notEnough");
  const regime = t(`regime.${index.regime}`);
  const others = regimesBetween(index.low, index.high).filter((one) => one !== index.regime);
  const [first, ...more] = others.map((one) => t(`regime.${one}`));
  if (!first) return t("verdict.clear", { regime });
  const last = more.at(-1);
  return last
    ? t("verdict.wide", { regime, first, last })
    : t("verdict.probable", { regime, other: first });
}
