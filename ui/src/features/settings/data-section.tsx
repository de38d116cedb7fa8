// Where the data is, and ways to bring some and to take it along.
import { Link } from "@tanstack/react-router";
import { FolderOpen } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ExportFormat } from "../../bindings/ExportFormat";
import type { Host } from "../../bindings/Host";
import { Button, buttonClass } from "../../components/button";
import { useExport, useSend } from "../../data/commands";
import { showToast } from "../../lib/toasts";
import { Section, Setting } from "./setting";

const formats = [
  ["archive", "export-archive"],
  ["json_resume", "export-json-resume"],
  ["markdown", "export-markdown"],
] as const satisfies readonly (readonly [ExportFormat, string])[];

/** Folder, import and export. */
export function DataSection({ host }: { readonly host: Host }) {
  const { t } = useTranslation();
  const send = useSend();
  const exportProfile = useExport();
  const [busy, setBusy] = useState<ExportFormat | null>(null);

  async function write(format: ExportFormat): Promise<void> {
    setBusy(format);
    const path = await exportProfile(format);
    setBusy(null);
    if (path) showToast({ kind: "done", text: t("export.done", { path }) });
  }

  return (
    <Section name="data" title={t("settings.data")}>
      <Setting
        name={t("settings.folder")}
        note={
          <span data-testid="data-folder" className="break-all font-mono">
            {host.data_folder}
          </span>
        }
      >
        <Button small onClick={() => void send({ type: "reveal_data_folder" })}>
          <FolderOpen aria-hidden className="size-3.5" />
          {t("settings.reveal")}
        </Button>
      </Setting>
      <Setting name={t("nav.import")} note={t("import.note")}>
        <Link to="/import" aria-label={t("import.open")} className={buttonClass({ small: true })}>
          {t("nav.import")}
        </Link>
      </Setting>
      {formats.map(([format, testId]) => (
        <Setting key={format} name={t(`export.${format}`)} note={t(`export.${format}Note`)}>
          <Button
            small
            data-testid={testId}
            aria-label={t("export.named", { name: t(`export.${format}`) })}
            busy={busy === format}
            onClick={() => void write(format)}
          >
            {t("export.verb")}
          </Button>
        </Setting>
      ))}
    </Section>
  );
}
