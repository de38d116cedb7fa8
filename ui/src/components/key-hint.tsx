// A key on the keyboard.
import type { ReactNode } from "react";

/** A key as it is printed on a keyboard. */
export function KeyHint({ children }: { readonly children: ReactNode }) {
  return (
    <kbd className="inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-xs bg-neutral-soft px-1 font-medium font-sans text-11 text-text-2">
      {children}
    </kbd>
  );
}
