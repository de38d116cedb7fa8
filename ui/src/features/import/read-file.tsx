// A file that was read: its name, how much is in it, whether it is taken along, and its words.
import { useTranslation } from "react-i18next";
import type { ImportDocument } from "../../bindings/ImportDocument";
import { Switch } from "../../components/switch";

/** A row of the preview; its words are folded at first. */
export function ReadFile({
  document,
  taken,
  onTake,
}: {
  readonly document: ImportDocument;
  readonly taken: boolean;
  onTake(wanted: boolean): void;
}) {
  const { t } = useTranslation();
  const { name, passages } = document;
  return (
    <li
      data-testid="read-file"
      className="flex items-start gap-3 border-line-subtle border-t px-4 py-2"
    >
      <details className="min-w-0 flex-1">
        <summary className="cursor-pointer wrap-anywhere">
          <span className="font-medium">{name}</span>
          <span className="num ml-2 text-11 text-text-3">
            {t("import.passages", { count: passages.length })}
          </span>
        </summary>
        <ol className="mt-2 flex max-h-90 flex-col gap-2.5 overflow-y-auto">
          {passages.map(({ origin, text }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: passages never move
            <li key={at} className="max-w-[68ch]">
              <p className="text-11 text-text-3">{origin}</p>
              <p className="whitespace-pre-wrap wrap-anywhere text-12 text-text-2">{text}</p>
            </li>
          ))}
        </ol>
      </details>
      <Switch
        checked={taken}
        aria-label={t("import.take", { name })}
        onChange={(event) => onTake(event.target.checked)}
      />
    </li>
  );
}
