// Which skills carry η, largest first. Opens to the whole breakdown.
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ThrustTerm } from "../../bindings/ThrustTerm";
import { Button } from "../../components/button";
import { formatIndex } from "../../lib/format";

const shown = 5;

/** The strongest parts of η as bars over one scale. */
export function Contributions({
  terms,
  onOpen,
}: {
  readonly terms: readonly ThrustTerm[];
  onOpen(): void;
}) {
  const { t } = useTranslation();
  const strongest = terms.slice(0, shown);
  const most = strongest[0]?.contribution ?? 1;
  const rest = terms.slice(shown).reduce((sum, term) => sum + term.contribution, 0);
  return (
    <div className="min-w-0">
      <div className="flex h-6 items-center justify-between gap-2">
        <h3 className="font-semibold">{t("dashboard.carries")}</h3>
        <Button kind="link" small onClick={onOpen}>
          {t("dashboard.allParts")}
        </Button>
      </div>
      <ol className="mt-2 flex flex-col gap-2">
        {strongest.map((term) => (
          <li
            key={term.skill_id}
            className="grid grid-cols-[minmax(0,10rem)_minmax(0,1fr)_2.5rem] items-center gap-3 text-12"
          >
            <Link
              to="/skills/$skillId"
              params={{ skillId: term.skill_id }}
              className="truncate font-medium hover:underline"
            >
              {term.name}
            </Link>
            <span aria-hidden className="h-2 rounded-[2px] bg-neutral-soft">
              <span
                className="block h-full rounded-[2px] bg-text-2 transition-[width] duration-(--t-slow) ease-in-out"
                style={{ width: `${(term.contribution / most) * 100}%` }}
              />
            </span>
            <span className="num text-right text-text-2">{formatIndex(term.contribution)}</span>
          </li>
        ))}
      </ol>
      {rest > 0 && (
        <p className="num mt-2 text-11 text-text-3">
          {t("dashboard.rest", { count: terms.length - shown, value: formatIndex(rest) })}
        </p>
      )}
    </div>
  );
}
