// Talking: sent, answered, kept and never mixed.
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { finding, job, message, sent, session } from "../../platform/fake-records";
import { pretendLayout } from "../../testing/layout";
import { oneSession, said } from "../../testing/one-session";
import { renderApp } from "../../testing/render-app";
import "../../testing/whole-interview";

beforeEach(pretendLayout);

async function texts(): Promise<(string | null)[]> {
  const all = await screen.findAllByTestId("message");
  return all.map((one) => within(one).getByTestId("message-text").textContent);
}

test("what a model has spent is told, and marked where nobody counted", async () => {
  const data = oneSession();
  const tokens = { prompt: 1_200, reply: 34, estimated: false };
  data.sessions = data.sessions.map((one) => ({ ...one, tokens }));
  const { fake } = await renderApp("/interview/s1", data);
  expect(await screen.findByTestId("tokens")).toHaveTextContent(/^1,234 tokens$/);
  const patch = { id: "s1", version: 90, last_seq: 90, tokens: { ...tokens, estimated: true } };
  fake.emit({ type: "session_updated", patch });
  await waitFor(() => expect(screen.getByTestId("tokens")).toHaveTextContent(/^≈ 1,234 tokens$/));
});

test("an answer goes out, the reply streams and becomes one message", async () => {
  const { user, fake } = await renderApp("/interview/s1", oneSession());
  await user.type(await screen.findByTestId("composer"), "I re-drew the joint.{Enter}");
  expect(screen.getByTestId("composer")).toHaveValue("");
  expect(await screen.findByTestId("streaming")).toHaveAttribute("data-job-id");
  await waitFor(() => expect(screen.queryByTestId("streaming")).not.toBeInTheDocument());
  expect(await texts()).toEqual([
    "What was hard?",
    "I split the crew of seven.",
    "I re-drew the joint.",
    "Thank you, that helps. What made that one hard, and what did you do first?",
  ]);
  const command = fake.commands.find((one) => one.type === "send_message");
  expect(command).toMatchObject({ session_id: "s1", resume: true, text: "I re-drew the joint." });
  expect(await screen.findByText("Answer finished, 1 finding")).toBeInTheDocument();
});

test("a reply is shown once whichever of its end and its message comes first", async () => {
  const data = oneSession();
  const running = job({ id: "j1", message_id: "m2", reply_id: "m3" });
  data.jobs = [running];
  data.jobTexts = { j1: "Half an" };
  const { fake } = await renderApp("/interview/s1", data);
  await waitFor(() => expect(screen.getByTestId("streaming")).toHaveTextContent("Half an"));
  fake.emit({ type: "job_chunk", job: "j1", off: 7, text: " answer" });
  await waitFor(() => expect(screen.getByTestId("streaming")).toHaveTextContent("Half an answer"));
  fake.emit({ type: "job_completed", job: "j1" });
  await waitFor(() => expect(screen.getByTestId("streaming")).toBeInTheDocument());
  const reply = said({ id: "m3", ordinal: 3, role: "assistant" }, "Half an answer");
  fake.emit({ type: "interview_message", view: sent(reply) });
  await waitFor(() => expect(screen.queryByTestId("streaming")).not.toBeInTheDocument());
  expect(screen.getAllByText("Half an answer")).toHaveLength(1);
});

test("words that were refused come back into the field", async () => {
  const { user, fake } = await renderApp("/interview/s1", oneSession());
  fake.refuse("send_message", { code: "outbox_full", title: "", retryable: true });
  await user.type(await screen.findByTestId("composer"), "Keep me{Enter}");
  await waitFor(() => expect(screen.getByTestId("composer")).toHaveValue("Keep me"));
  expect(await screen.findByTestId("toast")).toHaveTextContent(/Too much unsent work/);
});

test("tags of a program in a message are text", async () => {
  const data = oneSession("<script>alert(1)</script><img src=x onerror=alert(2)>");
  const reply = "<script>alert(3)</script>\n\n**bold** [link](javascript:alert(4))";
  data.messages.push(sent(said({ id: "m3", ordinal: 3, role: "assistant" }, reply)));
  const { container } = await renderApp("/interview/s1", data);
  expect(await screen.findByText(/<script>alert\(1\)<\/script><img src=x/)).toBeInTheDocument();
  expect(await screen.findByText("bold")).toBeInTheDocument();
  expect(screen.getByText(/<script>alert\(3\)<\/script>/)).toBeInTheDocument();
  expect(container.querySelector("script, img, a[href^=javascript]")).toBeNull();
});

