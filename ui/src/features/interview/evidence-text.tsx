// Words with those underlined that findings rest on; Enter on them opens the finding.
import { useTranslation } from "react-i18next";
import type { Finding } from "../../bindings/Finding";
import { classNames } from "../../lib/class-names";
import { pieces } from "./quoted-pieces";

/** The words of a message, unchanged. */
export function EvidenceText({
  text,
  findings,
  shownFinding,
  onOpenFinding,
}: {
  readonly text: string;
  readonly findings: readonly Finding[];
  readonly shownFinding: string | null;
  onOpenFinding(finding: Finding): void;
}) {
  const { t } = useTranslation("interview");
  let at = 0;
  return pieces(text, findings).map(({ text: words, finding }) => {
    const key = at;
    at += words.length;
    if (!finding) return <span key={key}>{words}</span>;
    return (
      // biome-ignore lint/a11y/useSemanticElements: a button would not wrap with the sentence
      <span
        key={key}
        role="button"
        tabIndex={0}
        data-evidence-of={finding.id}
        title={t("message.evidence", { name: finding.edit?.name ?? finding.name })}
        className={classNames(
          "rounded-[2px] underline decoration-2 decoration-escaping underline-offset-4 transition-colors duration-(--t-fast)",
          finding.id === shownFinding && "bg-mark text-on-mark",
        )}
        onClick={() => onOpenFinding(finding)}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          onOpenFinding(finding);
        }}
      >
        {words}
      </span>
    );
  });
}
