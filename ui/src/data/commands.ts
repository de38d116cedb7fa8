// Everything the interface asks to be done. A refusal becomes a toast in the person's language;
// what changed comes back through the channel, never from here.
import { useQueryClient } from "@tanstack/react-query";
import type { Bootstrap } from "../bindings/Bootstrap";
import type { Command } from "../bindings/Command";
import type { ExportFormat } from "../bindings/ExportFormat";
import type { ImportPreview } from "../bindings/ImportPreview";
import type { ImportSource } from "../bindings/ImportSource";
import type { PreferencesChange } from "../bindings/PreferencesChange";
import type { Problem } from "../bindings/Problem";
import type { Rereading } from "../bindings/Rereading";
import type { SessionId } from "../bindings/SessionId";
import { showToast } from "../lib/toasts";
import { problemOf } from "../platform/platform";
import { preferencesKept } from "./apply";
import { ask } from "./ask";
import { keys } from "./keys";
import { touch } from "./touches";
import { usePlatform } from "./use-platform";

/** Sends a command that answers nothing. Gives the problem, already shown unless `quiet`, or null. */
export function useSend(): (command: Command, quiet?: boolean) => Promise<Problem | null> {
  const platform = usePlatform();
  return async (command, quiet = false) => {
    try {
      await platform.dispatch(command);
      return null;
    } catch (error) {
      const problem = problemOf(error);
      if (!quiet) showToast({ kind: "problem", problem });
      return problem;
    }
  };
}

/** Keeps what is typed in a session; a read of it that is on its way is repeated. */
export function useKeepDraft(): (session: SessionId, text: string) => Promise<void> {
  const send = useSend();
  const client = useQueryClient();
  return async (session, text) => {
    await send({ type: "save_draft", session_id: session, text }, true);
    touch(client, keys.draft(session));
  };
}

/** Changes some of the person's choices; the change shows at once and is taken back if refused. */
export function useChangePreferences(): (change: PreferencesChange) => Promise<void> {
  const send = useSend();
  const client = useQueryClient();
  const kept = () => client.getQueryData<Bootstrap>(keys.bootstrap)?.preferences;
  return async (change) => {
    const before = kept();
    if (!before) return;
    preferencesKept(client, { ...before, ...change });
    const problem = await send({ type: "change_preferences", change });
    // What was read meanwhile may be from before the change.
    preferencesKept(client, problem ? before : { ...(kept() ?? before), ...change });
    const taken = "shortcut_toggle" in change || "shortcut_interview" in change;
    if (taken) await client.invalidateQueries({ queryKey: keys.bootstrap });
  };
}

/** Writes the profile to a file the person chooses; gives the path, or null when it was not
 * written. */
export function useExport(): (format: ExportFormat) => Promise<string | null> {
  const platform = usePlatform();
  return async (format) => {
    try {
      return (await ask(platform, { type: "export_profile", format }, "exported")).path;
    } catch (error) {
      showToast({ kind: "problem", problem: problemOf(error) });
      return null;
    }
  };
}

/** Lets the person choose files and reads them; null when the dialog was closed or it failed. */
export function usePreviewImport(): (source: ImportSource) => Promise<ImportPreview | null> {
  const platform = usePlatform();
  return async (source) => {
    try {
      return (await ask(platform, { type: "preview_import", source }, "import_preview")).preview;
    } catch (error) {
      showToast({ kind: "problem", problem: problemOf(error) });
      return null;
    }
  };
}

/** Reads a session again and says what would be different, or why it cannot be read. */
export function usePreviewRereading(): (
  session: SessionId,
  withoutModel: boolean,
) => Promise<Rereading | Problem> {
  const platform = usePlatform();
  return async (session_id, without_model) => {
    const command = { type: "preview_rereading", session_id, without_model } as const;
    try {
      return (await ask(platform, command, "rereading")).rereading;
    } catch (error) {
      return problemOf(error);
    }
  };
}
