// A dialog above the window. What it is drawn with is fetched when the first one opens, so that the
// first paint does not wait for it.
import { lazy, type ReactNode, type RefObject, Suspense, useState } from "react";

const DialogFrame = lazy(async () => ({ default: (await import("./dialog-frame")).DialogFrame }));

/** What a dialog says and does. */
export interface DialogProps {
  readonly open: boolean;
  onClose(): void;
  readonly title: string;
  readonly actions?: ReactNode;
  readonly wide?: boolean;
  readonly testId?: string;
  /** What has the focus at first; the first control unless given. */
  readonly initialFocus?: RefObject<HTMLElement | null>;
  readonly children: ReactNode;
}

/** A dialog whose title is a question or a name. */
export function Dialog(props: DialogProps) {
  const [used, setUsed] = useState(props.open);
  if (props.open && !used) setUsed(true);
  if (!used) return null;
  return (
    <Suspense>
      <DialogFrame {...props} />
    </Suspense>
  );
}
