// How a message stands until the server has it, and the ways out.
import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import type { Delivery } from "../../bindings/Delivery";
import type { ErrorCode } from "../../bindings/ErrorCode";
import { live } from "../../platform/fake-link";
import { sent } from "../../platform/fake-records";
import { pretendLayout } from "../../testing/layout";
import { offline, oneSession, said, unsent } from "../../testing/one-session";
import { axeViolations, renderApp } from "../../testing/render-app";
import "../../testing/whole-interview";

beforeEach(pretendLayout);

const pending: Delivery = { state: "pending", behind_stuck: false, unanswered: false };
const held: Delivery = { state: "held", since: "2026-11-19T08:00:00Z" };

function stuck(code: ErrorCode): Delivery {
  return { state: "stuck", problem: { code, title: "", retryable: false } };
}

async function bubble(text: string): Promise<HTMLElement> {
  const log = await screen.findByRole("log");
  const found = (await within(log).findByText(text)).closest("article");
  if (!found) throw new Error(`${text} is in no message`);
  return found;
}

test("without a connection a message is pending, and goes out when it is back", async () => {
  const { user, fake } = await renderApp("/interview/s1", offline(oneSession()));
  await user.type(await screen.findByTestId("composer"), "Offline words{Enter}");
  const shown = await bubble("Offline words");
  expect(shown).toHaveAttribute("data-delivery", "pending");
  expect(shown).toHaveTextContent("Pending");
  expect(screen.getByTestId("pending-count")).toHaveTextContent("1 waiting");
  await fake.dispatch({ type: "retry_now" });
  await waitFor(() => expect(shown).toHaveAttribute("data-delivery", "sent"));
  expect(screen.queryByTestId("pending-count")).not.toBeInTheDocument();
  const log = within(screen.getByRole("log"));
  expect(await log.findByText(/Thank you, that helps/)).toBeInTheDocument();
});

test("a message behind one that waits for the person says so", async () => {
  const data = oneSession();
  data.messages.push(unsent(stuck("too_large"), "Too large"));
  data.messages.push(unsent({ ...pending, behind_stuck: true }, "And then", 4));
  await renderApp("/interview/s1", data);
  expect(await bubble("And then")).toHaveTextContent("Pending, goes out after the message above");
});

test("the answer to a sent message is checked for only when it is late", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  try {
    const data = offline(oneSession());
    data.messages.push(unsent({ ...pending, unanswered: true }, "On its way"));
    const { user, fake } = await renderApp("/interview/s1", data);
    const shown = await bubble("On its way");
    expect(shown).toHaveTextContent("Pending");
    await vi.advanceTimersByTimeAsync(2_100);
    await waitFor(() => expect(shown).toHaveTextContent("Sent, no answer yet"));
    expect(within(shown).queryByRole("button", { name: /Edit|Discard/ })).toBeNull();
    await user.click(within(shown).getByRole("button", { name: "Check again" }));
    expect(fake.commands).toContainEqual({ type: "retry_now" });
  } finally {
    vi.useRealTimers();
  }
});

test("a held message goes out only on the person's word", async () => {
  const data = oneSession();
  data.messages.push(unsent(held, "From yesterday"));
  const { user, fake } = await renderApp("/interview/s1", data);
  const shown = await bubble("From yesterday");
  expect(shown).toHaveTextContent("Written more than a day ago");
  expect(screen.getByTestId("pending-count")).toHaveTextContent("1 to confirm");
  await user.click(within(shown).getByRole("button", { name: "Send now" }));
  await waitFor(() => expect(shown).toHaveAttribute("data-delivery", "sent"));
  expect(fake.commands).toContainEqual({ type: "release_writes", keys: ["key-m3"] });
});

test("a refused message says why, is edited in place, and goes out in its place", async () => {
  const data = oneSession();
  data.messages.push(unsent(stuck("message_too_long"), "Too long"));
  const { user, fake } = await renderApp("/interview/s1", data);
  const shown = await bubble("Too long");
  expect(within(shown).getByRole("alert")).toHaveTextContent(
    "Not sent: This answer is too long. The limit is 64 KB.",
  );
  await user.click(within(shown).getByRole("button", { name: "Edit" }));
  const editor = await screen.findByTestId("message-editor");
  expect(editor).toHaveFocus();
  expect(editor).toHaveValue("Too long");
  await user.clear(editor);
  await user.type(editor, "Shorter{Enter}");
  expect(await bubble("Shorter")).toHaveAttribute("data-delivery", "sent");
  expect(screen.queryByText("Too long")).not.toBeInTheDocument();
  expect(fake.commands).toContainEqual({ type: "edit_message", key: "key-m3", text: "Shorter" });
});

test("Escape leaves the editing and nothing else", async () => {
  const data = oneSession();
  data.messages.push(unsent(held, "From yesterday"));
  const { user, fake } = await renderApp("/interview/s1", data);
  await user.click(await screen.findByRole("button", { name: "Edit" }));
  await user.type(await screen.findByTestId("message-editor"), " and more{Escape}");
  expect(await bubble("From yesterday")).toHaveAttribute("data-delivery", "held");
  expect(fake.commands.some((one) => one.type === "edit_message")).toBe(false);
});

