// The one banner above the conversation, and the same outside it.
import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import type { Resuming } from "../../bindings/Resuming";
import { type FakeData, fakePlatform } from "../../platform/fake";
import { live } from "../../platform/fake-link";
import { job } from "../../platform/fake-records";
import { pretendLayout } from "../../testing/layout";
import { offline, oneSession, said } from "../../testing/one-session";
import { axeViolations, renderApp } from "../../testing/render-app";
import "../../testing/whole-interview";

beforeEach(pretendLayout);

const cut: Resuming = {
  job: "j1",
  session_id: "s1",
  percent: 45,
  since: "2026-11-20T09:00:00Z",
  expired: false,
};

function cutOff(change: Partial<Resuming> = {}): FakeData {
  const data = oneSession();
  data.jobs = [job({ id: "j1", message_id: "m2", reply_id: "m3" })];
  data.jobTexts = { j1: "Half an" };
  data.bootstrap.resuming = [{ ...cut, ...change }];
  return data;
}

function withAbsence(seconds: number | null): FakeData {
  const data = oneSession();
  const at = "2026-11-20T09:00:00Z";
  if (seconds !== null) data.log.push({ number: 1, at, step: { type: "slept", seconds } });
  const step = { type: "resynced", channel: "user", reason: "trimmed" } as const;
  data.log.push({ number: 2, at, step });
  return data;
}

test("a cut-off answer resumes from where it was, until its next word", async () => {
  const { fake } = await renderApp("/interview/s1", cutOff());
  const banner = await screen.findByTestId("resuming-banner");
  expect(banner).toHaveTextContent("Resuming from 45%.");
  await waitFor(() => expect(screen.getByTestId("streaming")).toHaveTextContent("Half an"));
  fake.emit({ type: "resuming_changed", resuming: [] });
  await waitFor(() => expect(banner).not.toBeInTheDocument());
});

test("the banner can be dismissed, and the text stays", async () => {
  const { user, fake } = await renderApp("/interview/s1", cutOff());
  const banner = await screen.findByTestId("resuming-banner");
  await user.click(within(banner).getByRole("button", { name: "Dismiss" }));
  await waitFor(() => expect(banner).not.toBeInTheDocument());
  expect(fake.commands).toContainEqual({ type: "dismiss_resuming", job: "j1" });
  await waitFor(() => expect(screen.getByTestId("streaming")).toHaveTextContent("Half an"));
});

test("after an hour it offers to ask again", async () => {
  const data = cutOff({ expired: true });
  data.sessions = data.sessions.map((one) => ({ ...one, active_job: null }));
  const { user, fake } = await renderApp("/interview/s1", data);
  const banner = await screen.findByTestId("resuming-banner");
  expect(banner).toHaveTextContent("This answer stopped more than an hour ago.");
  await user.click(within(banner).getByRole("button", { name: "Ask again" }));
  expect(fake.commands).toContainEqual({
    type: "retry_job",
    id: "j1",
    session_id: "s1",
    without_model: false,
  });
  expect(await screen.findByText(/Thank you, that helps/)).toBeInTheDocument();
});

test("elsewhere a cut-off answer leads to its session", async () => {
  const { user, router } = await renderApp("/", cutOff());
  const banner = await screen.findByTestId("resuming-banner");
  await user.click(within(banner).getByRole("link", { name: "Open" }));
  await waitFor(() => expect(router.state.location.pathname).toBe("/interview/s1"));
  expect(await screen.findAllByTestId("resuming-banner")).toHaveLength(1);
});

test("the answer of another session has no banner here", async () => {
  await renderApp("/interview/s1", cutOff({ session_id: "s2" }));
  await screen.findByTestId("composer");
  expect(screen.queryByTestId("resuming-banner")).not.toBeInTheDocument();
});

test("where the model failed, the interview can go on without it", async () => {
  const data = oneSession();
  const problem = { code: "model_silent" as const, title: "", retryable: true };
  const ended_at = "2026-11-20T09:01:00Z";
  data.jobs = [job({ id: "j1", message_id: "m2", status: "failed", problem, ended_at })];
  data.sessions = data.sessions.map((one) => ({ ...one, status: "error", error: "Silent." }));
  const { user, fake } = await renderApp("/interview/s1", data);
  const banner = await screen.findByTestId("error-banner");
  expect(banner).toHaveTextContent("The model did not answer in time. Your words are saved.");
  await user.click(within(banner).getByTestId("without-model"));
  expect(fake.commands).toContainEqual({
    type: "retry_job",
    id: "j1",
    session_id: "s1",
    without_model: true,
  });
});

