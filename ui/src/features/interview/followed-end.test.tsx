// The end of the log: followed while it is in view, left where the person reads further up, with
// what came meanwhile counted and a way back.
import { act, fireEvent, renderHook, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { sent } from "../../platform/fake-records";
import { pretendLayout, pretendScrolling } from "../../testing/layout";
import { oneSession, said } from "../../testing/one-session";
import { axeViolations, renderApp } from "../../testing/render-app";
import type { LogRow } from "./log-rows";
import { useFollowedEnd } from "./use-followed-end";
import "../../testing/whole-interview";

beforeEach(() => {
  pretendLayout();
  pretendScrolling();
});

const log = () => screen.getByRole("log");
const pill = () => screen.queryByRole("button", { name: /new messages?$|newest message$/ });

function belowView(): number {
  const { scrollHeight, clientHeight, scrollTop } = log();
  return Math.max(0, scrollHeight - clientHeight - scrollTop);
}

/** The event that a real log sends when it was scrolled from within. */
function scrolled(): void {
  fireEvent.scroll(log());
}

function scrollTo(top: number): void {
  log().scrollTop = top;
  scrolled();
}

/** A session of 60 messages, open at its end; `come` has the next one arrive. */
async function longSession() {
  const data = oneSession();
  data.messages = Array.from({ length: 60 }, (_, index) =>
    sent(said({ id: `m${index + 1}`, ordinal: index + 1 }, `Words ${index + 1}`)),
  );
  data.sessions = data.sessions.map((one) => ({ ...one, message_count: 60 }));
  const app = await renderApp("/interview/s1", data);
  await screen.findByText("Words 60");
  await waitFor(() => expect(belowView()).toBe(0));
  scrolled();
  let last = 60;
  async function come(): Promise<void> {
    last += 1;
    const height = log().scrollHeight;
    const next = said({ id: `m${last}`, ordinal: last, role: "assistant" }, `Words ${last}`);
    app.fake.emit({ type: "interview_message", view: sent(next) });
    await waitFor(() => expect(log().scrollHeight).toBeGreaterThan(height));
  }
  return { ...app, come };
}

test("at the end it stays at the end when messages come", async () => {
  const { come } = await longSession();
  await come();
  expect(belowView()).toBe(0);
  expect(await screen.findByText("Words 61")).toBeInTheDocument();
  scrollTo(log().scrollTop - 840);
  await come();
  expect(belowView()).toBe(0);
  expect(pill()).toBeNull();
});

test("further up it stays where the person reads and counts what comes", async () => {
  const { come, container } = await longSession();
  scrollTo(900);
  expect(pill()).toHaveTextContent("To the newest message");
  await come();
  expect(pill()).toHaveTextContent("1 new message");
  await come();
  expect(pill()).toHaveTextContent("2 new messages");
  expect(log().scrollTop).toBe(900);
  expect(await axeViolations(container)).toEqual([]);
});

test("the pill brings the end back and goes, and the end is followed again", async () => {
  const { come, user } = await longSession();
  scrollTo(900);
  await come();
  await user.click(screen.getByRole("button", { name: "1 new message" }));
  expect(belowView()).toBe(0);
  expect(pill()).toBeNull();
  scrolled();
  await come();
  expect(belowView()).toBe(0);
  scrollTo(900);
  expect(pill()).toHaveTextContent("To the newest message");
});

test("scrolling down to the end does the same, and nothing is counted twice", async () => {
  const { come } = await longSession();
  scrollTo(900);
  await come();
  scrollTo(log().scrollHeight - log().clientHeight - 20);
  expect(pill()).toBeNull();
  scrollTo(900);
  await come();
  expect(pill()).toHaveTextContent("1 new message");
});

test("what the person says themselves goes to the end", async () => {
  const { user } = await longSession();
  scrollTo(900);
  expect(pill()).not.toBeNull();
  await user.type(screen.getByTestId("composer"), "And then the crane came.{Enter}");
  expect(belowView()).toBe(0);
  expect(pill()).toBeNull();
  scrolled();
  expect(await within(log()).findByText("And then the crane came.")).toBeInTheDocument();
  expect(belowView()).toBe(0);
});

test("words that grow under the same message are followed as well, and left alone further up", () => {
  const box = { scrollTop: 0, scrollHeight: 1_000, clientHeight: 400 };
  const scroller = { current: box as HTMLElement };
  const rows: LogRow[] = [{ kind: "streaming", key: "m1", jobId: "j1" }];
  const hook = renderHook(() => useFollowedEnd(scroller, rows, 0));
  box.scrollHeight = 1_300;
  hook.rerender();
  expect(box.scrollTop).toBe(1_300);
  act(() => hook.result.current.look());
  box.scrollTop = 500;
  act(() => hook.result.current.look());
  expect(hook.result.current).toMatchObject({ away: true, unread: 0 });
  box.scrollHeight = 1_600;
  hook.rerender();
  expect(box.scrollTop).toBe(500);
});
