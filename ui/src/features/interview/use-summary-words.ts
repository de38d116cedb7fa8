// The summary of a session in words: the figures, the remarks, and the whole as Markdown. What is
// seen and what is copied both come from here.
import { useTranslation } from "react-i18next";
import type { EtaRange } from "../../bindings/EtaRange";
import type { Finding } from "../../bindings/Finding";
import type { Session } from "../../bindings/Session";
import type { SessionSummary } from "../../bindings/SessionSummary";
import { useInsights } from "../../data/queries";
import {
  formatChange,
  formatDay,
  formatIndex,
  formatLevel,
  formatList,
  formatNumber,
} from "../../lib/format";
import { decidedOf, type Gains, gainsOf, type Remark, remarksOn } from "./session-gains";
import { summaryMarkdown } from "./summary-markdown";
import { useGroupTitle } from "./use-group-title";

/** A number with its word, such as 12 and “answers”. */
interface Figure {
  readonly of: "answers" | "words" | "minutes" | "confirmed" | "rejected" | "open";
  readonly value: number;
  readonly name: string;
}

/** The words of a summary. */
export interface SummaryWords {
  readonly figures: readonly Figure[];
  /** That several findings are about the same thing; empty when none are. */
  readonly together: string;
  readonly gains: readonly Gains[];
  /** What follows from the session, then what the app noticed while it went on. */
  readonly remarks: readonly string[];
  markdown(): string;
}

const figuresShown = ["answers", "words", "minutes", "confirmed", "rejected", "open"] as const;

/** The words for this session. */
export function useSummaryWords(
  session: Session,
  summary: SessionSummary,
  findings: readonly Finding[],
): SummaryWords {
  const { t } = useTranslation("interview");
  const { t: app } = useTranslation();
  const groupTitle = useGroupTitle();
  const noticed = useNoticed(session);
  const remarks = [...remarksOn(summary, findings).map(remarkText), ...noticed];
  const gains = gainsOf(findings);
  const counts = { ...summary, minutes: Math.round(summary.minutes), ...decidedOf(findings) };
  const figures = figuresShown.map((of): Figure => {
    const value = counts[of];
    return { of, value, name: t(`summary.${of}`, { count: value }) };
  });

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
    const now = inRange(after, summary.range_after);
    if (before === null) return t("summary.etaFirst", { after: now });
    return t("summary.etaLine", { before: inRange(before, summary.range_before), after: now });
  }

  function inRange(value: number, range: EtaRange | null): string {
    if (!range) return formatIndex(value);
    const ends = { low: formatIndex(range.low), high: formatIndex(range.high) };
    return t("summary.inRange", { value: formatIndex(value), ...ends });
  }

  function togetherText(): string {
    const { confirmed } = counts;
    const entries = gains.flatMap((group) => group.gains).length;
    if (entries >= confirmed) return "";
    return t("summary.together", {
      confirmed: formatNumber(confirmed),
      count: entries,
      entries: formatNumber(entries),
    });
  }
  const together = togetherText();

  return {
    figures,
    together,
    gains,
    remarks,
    markdown: () =>
      summaryMarkdown({
        title: session.title || t("sessions.untitled"),
        day: formatDay(session.finalized_at ?? session.last_message_at),
        figures: figures.map(({ value, name }) => `${formatNumber(value)} ${name}`),
        together,
        eta: eta(),
        remarks,
        groups: gains.map(({ kind, gains: held }) => ({
          title: t(`summary.kind.${kind}`),
          gains: held.map(({ name, level, quotes }) => ({
            name: level === null ? name : `${name}, ${formatLevel(level * 10)}`,
            quotes,
          })),
        })),
      }),
  };
}

/** What the app noticed by itself while the session went on. */
function useNoticed(session: Session): string[] {
  const until = session.finalized_at ?? session.last_message_at;
  return useInsights()
    .filter(({ created_at: at, dismissed_at: away }) => {
      const during = Date.parse(at) >= Date.parse(session.created_at);
      return away === null && during && Date.parse(at) <= Date.parse(until);
    })
    .map((insight) => insight.text);
}
