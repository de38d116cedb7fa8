// What happened to the connection since the start, newest first, in words that can be copied.
// Nothing of this leaves the device.
import { Copy } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ConnectionEntry } from "../../bindings/ConnectionEntry";
import type { ConnectionStep } from "../../bindings/ConnectionStep";
import { Button } from "../../components/button";
import { QueryState } from "../../components/query-state";
import { RetryLink } from "../../components/retry-link";
import { useConnectionLog } from "../../data/queries";
import { formatClock, formatDuration } from "../../lib/format";
import { useProblemText } from "../../lib/use-problem-text";

/** The log with its copy button. */
export function ConnectionLog() {
  const { t } = useTranslation();
  const log = useConnectionLog();
  const words = useStepWords();
  const [copied, setCopied] = useState(false);
  const newestFirst = log.data?.toReversed() ?? [];
  async function copy(): Promise<void> {
    const lines = newestFirst.map(({ at, step }) => `${at}  ${words(step)}`);
    await navigator.clipboard.writeText(lines.join("\n"));
    setCopied(true);
  }
  return (
    <div className="px-4 py-2.5">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1.5 pb-2">
        <div className="min-w-44 flex-1">
          <h3 id="connection-log-title" className="font-medium">
            {t("connectionLog.title")}
          </h3>
          <p className="text-11 text-text-3">{t("connectionLog.note")}</p>
        </div>
        <RetryLink testId="log-retry" />
        <Button
          small
          data-testid="copy-log"
          onBlur={() => setCopied(false)}
          onClick={() => void copy()}
        >
          <Copy aria-hidden className="size-3.5" />
          <span role="status">{copied ? t("connectionLog.copied") : t("connectionLog.copy")}</span>
        </Button>
      </div>
      <QueryState query={log}>{() => <Entries entries={newestFirst} words={words} />}</QueryState>
    </div>
  );
}

function Entries({
  entries,
  words,
}: {
  readonly entries: readonly ConnectionEntry[];
  words(step: ConnectionStep): string;
}) {
  const { t } = useTranslation();
  if (entries.length === 0) {
    return <p className="text-12 text-text-3">{t("connectionLog.empty")}</p>;
  }
  return (
    <ol
      reversed
      aria-labelledby="connection-log-title"
      data-testid="connection-log"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
      tabIndex={0}
      className="max-h-72 overflow-y-auto rounded-md bg-sunken px-3 py-1.5 text-12"
    >
      {entries.map(({ number, at, step }) => (
        <li
          key={number}
          data-testid="connection-entry"
          data-step={step.type}
          className="flex gap-3 py-0.75"
        >
          <time dateTime={at} className="num shrink-0 text-text-3">
            {formatClock(at)}
          </time>
          <span className="min-w-0 wrap-anywhere">{words(step)}</span>
        </li>
      ))}
    </ol>
  );
}

/** A sentence for each step. */
function useStepWords(): (step: ConnectionStep) => string {
  const { t } = useTranslation();
  const problemText = useProblemText();
  return (step) => {
    switch (step.type) {
      case "dialling":
      case "live":
        return t(`connectionLog.step.${step.type}`, {
          transport: t(`transport.${step.transport}`),
        });
      case "closed":
        return step.code === null
          ? t("connectionLog.step.closed")
          : t("connectionLog.step.closedCode", { code: step.code });
      case "failed":
        return t("connectionLog.step.failed", { reason: problemText(step.problem) });
      case "waiting":
        return t("connectionLog.step.waiting", { time: formatClock(step.retry_at) });
      case "slept":
        return t("connectionLog.step.slept", { duration: formatDuration(step.seconds) });
      case "draining":
        return t("connectionLog.step.draining", { time: formatClock(step.until) });
      case "resynced":
        return t("connectionLog.step.resynced", {
          channel: step.channel,
          reason: t(`connectionLog.reason.${step.reason}`),
        });
      case "ended":
        return t("connectionLog.step.ended", { code: step.code });
      default:
        return t(`connectionLog.step.${step.type}`);
    }
  };
}