test("what was typed is kept and comes back", async () => {
  const data = oneSession();
  data.sessions.push(session({ id: "s2", title: "Another" }));
  const { user, fake, router } = await renderApp("/interview/s1", data);
  await user.type(await screen.findByTestId("composer"), "Half a thought");
  await router.navigate({ to: "/interview/$sessionId", params: { sessionId: "s2" } });
  await waitFor(() => expect(screen.getByTestId("session-title")).toHaveTextContent("Another"));
  expect(screen.getByTestId("composer")).toHaveValue("");
  expect(fake.data.drafts).toEqual({ s1: "Half a thought" });
  await router.navigate({ to: "/interview/$sessionId", params: { sessionId: "s1" } });
  await waitFor(() => expect(screen.getByTestId("composer")).toHaveValue("Half a thought"));
});

test("switching shows the messages and findings of one session only", async () => {
  const data = oneSession();
  data.sessions.push(session({ id: "s2", title: "Another" }));
  data.messages.push(sent(message({ id: "n1", session_id: "s2" }, "Other words")));
  data.findings = [finding({ id: "f1", name: "Crew leadership" }, "split the crew")];
  const { user } = await renderApp("/interview/s1", data);
  expect(await screen.findByTestId("finding")).toHaveTextContent("Crew leadership");
  await user.click(within(screen.getByTestId("interview")).getByRole("link", { name: /Another/ }));
  expect(await screen.findByText("Other words")).toBeInTheDocument();
  expect(screen.queryByText("I split the crew of seven.")).not.toBeInTheDocument();
  expect(screen.queryByTestId("finding")).not.toBeInTheDocument();
});

test("a link to an unknown session opens one that is not stored", async () => {
  const data = oneSession();
  const { user, fake } = await renderApp("/interview/from-a-link", data);
  expect(await screen.findByText("Draft, not stored until you send")).toBeVisible();
  await user.type(screen.getByTestId("composer"), "Hello{Enter}");
  await waitFor(() =>
    expect(fake.commands).toContainEqual({
      type: "send_message",
      session_id: "from-a-link",
      kind: "intake",
      text: "Hello",
      resume: false,
    }),
  );
  await waitFor(() =>
    expect(screen.queryByText("Draft, not stored until you send")).not.toBeInTheDocument(),
  );
});

test("Escape stops the answer", async () => {
  const data = oneSession();
  data.jobs = [job({ id: "j1", message_id: "m2", reply_id: "m3" })];
  data.jobTexts = { j1: "Half" };
  const { user, fake } = await renderApp("/interview/s1", data);
  await screen.findByTestId("stop");
  await user.type(screen.getByTestId("composer"), "{Escape}");
  expect(fake.commands).toContainEqual({ type: "stop_job", id: "j1", session_id: "s1" });
});

test("stopped before its first word, an answer says so and nothing turns", async () => {
  const data = oneSession();
  data.jobs = [job({ id: "j1", message_id: "m2", reply_id: "m3", step: "thinking" })];
  const { user } = await renderApp("/interview/s1", data);
  await user.click(await screen.findByTestId("stop"));
  const row = await screen.findByTestId("unfinished");
  expect(row).toHaveTextContent(/^Stopped by you$/);
  expect(row).not.toHaveAttribute("aria-busy");
  expect(screen.queryByTestId("streaming")).not.toBeInTheDocument();
  expect(screen.queryByTestId("stop")).not.toBeInTheDocument();
});

test("a failed answer keeps what there is of it", async () => {
  const data = oneSession();
  const ended_at = "2026-11-20T09:01:00Z";
  const half = { id: "j1", message_id: "m2", reply_id: "m3" };
  data.jobs = [job({ ...half, status: "failed", ended_at })];
  data.jobTexts = { j1: "Half an" };
  const { fake } = await renderApp("/interview/s1", data);
  const row = await screen.findByTestId("unfinished");
  await waitFor(() => expect(row).toHaveTextContent("Half anEnded early"));
  const reply = { id: "m3", ordinal: 3, role: "assistant", job_id: "j1", stopped: true } as const;
  fake.emit({ type: "interview_message", view: sent(said(reply, "Half an")) });
  await waitFor(() => expect(screen.queryByTestId("unfinished")).not.toBeInTheDocument());
  expect(screen.getByText("Half an").closest("article")).toHaveTextContent("Ended early");
});

