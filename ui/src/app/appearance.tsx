// Puts theme, text size and movement on the page's root, as the person chose.
import { useEffect } from "react";
import { useBootstrap } from "../data/queries";
import { useMedia } from "../lib/use-media";

/** Draws nothing; keeps the root's attributes true. */
export function Appearance() {
  const preferences = useBootstrap((bootstrap) => bootstrap.preferences).data;
  const systemDark = useMedia("(prefers-color-scheme: dark)");
  const chosen = preferences?.theme ?? "system";
  const theme = chosen === "system" ? (systemDark ? "dark" : "light") : chosen;
  const scale = preferences?.text_scale ?? 1;
  const still = preferences?.reduced_motion ?? false;
  useEffect(() => {
    const root = document.documentElement;
    root.dataset.theme = theme;
    root.style.setProperty("--text-scale", String(scale));
    if (still) root.dataset.motion = "reduced";
    else delete root.dataset.motion;
  }, [theme, scale, still]);
  return null;
}
