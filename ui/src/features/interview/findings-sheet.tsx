// The findings of a narrow window: one card above the composer, all of them on a tap.
import { ChevronDown, ChevronUp } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../components/button";
import { classNames } from "../../lib/class-names";
import { undecided } from "./finding-groups";
import { FindingsList, type FindingsListProps } from "./findings-list";
import { EtaPreview } from "./findings-pane";
import type { Decisions } from "./use-decisions";

/** The sheet; nothing while there are no findings. */
export function FindingsSheet(props: FindingsListProps) {
  const { t } = useTranslation("interview");
  const [all, setAll] = useState(false);
  const { findings } = props;
  const sheet = useRef<HTMLElement>(null);
  const decisions = useFocusBehind(sheet, props.decisions);
  const open = undecided(findings);
  const peek = open[0];
  if (findings.length === 0) return null;
  const label = all ? t("findings.showOne") : t("findings.showAll");
  const Icon = all ? ChevronDown : ChevronUp;
  return (
    <section
      ref={sheet}
      data-testid="findings"
      aria-label={t("findings.title")}
      className="mx-2 mb-2 flex max-h-[60vh] min-h-0 shrink-0 flex-col rounded-lg border border-line bg-raised shadow-2"
    >
      <header className="flex items-center gap-2 pl-3">
        <h2 className="min-w-0 truncate font-semibold text-12">
          {t("findings.review", { count: open.length })}
        </h2>
        <EtaPreview findings={open} />
        <Button
          kind="quiet"
          square
          className="ml-auto"
          aria-label={label}
          aria-expanded={all}
          onClick={() => setAll(!all)}
        >
          <Icon aria-hidden className="size-4" />
        </Button>
      </header>
      {(all || peek) && (
        <div
          className={classNames(
            "min-h-0 overflow-y-auto pb-2",
            all
              ? "px-2"
              : "px-1 [&_article]:border-transparent [&_article]:bg-transparent [&_article]:py-0",
          )}
        >
          <FindingsList
            {...props}
            decisions={decisions}
            bare={!all}
            {...(!all && { only: (finding) => finding.id === peek?.id })}
          />
        </div>
      )}
    </section>
  );
}

/** The decisions, after which a card that goes leaves the focus to the one in its place, or to the
 * way to all of them. */
function useFocusBehind(
  sheet: { readonly current: HTMLElement | null },
  { decide, undo, undoLast }: Decisions,
): Decisions {
  const waits = useRef(false);
  useEffect(() => {
    const at = document.activeElement;
    if (!waits.current || sheet.current?.contains(at)) return;
    waits.current = false;
    if (at !== null && at !== document.body) return;
    const next = sheet.current?.querySelector<HTMLElement>("article[tabindex='0']");
    (next ?? sheet.current?.querySelector<HTMLElement>("header button"))?.focus();
  });
  return {
    decide(...word) {
      waits.current = true;
      decide(...word);
    },
    undo(finding) {
      waits.current = true;
      undo(finding);
    },
    undoLast() {
      waits.current = true;
      return undoLast();
    },
  };
}
