// What becomes of a decision that is taken back: the person's former word on the finding, with what
// they had changed.
import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import type { Decision } from "../../bindings/Decision";
import type { FakeData, FakePlatform } from "../../platform/fake";
import { finding, skillView } from "../../platform/fake-records";
import { pretendLayout } from "../../testing/layout";
import { oneSession } from "../../testing/one-session";
import { renderApp } from "../../testing/render-app";
import "../../testing/whole-interview";

beforeEach(pretendLayout);

function twoFindings(): FakeData {
  const data = oneSession();
  const names = ["Crew leadership", "Joinery"];
  data.findings = names.map((name, index) =>
    finding({ id: `f${index + 1}`, name }, "I split the crew"),
  );
  data.skills = names.map((name, index) =>
    skillView({ id: `f${index + 1}`, name, status: "suggested" }),
  );
  return data;
}

function card(name: string): Promise<HTMLElement> {
  return screen.findByRole("article", { name: new RegExp(`: ${name},`) });
}

async function decided(name: string, decision: Decision): Promise<void> {
  await waitFor(async () => expect(await card(name)).toHaveAttribute("data-decision", decision));
}

async function rename(
  user: Awaited<ReturnType<typeof renderApp>>["user"],
  from: string,
  to: string,
  level?: string,
): Promise<void> {
  await user.click(within(await card(from)).getByTestId("finding-edit"));
  await user.clear(screen.getByTestId("edit-name"));
  await user.type(screen.getByTestId("edit-name"), to);
  if (level) {
    await user.clear(screen.getByTestId("edit-level"));
    await user.type(screen.getByTestId("edit-level"), level);
  }
  await user.click(screen.getByTestId("edit-save"));
}

const decisionCommands = (fake: FakePlatform) =>
  fake.commands.flatMap((one) =>
    one.type === "decide_findings" ? [[one.decision, one.edit]] : [],
  );

test("an edit comes back whole when what followed it is taken back", async () => {
  const { user, fake } = await renderApp("/interview/s1", twoFindings());
  await rename(user, "Joinery", "Timber joinery", "7.5");
  await decided("Timber joinery", "edited");
  (await card("Timber joinery")).focus();
  await user.keyboard("x");
  await decided("Joinery", "rejected");
  await user.click(within(await card("Joinery")).getByTestId("finding-undo"));
  await decided("Timber joinery", "edited");
  expect(within(await card("Timber joinery")).getByTestId("finding-level")).toHaveTextContent(
    "7.5",
  );
  expect(decisionCommands(fake).at(-1)).toEqual([
    "edited",
    { name: "Timber joinery", level: 0.75 },
  ]);
});

test("what was confirmed is confirmed again, and then suggested", async () => {
  const { user } = await renderApp("/interview/s1", twoFindings());
  (await card("Joinery")).focus();
  await user.keyboard("{Enter}");
  (await card("Joinery")).focus();
  await user.keyboard("x");
  await decided("Joinery", "rejected");
  (await card("Joinery")).focus();
  await user.keyboard("{Control>}z{/Control}");
  await decided("Joinery", "confirmed");
  await user.keyboard("{Control>}z{/Control}");
  await decided("Joinery", "suggested");
});

test("a second edit taken back leaves nothing of itself in the first", async () => {
  const { user } = await renderApp("/interview/s1", twoFindings());
  await rename(user, "Joinery", "Timber joinery");
  await decided("Timber joinery", "edited");
  await rename(user, "Timber joinery", "Oak joinery", "9");
  await decided("Oak joinery", "edited");
  await user.click(within(await card("Oak joinery")).getByTestId("finding-undo"));
  await decided("Timber joinery", "edited");
  expect(within(await card("Timber joinery")).getByTestId("finding-level")).toHaveTextContent(
    "6.0",
  );
});

test("a decision of an earlier day goes back to a suggestion", async () => {
  const data = twoFindings();
  data.findings = data.findings.map((one) => ({ ...one, decision: "rejected" }));
  const { user } = await renderApp("/interview/s1", data);
  await user.click(within(await card("Joinery")).getByTestId("finding-undo"));
  await decided("Joinery", "suggested");
});
