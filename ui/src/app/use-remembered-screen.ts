// Keeps the open screen among the preferences, so that the next start shows it again, however soon
// the program ends.
import { useLocation } from "@tanstack/react-router";
import { useEffect, useEffectEvent } from "react";
import { useChangePreferences } from "../data/commands";
import { useBootstrap } from "../data/queries";

/** Remembers where the person is. */
export function useRememberedScreen(): void {
  const { pathname } = useLocation();
  const remembered = useBootstrap((bootstrap) => bootstrap.preferences.last_screen).data;
  const change = useChangePreferences();
  const isKnown = remembered !== undefined;
  const remember = useEffectEvent((screen: string) => {
    if (screen !== remembered) void change({ last_screen: screen });
  });
  // Once for each screen: a refusal is not tried again until the person goes somewhere else.
  useEffect(() => {
    if (isKnown) remember(pathname);
  }, [pathname, isKnown]);
}
