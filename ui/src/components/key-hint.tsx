// A key on the keyboard.
import type { ReactNode } from "react";
import { classNames } from "../lib/class-names";

/** A key as it is printed on a keyboard. */
export function KeyHint({
  children,
  onInk = false,
}: {
  readonly children: ReactNode;
  /** Inside a primary button. */
  readonly onInk?: boolean;
}) {
  return (
    <kbd
      className={classNames(
        "inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-xs px-1 font-medium font-sans text-11",
        onInk ? "bg-line-control/40" : "bg-neutral-soft text-text-2",
      )}
    >
      {children}
    </kbd>
  );
}
