// Keeps the end of the log in view while new words come, until the person scrolls up; then counts
// what comes below. Scrolling down to the end, or saying something, follows again.
import { type RefObject, useEffectEvent, useLayoutEffect, useRef, useState } from "react";
import type { LogRow } from "./log-rows";

const nearEnd = 48;

/** The end of the log. */
export interface FollowedEnd {
  /** Whether the person reads further up. */
  readonly away: boolean;
  /** How many messages came meanwhile. */
  readonly unread: number;
  /** To be called when the log was scrolled. */
  look(): void;
  follow(): void;
  /** To be called before the log is scrolled to something else. */
  leave(): void;
}

/** Follows the end of what scrolls; `said` counts what the person said. */
export function useFollowedEnd(
  scroller: RefObject<HTMLElement | null>,
  rows: readonly LogRow[],
  said: number,
): FollowedEnd {
  const [away, setAway] = useState(false);
  const [seen, setSeen] = useState<string | undefined>(undefined);
  const following = useRef(true);
  const lastTop = useRef(0);
  const from = away ? rows.findLastIndex((row) => row.key === seen) : -1;

  function set(follows: boolean): void {
    if (following.current === follows) return;
    following.current = follows;
    setAway(!follows);
    setSeen(rows.at(-1)?.key);
  }
  function toEnd(): void {
    const log = scroller.current;
    if (log && following.current) log.scrollTop = log.scrollHeight;
  }
  function follow(): void {
    set(true);
    toEnd();
  }

  const start = useEffectEvent((_said: number) => follow());
  useLayoutEffect(() => start(said), [said]);
  useLayoutEffect(toEnd);

  return {
    away,
    unread: from >= 0 ? rows.length - 1 - from : 0,
    follow,
    leave: () => set(false),
    look() {
      const log = scroller.current;
      if (!log) return;
      const wentUp = log.scrollTop < lastTop.current - 1;
      lastTop.current = log.scrollTop;
      if (log.scrollHeight - log.clientHeight - log.scrollTop < nearEnd) set(true);
      else if (wentUp) set(false);
    },
  };
}
