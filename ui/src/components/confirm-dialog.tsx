// Asks before what cannot be undone. The title is the question, the buttons are verbs; the focus
// begins on the one that changes nothing.
import { type ReactNode, useRef, useState } from "react";
import type { Problem } from "../bindings/Problem";
import { Button } from "./button";
import { Dialog } from "./dialog";

/** The question; it closes once the deed is done and stays when it was refused. */
export function ConfirmDialog({
  title,
  keep,
  verb,
  kind = "danger",
  testId,
  onConfirm,
  onClose,
  children,
}: {
  readonly title: string;
  /** The verb that changes nothing. */
  readonly keep: string;
  /** The verb that does it. */
  readonly verb: string;
  /** Red where something goes away for good. */
  readonly kind?: "danger" | "primary";
  /** Of the button that does it. */
  readonly testId: string;
  /** Does it; gives what was wrong, or null when it is done. */
  onConfirm(): Promise<Problem | null>;
  onClose(): void;
  readonly children: ReactNode;
}) {
  const safe = useRef<HTMLButtonElement>(null);
  const [busy, setBusy] = useState(false);
  async function confirm(): Promise<void> {
    setBusy(true);
    const problem = await onConfirm();
    setBusy(false);
    if (!problem) onClose();
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      initialFocus={safe}
      actions={
        <>
          <Button ref={safe} onClick={onClose}>
            {keep}
          </Button>
          <Button kind={kind} busy={busy} data-testid={testId} onClick={() => void confirm()}>
            {verb}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
