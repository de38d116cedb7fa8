// How wide the window is, in the steps of the look.
import { useSyncExternalStore } from "react";

/** Whether a media query holds now. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = window.matchMedia(query);
      list.addEventListener("change", changed);
      return () => list.removeEventListener("change", changed);
    },
    () => window.matchMedia(query).matches,
  );
}

/** Where the navigation stands. */
export type Width = "narrow" | "rail" | "labelled";

/** The width step of the window: below 600, below 1200, above. */
export function useWidth(): Width {
  const aboveNarrow = useMedia("(width >= 37.5rem)");
  const full = useMedia("(width >= 75rem)");
  if (!aboveNarrow) return "narrow";
  return full ? "labelled" : "rail";
}
