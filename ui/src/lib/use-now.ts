// The time, for texts such as “8 seconds ago” that grow old while they are read.
import { useEffect, useState } from "react";

/** Milliseconds since 1970, renewed every `everyMs` milliseconds. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
