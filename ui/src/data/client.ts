// The query client and its rules.
import { QueryClient } from "@tanstack/react-query";

/** A client whose data stays until an event changes it. */
export function createClient(retries = 3): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: 5 * 60_000,
        retry: retries,
        networkMode: "always",
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
      },
      mutations: { networkMode: "always" },
    },
  });
}
