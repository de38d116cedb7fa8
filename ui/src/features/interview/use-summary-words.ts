// The summary of a session in words: the figures, the remarks, and the whole as Markdown.
import { useTranslation } from "react-i18next";
import type { Finding } from "../../bindings/Finding";
import type { Session } from "../../bindings/Session";
import type { SessionSummary } from "../../bindings/SessionSummary";
import {
  formatChange,
  formatDay,
  formatIndex,
  formatLevel,
  formatList,
  formatNumber,
} from "../../lib/format";
import { gainsOf, type Remark, remarksOn } from "./session-gains";
import { summaryMarkdown } from "./summary-markdown";
import { useGroupTitle } from "./use-group-title";

/** The words of a summary. */
export interface SummaryWords {
  readonly remarks: readonly string[];
  markdown(): string;
}

/** The words for this session. */
export function useSummaryWords(
  session: Session,
  summary: SessionSummary,
  findings: readonly Finding[],
): SummaryWords {
  const { t } = useTranslation("interview");
  const { t: app } = useTranslation();
  const groupTitle = useGroupTitle();
  const remarks = remarksOn(summary, findings).map(remarkText);

  function remarkText(remark: Remark): string {
    switch (remark.kind) {
      case "first":
        return t("summary.remark.first", { value: formatIndex(remark.value) });
      case "moved":
        return Number(remark.by.toFixed(2)) === 0
          ? t("summary.remark.still")
          : t("summary.remark.moved", { by: formatChange(remark.by) });
      case "crossed":
        return t("summary.remark.crossed", { regime: app(`regime.${remark.regime}`) });
      case "area":
        return t("summary.remark.area", {
          area: groupTitle(remark.area),
          names: formatList(remark.names),
        });
      case "strongest":
      case "heaviest":
        return t(`summary.remark.${remark.kind}`, {
          name: remark.name,
          level: formatLevel(remark.level * 10),
        });
    }
  }

  function eta(): string {
    const { eta_before: before, eta_after: after } = summary;
    if (after === null) return t("summary.noEta");
    if (before === null) return t("summary.etaFirst", { after: formatIndex(after) });
    return t("summary.etaLine", { before: formatIndex(before), after: formatIndex(after) });
  }

  function figures(): string[] {
    const minutes = Math.round(summary.minutes);
    return [
      `${formatNumber(summary.answers)} ${t("summary.answers", { count: summary.answers })}`,
      `${formatNumber(summary.words)} ${t("summary.words", { count: summary.words })}`,
      `${formatNumber(minutes)} ${t("summary.minutes", { count: minutes })}`,
    ];
  }

  return {
    remarks,
    markdown: () =>
      summaryMarkdown({
        title: session.title || t("sessions.untitled"),
        day: formatDay(session.finalized_at ?? session.last_message_at),
        figures: figures(),
        eta: eta(),
        remarks,
        groups: gainsOf(findings).map(({ kind, gains }) => ({
          title: t(`summary.kind.${kind}`),
          gains: gains.map(({ name, level, quotes }) => ({
            name: level === null ? name : `${name}, ${formatLevel(level * 10)}`,
            quotes,
          })),
        })),
      }),
  };
}
