// A block of program text: the name of its language, a button that copies it, and colours, which are
// fetched with the first block there is.
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { CopyButton } from "./copy-button";

// Colouring more than this would be felt while the text still grows.
const mostColoured = 20_000;

const ColouredCode = lazy(async () => ({
  default: (await import("./coloured-code")).ColouredCode,
}));

/** The block. */
export function CodeBlock({
  code,
  language,
}: {
  readonly code: string;
  /** As written behind the opening mark; null when nothing is. */
  readonly language: string | null;
}) {
  const { t } = useTranslation("interview");
  const coloured = language !== null && code.length <= mostColoured;
  return (
    <figure
      data-testid="code-block"
      className="max-w-full overflow-hidden rounded-md border border-line bg-sunken"
    >
      <figcaption className="flex h-7 items-center justify-between gap-2 border-line-subtle border-b pr-1 pl-3 text-11 text-text-2 touch:h-11">
        <span className="truncate">{language ?? t("markdown.code")}</span>
        <CopyButton text={code} label={t("markdown.copyCode")} standing />
      </figcaption>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
        tabIndex={0}
        className="overflow-x-auto px-3 py-2 font-mono text-12 leading-[1.55] [font-variant-ligatures:none] outline-offset-[-2px]"
      >
        <code>
          {coloured ? (
            <Suspense fallback={code}>
              <ColouredCode code={code} language={language} />
            </Suspense>
          ) : (
            code
          )}
        </code>
      </pre>
    </figure>
  );
}
