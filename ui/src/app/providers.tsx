// What every component may count on: the platform and the query client.
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { PlatformContext } from "../data/use-platform";
import type { Platform } from "../platform/platform";

/** Wraps the app. */
export function Providers({
  platform,
  client,
  children,
}: {
  readonly platform: Platform;
  readonly client: QueryClient;
  readonly children: ReactNode;
}) {
  return (
    <PlatformContext value={platform}>
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    </PlatformContext>
  );
}
