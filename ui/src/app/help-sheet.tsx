// All shortcuts inside the window, opened with “?”.
import { useTranslation } from "react-i18next";
import { Dialog } from "../components/dialog";
import { KeyHint } from "../components/key-hint";
import { useBootstrap } from "../data/queries";
import { isMac } from "../lib/shortcuts";

const mod = isMac ? "⌘" : "Ctrl";

const everywhere = [
  ["help.interview", ["I"]],
  ["help.newSession", [mod, "N"]],
  ["help.settings", [mod, ","]],
  ["help.help", ["?"]],
  ["help.close", ["Esc"]],
] as const;
const lists = [["help.filter", ["/"]]] as const;
const interview = [
  ["help.send", ["⏎"]],
  ["help.sendLines", [mod, "⏎"]],
  ["help.stop", ["Esc"]],
  ["help.find", [mod, "F"]],
  ["help.confirm", ["⏎"]],
  ["help.edit", ["E"]],
  ["help.reject", ["X"]],
  ["help.undo", [mod, "Z"]],
  ["help.next", ["J"]],
  ["help.previous", ["K"]],
] as const;

type Row = (typeof everywhere | typeof lists | typeof interview)[number];

/** The sheet of shortcuts. */
export function HelpSheet({ open, onClose }: { readonly open: boolean; onClose(): void }) {
  const { t } = useTranslation();
  const preferences = useBootstrap((bootstrap) => bootstrap.preferences).data;
  return (
    <Dialog wide open={open} onClose={onClose} title={t("help.title")} testId="help-sheet">
      <div className="grid gap-x-8 gap-y-4 rail:grid-cols-2">
        <div className="flex flex-col gap-4">
          <Group title={t("help.everywhere")} rows={everywhere} />
          <Group title={t("help.lists")} rows={lists} />
          {preferences && (
            <section>
              <h3 className="mb-1 font-medium text-11 text-text-3">{t("help.global")}</h3>
              <Line name={t("help.toggle")} keys={preferences.shortcut_toggle.split("+")} />
              <Line name={t("help.start")} keys={preferences.shortcut_interview.split("+")} />
            </section>
          )}
        </div>
        <Group title={t("help.inInterview")} rows={interview} />
      </div>
    </Dialog>
  );
}

function Group({ title, rows }: { readonly title: string; readonly rows: readonly Row[] }) {
  const { t } = useTranslation();
  return (
    <section>
      <h3 className="mb-1 font-medium text-11 text-text-3">{title}</h3>
      {rows.map(([name, keys]) => (
        <Line key={name} name={t(name)} keys={keys} />
      ))}
    </section>
  );
}

function Line({ name, keys }: { readonly name: string; readonly keys: readonly string[] }) {
  return (
    <div className="flex h-7 items-center justify-between gap-3 border-line-subtle border-b">
      <span>{name}</span>
      <span className="flex gap-1">
        {keys.map((key) => (
          <KeyHint key={key}>{key}</KeyHint>
        ))}
      </span>
    </div>
  );
}
