// Findings: decided by keys, changed in place, taken back, and found again in the words.
import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import type { Decision } from "../../bindings/Decision";
import type { FakeData, FakePlatform } from "../../platform/fake";
import { emptyData, finding, message, sent, session, skillView } from "../../platform/fake-records";
import { pretendLayout } from "../../testing/layout";
import { axeViolations, renderApp } from "../../testing/render-app";
import "../../testing/whole-interview";

beforeEach(pretendLayout);

const words = "I split the crew of seven and re-drew the joint for the chapel.";

function found(id: string, name: string, quote: string) {
  const made = finding({ id, name }, quote);
  const start = words.indexOf(quote);
  return { ...made, quote: { ...made.quote, start, end: start + quote.length } };
}

function threeFindings(): FakeData {
  const data = emptyData();
  data.bootstrap.preferences.welcomed = true;
  data.sessions = [session({ id: "s1", title: "Timber frames" })];
  data.messages = [sent(message({ id: "m2", session_id: "s1" }, words))];
  data.findings = [
    found("f1", "Crew leadership", "split the crew of seven"),
    found("f2", "Joinery", "re-drew the joint"),
    {
      ...found("f3", "Chapel roof", "the chapel"),
      kind: "project",
      level: null,
      target: { kind: "project", id: "p1" },
    },
  ];
  data.skills = [
    skillView({ id: "f1", name: "Crew leadership", status: "suggested" }),
    skillView({ id: "f2", name: "Joinery", status: "suggested" }),
  ];
  return data;
}

async function card(name: string): Promise<HTMLElement> {
  const cards = await screen.findAllByTestId("finding");
  const one = cards.find(
    (shown) => within(shown).queryByTestId("finding-name")?.textContent === name,
  );
  if (!one) throw new Error(`No card ${name}`);
  return one;
}

function shownNames(): (string | null)[] {
  return screen.getAllByTestId("finding-name").map((name) => name.textContent);
}

async function decided(name: string, decision: Decision): Promise<void> {
  await waitFor(async () => expect(await card(name)).toHaveAttribute("data-decision", decision));
}

function decisions(fake: FakePlatform) {
  return fake.commands.flatMap((one) =>
    one.type === "decide_findings" ? [[one.ids[0], one.decision]] : [],
  );
}

test("what was rejected for other words says so while it waits", async () => {
  const data = threeFindings();
  const [leading, joinery] = data.skills;
  if (!leading || !joinery) throw new Error("two skills");
  const before = {
    kind: "self_claim",
    level: 0.5,
    at: "2026-11-01T10:00:00Z",
    quote: null,
  } as const;
  const rejected = { ...before, id: "e9", finding_id: "f9", decision: "rejected" } as const;
  joinery.skill.evidence = [...joinery.skill.evidence, rejected];
  const { user } = await renderApp("/interview/s1", data);
  const marked = async (name: string) => within(await card(name)).queryByTestId("rejected-before");
  await waitFor(async () => expect(await marked("Joinery")).toBeVisible());
  expect(await marked("Crew leadership")).toBeNull();
  (await card("Joinery")).focus();
  await user.keyboard("{Enter}");
  await decided("Joinery", "confirmed");
  expect(await marked("Joinery")).toBeNull();
});

test("Enter confirms and the focus goes to the next card that waits", async () => {
  const { user } = await renderApp("/interview/s1", threeFindings());
  (await card("Crew leadership")).focus();
  await user.keyboard("{Enter}");
  await decided("Crew leadership", "confirmed");
  expect(await card("Joinery")).toHaveFocus();
  await user.keyboard("x");
  await decided("Joinery", "rejected");
  expect(await card("Chapel roof")).toHaveFocus();
});

test("Ctrl Z takes back the last decision, then the one before", async () => {
  const { user, fake } = await renderApp("/interview/s1", threeFindings());
  (await card("Crew leadership")).focus();
  await user.keyboard("{Enter}x{Control>}zz{/Control}");
  await decided("Joinery", "suggested");
  await decided("Crew leadership", "suggested");
  expect(decisions(fake)).toEqual([
    ["f1", "confirmed"],
    ["f2", "rejected"],
    ["f2", "suggested"],
    ["f1", "suggested"],
  ]);
});

test("a rejected finding is taken back with its button", async () => {
  const { user } = await renderApp("/interview/s1", threeFindings());
  await user.click(within(await card("Joinery")).getByTestId("finding-reject"));
  await decided("Joinery", "rejected");
  await user.click(within(await card("Joinery")).getByTestId("finding-undo"));
  await decided("Joinery", "suggested");
});

test("J, K and arrows go through the cards", async () => {
  const { user } = await renderApp("/interview/s1", threeFindings());
  (await card("Crew leadership")).focus();
  await user.keyboard("j{ArrowDown}");
  expect(await card("Chapel roof")).toHaveFocus();
  await user.keyboard("k");
  expect(await card("Joinery")).toHaveFocus();
});

