// In-app shortcuts. Single letters act only when no field has focus and no dialog is open.
import { useEffect, useEffectEvent } from "react";

/** A key and what it does. `mod` is Ctrl, or Command on macOS. */
export interface Shortcut {
  readonly key: string;
  readonly mod?: boolean;
  run(event: KeyboardEvent): void;
}

/** Whether the system is macOS, for the name of the modifier. */
export const isMac = /Mac/.test(navigator.platform);

/** Listens for these shortcuts in the whole window while the component is shown. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || event.altKey) return;
    const mod = isMac ? event.metaKey : event.ctrlKey;
    const found = shortcuts.find(
      (shortcut) =>
        shortcut.key.toLowerCase() === event.key.toLowerCase() && Boolean(shortcut.mod) === mod,
    );
    if (!found) return;
    if (!found.mod && (isTyping(event.target) || document.querySelector("[role=dialog]"))) return;
    event.preventDefault();
    found.run(event);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => pressed(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
