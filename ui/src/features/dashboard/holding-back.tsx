// What weighs most: the largest parts of gravity, and what was noticed lately.
import { Link } from "@tanstack/react-router";
import { Anchor, Lightbulb } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { EscapeIndex } from "../../bindings/EscapeIndex";
import { Card } from "../../components/card";
import { EmptyState } from "../../components/empty-state";
import { useInsights } from "../../data/queries";
import { formatIndex } from "../../lib/format";

/** The heaviest constraints, at most four, then the newest insights. */
export function HoldingBack({ index }: { readonly index: EscapeIndex }) {
  const { t } = useTranslation();
  const insights = useInsights().filter((insight) => insight.dismissed_at === null);
  const heaviest = index.gravity.terms.toSorted((left, right) => right.value - left.value);
  return (
    <Card
      title={t("holding.title")}
      end={
        <Link to="/constraints" className="px-1 text-12 text-accent hover:underline">
          {t("dashboard.all", { count: index.gravity.terms.length })}
        </Link>
      }
    >
      {heaviest.length === 0 && (
        <EmptyState icon={Anchor} title={t("holding.empty")} text={t("holding.emptyText")} />
      )}
      <ul>
        {heaviest.slice(0, 4).map((term) => (
          <li
            key={term.constraint_id}
            className="flex min-h-11.5 items-center justify-between gap-3 border-line-subtle border-t px-4 py-1.5"
          >
            <span className="min-w-0">
              <span className="block truncate font-medium">{term.name}</span>
              <span className="block text-11 text-text-3">{t(`constraintKind.${term.kind}`)}</span>
            </span>
            <span className="num whitespace-nowrap text-12 text-text-2">
              {t("holding.adds", { value: formatIndex(term.value) })}
            </span>
          </li>
        ))}
        {insights.slice(0, 3).map((insight) => (
          <li
            key={insight.id}
            className="flex items-start gap-2.5 border-line-subtle border-t px-4 py-2.5 text-12"
          >
            <Lightbulb aria-hidden className="mt-0.25 size-3.5 shrink-0 text-text-3" />
            {insight.text}
          </li>
        ))}
      </ul>
    </Card>
  );
}
