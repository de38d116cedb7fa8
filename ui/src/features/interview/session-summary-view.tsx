// What a finished session brought: counts, η before and after, and what was confirmed.
import { ArrowRight, CircleCheck } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Finding } from "../../bindings/Finding";
import type { Session } from "../../bindings/Session";
import { Button } from "../../components/button";
import { Card } from "../../components/card";
import { formatIndex, formatLevel, formatNumber } from "../../lib/format";
import { shownLevel, shownName, undecided } from "./finding-groups";
import { useStartSession } from "./use-start-session";

/** The summary of a finalized session. */
export function SessionSummaryView({
  session,
  findings,
}: {
  readonly session: Session;
  readonly findings: readonly Finding[];
}) {
  const { t } = useTranslation("interview");
  const start = useStartSession();
  const { summary } = session;
  if (!summary) return null;
  const confirmed = findings.filter((finding) => /confirmed|edited/.test(finding.decision));
  const rejected = findings.filter((finding) => finding.decision === "rejected");
  return (
    <div data-testid="summary" className="min-h-0 flex-1 overflow-y-auto px-4 py-4 rail:px-6">
      <div className="mx-auto flex max-w-[45rem] flex-col gap-4">
        <h2 className="font-semibold text-20 tracking-[-0.015em]">{t("summary.title")}</h2>
        <dl className="grid grid-cols-2 gap-3 rail:grid-cols-3">
          <Figure
            testId="summary-answers"
            value={summary.answers}
            name={t("summary.answers", { count: summary.answers })}
          />
          <Figure value={summary.words} name={t("summary.words", { count: summary.words })} />
          <Figure
            value={Math.round(summary.minutes)}
            name={t("summary.minutes", { count: Math.round(summary.minutes) })}
          />
          <Figure
            testId="summary-confirmed"
            value={confirmed.length}
            name={t("summary.confirmed")}
          />
          <Figure value={rejected.length} name={t("summary.rejected")} />
          <Figure value={undecided(findings).length} name={t("summary.open")} />
        </dl>
        <Card title={t("summary.eta")}>
          <div className="px-4 pb-3.5">
            <Eta before={summary.eta_before} after={summary.eta_after} />
          </div>
        </Card>
        <Card title={t("summary.list")}>
          {confirmed.length === 0 ? (
            <p className="px-4 pb-3.5 text-12 text-text-2">{t("summary.none")}</p>
          ) : (
            <ul>
              {confirmed.map((finding) => (
                <Confirmed key={finding.id} finding={finding} />
              ))}
            </ul>
          )}
        </Card>
        <div>
          <Button kind="primary" onClick={() => void start(session.kind)}>
            {t("conversation.startNew")}
          </Button>
        </div>
      </div>
    </div>
  );
}

function Figure({
  value,
  name,
  testId,
}: {
  readonly value: number;
  readonly name: string;
  readonly testId?: string;
}) {
  return (
    <div className="flex flex-col-reverse rounded-lg border border-line px-4 py-3">
      <dt className="text-12 text-text-2">{name}</dt>
      <dd data-testid={testId} className="num font-semibold text-20">
        {formatNumber(value)}
      </dd>
    </div>
  );
}

function Eta({ before, after }: { readonly before: number | null; readonly after: number | null }) {
  const { t } = useTranslation("interview");
  if (before === null && after === null) {
    return <p className="text-12 text-text-2">{t("summary.noEta")}</p>;
  }
  return (
    <p className="num flex items-center gap-3">
      <Reading value={before}>{t("summary.before")}</Reading>
      <ArrowRight aria-hidden className="size-4 text-text-3" />
      <Reading value={after}>{t("summary.after")}</Reading>
    </p>
  );
}

function Reading({
  value,
  children,
}: {
  readonly value: number | null;
  readonly children: ReactNode;
}) {
  return (
    <span className="flex items-baseline gap-1.5">
      <b className="font-semibold text-20">{formatIndex(value ?? Number.NaN)}</b>
      <span className="text-12 text-text-2">{children}</span>
    </span>
  );
}

function Confirmed({ finding }: { readonly finding: Finding }) {
  const level = shownLevel(finding);
  return (
    <li className="flex flex-col gap-0.5 border-line-subtle border-t px-4 py-2.5">
      <span className="flex items-center gap-2">
        <CircleCheck aria-hidden className="size-3.5 shrink-0 text-ok" />
        <span className="min-w-0 flex-1 font-medium wrap-anywhere">{shownName(finding)}</span>
        {level !== null && (
          <span className="num font-semibold text-12">{formatLevel(level * 10)}</span>
        )}
      </span>
      <span className="quoted pl-5.5 text-12 text-text-2 wrap-anywhere">{finding.quote.text}</span>
    </li>
  );
}
