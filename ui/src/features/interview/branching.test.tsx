// Other versions of messages: an answer given once more, a reply made anew, and the switch between.
import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import type { FakeData } from "../../platform/fake";
import { finding, job, sent } from "../../platform/fake-records";
import { pretendLayout } from "../../testing/layout";
import { oneSession, said } from "../../testing/one-session";
import { axeViolations, renderApp } from "../../testing/render-app";
import "../../testing/whole-interview";

beforeEach(pretendLayout);

const first = "I split the crew of seven.";
const question = "What was hard?";

/** The session with a reply to its answer. */
function replied(): FakeData {
  const data = oneSession(first);
  const reply = said({ id: "m3", ordinal: 3, role: "assistant", job_id: "j1" }, "Who led them?");
  data.messages.push(sent(reply));
  data.sessions = data.sessions.map((one) => ({ ...one, message_count: 3 }));
  return data;
}

function texts(): (string | null)[] {
  const all = screen.getAllByTestId("message");
  return all.map((one) => within(one).getByTestId("message-text").textContent);
}

async function bubble(text: string): Promise<HTMLElement> {
  return waitFor(() => {
    const all = screen.getAllByTestId("message");
    const found = all.find((one) => within(one).getByTestId("message-text").textContent === text);
    if (!found) throw new Error(`${text} is in no message`);
    return found;
  });
}

/** A step of the one switch that is shown. */
async function step(name: "older" | "newer"): Promise<HTMLElement> {
  return within(await screen.findByTestId("versions")).getByLabelText(`Show the ${name} version`);
}

async function revised() {
  const shown = await renderApp("/interview/s1", replied());
  const { user } = shown;
  await user.click(within(await bubble(first)).getByLabelText(/^Edit/));
  const field = screen.getByTestId("message-editor");
  expect(field).toHaveValue(first);
  await user.clear(field);
  await user.paste("I led the crew of seven.");
  await user.keyboard("{Enter}");
  await bubble(renewed);
  return shown;
}

const renewed = "Thank you, that helps. What made that one hard, and what did you do first?";

test("the list counts the messages that are shown", async () => {
  const data = replied();
  data.sessions = data.sessions.map((one) => ({ ...one, message_count: 5, shown_count: 3 }));
  await renderApp("/interview/s1", data);
  expect(await screen.findByTestId("session-item")).toHaveTextContent("3 messages");
});

test("an edited answer is another version with a reply of its own, and both are kept", async () => {
  const { user, fake } = await revised();
  await waitFor(() => expect(texts()).toEqual([question, "I led the crew of seven.", renewed]));
  const text = "I led the crew of seven.";
  expect(fake.commands).toContainEqual({
    type: "revise_message",
    session_id: "s1",
    id: "m2",
    text,
  });
  expect(within(await bubble(text)).getByRole("group")).toHaveAccessibleName("Version 2 of 2");
  await user.click(await step("older"));
  await waitFor(() => expect(texts()).toEqual([question, first, "Who led them?"]));
  await user.click(await step("newer"));
  await waitFor(() => expect(texts()).toEqual([question, text, renewed]));
});

test("the arrow keys go through the versions, and the focus stays on the switch", async () => {
  const { user } = await revised();
  (await step("older")).focus();
  const isThere = (name: string) =>
    waitFor(() => {
      const group = screen.getByTestId("versions");
      expect(group).toHaveAccessibleName(name);
      expect(group).toContainElement(document.activeElement as HTMLElement);
    });
  await user.keyboard("{ArrowLeft}");
  await isThere("Version 1 of 2");
  await user.keyboard("{ArrowLeft}{ArrowRight}");
  await isThere("Version 2 of 2");
  expect(await axeViolations(screen.getByRole("log"))).toEqual([]);
});

test("a reply made anew is written in the place of the first, which can be gone back to", async () => {
  const { user, fake } = await renderApp("/interview/s1", replied());
  const old = await bubble("Who led them?");
  await user.click(within(old).getByLabelText("Ask again for another reply"));
  expect(fake.commands).toContainEqual({ type: "regenerate", session_id: "s1", id: "m3" });
  await screen.findByTestId("streaming");
  expect(screen.queryByText("Who led them?")).not.toBeInTheDocument();
  await waitFor(() => expect(texts()).toEqual([question, first, renewed]));
  await user.click(await step("older"));
  await waitFor(() => expect(texts()).toEqual([question, first, "Who led them?"]));
});

test("a wish for another reply that waits is said under the first", async () => {
  const data = replied();
  data.messages = data.messages.map((view) =>
    view.message.id === "m3"
      ? { ...view, renewal: { state: "pending", behind_stuck: false, unanswered: false } }
      : view,
  );
  await renderApp("/interview/s1", data);
  const shown = await bubble("Who led them?");
  expect(shown).toHaveTextContent("Another version: Pending");
  expect(within(shown).queryByTestId("renew")).not.toBeInTheDocument();
});

test("what cannot have another version offers none, and nor does a finished session", async () => {
  const data = replied();
  const file = { type: "attachment", name: "cv.pdf", media_type: "text/plain", size: 9 } as const;
  data.messages = data.messages.map((view) =>
    view.message.id === "m2"
      ? { ...view, message: { ...view.message, blocks: [...view.message.blocks, file] } }
      : view,
  );
  const { fake } = await renderApp("/interview/s1", data);
  await bubble("Who led them?");
  expect(screen.queryByTestId("revise")).not.toBeInTheDocument();
  expect(screen.queryByTestId("renew")).not.toBeInTheDocument();
  fake.data.messages = replied().messages;
  fake.emit({ type: "resynced" });
  expect(await screen.findByTestId("revise")).toBeInTheDocument();
  const at = "2026-11-20T10:00:00Z";
  const patch = { id: "s1", version: 90, last_seq: 90, finalized_at: at } as const;
  fake.emit({ type: "session_updated", patch });
  await waitFor(() => expect(screen.queryByTestId("revise")).not.toBeInTheDocument());
  expect(screen.queryByTestId("renew")).not.toBeInTheDocument();
});

test("findings of a version that is not shown are not offered until it is again", async () => {
  const data = replied();
  const quote = { session_id: "s1", message_id: "m2", start: 0, end: 7, text: "I split" };
  data.findings = [finding({ id: "f1", name: "Crew planning", quote }, "I split")];
  const { user } = await renderApp("/interview/s1", data);
  expect((await screen.findAllByText("Crew planning")).length).toBeGreaterThan(0);
  await user.click(screen.getByTestId("revise"));
  await user.type(screen.getByTestId("message-editor"), " Twice.{Enter}");
  await waitFor(() => expect(screen.queryByText("Crew planning")).not.toBeInTheDocument());
  await bubble(renewed);
  await user.click(await step("older"));
  expect((await screen.findAllByText("Crew planning")).length).toBeGreaterThan(0);
});

test("a job that answers a version that is not shown is not shown either", async () => {
  const data = replied();
  data.jobs = [job({ id: "j9", message_id: "elsewhere", reply_id: "m9" })];
  await renderApp("/interview/s1", data);
  await bubble("Who led them?");
  expect(screen.queryByTestId("streaming")).not.toBeInTheDocument();
});
