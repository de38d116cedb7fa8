// The panel of findings: how many wait for a word, what η would be with them, and the cards.
import { ListChecks } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Finding } from "../../bindings/Finding";
import { Badge } from "../../components/badge";
import { EmptyState } from "../../components/empty-state";
import { useBootstrap, usePreview } from "../../data/queries";
import { formatIndex } from "../../lib/format";
import { undecided } from "./finding-groups";
import { FindingsList, type FindingsListProps } from "./findings-list";

/** The panel; in a drawer it has no region of its own. */
export function FindingsPane(props: FindingsListProps) {
  const { t } = useTranslation("interview");
  const { findings } = props;
  const open = undecided(findings);
  return (
    <>
      <header className="flex min-h-13 shrink-0 flex-wrap items-center gap-x-2 px-4 py-2">
        <h2 className="font-semibold text-14">{t("findings.title")}</h2>
        {open.length > 0 && <Badge>{t("findings.review", { count: open.length })}</Badge>}
        <EtaPreview findings={open} />
      </header>
      <div className="min-h-0 flex-1 scroll-py-4 overflow-y-auto px-3 pb-3">
        {findings.length === 0 ? (
          <EmptyState
            icon={ListChecks}
            title={t("findings.empty")}
            text={t("findings.emptyText")}
            className="px-1 py-2"
          />
        ) : (
          <FindingsList {...props} />
        )}
      </div>
    </>
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
