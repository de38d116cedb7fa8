// Global shortcuts: shown, changed by pressing keys, and what the system refused.
import { CircleAlert } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Host } from "../../bindings/Host";
import type { Preferences } from "../../bindings/Preferences";
import { Banner } from "../../components/banner";
import { Button } from "../../components/button";
import { controlClass } from "../../components/field";
import { KeyHint } from "../../components/key-hint";
import { useChangePreferences } from "../../data/commands";
import { Section, Setting } from "./setting";
import { shortcutOf } from "./shortcut-of";

type Name = "shortcut_toggle" | "shortcut_interview";

/** The two global shortcuts. */
export function ShortcutsSection({
  preferences,
  host,
}: {
  readonly preferences: Preferences;
  readonly host: Host;
}) {
  const { t } = useTranslation();
  return (
    <Section name="shortcuts" title={t("settings.shortcuts")}>
      {host.wayland && (
        <div className="p-2">
          <Banner tone="warn" data-testid="wayland-notice">
            {t("shortcut.wayland")}
          </Banner>
        </div>
      )}
      <Shortcut
        name="shortcut_toggle"
        label={t("help.toggle")}
        value={preferences.shortcut_toggle}
        refused={host.shortcuts_refused}
      />
      <Shortcut
        name="shortcut_interview"
        label={t("help.start")}
        value={preferences.shortcut_interview}
        refused={host.shortcuts_refused}
      />
      <Setting name={t("shortcut.inside")} note={t("shortcut.insideNote")} />
    </Section>
  );
}

function Shortcut({
  name,
  label,
  value,
  refused,
}: {
  readonly name: Name;
  readonly label: string;
  readonly value: string;
  readonly refused: readonly string[];
}) {
  const { t } = useTranslation();
  const change = useChangePreferences();
  const [listening, setListening] = useState(false);
  const isRefused = refused.includes(value);
  return (
    <Setting
      name={label}
      note={
        isRefused && (
          <span role="alert" className="flex items-center gap-1 text-12 text-danger">
            <CircleAlert aria-hidden className="size-3.5 shrink-0" />
            {t("shortcut.taken", { keys: value })}
          </span>
        )
      }
    >
      {listening ? (
        <input
          readOnly
          // biome-ignore lint/a11y/noAutofocus: the person asked to press keys here
          autoFocus
          aria-label={t("shortcut.press", { name: label })}
          value={t("shortcut.waiting")}
          className={`${controlClass} w-44`}
          onBlur={() => setListening(false)}
          onKeyDown={(event) => {
            event.preventDefault();
            event.stopPropagation();
            if (event.key === "Escape") setListening(false);
            const keys = shortcutOf(event.nativeEvent);
            if (!keys) return;
            setListening(false);
            void change({ [name]: keys });
          }}
        />
      ) : (
        <>
          <span data-testid={name} className="flex gap-1">
            {value.split("+").map((key) => (
              <KeyHint key={key}>{key}</KeyHint>
            ))}
          </span>
          <Button
            small
            aria-label={t("shortcut.changeNamed", { name: label })}
            onClick={() => setListening(true)}
          >
            {t("shortcut.change")}
          </Button>
        </>
      )}
    </Setting>
  );
}
