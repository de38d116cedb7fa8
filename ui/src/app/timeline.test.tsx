// The timeline of jobs: comes when one starts, goes by itself, never takes the focus.
import { act, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Job } from "../bindings/Job";
import type { FakeData } from "../platform/fake";
import { demoData } from "../platform/fake-data";
import { job } from "../platform/fake-records";
import { pretendLayout } from "../testing/layout";
import { oneSession } from "../testing/one-session";
import { axeViolations, renderApp } from "../testing/render-app";
import { setWidth } from "../testing/width";
import "../features/dashboard/dashboard-screen";
import "../testing/whole-interview";

beforeEach(() => void vi.useFakeTimers({ shouldAdvanceTime: true }));
afterEach(() => {
  vi.useRealTimers();
  setWidth(1280);
});

const at = "2026-11-20T09:00:00Z";

function ended(id: string, given: Partial<Job> = {}): Job {
  return job({ id, status: "completed", percent: 100, ended_at: "2026-11-20T09:00:04Z", ...given });
}

function withJobs(...jobs: Job[]): FakeData {
  const data = demoData();
  data.jobs = jobs;
  return data;
}

async function pass(milliseconds: number): Promise<void> {
  await act(() => vi.advanceTimersByTimeAsync(milliseconds));
}

test("it opens when a job starts and folds five seconds after the last one ended", async () => {
  const { fake } = await renderApp("/", withJobs());
  expect(await screen.findByTestId("jobs-toggle")).toHaveTextContent("No jobs running");
  expect(screen.queryByTestId("job-timeline")).not.toBeInTheDocument();
  fake.emit({ type: "job_updated", job: job({ id: "j1", created_at: at }) });
  fake.emit({ type: "job_updated", job: job({ id: "j2", created_at: at }) });
  expect(await screen.findByTestId("job-timeline")).toBeVisible();
  fake.emit({ type: "job_updated", job: ended("j1") });
  await pass(6_000);
  expect(screen.getByTestId("job-timeline")).toBeVisible();
  fake.emit({ type: "job_updated", job: ended("j2") });
  await pass(4_800);
  expect(screen.getByTestId("job-timeline")).toBeVisible();
  await pass(400);
  expect(screen.queryByTestId("job-timeline")).not.toBeInTheDocument();
});

test("it never takes the focus, and typing goes on", async () => {
  pretendLayout();
  const { user, fake } = await renderApp("/interview/s1", oneSession());
  const composer = await screen.findByTestId("composer");
  await user.type(composer, "Half ");
  fake.emit({ type: "job_updated", job: job({ id: "j1", session_id: "s2" }) });
  await screen.findByTestId("job-timeline");
  expect(composer).toHaveFocus();
  await user.keyboard("a thought");
  expect(composer).toHaveValue("Half a thought");
});

test("it stays while the person is in it", async () => {
  const { user, fake } = await renderApp("/", withJobs(job({ id: "j1" })));
  const panel = await screen.findByTestId("job-timeline");
  await user.hover(panel);
  fake.emit({ type: "job_updated", job: ended("j1") });
  await pass(8_000);
  expect(panel).toBeVisible();
  await user.unhover(panel);
  await pass(5_200);
  expect(panel).not.toBeInTheDocument();
});

test("with the keyboard alone it opens, leads through its jobs and closes", async () => {
  const { user } = await renderApp("/", withJobs(ended("j1", { status: "failed" })));
  const toggle = await screen.findByTestId("jobs-toggle");
  toggle.focus();
  await user.keyboard("{Enter}");
  const panel = await screen.findByTestId("job-timeline");
  expect(toggle).toHaveAttribute("aria-expanded", "true");
  await user.tab();
  expect(panel).toContainElement(document.activeElement as HTMLElement);
  await user.keyboard("{Escape}");
  await waitFor(() => expect(panel).not.toBeInTheDocument());
  expect(toggle).toHaveFocus();
});

test("opened by hand it stays until it is closed by hand", async () => {
  const { user } = await renderApp("/", withJobs(ended("j1")));
  await user.click(await screen.findByTestId("jobs-toggle"));
  await pass(20_000);
  await user.click(screen.getByTestId("timeline-fold"));
  expect(screen.queryByTestId("job-timeline")).not.toBeInTheDocument();
});

