// Begins a session: the button an intake at once, the menu beside it one of any kind, with what each
// is for.
import { Menu } from "@base-ui/react/menu";
import { ChevronDown, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { SessionKind } from "../../bindings/SessionKind";
import { Button, buttonClass } from "../../components/button";
import { MenuPopup, menuItemClass } from "../../components/menu";
import { Tooltip } from "../../components/tooltip";
import { classNames } from "../../lib/class-names";
import { usualKind } from "./use-open-session";
import { useStartSession } from "./use-start-session";

const kinds = ["intake", "exploration", "guidance"] as const satisfies SessionKind[];

/** The button with its menu. */
export function NewSession({ onOpened }: { onOpened?(): void }) {
  const { t } = useTranslation("interview");
  const start = useStartSession();
  function begin(kind: SessionKind): void {
    onOpened?.();
    void start(kind);
  }
  return (
    <span className="flex">
      <Tooltip text={t("sessions.new")}>
        <Button
          small
          square
          data-testid="new-session"
          aria-label={t("sessions.new")}
          className="rounded-r-none"
          onClick={() => begin(usualKind)}
        >
          <Plus aria-hidden className="size-4" />
        </Button>
      </Tooltip>
      <Menu.Root>
        <Tooltip text={t("sessions.newOf")}>
          <Menu.Trigger
            data-testid="new-session-kinds"
            aria-label={t("sessions.newOf")}
            className={classNames(
              buttonClass({ small: true, square: true }),
              "-ml-px rounded-l-none focus-visible:z-1",
            )}
          >
            <ChevronDown aria-hidden className="size-3.5" />
          </Menu.Trigger>
        </Tooltip>
        <MenuPopup className="w-72 max-w-[calc(100vw-1rem)]">
          {kinds.map((kind) => (
            <Menu.Item
              key={kind}
              data-testid={`new-${kind}`}
              className={classNames(menuItemClass, "py-1.5")}
              onClick={() => begin(kind)}
            >
              <span className="min-w-0 flex-1">
                <span className="block font-medium">{t(`kind.${kind}`)}</span>
                <span className="block text-12 text-text-2">{t(`kind.${kind}Note`)}</span>
              </span>
            </Menu.Item>
          ))}
        </MenuPopup>
      </Menu.Root>
    </span>
  );
}
