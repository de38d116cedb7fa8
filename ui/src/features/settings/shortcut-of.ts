// Turns pressed keys into the notation of global shortcuts. Pure.

interface Pressed {
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
}

/** Such as “Ctrl+Alt+T”; null while only modifiers are down, or when a modifier is missing. */
export function shortcutOf(pressed: Pressed): string | null {
  const key = /^(?:Key([A-Z])|Digit(\d)|(F\d{1,2}|Space|Arrow\w+))$/.exec(pressed.code);
  const name = key?.[1] ?? key?.[2] ?? key?.[3];
  const strong = pressed.ctrlKey || pressed.altKey || pressed.metaKey;
  if (!name || !strong) return null;
  const modifiers = [
    pressed.ctrlKey && "Ctrl",
    pressed.altKey && "Alt",
    pressed.shiftKey && "Shift",
    pressed.metaKey && "Super",
  ].filter((modifier) => modifier !== false);
  return [...modifiers, name].join("+");
}