test("edited words that are refused stay in the field", async () => {
  const data = oneSession();
  data.messages.push(unsent(held, "From yesterday"));
  const { user, fake } = await renderApp("/interview/s1", data);
  fake.refuse("edit_message", { code: "storage_full", title: "", retryable: true });
  await user.click(await screen.findByRole("button", { name: "Edit" }));
  await user.type(await screen.findByTestId("message-editor"), " and more{Enter}");
  expect(await screen.findByTestId("toast")).toHaveTextContent("The disk is full.");
  expect(screen.getByTestId("message-editor")).toHaveValue("From yesterday and more");
});

test("a refused message can be tried again as it is", async () => {
  const data = oneSession();
  data.messages.push(unsent(stuck("internal"), "Once more"));
  const { user, fake } = await renderApp("/interview/s1", data);
  await user.click(await screen.findByRole("button", { name: "Retry" }));
  await waitFor(async () =>
    expect(await bubble("Once more")).toHaveAttribute("data-delivery", "sent"),
  );
  expect(fake.commands).toContainEqual({ type: "retry_write", key: "key-m3" });
});

test("the words of a discarded message come back before what is typed", async () => {
  const data = oneSession();
  data.messages.push(unsent(stuck("internal"), "Refused words"));
  const { user, fake } = await renderApp("/interview/s1", data);
  await user.type(await screen.findByTestId("composer"), "Half a thought");
  await user.click(screen.getByRole("button", { name: "Discard" }));
  const both = "Refused words\n\nHalf a thought";
  await waitFor(() => expect(screen.getByTestId("composer")).toHaveValue(both));
  expect(screen.queryByText("Refused words")).not.toBeInTheDocument();
  await user.type(screen.getByTestId("composer"), "!");
  await waitFor(() => expect(fake.data.drafts.s1).toBe(`${both}!`));
});

test("the only message of a session that was never stored comes back into its field", async () => {
  const data = offline(oneSession());
  data.sessions = data.sessions.map((one) => ({ ...one, version: 0 }));
  data.messages = data.messages.slice(0, 1);
  data.messages.push(unsent(held, "First words", 2));
  const { user, fake } = await renderApp("/interview/s1", data);
  await bubble("First words");
  await user.click(screen.getByRole("button", { name: "Discard" }));
  await waitFor(() => expect(screen.getByTestId("composer")).toHaveValue("First words"));
  expect(await screen.findByText("Draft, not stored until you send")).toBeVisible();
  await user.type(screen.getByTestId("composer"), "{Enter}");
  expect(await bubble("First words")).toHaveAttribute("data-delivery", "pending");
  expect(fake.commands.find((one) => one.type === "send_message")).toMatchObject({ resume: false });
});

test("a message for a locked session goes to a new one", async () => {
  const data = oneSession();
  data.messages.push(unsent(stuck("session_finalized"), "Too late"));
  const { user, fake, router } = await renderApp("/interview/s1", data);
  expect(await screen.findByText(/Not sent: This session is finalized/)).toBeVisible();
  expect(screen.queryByRole("button", { name: "Retry" })).not.toBeInTheDocument();
  await user.click(screen.getByRole("button", { name: "Send to a new session" }));
  await waitFor(() => expect(router.state.location.pathname).not.toBe("/interview/s1"));
  const command = fake.commands.find((one) => one.type === "send_message");
  expect(command).toMatchObject({ text: "Too late", resume: false });
  expect(fake.data.drafts.s1).toBe("");
});

test("a message that arrived by another way is shown once", async () => {
  const { fake } = await renderApp("/interview/s1", offline(oneSession()));
  const mine = said({ id: "m9", ordinal: 3 }, "Offline words");
  fake.emit({
    type: "interview_message",
    view: { message: mine, delivery: pending, key: "key-m9" },
  });
  const shown = await bubble("Offline words");
  fake.emit({ type: "interview_message", view: sent(mine) });
  fake.emit({ type: "link_changed", status: live });
  await waitFor(() => expect(shown).toHaveAttribute("data-delivery", "sent"));
  expect(screen.getAllByText("Offline words")).toHaveLength(1);
});

test("axe finds nothing in any state of a message", async () => {
  const data = offline(oneSession());
  data.messages.push(unsent(stuck("too_large"), "Stuck"));
  data.messages.push(unsent({ ...pending, behind_stuck: true }, "Behind", 4));
  data.messages.push(unsent(held, "Held", 5));
  const { user } = await renderApp("/interview/s1", data);
  await bubble("Held");
  const log = screen.getByRole("log");
  expect(await axeViolations(log)).toEqual([]);
  const [edit] = screen.getAllByRole("button", { name: "Edit" });
  if (edit) await user.click(edit);
  await screen.findByTestId("message-editor");
  expect(await axeViolations(log)).toEqual([]);
});
