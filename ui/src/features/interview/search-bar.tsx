// The bar that looks for words in the open session. Enter goes to the next hit further up, Shift
// Enter back, Esc closes.
import { ChevronDown, ChevronUp, X } from "lucide-react";
import { type KeyboardEvent, type RefObject, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../components/button";
import { controlClass } from "../../components/field";
import { classNames } from "../../lib/class-names";
import { isComposing } from "../../lib/composing";
import type { MessageSearch } from "./use-message-search";

/** The bar; `onClose` also gives the focus back. */
export function SearchBar({
  search,
  field,
  onClose,
}: {
  readonly search: MessageSearch;
  readonly field: RefObject<HTMLInputElement | null>;
  onClose(): void;
}) {
  const { t } = useTranslation("interview");
  const { words, count, number, reading } = search;
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, [field]);
  function pressed(event: KeyboardEvent): void {
    if (isComposing(event)) return;
    if (event.key === "Escape") onClose();
    else if (event.key === "Enter") search.step(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  return (
    <search
      data-testid="message-search"
      className="flex shrink-0 items-center gap-1 border-line-subtle border-b px-2 py-1.5 rail:px-4"
    >
      <input
        ref={field}
        type="search"
        value={words}
        aria-label={t("find.label")}
        placeholder={t("find.label")}
        className={classNames(controlClass, "min-w-0 flex-1")}
        onChange={(event) => search.setWords(event.target.value)}
        onKeyDown={pressed}
      />
      <span role="status" className="num min-w-16 px-1.5 text-center text-12 text-text-2">
        {words.trim() !== "" &&
          (count > 0
            ? t("find.place", { number, count })
            : reading
              ? t("find.reading")
              : t("find.none"))}
      </span>
      <Button
        kind="quiet"
        small
        square
        aria-label={t("find.next")}
        title={t("find.next")}
        onClick={() => search.step(1)}
      >
        <ChevronUp aria-hidden className="size-4" />
      </Button>
      <Button
        kind="quiet"
        small
        square
        aria-label={t("find.previous")}
        title={t("find.previous")}
        onClick={() => search.step(-1)}
      >
        <ChevronDown aria-hidden className="size-4" />
      </Button>
      <Button kind="quiet" small square aria-label={t("find.close")} onClick={onClose}>
        <X aria-hidden className="size-4" />
      </Button>
    </search>
  );
}
