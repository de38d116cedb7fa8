// How far the interview is and how long it still takes, as the head of the conversation says it.
import { screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Progress } from "../../bindings/Progress";
import type { FakePlatform } from "../../platform/fake";
import { session } from "../../platform/fake-records";
import { pretendLayout } from "../../testing/layout";
import { oneSession } from "../../testing/one-session";
import { renderApp } from "../../testing/render-app";
import { setWidth } from "../../testing/width";
import "../../testing/whole-interview";

beforeEach(pretendLayout);
afterEach(() => setWidth(1280));

const early: Progress = { stage: "breadth", asked: 1, minutes_left: 9, finished: false };

function begun() {
  const data = oneSession();
  data.sessions = [session({ id: "s1", title: "Timber frames", progress: early })];
  return data;
}

function moveOn(fake: FakePlatform, version: number, progress: Progress): void {
  const patch = { id: "s1", version, last_seq: version, progress };
  fake.emit({ type: "session_updated", patch });
}

const shown = () => screen.getByTestId("interview-progress");

async function says(words: string): Promise<void> {
  await screen.findByTestId("interview-progress");
  await waitFor(() => expect(shown().textContent).toBe(words));
}

test("stage, question and time left are shown and change with each answer", async () => {
  const { fake } = await renderApp("/interview/s1", begun());
  await says("Question 1 · Breadth, about 9 min left");
  expect(screen.getByRole("img", { name: "Stage 2 of 7: Breadth" })).toBeVisible();
  moveOn(fake, 2, { ...early, asked: 2, minutes_left: 8 });
  await says("Question 2 · Breadth, about 8 min left");
  moveOn(fake, 3, { stage: "depth", asked: 3, minutes_left: 6, finished: false });
  await says("Question 3 · Depth, about 6 min left");
  expect(screen.getByRole("img", { name: "Stage 3 of 7: Depth" })).toBeVisible();
  expect(shown()).toHaveAttribute("data-stage", "depth");
});

test("the steps behind, the one it is at and those ahead look different", async () => {
  const { fake } = await renderApp("/interview/s1", begun());
  const looks = () => [...screen.getByRole("img", { name: /^Stage/ }).children].map(lookOf);
  await screen.findByTestId("interview-progress");
  expect(looks()).toEqual(["done", "here", ...Array<string>(5).fill("ahead")]);
  moveOn(fake, 2, { stage: "wrap_up", asked: 12, minutes_left: 1, finished: false });
  await waitFor(() => expect(looks()).toEqual([...Array<string>(6).fill("done"), "here"]));
  moveOn(fake, 3, { stage: "wrap_up", asked: 12, minutes_left: 0, finished: true });
  await waitFor(() => expect(looks()).toEqual(Array(7).fill("done")));
  expect(shown()).toHaveTextContent(/^Nothing more to ask$/);
});

test("a narrow window says it too, and a finished session has nothing left to say", async () => {
  setWidth(400);
  const { fake } = await renderApp("/interview/s1", begun());
  expect(await screen.findByTestId("interview-progress")).toHaveTextContent("about 9 min left");
  const patch = { id: "s1", version: 2, last_seq: 2, status: "finalized" as const };
  fake.emit({ type: "session_updated", patch });
  await waitFor(() => expect(screen.queryByTestId("interview-progress")).not.toBeInTheDocument());
});

function lookOf(step: Element): string {
  if (step.classList.contains("bg-accent")) return "here";
  return step.classList.contains("bg-conf-track") ? "ahead" : "done";
}
