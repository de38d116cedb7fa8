// The four terms of η. Each opens what it is made of.
import { useTranslation } from "react-i18next";
import type { EscapeIndex } from "../../bindings/EscapeIndex";
import { classNames } from "../../lib/class-names";
import { formatIndex, formatNumber } from "../../lib/format";
import type { Part } from "./breakdown-dialog";

/** T, A, G and M below the rule. */
export function Terms({
  index,
  onOpen,
}: {
  readonly index: EscapeIndex;
  onOpen(part: Part): void;
}) {
  const { t } = useTranslation();
  const { thrust, gravity, mass } = index;
  const massNote = useMassNote(index);
  return (
    <div className="-mx-4 mt-2 grid grid-cols-2 border-line-subtle border-t px-2 rail:-mx-6 rail:px-4 wide:grid-cols-4">
      <Term
        symbol="T"
        name={t("term.thrust")}
        value={thrust.value}
        note={t("term.thrustNote", {
          raw: formatIndex(thrust.raw),
          count: index.confirmed_skills,
        })}
        onOpen={onOpen}
      />
      <Term
        symbol="A"
        name={t("term.alignment")}
        value={thrust.alignment}
        note={thrust.alignment_assumed ? t("term.assumed") : t("term.insideThrust")}
        onOpen={onOpen}
      />
      <Term
        symbol="G"
        operator="÷"
        name={t("term.gravity")}
        value={gravity.value}
        note={
          gravity.at_limit
            ? t("term.atLimit")
            : t("term.gravityNote", { count: gravity.terms.length })
        }
        onOpen={onOpen}
      />
      <Term
        symbol="M"
        operator="÷"
        name={t("term.mass")}
        value={mass.value}
        note={mass.at_limit ? t("term.atLimit") : massNote}
        onOpen={onOpen}
      />
    </div>
  );
}

function useMassNote({ mass }: EscapeIndex): string {
  const { t } = useTranslation();
  const notes = mass.terms.flatMap((term) => {
    if (term.what === "hours") {
      return term.hours > 0 ? [t("term.hours", { hours: formatNumber(term.hours) })] : [];
    }
    return term.count > 0 ? [t(`term.${term.what}`, { count: term.count })] : [];
  });
  return notes.length > 0 ? notes.join(", ") : t("term.nothingMore");
}

function Term({
  symbol,
  operator,
  name,
  value,
  note,
  onOpen,
}: {
  readonly symbol: "T" | "A" | "G" | "M";
  readonly operator?: string;
  readonly name: string;
  readonly value: number;
  readonly note: string;
  onOpen(part: Part): void;
}) {
  return (
    <button
      type="button"
      data-testid={`term-${symbol}`}
      aria-haspopup="dialog"
      onClick={() => onOpen(symbol)}
      className="relative my-1 flex min-w-0 flex-col rounded-md px-2 py-2 text-left hover:bg-hover"
    >
      {operator && (
        <span
          aria-hidden
          className="absolute top-1/2 -left-3 hidden -translate-y-1/2 text-16 text-text-3 wide:block"
        >
          {operator}
        </span>
      )}
      <span className="flex gap-2 text-text-2">
        <b className="font-semibold text-text">{symbol}</b>
        {name}
      </span>
      <span className={classNames("num font-semibold text-20 tracking-[-0.02em]")}>
        {formatIndex(value)}
      </span>
      <span className="text-11 text-text-3">{note}</span>
    </button>
  );
}