test("an Enter of an input method does not send", async () => {
  const { fake } = await renderApp("/interview/s1", oneSession());
  const field = await screen.findByTestId("composer");
  const composing = new KeyboardEvent("keydown", {
    key: "Enter",
    bubbles: true,
    isComposing: true,
  });
  field.dispatchEvent(composing);
  expect(fake.commands.some((one) => one.type === "send_message")).toBe(false);
});

test("finishing asks first, then shows what the session brought and locks it", async () => {
  const data = oneSession();
  data.findings = [
    { ...finding({ id: "f1", name: "Crew leadership" }, "split the crew"), decision: "confirmed" },
  ];
  const { user, fake } = await renderApp("/interview/s1", data);
  await user.click(await screen.findByTestId("finish"));
  const dialog = await screen.findByRole("dialog", { name: "Finish this session?" });
  expect(dialog).toHaveTextContent("locks the session and makes its summary");
  const keep = within(dialog).getByRole("button", { name: "Keep talking" });
  await waitFor(() => expect(keep).toHaveFocus());
  await user.keyboard("{Enter}");
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  expect(fake.commands.some((one) => one.type === "finalize_session")).toBe(false);
  await user.click(screen.getByTestId("finish"));
  await user.click(await screen.findByTestId("finish-confirm"));
  const summary = await screen.findByTestId("summary");
  expect(within(summary).getByTestId("summary-answers")).toHaveTextContent("1");
  expect(within(summary).getByTestId("summary-confirmed")).toHaveTextContent("1");
  expect(summary).toHaveTextContent(
    "0.62before80 % between 0.41 and 0.950.71after80 % between 0.55 and 0.94",
  );
  expect(screen.getByText(/This session is final/)).toBeVisible();
});

test("older messages are read when one scrolls up", async () => {
  const data = oneSession();
  data.messages = Array.from({ length: 250 }, (_, index) =>
    sent(said({ id: `m${index + 1}`, ordinal: index + 1 }, `Words ${index + 1}`)),
  );
  const { fake } = await renderApp("/interview/s1", data);
  await screen.findAllByTestId("message");
  fireEvent.scroll(screen.getByRole("log"));
  await waitFor(() =>
    expect(fake.commands).toContainEqual({
      type: "list_messages",
      session_id: "s1",
      before: 151,
      limit: 100,
    }),
  );
  expect(screen.getAllByTestId("message").length).toBeLessThan(60);
});

test("a session is renamed, and deleted only after a question", async () => {
  const data = oneSession();
  data.sessions.push(session({ id: "s2", title: "Another" }));
  const { user, fake, router } = await renderApp("/interview/s1", data);
  const link = () =>
    within(screen.getByTestId("interview")).getByRole("link", { name: /Timber frames|Chapel/ });
  await screen.findByText("What was hard?");
  link().focus();
  await user.keyboard("{F2}");
  const title = await screen.findByRole("textbox", { name: "Title" });
  await user.clear(title);
  await user.type(title, "Chapel{Enter}");
  await waitFor(() => expect(screen.getByTestId("session-title")).toHaveTextContent("Chapel"));
  link().focus();
  await user.keyboard("{Delete}");
  expect(await screen.findByText(/This cannot be undone/)).toBeVisible();
  expect(fake.commands.some((one) => one.type === "delete_session")).toBe(false);
  await user.click(screen.getByRole("button", { name: "Delete" }));
  await waitFor(() => expect(router.state.location.pathname).toBe("/interview/s2"));
  expect(fake.data.bootstrap.preferences.last_session).toBe("s2");
});

test("the interview opens at the last session, or at a new one", async () => {
  const data = oneSession();
  data.bootstrap.preferences.last_session = "s1";
  const { router } = await renderApp("/interview", data);
  await waitFor(() => expect(router.state.location.pathname).toBe("/interview/s1"));
  await router.navigate({ to: "/interview", search: { new: true } });
  await waitFor(() => expect(router.state.location.pathname).toMatch(/^\/interview\/0000/));
  expect(await screen.findByText("Draft, not stored until you send")).toBeVisible();
});
