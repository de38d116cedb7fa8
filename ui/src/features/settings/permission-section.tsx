// What new sessions do with findings.
import { useTranslation } from "react-i18next";
import type { PermissionMode } from "../../bindings/PermissionMode";
import type { Preferences } from "../../bindings/Preferences";
import { Segments } from "../../components/segments";
import { useChangePreferences } from "../../data/commands";
import { Section, Setting } from "./setting";

const modes: readonly PermissionMode[] = ["ask", "auto", "observe"];

/** The default permission. */
export function PermissionSection({ preferences }: { readonly preferences: Preferences }) {
  const { t } = useTranslation();
  const change = useChangePreferences();
  return (
    <Section name="permission" title={t("settings.permission")}>
      <Setting
        name={t("settings.permissionDefault")}
        note={t(`permission.${preferences.permission}Note`)}
      >
        <Segments
          label={t("settings.permissionDefault")}
          value={preferences.permission}
          onChoose={(permission) => void change({ permission })}
          segments={modes.map((value) => ({
            value,
            label: t(`permission.${value}`),
            testId: `permission-${value}`,
          }))}
        />
      </Setting>
    </Section>
  );
}