test("a failed answer says why and is asked for again", async () => {
  const data = oneSession();
  const problem = { code: "stalled" as const, title: "", retryable: true };
  const ended_at = "2026-11-20T09:01:00Z";
  data.jobs = [job({ id: "j1", message_id: "m2", status: "failed", problem, ended_at })];
  data.sessions = data.sessions.map((one) => ({ ...one, status: "error", error: "It stopped." }));
  const { user, fake } = await renderApp("/interview/s1", data);
  const banner = await screen.findByTestId("error-banner");
  expect(banner).toHaveAttribute("role", "alert");
  expect(banner).toHaveTextContent("The answer stopped coming. Your words are saved.");
  expect(within(banner).queryByTestId("without-model")).not.toBeInTheDocument();
  await user.click(within(banner).getByTestId("ask-again"));
  expect(fake.commands).toContainEqual({
    type: "retry_job",
    id: "j1",
    session_id: "s1",
    without_model: false,
  });
  await waitFor(() => expect(banner).not.toBeInTheDocument());
});

test("offline it says that everything is kept, and hurries", async () => {
  const { user, fake } = await renderApp("/interview/s1", offline(oneSession()));
  const banner = await screen.findByTestId("offline-banner");
  expect(banner).toHaveTextContent("Everything you do is kept and sent when the server is back.");
  await user.click(within(banner).getByTestId("banner-retry"));
  await waitFor(() => expect(banner).not.toBeInTheDocument());
  expect(fake.commands).toContainEqual({ type: "retry_now" });
});

test("a long absence is said once", async () => {
  const { user, router } = await renderApp("/interview/s1", withAbsence(3 * 86_400));
  const banner = await screen.findByTestId("away-banner");
  expect(banner).toHaveTextContent("You were away for 3 days. The server kept a summary");
  await user.click(within(banner).getByRole("button", { name: "Dismiss" }));
  await router.navigate({ to: "/settings" });
  await screen.findByTestId("settings");
  expect(screen.queryByTestId("away-banner")).not.toBeInTheDocument();
});

test("an absence while the program did not run has no length", async () => {
  await renderApp("/", withAbsence(null));
  expect(await screen.findByTestId("away-banner")).toHaveTextContent(
    "You were away for a long time.",
  );
});

test("one banner at a time, the most serious first", async () => {
  const data = offline(cutOff());
  data.log = withAbsence(60).log;
  data.bootstrap.host = { ...data.bootstrap.host, notices: ["A file was damaged."] };
  data.sessions = data.sessions.map((one) => ({ ...one, status: "error" }));
  const fake = fakePlatform(data);
  await renderApp("/interview/s1", undefined, fake);
  const shown = () =>
    ["error-banner", "notice", "offline-banner", "resuming-banner", "away-banner"].filter((id) =>
      screen.queryByTestId(id),
    );
  await screen.findByTestId("error-banner");
  expect(shown()).toEqual(["error-banner"]);
  const patch = { id: "s1", version: 2, last_seq: 2, status: "working" } as const;
  fake.emit({ type: "session_updated", patch });
  const notice = await screen.findByTestId("notice");
  expect(shown()).toEqual(["notice"]);
  within(notice).getByRole("button", { name: "Dismiss" }).click();
  await screen.findByTestId("offline-banner");
  expect(shown()).toEqual(["offline-banner"]);
  fake.emit({ type: "link_changed", status: live });
  await screen.findByTestId("resuming-banner");
  expect(shown()).toEqual(["resuming-banner"]);
  fake.emit({ type: "resuming_changed", resuming: [] });
  await screen.findByTestId("away-banner");
  expect(shown()).toEqual(["away-banner"]);
});

test("axe finds nothing in a conversation with a banner", async () => {
  const data = cutOff();
  data.messages.push({ message: said({ id: "m9", ordinal: 9 }, "x"), delivery: { state: "sent" } });
  const { container } = await renderApp("/interview/s1", data);
  await screen.findByTestId("resuming-banner");
  expect(await axeViolations(container)).toEqual([]);
});