test("each state says what is so, how far it is and how long it takes", async () => {
  const failed = { code: "storage_full" as const, title: "", retryable: true };
  const now = new Date(Date.now() - 8_000).toISOString();
  const { user, container } = await renderApp(
    "/",
    withJobs(
      job({ id: "j1", percent: 45, step: "searching", created_at: now, started_at: now }),
      job({ id: "j2", status: "queued", created_at: "2026-11-20T09:00:05Z", started_at: null }),
      ended("j3"),
      ended("j4", { status: "cancelled" }),
      ended("j5", { status: "failed", problem: failed, session_id: "s2" }),
    ),
  );
  const items = await screen.findAllByTestId("job-item");
  const textOf = (id: string) =>
    items.find((item) => item.dataset.jobId === id)?.textContent?.replace(/\s+/g, " ");
  expect(textOf("j1")).toMatch(/Interview turn45% · 0:0[89]Reading your words.*Cancel/);
  expect(textOf("j2")).toMatch(/Queued.*Cancel/);
  expect(textOf("j3")).toMatch(/0:04Done/);
  expect(textOf("j4")).toMatch(/Stopped by you/);
  expect(textOf("j5")).toMatch(/The disk is full\. Nothing was lost.*Retry/);
  expect(screen.getByTestId("jobs-toggle")).toHaveTextContent("and 1 more");
  expect(await axeViolations(container)).toEqual([]);
  await user.click(within(items[0] as HTMLElement).getByRole("button", { name: /Cancel/ }));
});

test("a running job is cancelled, a failed one asked for again", async () => {
  const data = withJobs(job({ id: "j1" }));
  data.pace = 2;
  const { user, fake } = await renderApp("/", data);
  await user.click(await screen.findByRole("button", { name: "Cancel: Interview turn" }));
  expect(fake.commands).toContainEqual({ type: "stop_job", id: "j1", session_id: "s1" });
  await user.click(await screen.findByRole("button", { name: "Retry: Interview turn" }));
  expect(fake.commands).toContainEqual({
    type: "retry_job",
    id: "j1",
    session_id: "s1",
    without_model: false,
  });
  await waitFor(() => expect(screen.getAllByTestId("job-item")).toHaveLength(2));
  expect(screen.queryByRole("button", { name: "Retry: Interview turn" })).not.toBeInTheDocument();
});

test("a refused retry can be tried once more", async () => {
  const { user, fake } = await renderApp("/", withJobs(ended("j1", { status: "failed" })));
  fake.refuse("retry_job", { code: "version_conflict", title: "", retryable: false });
  await user.click(await screen.findByTestId("jobs-toggle"));
  const retry = await screen.findByRole("button", { name: "Retry: Interview turn" });
  await user.click(retry);
  expect(await screen.findByTestId("toast")).toHaveTextContent("It changed meanwhile.");
  expect(retry).not.toHaveAttribute("aria-busy");
});

test("after a restart the last five are there", async () => {
  const jobs = [1, 2, 3, 4, 5, 6, 7].map((number) =>
    ended(`j${number}`, { created_at: `2026-11-20T09:0${number}:00Z` }),
  );
  const { user } = await renderApp("/", withJobs(...jobs));
  await user.click(await screen.findByTestId("jobs-toggle"));
  const items = await screen.findAllByTestId("job-item");
  expect(items.map((item) => item.dataset.jobId)).toEqual(["j7", "j6", "j5", "j4", "j3"]);
});

test("without any job it says what will be here", async () => {
  const { user } = await renderApp("/", withJobs());
  await user.click(await screen.findByTestId("jobs-toggle"));
  expect(await screen.findByTestId("job-timeline")).toHaveTextContent("No jobs yet.");
});

test("at 400 px it hangs below the head of the conversation", async () => {
  setWidth(400);
  pretendLayout();
  const { fake, container } = await renderApp("/interview/s1", oneSession());
  await screen.findByTestId("composer");
  fake.emit({ type: "job_updated", job: job({ id: "j1", session_id: "s2" }) });
  const panel = await screen.findByTestId("job-timeline");
  expect(screen.getByRole("main")).toContainElement(panel);
  expect(screen.getByTestId("jobs-toggle")).toHaveAccessibleName(/^Interview turn: /);
  expect(await axeViolations(container)).toEqual([]);
});
