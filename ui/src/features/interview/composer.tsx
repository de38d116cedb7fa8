// Where the person writes. It is never disabled; what stands in the way is said above it. Only a
// finished session, which takes nothing more, has none.
import { ArrowUp, Square } from "lucide-react";
import type { KeyboardEvent, ReactNode, Ref } from "react";
import { useTranslation } from "react-i18next";
import type { Job } from "../../bindings/Job";
import { Button } from "../../components/button";
import { KeyHint } from "../../components/key-hint";
import { useSend } from "../../data/commands";
import { isAtWork } from "../../data/job-list";
import { isComposing } from "../../lib/composing";
import { useShortcuts } from "../../lib/shortcuts";
import { GrowingField } from "./growing-field";

/** The field, Stop while an answer comes, and Send. */
export function Composer({
  text,
  job,
  field,
  creating,
  finished,
  choices,
  onText,
  onLeave,
  onSend,
}: {
  readonly text: string;
  /** The job that answers now. */
  readonly job: Job | null;
  readonly field: Ref<HTMLTextAreaElement>;
  /** Whether the session's first message is on its way. */
  readonly creating: boolean;
  /** Whether the session takes nothing more. Words that were not sent stay in sight. */
  readonly finished: boolean;
  /** What is chosen for the session. */
  readonly choices: ReactNode;
  onText(text: string): void;
  /** The field lost the focus. */
  onLeave(): void;
  onSend(): void;
}) {
  const { t } = useTranslation("interview");
  const send = useSend();
  const running = job && isAtWork(job) ? job : null;
  const stop = () => {
    if (running) void send({ type: "stop_job", id: running.id, session_id: running.session_id });
  };

  useShortcuts(running ? [{ key: "Escape", run: stop }] : []);

  function pressed(event: KeyboardEvent<HTMLTextAreaElement>): void {
    if (isComposing(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      onSend();
    } else if (event.key === "Escape") {
      if (running) stop();
      else event.currentTarget.blur();
    }
  }

  if (finished && text === "") return null;
  return (
    <div className="mx-2 mb-2 flex shrink-0 flex-row items-end gap-2 rounded-lg rail:flex-col rail:items-stretch border border-line-control bg-surface pt-2.5 pr-2.5 pb-2 pl-3.5 focus-within:border-accent focus-within:ring-3 focus-within:ring-accent-soft rail:mx-4 rail:mb-3.5">
      <GrowingField
        ref={field}
        data-testid="composer"
        value={text}
        aria-label={t("composer.label")}
        placeholder={t("composer.placeholder")}
        className="placeholder:text-text-3 touch:min-h-8"
        onChange={(event) => onText(event.target.value)}
        onBlur={onLeave}
        onKeyDown={pressed}
      />
      <div className="flex items-center gap-1.5">
        {choices}
        <span className="min-w-0 flex-1 truncate text-11 text-text-3 touch:sr-only">
          {creating ? t("conversation.creating") : t("composer.hint")}
        </span>
        {running && (
          <Button small data-testid="stop" onClick={stop}>
            <Square aria-hidden className="size-3" />
            {t("streaming.stop")}
            <span aria-hidden className="touch:hidden">
              <KeyHint>Esc</KeyHint>
            </span>
          </Button>
        )}
        <Button
          kind="primary"
          small
          square
          data-testid="send"
          aria-label={t("composer.send")}
          onClick={onSend}
        >
          <ArrowUp aria-hidden className="size-4" />
        </Button>
      </div>
    </div>
  );
}
