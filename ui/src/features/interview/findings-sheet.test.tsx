// The findings of a narrow window: one card at a time, and the focus goes along with it.
import { screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { FakeData } from "../../platform/fake";
import { finding } from "../../platform/fake-records";
import { pretendLayout } from "../../testing/layout";
import { oneSession } from "../../testing/one-session";
import { axeViolations, renderApp } from "../../testing/render-app";
import { setWidth } from "../../testing/width";
import "../../testing/whole-interview";

beforeEach(() => {
  pretendLayout();
  setWidth(400);
});
afterEach(() => setWidth(1280));

// They are shown as they were found, though a project is last in the groups.
function threeFindings(): FakeData {
  const data = oneSession();
  data.findings = [
    { ...finding({ id: "f1", name: "Chapel roof" }, "I split"), kind: "project", level: null },
    finding({ id: "f2", name: "Joinery" }, "I split the crew"),
    finding({ id: "f3", name: "Crew leadership" }, "split the crew"),
  ];
  return data;
}

async function onlyCard(name: string): Promise<HTMLElement> {
  await waitFor(() => {
    const cards = screen.getAllByTestId("finding-name").map((one) => one.textContent);
    expect(cards).toEqual([name]);
  });
  return screen.getByTestId("finding");
}

test("after a decision the focus is on the next card, and after the last on the way to all", async () => {
  const { user } = await renderApp("/interview/s1", threeFindings());
  (await onlyCard("Chapel roof")).focus();
  await user.keyboard("{Enter}");
  await waitFor(async () => expect(await onlyCard("Joinery")).toHaveFocus());
  await user.keyboard("x");
  await waitFor(async () => expect(await onlyCard("Crew leadership")).toHaveFocus());
  await user.keyboard("{Enter}");
  await waitFor(() => expect(screen.queryByTestId("finding")).not.toBeInTheDocument());
  expect(screen.getByRole("button", { name: "Show all findings" })).toHaveFocus();
});

test("so it is after a press on a button and after an edit", async () => {
  const { user, container } = await renderApp("/interview/s1", threeFindings());
  await onlyCard("Chapel roof");
  await user.click(screen.getByTestId("finding-confirm"));
  await waitFor(async () => expect(await onlyCard("Joinery")).toHaveFocus());
  expect(await axeViolations(container)).toEqual([]);
  await user.keyboard("e");
  await user.type(screen.getByTestId("edit-name"), " of seven{Enter}");
  await waitFor(async () => expect(await onlyCard("Crew leadership")).toHaveFocus());
});

test("a decision that is refused leaves the focus on its card", async () => {
  const { user, fake } = await renderApp("/interview/s1", threeFindings());
  fake.refuse("decide_findings", { code: "outbox_full", title: "", retryable: true });
  (await onlyCard("Chapel roof")).focus();
  await user.keyboard("e");
  await user.type(screen.getByTestId("edit-name"), "s{Enter}");
  await screen.findByTestId("toast");
  expect(await onlyCard("Chapel roof")).toHaveFocus();
});

test("taking back brings the card back with the focus", async () => {
  const { user } = await renderApp("/interview/s1", threeFindings());
  (await onlyCard("Chapel roof")).focus();
  await user.keyboard("x");
  await waitFor(async () => expect(await onlyCard("Joinery")).toHaveFocus());
  await user.keyboard("{Control>}z{/Control}");
  await waitFor(async () => expect(await onlyCard("Chapel roof")).toHaveFocus());
});

test("the focus stays where the person has gone meanwhile", async () => {
  const data = threeFindings();
  const { user, fake } = await renderApp("/interview/s1", data);
  (await onlyCard("Chapel roof")).focus();
  fake.silence("decide_findings");
  await user.keyboard("{Enter}");
  await user.click(screen.getByTestId("composer"));
  const [decided] = data.findings;
  if (decided)
    fake.emit({ type: "finding_updated", finding: { ...decided, decision: "confirmed" } });
  await onlyCard("Joinery");
  expect(screen.getByTestId("composer")).toHaveFocus();
});
