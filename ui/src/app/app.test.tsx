// The frame of the window on the fake platform.
import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { fakePlatform } from "../platform/fake";
import { demoData } from "../platform/fake-data";
import { renderApp } from "../testing/render-app";
import "../components/dialog-frame";
import "../features/dashboard/dashboard-screen";
import "../features/settings/settings-screen";
import "../features/skills/skills-screen";

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

test("a session's mark follows its work and its failure without a read", async () => {
  const data = demoData();
  data.sessions = data.sessions.map((session) => ({ ...session, status: "idle" }));
  const { fake, user } = await renderApp("/settings", data);
  const link = await screen.findByRole("link", { name: "Moving into informatics" });
  const reads = () => fake.commands.filter((one) => /session|bootstrap/.test(one.type)).length;
  const before = reads();
  const patch = { id: "s1", version: 2, last_seq: 3 };
  const named = (name: RegExp) => waitFor(() => expect(link).toHaveAccessibleName(name));
  fake.emit({ type: "session_updated", patch: { ...patch, status: "working" } });
  await named(/^Moving into informatics ?Working$/);
  const error = "The answer stopped coming.";
  fake.emit({ type: "session_updated", patch: { ...patch, version: 3, status: "error", error } });
  await named(/^Moving into informatics ?Error: The answer stopped coming\.$/);
  await user.hover(screen.getByRole("img", { name: /^Error/ }));
  expect(await screen.findByRole("tooltip")).toHaveTextContent(error);
  const healed = { ...patch, version: 4, status: "idle", error: null } as const;
  fake.emit({ type: "session_updated", patch: healed });
  await named(/^Moving into informatics$/);
  expect(reads()).toBe(before);
});

test("the open screen is remembered", async () => {
  const { fake } = await renderApp("/skills", demoData());
  await waitFor(() => expect(fake.data.bootstrap.preferences.last_screen).toBe("/skills"));
});

test("a screen that cannot be remembered is not tried again and again", async () => {
  const fake = fakePlatform(demoData());
  fake.refuse("change_preferences", { code: "storage_full", title: "", retryable: true });
  const { user } = await renderApp("/skills", undefined, fake);
  expect(await screen.findByTestId("toast")).toHaveTextContent("The disk is full.");
  await user.click(screen.getByTestId("nav-projects"));
  await screen.findByTestId("projects");
  const tries = fake.commands.filter(({ type }) => type === "change_preferences");
  expect(tries).toHaveLength(2);
});
