// Looking for words in a session: all of it, newest first, with the words marked and by keys.
import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { FakeData } from "../../platform/fake";
import { sent } from "../../platform/fake-records";
import { pretendLayout, pretendScrolling } from "../../testing/layout";
import { oneSession, said } from "../../testing/one-session";
import { axeViolations, renderApp } from "../../testing/render-app";
import "../../testing/whole-interview";

beforeEach(pretendLayout);
afterEach(() => vi.unstubAllGlobals());

/** Marks that can be read back. */
class Marks extends Set<Range> {
  constructor(...ranges: Range[]) {
    super(ranges);
  }
}

function pretendMarks(): Map<string, Marks> {
  const highlights = new Map<string, Marks>();
  vi.stubGlobal("Highlight", Marks);
  vi.stubGlobal("CSS", { highlights, supports: () => false, escape: String });
  return highlights;
}

/** A session with this many messages, of which every hundredth names the crane. */
function longSession(messages: number): FakeData {
  const data = oneSession();
  data.messages = Array.from({ length: messages }, (_, index) => {
    const words = index % 100 === 50 ? `The **Crane** stopped, ${index}` : `Words ${index}`;
    const role = index % 2 === 0 ? "assistant" : "user";
    return sent(said({ id: `m${index + 1}`, ordinal: index + 1, role }, words));
  });
  return data;
}

function hit(): string | null | undefined {
  return document.querySelector("[data-hit] [data-testid=message-text]")?.textContent;
}

test("Ctrl F looks through the whole session, and Enter goes from hit to hit", async () => {
  pretendScrolling();
  const { user, fake } = await renderApp("/interview/s1", longSession(340));
  await screen.findAllByTestId("message");
  await user.keyboard("{Control>}f{/Control}");
  const field = await screen.findByRole("searchbox", { name: "Find in this session" });
  expect(field).toHaveFocus();
  await user.type(field, "crane stopped");
  const bar = within(screen.getByTestId("message-search"));
  expect(await bar.findByText("1 of 3")).toBeInTheDocument();
  await waitFor(() => expect(hit()).toBe("The Crane stopped, 250"));
  const read = fake.commands.flatMap((one) => (one.type === "list_messages" ? [one.before] : []));
  expect(read).toEqual([null, 241, 141, 41]);
  await user.keyboard("{Enter}");
  expect(bar.getByText("2 of 3")).toBeInTheDocument();
  await waitFor(() => expect(hit()).toBe("The Crane stopped, 150"));
  await user.keyboard("{Shift>}{Enter}{Enter}{/Shift}");
  expect(bar.getByText("3 of 3")).toBeInTheDocument();
  await user.click(bar.getByRole("button", { name: "Previous hit, further down" }));
  expect(bar.getByText("2 of 3")).toBeInTheDocument();
});

test("the words are marked where they stand, also in words that come later", async () => {
  const marks = pretendMarks();
  const marked = () => [...(marks.get("found") ?? [])].map(String);
  const data = oneSession("I split the crew, **the crew** of seven.");
  const { user, fake } = await renderApp("/interview/s1", data);
  await screen.findAllByTestId("message");
  await user.click(screen.getByTestId("find"));
  await user.type(screen.getByRole("searchbox", { name: "Find in this session" }), "THE CREW");
  await waitFor(() => expect(marked()).toEqual(["the crew", "the crew"]));
  const reply = said({ id: "m3", ordinal: 3, role: "assistant" }, "How was the *crew* chosen?");
  fake.emit({ type: "interview_message", view: sent(reply) });
  await waitFor(() => expect(marked()).toEqual(["the crew", "the crew", "the crew"]));
  await user.keyboard("{Escape}");
  expect(screen.queryByTestId("message-search")).not.toBeInTheDocument();
  expect(screen.getByTestId("composer")).toHaveFocus();
  expect(marks.size).toBe(0);
});

test("words that are nowhere are said to be nowhere, and the bar breaks no rule", async () => {
  const { user, container } = await renderApp("/interview/s1", oneSession());
  await screen.findAllByTestId("message");
  await user.click(screen.getByTestId("find"));
  const field = screen.getByRole("searchbox", { name: "Find in this session" });
  await user.type(field, "zeppelin{Enter}");
  expect(await screen.findByText("No hits")).toBeInTheDocument();
  expect(hit()).toBeUndefined();
  expect(await axeViolations(container)).toEqual([]);
});
