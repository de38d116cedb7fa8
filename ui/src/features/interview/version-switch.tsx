// ‹ 1/2 ›: goes through the versions of a message, by its buttons or by the arrow keys on them. Each
// version is another row of the log, so the focus goes over to the switch of the version shown.
import { ChevronLeft, ChevronRight } from "lucide-react";
import { type KeyboardEvent, useEffect, useEffectEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { MessageView } from "../../bindings/MessageView";
import { IconAction } from "./icon-action";
import type { Branching } from "./use-branching";

/** The switch; nothing where a message has only one version. */
export function VersionSwitch({
  view,
  branching,
}: {
  readonly view: MessageView;
  readonly branching: Branching;
}) {
  const { t } = useTranslation("interview");
  const group = useRef<HTMLFieldSetElement>(null);
  const { versions = [], message } = view;
  const at = versions.indexOf(message.id);
  const isChosen = branching.chosen?.id === message.id;
  const takeFocus = useEffectEvent(() => {
    const buttons = [...(group.current?.querySelectorAll("button") ?? [])];
    const wanted = branching.chosen?.forward ? buttons.toReversed() : buttons;
    wanted.find((button) => button.ariaDisabled !== "true")?.focus({ preventScroll: true });
  });
  useEffect(() => {
    if (isChosen) takeFocus();
  }, [isChosen]);
  if (at < 0) return null;

  const go = (forward: boolean) => {
    const id = versions[forward ? at + 1 : at - 1];
    if (id !== undefined && branching.open) branching.show(id, forward);
  };
  function pressed(event: KeyboardEvent): void {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    event.preventDefault();
    go(event.key === "ArrowRight");
  }
  return (
    <fieldset
      ref={group}
      data-testid="versions"
      aria-label={t("versions.label", { at: at + 1, of: versions.length })}
      className="inline-flex items-center"
      onKeyDown={pressed}
    >
      <IconAction
        icon={ChevronLeft}
        words={t("versions.older")}
        standing
        off={at === 0 || !branching.open}
        onClick={() => go(false)}
      />
      <span aria-hidden className="num">
        {at + 1}/{versions.length}
      </span>
      <IconAction
        icon={ChevronRight}
        words={t("versions.newer")}
        standing
        off={at === versions.length - 1 || !branching.open}
        onClick={() => go(true)}
      />
    </fieldset>
  );
}
