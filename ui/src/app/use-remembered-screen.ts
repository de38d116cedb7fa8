// Keeps the open screen among the preferences, so that the next start shows it again.
import { useLocation } from "@tanstack/react-router";
import { useEffect, useEffectEvent } from "react";
import { useChangePreferences } from "../data/commands";
import { useBootstrap } from "../data/queries";

const settleMs = 800;

/** Remembers where the person is once they stay there. */
export function useRememberedScreen(): void {
  const { pathname } = useLocation();
  const remembered = useBootstrap((bootstrap) => bootstrap.preferences.last_screen).data;
  const change = useChangePreferences();
  const remember = useEffectEvent((screen: string) => void change({ last_screen: screen }));
  useEffect(() => {
    if (remembered === undefined || remembered === pathname) return;
    const timer = setTimeout(() => remember(pathname), settleMs);
    return () => clearTimeout(timer);
  }, [pathname, remembered]);
}
