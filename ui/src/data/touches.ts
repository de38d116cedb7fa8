// Remembers which cached things an event touched, so that a read that was on its way meanwhile is
// known to be old. Nothing is cancelled; the reader asks once more.
import { hashKey, type QueryClient, type QueryKey } from "@tanstack/react-query";

const touches = new WeakMap<QueryClient, Map<string, number>>();
const mostReads = 4;

/** An event touched this. */
export function touch(client: QueryClient, key: QueryKey): void {
  const counts = touches.get(client) ?? new Map<string, number>();
  touches.set(client, counts);
  const hash = hashKey(key);
  counts.set(hash, (counts.get(hash) ?? 0) + 1);
}

/** Reads until no event came in between, or four times; after that the next event or gap repairs
 * what is missing. */
export async function readUntouched<T>(
  client: QueryClient,
  key: QueryKey,
  read: () => Promise<T>,
): Promise<T> {
  const hash = hashKey(key);
  const count = () => touches.get(client)?.get(hash) ?? 0;
  for (let reads = 1; ; reads += 1) {
    const before = count();
    const data = await read();
    if (count() === before || reads === mostReads) return data;
  }
}
