// The frame of the window on the fake platform.
import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { demoData } from "../platform/fake-data";
import { renderApp } from "../testing/render-app";

test("the state of the link is said in words and follows the engine", async () => {
  const { fake } = await renderApp("/", demoData());
  const status = await screen.findByTestId("link-status");
  expect(status).toHaveTextContent("Live");
  fake.emit({
    type: "link_changed",
    status: {
      state: "offline",
      transport: null,
      behind: 0,
      attempt: 1,
      retry_at: null,
      problem: null,
    },
  });
  await waitFor(() => expect(status).toHaveTextContent("Offline"));
  expect(status).toHaveAttribute("data-state", "offline");
  expect(document.title).toBe("Dashboard, offline – TrajectoryOS");
});

test("a question mark opens the shortcuts, and letters do nothing behind a dialog", async () => {
  const { user, router } = await renderApp("/", demoData());
  await screen.findByTestId("dashboard");
  await user.keyboard("?");
  expect(await screen.findByRole("dialog", { name: "Shortcuts" })).toBeVisible();
  await user.keyboard("i");
  expect(router.state.location.pathname).toBe("/");
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  await user.keyboard("{Control>},{/Control}");
  expect(await screen.findByTestId("settings")).toBeVisible();
});

test("a wish from the tray leads to the screen", async () => {
  const { fake, router } = await renderApp("/settings", demoData());
  await screen.findByTestId("settings");
  fake.emit({ type: "host_requested", request: "open_dashboard" });
  expect(await screen.findByTestId("dashboard")).toBeVisible();
  expect(router.state.location.pathname).toBe("/");
});

test("unsent work is counted beside the link", async () => {
  const { fake } = await renderApp("/", demoData());
  await screen.findByTestId("link-status");
  expect(screen.queryByTestId("pending-count")).not.toBeInTheDocument();
  fake.emit({ type: "outbox_changed", status: { pending: 3, stuck: 0, held: 0, oldest_at: null } });
  expect(await screen.findByTestId("pending-count")).toHaveTextContent("3 waiting");
});

test("a session at work turns its mark in the list without a read", async () => {
  const data = demoData();
  data.sessions = data.sessions.map((session) => ({ ...session, status: "idle" }));
  const { fake } = await renderApp("/settings", data);
  await screen.findByRole("link", { name: "Moving into informatics" });
  const reads = fake.commands.length;
  const patch = { id: "s1", version: 2, last_seq: 3, status: "working" as const };
  fake.emit({ type: "session_updated", patch });
  expect(
    await screen.findByRole("link", { name: /Moving into informatics ?Working/ }),
  ).toBeVisible();
  expect(fake.commands).toHaveLength(reads);
});

test("the open screen is remembered", async () => {
  const { fake } = await renderApp("/skills", demoData());
  await waitFor(() => expect(fake.data.bootstrap.preferences.last_screen).toBe("/skills"), {
    timeout: 3_000,
  });
});
