// Renders the whole app, or a part of it, on the fake platform.
import { createMemoryHistory, RouterProvider } from "@tanstack/react-router";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { Providers } from "../app/providers";
import { createAppRouter } from "../app/router";
import { createClient } from "../data/client";
import { startStream } from "../data/stream";
import { type FakeData, type FakePlatform, fakePlatform } from "../platform/fake";

/** The app at a path, with this data. Waits until the main area is there. */
export async function renderApp(path: string, data?: FakeData, platform?: FakePlatform) {
  const fake = platform ?? fakePlatform(data);
  const client = createClient(0);
  const router = createAppRouter(createMemoryHistory({ initialEntries: [path] }));
  await startStream(fake, client, (request) => {
    void router.navigate({
      to: request === "start_interview" ? "/interview" : "/",
    });
  });
  const view = render(
    <Providers platform={fake} client={client}>
      <RouterProvider router={router} />
    </Providers>,
  );
  await screen.findByRole("main");
  return { ...view, fake, client, router, user: userEvent.setup() };
}

/** The rules of axe that this part of the page breaks, as sentences; colours are checked in a real
 * browser. */
export async function axeViolations(container: Element): Promise<string[]> {
  const result = await axe.run(container, {
    rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
  });
  return result.violations.map(
    (violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(" ")}`,
  );
}
