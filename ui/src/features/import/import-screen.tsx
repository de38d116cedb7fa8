// Import: files are chosen and read, shown with what is in them or why nothing is, and become a
// session at the person's word. Nothing is stored before that.
import { useNavigate } from "@tanstack/react-router";
import { FileText, FolderOpen } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ImportPreview } from "../../bindings/ImportPreview";
import type { ImportSource } from "../../bindings/ImportSource";
import { Button } from "../../components/button";
import { Card } from "../../components/card";
import { EmptyState } from "../../components/empty-state";
import { PageHead } from "../../components/page-head";
import { usePreviewImport, useSend } from "../../data/commands";
import { ReadFile } from "./read-file";
import { RefusedFiles } from "./refused-files";

/** The import screen. */
export function ImportScreen() {
  const { t } = useTranslation();
  const readFiles = usePreviewImport();
  const [reading, setReading] = useState<ImportSource | null>(null);
  const [preview, setPreview] = useState<ImportPreview | null>(null);

  async function choose(source: ImportSource): Promise<void> {
    setReading(source);
    const read = await readFiles(source);
    setReading(null);
    if (read) setPreview(read);
  }

  const choices = (
    <>
      <Button busy={reading === "files"} onClick={() => void choose("files")}>
        <FileText aria-hidden className="size-3.5" />
        {t("import.files")}
      </Button>
      <Button busy={reading === "folder"} onClick={() => void choose("folder")}>
        <FolderOpen aria-hidden className="size-3.5" />
        {t("import.folder")}
      </Button>
    </>
  );
  return (
    <div data-testid="import" className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto max-w-240 pb-6">
        <PageHead title={t("nav.import")} actions={preview && choices} />
        <div className="flex flex-col gap-3.5 px-4 rail:px-6">
          {preview ? (
            <Preview key={preview.id} preview={preview} />
          ) : (
            <Card>
              <EmptyState
                icon={FileText}
                title={t("import.title")}
                text={t("import.text")}
                actions={choices}
              />
            </Card>
          )}
        </div>
      </div>
    </div>
  );
}

function Preview({ preview }: { readonly preview: ImportPreview }) {
  const { t } = useTranslation();
  const send = useSend();
  const navigate = useNavigate();
  const [leftOut, setLeftOut] = useState<ReadonlySet<string>>(new Set());
  const [sending, setSending] = useState(false);
  const { id, documents, refusals } = preview;
  const taken = documents.filter(({ name }) => !leftOut.has(name));
  const count = taken.reduce((sum, { passages }) => sum + passages.length, 0);

  async function start(): Promise<void> {
    setSending(true);
    const problem = await send({ type: "start_import", id, leave_out: [...leftOut] });
    setSending(false);
    if (!problem) await navigate({ to: "/interview/$sessionId", params: { sessionId: id } });
  }

  function take(name: string, wanted: boolean): void {
    const next = new Set(leftOut);
    if (wanted) next.delete(name);
    else next.add(name);
    setLeftOut(next);
  }

  return (
    <>
      <Card title={t("import.read", { count: documents.length })}>
        {documents.length === 0 ? (
          <p className="px-4 pb-3.5 text-12 text-text-2">{t("import.nothing")}</p>
        ) : (
          <ul>
            {documents.map((document) => (
              <ReadFile
                key={document.name}
                document={document}
                taken={!leftOut.has(document.name)}
                onTake={(wanted) => take(document.name, wanted)}
              />
            ))}
          </ul>
        )}
      </Card>
      {refusals.length > 0 && <RefusedFiles refusals={refusals} />}
      {documents.length > 0 && (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Button
            kind="primary"
            data-testid="start-import"
            disabled={count === 0}
            busy={sending}
            onClick={() => void start()}
          >
            {t("import.start", { count })}
          </Button>
          <p className="min-w-44 flex-1 text-12 text-text-2">{t("import.after")}</p>
        </div>
      )}
    </>
  );
}
