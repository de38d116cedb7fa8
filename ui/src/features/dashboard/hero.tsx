// η, large, with its interval, its regime or what a verdict still needs, the rule and the terms.
import { CircleHelp } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { EscapeIndex } from "../../bindings/EscapeIndex";
import { Button } from "../../components/button";
import { RegimeBadge } from "../../components/regime-badge";
import { Rule } from "../../components/rule";
import { Tooltip } from "../../components/tooltip";
import { formatIndex, formatRange } from "../../lib/format";
import { BreakdownDialog, type Part } from "./breakdown-dialog";
import { Contributions } from "./contributions";
import { MissingList } from "./missing-list";
import { Terms } from "./terms";
import { useVerdict } from "./use-verdict";

/** The card that everything else explains. */
export function Hero({ index }: { readonly index: EscapeIndex }) {
  const { t } = useTranslation();
  const [part, setPart] = useState<Part | null>(null);
  const verdict = useVerdict(index);
  const hasValue = index.confirmed_skills > 0;
  const known = index.regime !== "unknown";
  return (
    <section
      aria-labelledby="eta-heading"
      className="rounded-lg border border-line bg-surface px-4 pt-4 rail:px-6"
    >
      <div className="grid gap-x-8 gap-y-4 wide:grid-cols-[21.5rem_minmax(0,1fr)]">
        <div>
          <div className="flex items-center gap-1.5">
            <h2 id="eta-heading" className="font-semibold">
              {t("dashboard.eta")}
            </h2>
            <Tooltip text={t("dashboard.how")}>
              <Button
                kind="quiet"
                small
                square
                aria-label={t("dashboard.how")}
                onClick={() => setPart("eta")}
              >
                <CircleHelp aria-hidden className="size-3.5" />
              </Button>
            </Tooltip>
          </div>
          <div className="mt-1 flex flex-wrap items-end gap-3">
            <span
              data-testid="eta-value"
              data-eta={index.value}
              className={
                hasValue
                  ? "num -ml-0.75 font-hero text-64 tracking-[-0.04em]"
                  : "font-regular text-64 text-text-3"
              }
            >
              {hasValue ? formatIndex(index.value) : "–"}
            </span>
            <RegimeBadge data-testid="eta-regime" regime={index.regime} className="mb-2.25" />
          </div>
          {hasValue && (
            <p className="mt-2.5 text-text-2">
              {t("dashboard.interval")}{" "}
              <b data-testid="eta-interval" className="num font-semibold text-text">
                {formatRange(formatIndex(index.low), formatIndex(index.high))}
              </b>
            </p>
          )}
          <p className="mt-2 max-w-[52ch] text-12 text-text-2 leading-4.5">{verdict}</p>
        </div>
        {known ? (
          <Contributions terms={index.thrust.terms} onOpen={() => setPart("T")} />
        ) : (
          <MissingList missing={index.missing} confirmed={index.confirmed_skills} />
        )}
      </div>
      <div className="mt-3">
        <Rule reading={hasValue ? index : null} />
      </div>
      <Terms index={index} onOpen={setPart} />
      <BreakdownDialog index={index} part={part} onClose={() => setPart(null)} />
    </section>
  );
}
