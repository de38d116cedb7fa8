// The panel of findings: how many wait for a word, what η would be with them, which are shown, and
// the cards.
import { ListChecks } from "lucide-react";
import { type KeyboardEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Finding } from "../../bindings/Finding";
import { Badge } from "../../components/badge";
import { Button } from "../../components/button";
import { EmptyState } from "../../components/empty-state";
import { searchClass } from "../../components/field";
import { Segments } from "../../components/segments";
import { useBootstrap, usePreview } from "../../data/queries";
import { formatIndex } from "../../lib/format";
import { isAbout, isIn, type ShownState, shownStates } from "./finding-filter";
import { undecided } from "./finding-groups";
import { FindingsList, type FindingsListProps, type WantedCard } from "./findings-list";

const filterFrom = 6;

/** What is left out, chosen when this card was the wanted one: a new one shows all again. */
interface Filter {
  readonly state: ShownState;
  readonly words: string;
  readonly wanted: WantedCard | null;
}

/** The panel; in a drawer it has no region of its own. */
export function FindingsPane(props: FindingsListProps) {
  const { t } = useTranslation("interview");
  const { findings, wanted } = props;
  const open = undecided(findings);
  const nothing: Filter = { state: "all", words: "", wanted };
  const [chosen, setChosen] = useState<Filter>(nothing);
  const filter = chosen.wanted === wanted ? chosen : nothing;
  const isShown = (finding: Finding) =>
    isIn(filter.state, finding) && isAbout(filter.words, finding);
  const field = useRef<HTMLInputElement>(null);

  function pressed(event: KeyboardEvent): void {
    if (event.key !== "/" || !field.current || event.target === field.current) return;
    if (event.target instanceof HTMLInputElement && event.target.type === "text") return;
    event.preventDefault();
    event.stopPropagation();
    field.current.focus();
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a key goes from the cards to the filter
    <div className="contents" onKeyDown={pressed}>
      <header className="flex min-h-13 shrink-0 flex-wrap items-center gap-x-2 px-4 py-2">
        <h2 className="font-semibold text-14">{t("findings.title")}</h2>
        {open.length > 0 && <Badge>{t("findings.review", { count: open.length })}</Badge>}
        <EtaPreview findings={open} />
      </header>
      {findings.length > 1 && (
        <div className="flex shrink-0 flex-col gap-2 px-3 pb-2">
          <Segments
            label={t("findings.filter.label")}
            value={filter.state}
            segments={shownStates.map((state) => ({
              value: state,
              label: t(`findings.filter.${state}`),
              testId: `findings-${state}`,
            }))}
            onChoose={(state) => setChosen({ ...filter, state })}
          />
          {findings.length >= filterFrom && (
            <input
              ref={field}
              type="search"
              value={filter.words}
              aria-label={t("findings.filter.words")}
              aria-keyshortcuts="/"
              placeholder={t("findings.filter.words")}
              className={searchClass}
              onChange={(event) => setChosen({ ...filter, words: event.target.value })}
            />
          )}
        </div>
      )}
      <div className="min-h-0 flex-1 scroll-py-4 overflow-y-auto px-3 pb-3">
        {findings.length === 0 ? (
          <EmptyState
            icon={ListChecks}
            title={t("findings.empty")}
            text={t("findings.emptyText")}
            className="px-1 py-2"
          />
        ) : findings.some(isShown) ? (
          <FindingsList {...props} only={isShown} />
        ) : (
          <EmptyState
            icon={ListChecks}
            title={t("findings.filter.none")}
            className="px-1 py-2"
            actions={
              <Button small onClick={() => setChosen(nothing)}>
                {t("findings.filter.reset")}
              </Button>
            }
          />
        )}
      </div>
    </div>
  );
}
/** What η would be with these findings confirmed. */
export function EtaPreview({ findings }: { readonly findings: readonly Finding[] }) {
  const { t } = useTranslation("interview");
  const now = useBootstrap((bootstrap) => bootstrap.index).data;
  const ids = findings.map((finding) => finding.id).toSorted();
  const then = usePreview(ids, ids.length > 0).data;
  if (ids.length === 0 || !now || !then) return null;
  const from = now.confirmed_skills > 0 ? formatIndex(now.value) : "–";
  return (
    <span data-testid="eta-preview" className="num ml-auto whitespace-nowrap text-12 text-text-2">
      {t("findings.preview", { from, to: formatIndex(then.value) })}
    </span>
  );
}
