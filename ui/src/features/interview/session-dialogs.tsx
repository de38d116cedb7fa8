// Renaming, finishing and deleting a session. What cannot be undone asks first.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Problem } from "../../bindings/Problem";
import type { Session } from "../../bindings/Session";
import { Button } from "../../components/button";
import { ConfirmDialog } from "../../components/confirm-dialog";
import { Dialog } from "../../components/dialog";
import { TextField } from "../../components/field";
import { useChangePreferences, useSend } from "../../data/commands";
import { useBootstrap } from "../../data/queries";

const longestTitle = 200;

/** Asks for another title. */
export function RenameSessionDialog({
  session,
  onClose,
}: {
  readonly session: Session;
  onClose(): void;
}) {
  const { t } = useTranslation(["interview", "app"]);
  const send = useSend();
  const [title, setTitle] = useState(session.title);
  const [tried, setTried] = useState(false);
  const words = title.trim();
  const wrong = words === "" || [...words].length > longestTitle;

  async function save(): Promise<void> {
    setTried(true);
    if (wrong) return;
    if (!(await send({ type: "rename_session", id: session.id, title: words }))) onClose();
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={t("sessions.renameTitle")}
      actions={
        <>
          <Button onClick={onClose}>{t("app:action.cancel")}</Button>
          <Button kind="primary" onClick={() => void save()}>
            {t("sessions.rename")}
          </Button>
        </>
      }
    >
      <form
        className="pt-1"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextField
          label={t("sessions.name")}
          value={title}
          error={tried && wrong ? t("sessions.nameMissing") : undefined}
          onFocus={(event) => event.target.select()}
          onChange={(event) => setTitle(event.target.value)}
        />
      </form>
    </Dialog>
  );
}

/** Asks whether a session is to go for good. */
export function DeleteSessionDialog({
  session,
  onClose,
  onDeleted,
}: {
  readonly session: Session;
  onClose(): void;
  onDeleted(): Promise<void>;
}) {
  const { t } = useTranslation("interview");
  const send = useSend();
  const changePreferences = useChangePreferences();
  const last = useBootstrap((bootstrap) => bootstrap.preferences.last_session).data;

  async function remove(): Promise<Problem | null> {
    const problem = await send({ type: "delete_session", id: session.id });
    if (problem) return problem;
    if (last === session.id) await changePreferences({ last_session: null });
    await onDeleted();
    return null;
  }

  return (
    <ConfirmDialog
      title={t("sessions.deleteTitle", { title: session.title || t("sessions.untitled") })}
      keep={t("sessions.keep")}
      verb={t("sessions.delete")}
      testId="delete-confirm"
      onConfirm={remove}
      onClose={onClose}
    >
      {t("sessions.deleteText", { count: session.message_count })}
    </ConfirmDialog>
  );
}

/** Asks whether the interview is over: this locks the session and makes its summary. */
export function FinishSessionDialog({
  session,
  onClose,
}: {
  readonly session: Session;
  onClose(): void;
}) {
  const { t } = useTranslation("interview");
  const send = useSend();
  return (
    <ConfirmDialog
      kind="primary"
      title={t("conversation.finishTitle")}
      keep={t("conversation.finishKeep")}
      verb={t("conversation.finish")}
      testId="finish-confirm"
      onConfirm={() => send({ type: "finalize_session", id: session.id })}
      onClose={onClose}
    >
      {t("conversation.finishText")}
    </ConfirmDialog>
  );
}
