// Settings: one page of sections, with their names beside it where there is room.
import {
  Activity,
  Bot,
  Database,
  Keyboard,
  type LucideIcon,
  Plug,
  ShieldQuestion,
  SunMoon,
  UserRound,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Bootstrap } from "../../bindings/Bootstrap";
import { QueryState } from "../../components/query-state";
import { useBootstrap } from "../../data/queries";
import { AppearanceSection } from "./appearance-section";
import { ConnectionSection } from "./connection-section";
import { DataSection } from "./data-section";
import { DiagnosticsSection } from "./diagnostics-section";
import { ModelsSection } from "./models-section";
import { PermissionSection } from "./permission-section";
import { ShortcutsSection } from "./shortcuts-section";
import { YouSection } from "./you-section";

const sections = [
  ["you", UserRound],
  ["appearance", SunMoon],
  ["permission", ShieldQuestion],
  ["models", Bot],
  ["shortcuts", Keyboard],
  ["data", Database],
  ["connection", Plug],
  ["diagnostics", Activity],
] as const satisfies readonly (readonly [string, LucideIcon])[];

/** The settings screen. */
export function SettingsScreen() {
  const { t } = useTranslation();
  const bootstrap = useBootstrap((data) => data);
  return (
    <div
      data-testid="settings"
      className="grid min-h-0 flex-1 grid-cols-1 wide:grid-cols-[12.5rem_minmax(0,1fr)]"
    >
      <nav
        aria-label={t("nav.settings")}
        className="hidden flex-col gap-px border-line border-r px-2 py-3.5 wide:flex"
      >
        <h1 className="px-2 pb-3 font-semibold text-20 tracking-[-0.015em]">{t("nav.settings")}</h1>
        {sections.map(([name, Icon]) => (
          <button
            key={name}
            type="button"
            className="flex h-7.5 items-center gap-2.5 rounded-sm px-2 text-left font-medium text-text-2 hover:bg-hover"
            onClick={() => goTo(name)}
          >
            <Icon aria-hidden className="size-4 stroke-[1.75]" />
            {t(`settings.${name}`)}
          </button>
        ))}
      </nav>
      <div className="min-h-0 overflow-y-auto px-4 py-4 rail:px-8 rail:py-5.5">
        <h1 className="mb-3 font-semibold text-20 wide:hidden">{t("nav.settings")}</h1>
        <QueryState query={bootstrap} lines={8}>
          {(data) => <Sections bootstrap={data} />}
        </QueryState>
      </div>
    </div>
  );
}

function goTo(name: string): void {
  const section = document.getElementById(`settings-${name}`);
  section?.scrollIntoView({ block: "start" });
  section?.focus({ preventScroll: true });
}

function Sections({ bootstrap }: { readonly bootstrap: Bootstrap }) {
  const { preferences, host, link } = bootstrap;
  return (
    <div className="flex max-w-180 flex-col gap-7 pb-10">
      <YouSection preferences={preferences} />
      <AppearanceSection preferences={preferences} />
      <PermissionSection preferences={preferences} />
      <ModelsSection host={host} />
      <ShortcutsSection preferences={preferences} host={host} />
      <DataSection host={host} />
      <ConnectionSection link={link} host={host} />
      <DiagnosticsSection host={host} />
    </div>
  );
}
