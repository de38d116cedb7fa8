// The name the app shows.
import { useEffect, useEffectEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Preferences } from "../../bindings/Preferences";
import { controlClass } from "../../components/field";
import { useChangePreferences } from "../../data/commands";
import { Section, Setting } from "./setting";

const settleMs = 500;

/** Keeps the name half a second after the last key, or when the field is left. */
export function YouSection({ preferences }: { readonly preferences: Preferences }) {
  const { t } = useTranslation();
  const change = useChangePreferences();
  const [name, setName] = useState(preferences.name);
  const keep = useEffectEvent(() => {
    const trimmed = name.trim();
    if (trimmed !== preferences.name) void change({ name: trimmed });
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: each key starts the wait anew
  useEffect(() => {
    const timer = setTimeout(keep, settleMs);
    return () => clearTimeout(timer);
  }, [name]);
  return (
    <Section name="you" title={t("settings.you")}>
      <Setting
        name={<label htmlFor="settings-name">{t("settings.name")}</label>}
        note={t("settings.nameNote")}
      >
        <input
          id="settings-name"
          data-testid="name-field"
          autoComplete="off"
          maxLength={120}
          value={name}
          className={`${controlClass} w-56 touch:w-full`}
          onChange={(event) => setName(event.target.value)}
        />
      </Setting>
    </Section>
  );
}
