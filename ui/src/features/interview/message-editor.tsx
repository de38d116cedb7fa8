// A message that is edited in place: the same width and place as its bubble, Enter sends, Esc leaves.
import { type KeyboardEvent, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../components/button";
import { isComposing } from "../../lib/composing";
import { GrowingField } from "./growing-field";
import type { Editing } from "./use-edited-message";

/** The field with its two ways to end. */
export function MessageEditor({
  text,
  editing,
}: {
  readonly text: string;
  readonly editing: Editing;
}) {
  const { t } = useTranslation("interview");
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(field.current.value.length, field.current.value.length);
  }, []);
  function pressed(event: KeyboardEvent): void {
    if (isComposing(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      void editing.save();
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      editing.cancel();
    }
  }
  return (
    <div className="flex w-full max-w-[min(88%,68ch)] flex-col gap-2 rounded-lg rounded-br-xs border border-line-control bg-surface px-3.25 py-2.25 focus-within:border-accent focus-within:ring-3 focus-within:ring-accent-soft">
      <GrowingField
        ref={field}
        data-testid="message-editor"
        value={text}
        aria-label={t("message.editing")}
        onChange={(event) => editing.set(event.target.value)}
        onKeyDown={pressed}
      />
      <span className="flex justify-end gap-1.5">
        <Button kind="quiet" small onClick={editing.cancel}>
          {t("message.editCancel")}
        </Button>
        <Button small data-testid="message-editor-send" onClick={() => void editing.save()}>
          {t("message.editSend")}
        </Button>
      </span>
    </div>
  );
}
