// The log of the connection: newest first, in words, live, and to be copied.
import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { ConnectionStep } from "../../bindings/ConnectionStep";
import type { FakeData } from "../../platform/fake";
import { demoData } from "../../platform/fake-data";
import { axeViolations, renderApp } from "../../testing/render-app";
import "./settings-screen";

const at = "2026-11-20T09:00:00Z";
const problem = { code: "unavailable" as const, title: "", retryable: true };

const words: {
  [T in ConnectionStep["type"]]: readonly [Extract<ConnectionStep, { type: T }>, RegExp];
} = {
  dialling: [{ type: "dialling", transport: "web_socket" }, /^Connecting by WebSocket$/],
  live: [{ type: "live", transport: "long_poll" }, /^Live by polling$/],
  closed: [{ type: "closed", code: 4001 }, /^Connection closed with code 4001$/],
  failed: [{ type: "failed", problem }, /^Could not connect: The server does not answer now\./],
  waiting: [{ type: "waiting", retry_at: at }, /^Next try at \d\d:\d\d:\d\d/],
  slept: [{ type: "slept", seconds: 7_200 }, /^This device slept for 2 hours$/],
  network_up: [{ type: "network_up" }, /^The network came back$/],
  network_down: [{ type: "network_down" }, /^The network went away$/],
  retry_asked: [{ type: "retry_asked" }, /^You asked to try again now$/],
  token_renewed: [{ type: "token_renewed" }, /^The sign-in was renewed$/],
  draining: [{ type: "draining", until: at }, /^The server is restarting; next try at /],
  resynced: [
    { type: "resynced", channel: "user", reason: "trimmed" },
    /^user was read anew: the server kept only a summary/,
  ],
  ended: [
    { type: "ended", code: 4500 },
    /^The server ended the connection for good with code 4500$/,
  ],
};
const steps = Object.values(words);

function logged(all: readonly ConnectionStep[]): FakeData {
  const data = demoData();
  data.log = all.map((step, index) => ({ number: index + 1, at, step }));
  return data;
}

function entryWords(entry: HTMLElement): string {
  return entry.lastElementChild?.textContent ?? "";
}

test("each step has its sentence, the newest first", async () => {
  await renderApp("/settings", logged(steps.map(([step]) => step)));
  const entries = await screen.findAllByTestId("connection-entry");
  expect(entries).toHaveLength(steps.length);
  for (const [index, [, sentence]] of steps.toReversed().entries()) {
    expect(entryWords(entries[index] as HTMLElement)).toMatch(sentence);
  }
});

test("a new step appears on top without a read", async () => {
  const { fake } = await renderApp("/settings", logged([{ type: "network_down" }]));
  await screen.findByTestId("connection-entry");
  const reads = fake.commands.filter((one) => one.type === "get_connection_log").length;
  fake.emit({ type: "connection_logged", entry: { number: 2, at, step: { type: "network_up" } } });
  await waitFor(() => expect(screen.getAllByTestId("connection-entry")).toHaveLength(2));
  const [newest] = screen.getAllByTestId("connection-entry");
  expect(newest).toHaveTextContent("The network came back");
  expect(fake.commands.filter((one) => one.type === "get_connection_log")).toHaveLength(reads);
});

test("the log is copied as it is read, newest first", async () => {
  const { user } = await renderApp(
    "/settings",
    logged([{ type: "network_down" }, { type: "network_up" }]),
  );
  await screen.findAllByTestId("connection-entry");
  await user.click(screen.getByTestId("copy-log"));
  expect(await navigator.clipboard.readText()).toBe(
    `${at}  The network came back\n${at}  The network went away`,
  );
  expect(screen.getByTestId("copy-log")).toHaveTextContent("Copied");
});

test("Retry now beside the log adds what happens to it", async () => {
  const data = logged([]);
  data.pace = 2;
  data.bootstrap.link = { ...data.bootstrap.link, state: "offline", transport: null };
  const { user } = await renderApp("/settings", data);
  expect(await screen.findByText("Nothing has happened yet.")).toBeVisible();
  await user.click(screen.getByTestId("log-retry"));
  await waitFor(() => expect(screen.getAllByTestId("connection-entry")).toHaveLength(3));
  expect(screen.getAllByTestId("connection-entry").map(entryWords)).toEqual([
    "Live by WebSocket",
    "Connecting by WebSocket",
    "You asked to try again now",
  ]);
});

test("axe finds nothing, and the log can be reached by keys", async () => {
  const { container } = await renderApp("/settings", logged(steps.map(([step]) => step)));
  const log = await screen.findByRole("list", { name: "Connection log" });
  log.focus();
  expect(log).toHaveFocus();
  expect(within(log).getAllByRole("listitem")).toHaveLength(steps.length);
  expect(await axeViolations(container)).toEqual([]);
});