test("E changes a finding in place; a wrong level is named and nothing is sent", async () => {
  const { user, fake } = await renderApp("/interview/s1", threeFindings());
  (await card("Joinery")).focus();
  await user.keyboard("e");
  const level = screen.getByTestId("edit-level");
  await user.clear(screen.getByTestId("edit-name"));
  await user.type(screen.getByTestId("edit-name"), "Timber joinery");
  await user.clear(level);
  await user.type(level, "12");
  await user.click(screen.getByTestId("edit-save"));
  expect(screen.getByText("Levels go from 0 to 10.")).toBeVisible();
  expect(decisions(fake)).toEqual([]);
  await user.clear(level);
  await user.type(level, "7.5{Enter}");
  await decided("Timber joinery", "edited");
  expect(fake.commands).toContainEqual({
    type: "decide_findings",
    ids: ["f2"],
    decision: "edited",
    edit: { name: "Timber joinery", level: 0.75 },
  });
});

test("Escape leaves the fields without a change", async () => {
  const { user, fake } = await renderApp("/interview/s1", threeFindings());
  await user.click(within(await card("Joinery")).getByTestId("finding-edit"));
  await user.type(screen.getByTestId("edit-name"), "x{Escape}");
  expect(screen.queryByTestId("edit-name")).not.toBeInTheDocument();
  expect(await card("Joinery")).toHaveFocus();
  expect(decisions(fake)).toEqual([]);
});

test("letters typed in the composer decide nothing", async () => {
  const { user, fake } = await renderApp("/interview/s1", threeFindings());
  await card("Joinery");
  await user.type(screen.getByTestId("composer"), "x marks the edge");
  expect(decisions(fake)).toEqual([]);
});

test("η is shown as it is and as it would be", async () => {
  const data = threeFindings();
  data.skills.push(skillView({ id: "k1", name: "Estimating" }));
  const { user } = await renderApp("/interview/s1", data);
  await waitFor(() =>
    expect(screen.getByTestId("eta-preview")).toHaveTextContent(
      /^η \d\.\d\d → \d\.\d\d if confirmed$/,
    ),
  );
  for (const name of ["Crew leadership", "Joinery", "Chapel roof"]) {
    await user.click(within(await card(name)).getByTestId("finding-confirm"));
    await decided(name, "confirmed");
  }
  expect(screen.queryByTestId("eta-preview")).not.toBeInTheDocument();
});

test("the words of a finding are underlined, and each leads to the other", async () => {
  const { user } = await renderApp("/interview/s1", threeFindings());
  await user.click(within(await card("Joinery")).getByText("re-drew the joint"));
  const mark = within(screen.getByTestId("message")).getByRole("button", {
    name: "re-drew the joint",
  });
  await waitFor(() => expect(mark).toHaveFocus());
  expect(screen.getByTestId("message-text").textContent).toBe(words);
  await user.keyboard("{Enter}");
  await waitFor(async () => expect(await card("Joinery")).toHaveFocus());
});

test("the panel shows those that wait, those confirmed or those rejected", async () => {
  const { user } = await renderApp("/interview/s1", threeFindings());
  await user.click(within(await card("Joinery")).getByTestId("finding-reject"));
  await decided("Joinery", "rejected");
  await user.click(within(screen.getByTestId("findings-suggested")).getByRole("radio"));
  expect(shownNames()).toEqual(["Crew leadership", "Chapel roof"]);
  (await card("Crew leadership")).focus();
  await user.keyboard("{Enter}");
  await waitFor(() => expect(shownNames()).toEqual(["Chapel roof"]));
  expect(await card("Chapel roof")).toHaveFocus();
  await user.click(within(screen.getByTestId("findings-rejected")).getByRole("radio"));
  expect(shownNames()).toEqual(["Joinery"]);
  await user.click(
    within(screen.getByTestId("message")).getByRole("button", { name: "split the crew of seven" }),
  );
  await waitFor(async () => expect(await card("Crew leadership")).toHaveFocus());
});

test("a slash goes to the words that the findings are filtered by", async () => {
  const data = threeFindings();
  const more = ["Roofing", "Estimating", "Crane hire"].map((name, index) =>
    found(`f${index + 4}`, name, "for the chapel"),
  );
  data.findings = [...data.findings, ...more];
  const { user, container } = await renderApp("/interview/s1", data);
  (await card("Crew leadership")).focus();
  await user.keyboard("/");
  const field = screen.getByRole("searchbox", { name: "Filter findings" });
  expect(field).toHaveFocus();
  await user.keyboard("JOINT");
  expect(shownNames()).toEqual(["Joinery"]);
  await user.keyboard(" of seven");
  expect(screen.getByText("No finding is like that.")).toBeVisible();
  expect(await axeViolations(container)).toEqual([]);
  await user.click(screen.getByRole("button", { name: "Show all" }));
  expect(shownNames()).toHaveLength(6);
});

test("no rule of accessibility is broken, decided or not, narrow or finished", async () => {
  const data = threeFindings();
  const { user, container } = await renderApp("/interview/s1", data);
  await user.click(within(await card("Joinery")).getByTestId("finding-reject"));
  await decided("Joinery", "rejected");
  expect(await axeViolations(container)).toEqual([]);
  await user.click(screen.getByTestId("finish"));
  await user.click(await screen.findByTestId("finish-confirm"));
  await screen.findByTestId("summary");
  expect(await axeViolations(container)).toEqual([]);
});
