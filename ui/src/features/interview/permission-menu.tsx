// What happens to the findings of the open session, with what each choice means. Before anything is
// stored it is the default of new sessions, because the first message takes that.
import { Menu } from "@base-ui/react/menu";
import { Check, ShieldQuestion } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { PermissionMode } from "../../bindings/PermissionMode";
import type { Session } from "../../bindings/Session";
import { buttonClass } from "../../components/button";
import { MenuPopup, menuItemClass } from "../../components/menu";
import { useChangePreferences, useSend } from "../../data/commands";
import { useBootstrap } from "../../data/queries";
import { classNames } from "../../lib/class-names";

const modes: readonly PermissionMode[] = ["ask", "auto", "observe"];

/** The button with its menu; nothing for a session that is final. */
export function PermissionMenu({ session }: { readonly session: Session | null }) {
  const { t } = useTranslation("interview");
  const { t: app } = useTranslation();
  const send = useSend();
  const change = useChangePreferences();
  const usual = useBootstrap((bootstrap) => bootstrap.preferences.permission).data ?? "ask";
  if (session?.status === "finalized") return null;
  const mode = session?.permission ?? usual;
  function choose(permission: PermissionMode): void {
    if (permission === mode) return;
    if (session) void send({ type: "set_permission", id: session.id, permission });
    else void change({ permission });
  }
  return (
    <Menu.Root>
      <Menu.Trigger
        data-testid="permission"
        data-mode={mode}
        aria-label={t("permission.button", { mode: t(`permission.${mode}`) })}
        className={classNames(buttonClass({ small: true }), "touch:w-11 touch:px-0")}
      >
        <ShieldQuestion aria-hidden className="size-3.5" />
        <span className="touch:hidden">{t(`permission.${mode}`)}</span>
      </Menu.Trigger>
      <MenuPopup side="top" align="start" className="w-72 max-w-[calc(100vw-1rem)]">
        <Menu.RadioGroup value={mode} onValueChange={choose}>
          <Menu.GroupLabel className="px-2.5 pt-1.5 pb-1 font-medium text-11 text-text-3">
            {t("permission.title")}
          </Menu.GroupLabel>
          {modes.map((value) => (
            <Menu.RadioItem
              key={value}
              value={value}
              closeOnClick
              className={classNames(menuItemClass, "py-1.5")}
            >
              <span className="min-w-0 flex-1">
                <span className="block font-medium">{t(`permission.${value}`)}</span>
                <span className="block text-12 text-text-2">{app(`permission.${value}Note`)}</span>
              </span>
              <Menu.RadioItemIndicator>
                <Check aria-hidden className="size-4" />
              </Menu.RadioItemIndicator>
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <p className="mt-1 border-line-subtle border-t px-2.5 pt-2 pb-1.5 text-11 text-text-3">
          {session
            ? t("permission.here", { usual: t(`permission.${usual}`) })
            : t("permission.usual")}
        </p>
      </MenuPopup>
    </Menu.Root>
  );
}
