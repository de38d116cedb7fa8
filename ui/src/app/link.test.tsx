// The state of the connection: the same words in the title bar, on the dashboard, in the settings
// and in the window's title.
import { act, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import type { LinkStatus } from "../bindings/LinkStatus";
import { demoData } from "../platform/fake-data";
import { live } from "../platform/fake-link";
import { axeViolations, renderApp } from "../testing/render-app";
import { setWidth } from "../testing/width";
import "../features/dashboard/dashboard-screen";
import "../features/settings/settings-screen";

afterEach(() => setWidth(1280));

const down: LinkStatus = { ...live, transport: null };

const states: readonly (readonly [LinkStatus, string, string])[] = [
  [live, "Live", "Dashboard"],
  [{ ...live, behind: 1 }, "Catching up, 1 event", "Dashboard, catching up"],
  [{ ...live, behind: 12 }, "Catching up, 12 events", "Dashboard, catching up"],
  [{ ...down, state: "connecting" }, "Connecting", "Dashboard, connecting"],
  [{ ...down, state: "waiting" }, "Waiting", "Dashboard, waiting for the server"],
  [{ ...down, state: "offline" }, "Offline, 2 waiting", "Dashboard, offline"],
  [
    { ...live, state: "degraded", transport: "server_sent_events" },
    "Degraded, slower updates by event stream",
    "Dashboard, slower updates",
  ],
  [
    { ...live, state: "degraded", transport: "long_poll" },
    "Degraded, slower updates by polling",
    "Dashboard, slower updates",
  ],
];

test.each(states)("%o is said as “%s” everywhere", async (status, words, title) => {
  const { fake, router } = await renderApp("/", demoData());
  fake.emit({ type: "outbox_changed", status: { pending: 1, stuck: 1, held: 0, oldest_at: null } });
  fake.emit({ type: "link_changed", status });
  const bar = await screen.findByTestId("link-status");
  await waitFor(() => expect(bar).toHaveTextContent(words));
  expect(bar).toHaveAttribute("data-state", status.state);
  expect(screen.getByTestId("dashboard-link").textContent).toBe(bar.textContent);
  expect(document.title).toBe(`${title} – TrajectoryOS`);
  await router.navigate({ to: "/settings" });
  expect((await screen.findByTestId("settings-link")).textContent).toBe(bar.textContent);
});

test("the time to the next try counts down, and is not read out each second", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  try {
    const data = demoData();
    const retry_at = new Date(Date.now() + 18_500).toISOString();
    data.bootstrap.link = { ...down, state: "waiting", attempt: 2, retry_at };
    await renderApp("/", data);
    const bar = await screen.findByTestId("link-status");
    expect(bar).toHaveTextContent(/^Waiting, next try in 1[89] s$/);
    await act(() => vi.advanceTimersByTimeAsync(10_000));
    expect(bar).toHaveTextContent(/^Waiting, next try in [89] s$/);
    await act(() => vi.advanceTimersByTimeAsync(10_000));
    expect(bar).toHaveTextContent("Waiting, trying now");
    const announced = screen.getAllByRole("status").map((region) => region.textContent);
    expect(announced).toContain("Waiting");
    expect(announced.join()).not.toContain("next try");
  } finally {
    vi.useRealTimers();
  }
});

test("Retry now is beside the state while that helps", async () => {
  const data = demoData();
  data.pace = 2;
  data.bootstrap.link = { ...down, state: "offline" };
  const { user, fake } = await renderApp("/", data);
  await user.click(await screen.findByTestId("link-retry"));
  await waitFor(() => expect(screen.getByTestId("link-status")).toHaveTextContent("Live"));
  expect(fake.commands).toContainEqual({ type: "retry_now" });
  expect(screen.queryByTestId("link-retry")).not.toBeInTheDocument();
});

test("at 400 px the state is one word, with unsent work and Retry now beside it", async () => {
  setWidth(400);
  const data = demoData();
  data.bootstrap.link = { ...down, state: "offline", retry_at: "2099-01-01T00:00:00Z" };
  const { fake, container } = await renderApp("/settings", data);
  fake.emit({ type: "outbox_changed", status: { pending: 2, stuck: 1, held: 1, oldest_at: null } });
  expect((await screen.findByTestId("link-status")).textContent).toBe("Offline");
  expect(await screen.findByTestId("pending-count")).toHaveTextContent(/^1 not sent$/);
  expect(screen.getByTestId("link-retry")).toBeVisible();
  expect(await axeViolations(container)).toEqual([]);
});
