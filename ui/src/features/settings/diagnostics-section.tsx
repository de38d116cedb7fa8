// Numbers about the connection since the program started, and its log. Nothing of this leaves the device.
import { useTranslation } from "react-i18next";
import type { Diagnostics } from "../../bindings/Diagnostics";
import type { Host } from "../../bindings/Host";
import { useDiagnostics } from "../../data/queries";
import { ConnectionLog } from "./connection-log";
import { Section, Setting } from "./setting";

const rows = [
  ["requests", "diagnostics-requests"],
  ["events", "diagnostics-events"],
  ["repeated", "diagnostics-repeated"],
  ["dropped", "diagnostics-dropped"],
  ["connections", "diagnostics-connections"],
] as const satisfies readonly (readonly [keyof Diagnostics, string])[];

/** Counters, version and log. */
export function DiagnosticsSection({ host }: { readonly host: Host }) {
  const { t } = useTranslation();
  const numbers = useDiagnostics().data;
  return (
    <Section name="diagnostics" title={t("settings.diagnostics")}>
      {rows.map(([name, testId]) => (
        <Setting key={name} name={t(`diagnostics.${name}`)} note={t(`diagnostics.${name}Note`)}>
          <span data-testid={testId} className="num font-semibold">
            {numbers ? numbers[name] : "–"}
          </span>
        </Setting>
      ))}
      <Setting name={t("diagnostics.version")}>
        <span className="num font-semibold">{host.version}</span>
      </Setting>
      <ConnectionLog />
    </Section>
  );
}
