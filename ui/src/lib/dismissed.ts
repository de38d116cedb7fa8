// What the person read and put away, until the program ends.
import { create } from "zustand";

const useDismissed = create<{ readonly names: readonly string[] }>(() => ({ names: [] }));

/** The names that were not dismissed, and how to dismiss one. */
export function useUndismissed<T>(
  things: readonly T[],
  nameOf: (thing: T) => string,
): readonly [readonly T[], (thing: T) => void] {
  const names = useDismissed((state) => state.names);
  return [
    things.filter((thing) => !names.includes(nameOf(thing))),
    (thing) => useDismissed.setState({ names: [...names, nameOf(thing)] }),
  ];
}

/** Brings everything back, as a new start would. */
export function forgetDismissed(): void {
  useDismissed.setState({ names: [] });
}
