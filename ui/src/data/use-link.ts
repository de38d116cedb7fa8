// How the connection stands and how much is unsent: the one place that the title bar, the window's
// title, the dashboard and the settings ask.
import type { Bootstrap } from "../bindings/Bootstrap";
import type { LinkStatus } from "../bindings/LinkStatus";
import { useBootstrap } from "./queries";

/** The connection, and how many writes the server does not have yet. */
export interface Link extends LinkStatus {
  readonly unsent: number;
}

/** The connection now; undefined until the first paint's data is there. */
export function useLink(): Link | undefined {
  return useBootstrap(linkOf).data;
}

/** Whether everything is as it should be: live, and nothing to catch up with. */
export function isPlainlyLive(link: LinkStatus): boolean {
  return link.state === "ready" && link.behind === 0;
}

/** Whether asking the engine to try again at once makes sense. */
export function canRetry(link: LinkStatus): boolean {
  return link.state === "waiting" || link.state === "offline" || link.state === "degraded";
}

function linkOf({ link, outbox }: Bootstrap): Link {
  return { ...link, unsent: outbox.pending + outbox.stuck + outbox.held };
}
