// What a finished session brought: counts, η before and after, what can be said about it, and what
// was confirmed with its words. All of it can be copied as Markdown.
import { ArrowRight, Check, CircleCheck, Copy, Lightbulb, RotateCw } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { EtaRange } from "../../bindings/EtaRange";
import type { Finding } from "../../bindings/Finding";
import type { Session } from "../../bindings/Session";
import type { SessionSummary } from "../../bindings/SessionSummary";
import { Button } from "../../components/button";
import { Card } from "../../components/card";
import { RegimeBadge } from "../../components/regime-badge";
import { formatChange, formatIndex, formatLevel, formatNumber } from "../../lib/format";
import { regimesBetween } from "../../lib/regimes";
import { showToast } from "../../lib/toasts";
import { RereadingDialog } from "./rereading-dialog";
import type { Gain } from "./session-gains";
import { useStartSession } from "./use-start-session";
import { useSummaryWords } from "./use-summary-words";

/** The summary of a finalized session. */
export function SessionSummaryView({
  session,
  findings,
}: {
  readonly session: Session;
  readonly findings: readonly Finding[];
}) {
  return session.summary ? (
    <Summary session={session} summary={session.summary} findings={findings} />
  ) : null;
}

function Summary({
  session,
  summary,
  findings,
}: {
  readonly session: Session;
  readonly summary: NonNullable<Session["summary"]>;
  readonly findings: readonly Finding[];
}) {
  const { t } = useTranslation("interview");
  const start = useStartSession();
  const words = useSummaryWords(session, summary, findings);
  const { gains, remarks } = words;
  return (
    <div data-testid="summary" className="min-h-0 flex-1 overflow-y-auto px-4 py-4 rail:px-6">
      <div className="mx-auto flex max-w-[45rem] flex-col gap-4">
        <div className="flex flex-wrap items-center gap-2">
          <h2 className="min-w-0 grow basis-full font-semibold text-20 tracking-[-0.015em] rail:basis-0">
            {t("summary.title")}
          </h2>
          <RereadButton session={session} />
          <ShareButton text={words.markdown} />
        </div>
        <dl className="grid grid-cols-2 gap-3 rail:grid-cols-3">
          {words.figures.map(({ of, value, name }) => (
            <Figure key={of} testId={`summary-${of}`} value={value} name={name} />
          ))}
        </dl>
        {words.together !== "" && (
          <p data-testid="summary-together" className="text-12 text-text-2">
            {words.together}
          </p>
        )}
        <Card title={t("summary.eta")}>
          <div className="px-4 pb-3.5">
            <Eta summary={summary} />
          </div>
        </Card>
        {remarks.length > 0 && (
          <Card title={t("summary.insights")} data-testid="summary-insights">
            <ul>
              {remarks.map((remark) => (
                <li
                  key={remark}
                  className="flex items-start gap-2.5 border-line-subtle border-t px-4 py-2.5"
                >
                  <Lightbulb aria-hidden className="mt-0.75 size-3.5 shrink-0 text-text-3" />
                  <span className="min-w-0 wrap-anywhere">{remark}</span>
                </li>
              ))}
            </ul>
          </Card>
        )}
        {gains.length === 0 && (
          <Card title={t("summary.list")}>
            <p className="px-4 pb-3.5 text-12 text-text-2">{t("summary.none")}</p>
          </Card>
        )}
        {gains.map(({ kind, gains: held }) => (
          <Card
            key={kind}
            title={t(`summary.kind.${kind}`)}
            end={<span className="num text-12 text-text-3">{formatNumber(held.length)}</span>}
          >
            <ul>
              {held.map((gain) => (
                <GainRow key={gain.id} gain={gain} />
              ))}
            </ul>
          </Card>
        ))}
        <div>
          <Button kind="primary" onClick={() => void start(session.kind)}>
            {t("conversation.startNew")}
          </Button>
        </div>
      </div>
    </div>
  );
}

function RereadButton({ session }: { readonly session: Session }) {
  const { t } = useTranslation("interview");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button small data-testid="reread" onClick={() => setOpen(true)}>
        <RotateCw aria-hidden className="size-3.5" />
        {t("rereading.open")}
      </Button>
      {open && <RereadingDialog session={session} onClose={() => setOpen(false)} />}
    </>
  );
}

function ShareButton({ text }: { text(): string }) {
  const { t } = useTranslation("interview");
  const [copied, setCopied] = useState(false);
  const Icon = copied ? Check : Copy;
  return (
    <Button
      small
      data-testid="summary-share"
      onBlur={() => setCopied(false)}
      onClick={() => {
        navigator.clipboard.writeText(text()).then(
          () => setCopied(true),
          () => showToast({ kind: "done", text: t("conversation.copyFailed") }),
        );
      }}
    >
      <Icon aria-hidden className="size-3.5" />
      {copied ? t("conversation.copied") : t("summary.share")}
    </Button>
  );
}

function Figure({
  value,
  name,
  testId,
}: {
  readonly value: number;
  readonly name: string;
  readonly testId: string;
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

function Eta({ summary }: { readonly summary: SessionSummary }) {
  const { t } = useTranslation("interview");
  const { eta_before: before, eta_after: after } = summary;
  if (before === null && after === null) {
    return <p className="text-12 text-text-2">{t("summary.noEta")}</p>;
  }
  const [regime] = after === null ? [] : regimesBetween(after, after);
  return (
    <p className="num flex flex-wrap items-center gap-3">
      <Reading value={before} range={summary.range_before}>
        {t("summary.before")}
      </Reading>
      <ArrowRight aria-hidden className="size-4 text-text-3" />
      <Reading value={after} range={summary.range_after}>
        {t("summary.after")}
      </Reading>
      {before !== null && after !== null && (
        <span className="text-12 text-text-2">{formatChange(after - before)}</span>
      )}
      {regime && <RegimeBadge regime={regime} />}
    </p>
  );
}

function Reading({
  value,
  range,
  children,
}: {
  readonly value: number | null;
  readonly range: EtaRange | null;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation("interview");
  return (
    <span className="flex flex-col">
      <span className="flex items-baseline gap-1.5">
        <b className="font-semibold text-20">{formatIndex(value ?? Number.NaN)}</b>
        <span className="text-12 text-text-2">{children}</span>
      </span>
      {range && (
        <span className="text-11 text-text-3">
          {t("summary.range", { low: formatIndex(range.low), high: formatIndex(range.high) })}
        </span>
      )}
    </span>
  );
}

function GainRow({ gain }: { readonly gain: Gain }) {
  const { t } = useTranslation("interview");
  return (
    <li className="flex flex-col gap-0.5 border-line-subtle border-t px-4 py-2.5">
      <span className="flex items-center gap-2">
        <CircleCheck aria-hidden className="size-3.5 shrink-0 text-ok" />
        <span className="min-w-0 flex-1 font-medium wrap-anywhere">{gain.name}</span>
        {gain.findings > 1 && (
          <span className="num text-11 text-text-3">
            {t("summary.findings", { count: gain.findings })}
          </span>
        )}
        {gain.level !== null && (
          <span className="num font-semibold text-12">{formatLevel(gain.level * 10)}</span>
        )}
      </span>
      {gain.quotes.map((quote) => (
        <span key={quote} className="quoted pl-5.5 text-12 text-text-2 wrap-anywhere">
          {quote}
        </span>
      ))}
    </li>
  );
}
