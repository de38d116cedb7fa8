// The one subscription to the engine. Checks that announcements are numbered without a hole; after
// a hole everything is read again. What an event does to the cache is in apply.ts.
import type { QueryClient } from "@tanstack/react-query";
import type { HostRequest } from "../bindings/HostRequest";
import type { Platform } from "../platform/platform";
import { apply, readAgain, sessionRead } from "./apply";
import { sessionQuery } from "./queries";

/** Follows the engine until the page is left. */
export function startStream(
  platform: Platform,
  client: QueryClient,
  hostRequested: (request: HostRequest) => void,
): Promise<void> {
  const effects = {
    hostRequested,
    readSession(id: string) {
      const options = { ...sessionQuery(platform, client, id), staleTime: 0 };
      void client.fetchQuery(options).then(
        (session) => session && sessionRead(client, session),
        () => client.invalidateQueries({ queryKey: options.queryKey }),
      );
    },
  };
  let next = 1;
  return platform.subscribe(({ seq, event }) => {
    const repeated = seq < next && seq !== 1;
    if (repeated) return;
    if (seq !== next) readAgain(client);
    next = seq + 1;
    apply(client, event, effects);
  });
}
