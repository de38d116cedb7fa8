// The list of unsent work: every kind and state, with its ways out.
import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import type { Delivery } from "../../bindings/Delivery";
import type { OutboxItem } from "../../bindings/OutboxItem";
import type { OutboxKind } from "../../bindings/OutboxKind";
import type { FakeData } from "../../platform/fake";
import { pretendLayout } from "../../testing/layout";
import { offline, oneSession, unsent } from "../../testing/one-session";
import { axeViolations, renderApp } from "../../testing/render-app";
import "./unsent-dialog";
import "../settings/settings-screen";

beforeEach(pretendLayout);

const pending: Delivery = { state: "pending", behind_stuck: false, unanswered: false };
const held: Delivery = { state: "held", since: "2026-11-18T09:00:00Z" };
const stuck: Delivery = {
  state: "stuck",
  problem: { code: "version_conflict", title: "", retryable: false },
};

function write(kind: OutboxKind, delivery: Delivery): OutboxItem {
  const created_at = "2026-11-18T09:00:00Z";
  return {
    key: `key-${kind}`,
    kind,
    session_id: kind === "job" ? "s1" : null,
    message_id: null,
    text: null,
    delivery,
    created_at,
  };
}

async function opened(data: FakeData, path = "/settings") {
  const app = await renderApp(path, data);
  await app.user.click(await screen.findByTestId("pending-count"));
  const dialog = await screen.findByTestId("unsent-work");
  const item = (key: string) =>
    within(dialog)
      .getAllByTestId("unsent-item")
      .find((one) => one.dataset.key === key) as HTMLElement;
  await within(dialog).findAllByTestId("unsent-item");
  return { ...app, dialog, item };
}

const kinds: readonly OutboxKind[] = [
  "import",
  "session",
  "decision",
  "skill",
  "project",
  "constraint",
  "state",
  "job",
];

test("every kind of unsent work is listed with how it stands", async () => {
  const data = offline(oneSession());
  data.messages.push(unsent(stuck, "Refused words"));
  data.messages.push(unsent({ ...pending, behind_stuck: true }, "Behind them", 4));
  data.writes = kinds.map((kind) => write(kind, pending));
  const { dialog, item } = await opened(data);
  expect(within(dialog).getAllByTestId("unsent-item")).toHaveLength(kinds.length + 2);
  expect(item("key-m3")).toHaveTextContent(
    /Message.*in Timber frames.*Refused words.*Not sent: It/,
  );
  expect(item("key-m4")).toHaveTextContent("Pending, goes out after the one above");
  expect(item("key-job")).toHaveTextContent(/Stop or repeat of an answer.*in Timber frames/);
  expect(item("key-skill")).toHaveTextContent(/Change of a skill.*Pending/);
  expect(within(item("key-skill")).queryByRole("button")).not.toBeInTheDocument();
  expect(await axeViolations(document.body)).toEqual([]);
});

test("all that is older than a day goes out with one button", async () => {
  const data = oneSession();
  data.messages.push(unsent(held, "From yesterday"));
  data.writes = [write("skill", held)];
  const { user, fake, dialog } = await opened(data);
  expect(screen.getByTestId("pending-count")).toHaveTextContent("2 to confirm");
  await user.click(within(dialog).getByTestId("release-all"));
  expect(fake.commands).toContainEqual({
    type: "release_writes",
    keys: ["key-skill", "key-m3"],
  });
  expect(await within(dialog).findByText("Nothing is waiting")).toBeVisible();
  expect(within(dialog).queryByTestId("release-all")).not.toBeInTheDocument();
});

test("one held write goes out alone", async () => {
  const data = oneSession();
  data.writes = [write("skill", held), write("project", held)];
  const { user, fake, item } = await opened(data);
  await user.click(within(item("key-skill")).getByRole("button", { name: /Send now/ }));
  expect(fake.commands).toContainEqual({ type: "release_writes", keys: ["key-skill"] });
  await waitFor(() => expect(screen.getAllByTestId("unsent-item")).toHaveLength(1));
});

test("a refused write is tried again", async () => {
  const data = oneSession();
  data.writes = [write("project", stuck)];
  const { user, fake, item } = await opened(data);
  await user.click(within(item("key-project")).getByRole("button", { name: /Retry/ }));
  expect(fake.commands).toContainEqual({ type: "retry_write", key: "key-project" });
});

test("what would be lost is asked for first", async () => {
  const data = oneSession();
  data.writes = [write("project", stuck)];
  const { user, fake, item } = await opened(data);
  const discard = () => within(item("key-project")).getByRole("button", { name: /Discard/ });
  await user.click(discard());
  const question = await screen.findByRole("dialog", { name: "Discard this change?" });
  expect(question).toHaveTextContent(/Change of a project, made .* ago and never sent/);
  await user.click(within(question).getByRole("button", { name: "Keep it" }));
  await waitFor(() => expect(question).not.toBeInTheDocument());
  expect(fake.commands.some((one) => one.type === "discard_write")).toBe(false);
  await user.click(discard());
  await user.click(await screen.findByTestId("discard-confirm"));
  expect(fake.commands).toContainEqual({ type: "discard_write", key: "key-project" });
  expect(await screen.findByText("Nothing is waiting")).toBeVisible();
});

test("the words of a message are not lost, so it is not asked for", async () => {
  const data = oneSession();
  data.messages.push(unsent(stuck, "Refused words"));
  const { user, item } = await opened(data, "/interview/s1");
  await user.click(within(item("key-m3")).getByRole("button", { name: /Discard/ }));
  expect(await screen.findByTestId("toast")).toHaveTextContent(/The words are back in the field/);
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.getByTestId("composer")).toHaveValue("Refused words"));
});

test("with the keyboard alone it opens, and Escape gives the focus back", async () => {
  const data = offline(oneSession());
  data.writes = [write("skill", held)];
  const { user } = await renderApp("/settings", data);
  const button = await screen.findByTestId("pending-count");
  button.focus();
  await user.keyboard("{Enter}");
  const dialog = await screen.findByTestId("unsent-work");
  await waitFor(() => expect(dialog).toContainElement(document.activeElement as HTMLElement));
  await user.keyboard("{Escape}");
  await waitFor(() => expect(dialog).not.toBeInTheDocument());
  await waitFor(() => expect(button).toHaveFocus());
});
