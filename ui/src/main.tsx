// Where the interface starts: words, platform, stream, then the first paint from what is cached.
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Providers } from "./app/providers";
import { createAppRouter } from "./app/router";
import { StartFailed } from "./app/start-failed";
import type { HostRequest } from "./bindings/HostRequest";
import { createClient } from "./data/client";
import { bootstrapQuery } from "./data/queries";
import { startStream } from "./data/stream";
import { preferredLanguage, startI18n } from "./lib/i18n";
import { openPlatform } from "./platform/open-platform";
import "./styles.css";

const container = document.getElementById("root");
if (!container) throw new Error("The page has no root.");
const root = createRoot(container);

const restMs = 1_000;

async function start(): Promise<void> {
  const words = startI18n(preferredLanguage(navigator.languages));
  const platform = await openPlatform();
  const client = createClient();
  const router = createAppRouter();
  // The likeliest screen is fetched while the engine still starts.
  void router.preloadRoute({ to: "/" });
  await startStream(platform, client, (request: HostRequest) => {
    void router.navigate({
      to: request === "start_interview" ? "/interview" : "/",
    });
  });
  const [bootstrap] = await Promise.all([
    client.fetchQuery(bootstrapQuery(platform, client)),
    words,
  ]);
  const { welcomed, last_screen } = bootstrap.preferences;
  const atStart = router.history.location.pathname === "/";
  if (!welcomed) router.history.replace("/welcome");
  else if (atStart && last_screen.startsWith("/")) router.history.replace(last_screen);
  root.render(
    <StrictMode>
      <Providers platform={platform} client={client}>
        <RouterProvider router={router} />
      </Providers>
    </StrictMode>,
  );
  // Most go to the interview next: it is fetched once the first screen stands.
  setTimeout(() => void router.preloadRoute({ to: "/interview" }), restMs);
}

start().catch(() => root.render(<StartFailed />));
