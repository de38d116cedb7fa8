// Theme, text size, movement and what closing the window does.
import { Minus, Monitor, Moon, Plus, Sun } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Preferences } from "../../bindings/Preferences";
import { Button } from "../../components/button";
import { Segments } from "../../components/segments";
import { Switch } from "../../components/switch";
import { useChangePreferences } from "../../data/commands";
import { formatPercent } from "../../lib/format";
import { Section, Setting } from "./setting";

const smallest = 0.9;
const largest = 1.5;

/** How the window looks and moves. */
export function AppearanceSection({ preferences }: { readonly preferences: Preferences }) {
  const { t } = useTranslation();
  const change = useChangePreferences();
  return (
    <Section name="appearance" title={t("settings.appearance")}>
      <Setting name={t("settings.theme")}>
        <Segments
          label={t("settings.theme")}
          value={preferences.theme}
          onChoose={(theme) => void change({ theme })}
          segments={[
            {
              value: "system",
              label: t("theme.system"),
              icon: <Monitor aria-hidden className="size-3.5" />,
              testId: "theme-system",
            },
            {
              value: "light",
              label: t("theme.light"),
              icon: <Sun aria-hidden className="size-3.5" />,
              testId: "theme-light",
            },
            {
              value: "dark",
              label: t("theme.dark"),
              icon: <Moon aria-hidden className="size-3.5" />,
              testId: "theme-dark",
            },
          ]}
        />
      </Setting>
      <Setting name={t("settings.textSize")} note={t("settings.textSizeNote")}>
        <TextSize
          scale={preferences.text_scale}
          onScale={(text_scale) => void change({ text_scale })}
        />
      </Setting>
      <Setting name={t("settings.motion")} note={t("settings.motionNote")}>
        <Switch
          aria-label={t("settings.motion")}
          checked={preferences.reduced_motion}
          onChange={(event) => void change({ reduced_motion: event.target.checked })}
        />
      </Setting>
      <Setting name={t("settings.tray")} note={t("settings.trayNote")}>
        <Switch
          aria-label={t("settings.tray")}
          checked={preferences.close_to_tray}
          onChange={(event) => void change({ close_to_tray: event.target.checked })}
        />
      </Setting>
    </Section>
  );
}

function TextSize({ scale, onScale }: { readonly scale: number; onScale(scale: number): void }) {
  const { t } = useTranslation();
  const step = (by: number) => {
    const next = Math.round((scale + by) * 10) / 10;
    onScale(Math.min(largest, Math.max(smallest, next)));
  };
  return (
    <fieldset aria-label={t("settings.textSize")} className="flex items-center gap-2">
      <Button
        small
        square
        aria-label={t("settings.smaller")}
        disabled={scale <= smallest}
        onClick={() => step(-0.1)}
      >
        <Minus aria-hidden className="size-3.5" />
      </Button>
      <output className="num w-12 text-center font-semibold">{formatPercent(scale)}</output>
      <Button
        small
        square
        aria-label={t("settings.larger")}
        disabled={scale >= largest}
        onClick={() => step(0.1)}
      >
        <Plus aria-hidden className="size-3.5" />
      </Button>
    </fieldset>
  );
}
