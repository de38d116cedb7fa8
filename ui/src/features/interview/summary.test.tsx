// The summary of a finished session: what it brought, what can be said about it, and all of it as
// Markdown.
import { cleanup, screen, within } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import type { Finding } from "../../bindings/Finding";
import type { SessionSummary } from "../../bindings/SessionSummary";
import { finding, session } from "../../platform/fake-records";
import { pretendLayout } from "../../testing/layout";
import { oneSession } from "../../testing/one-session";
import { axeViolations, renderApp } from "../../testing/render-app";
import { decidedOf, gainsOf, remarksOn } from "./session-gains";
import { summaryMarkdown } from "./summary-markdown";
import "../../testing/whole-interview";

beforeEach(pretendLayout);

const summary: SessionSummary = {
  answers: 12,
  words: 840,
  minutes: 11.6,
  suggested: 6,
  confirmed: 4,
  rejected: 1,
  eta_before: 0.84,
  eta_after: 0.93,
  range_before: null,
  range_after: { low: 0.71, high: 1.2 },
};

const done = { status: "finalized", finalized_at: "2026-11-20T10:00:00Z" } as const;

function confirmed(id: string, given: Partial<Finding> & { name: string }, text: string): Finding {
  const target = { kind: "skill", id } as const;
  return {
    ...finding({ id, target, category: "leadership", ...given }, text),
    decision: "confirmed",
  };
}

const findings: Finding[] = [
  confirmed("k1", { id: "f1", name: "Crew lead", level: 0.6 }, "split the crew"),
  confirmed(
    "k1",
    { id: "f2", name: "Crew leadership", level: 0.7, created_at: "2026-11-20T09:05:00Z" },
    "seven men",
  ),
  confirmed("k2", { id: "f3", name: "Planning", level: 0.5 }, "a plan for each day"),
  confirmed(
    "k3",
    { id: "f4", name: "Joinery", level: 0.8, category: "craft_and_trades" },
    "the joint",
  ),
  confirmed(
    "c1",
    {
      id: "f5",
      kind: "constraint",
      name: "Night shifts",
      target: { kind: "constraint", id: "c1" },
    },
    "nights *again*",
  ),
  { ...finding({ id: "f6", name: "Crane hire" }, "the crane"), decision: "rejected" },
  finding({ id: "f7", name: "Apprentices" }, "the lads"),
];

test("findings of one record count once, under the newest name and with all their words", () => {
  const [skills, constraints] = gainsOf(findings);
  expect(skills?.gains.map(({ name }) => name)).toEqual(["Crew leadership", "Planning", "Joinery"]);
  expect(skills?.gains[0]).toMatchObject({ level: 0.7, quotes: ["split the crew", "seven men"] });
  expect(constraints?.gains).toHaveLength(1);
});

test("words said twice stand once, and both findings count", () => {
  const twice = [
    ...findings,
    confirmed("k2", { id: "f8", name: "Planning" }, "a plan for each day"),
  ];
  const planning = gainsOf(twice)[0]?.gains[1];
  expect(planning).toMatchObject({ quotes: ["a plan for each day"], findings: 2 });
});

test("what is decided is counted in findings, and what they speak of together is said", async () => {
  expect(decidedOf(findings)).toEqual({ confirmed: 5, rejected: 1, open: 1 });
  const data = oneSession();
  data.sessions = [session({ id: "s1", ...done, summary })];
  data.findings = findings;
  await renderApp("/interview/s1", data);
  const view = await screen.findByTestId("summary");
  expect(within(view).getByTestId("summary-confirmed")).toHaveTextContent("5");
  expect(within(view).getByTestId("summary-rejected")).toHaveTextContent("1");
  expect(within(view).getByTestId("summary-open")).toHaveTextContent("1");
  expect(view).toHaveTextContent(
    "Some of the 5 confirmed findings are about the same thing; together they are 4 entries below.",
  );
  const [row] = within(view).getAllByText("2 findings");
  expect(row?.closest("li")).toHaveTextContent(/^Crew leadership2 findings7.0/);
  cleanup();
  data.findings = findings.slice(1);
  await renderApp("/interview/s1", data);
  expect(await screen.findByTestId("summary-confirmed")).toHaveTextContent("4");
  expect(screen.queryByTestId("summary-together")).toBeNull();
});

test("what is said follows from the session and is left out where there is nothing to say", () => {
  const names = ["Crew leadership", "Planning"];
  expect(remarksOn(summary, findings)).toEqual([
    { kind: "moved", by: expect.closeTo(0.09) },
    { kind: "crossed", regime: "threshold" },
    { kind: "area", area: "leadership", names },
    { kind: "strongest", name: "Joinery", level: 0.8 },
    { kind: "heaviest", name: "Night shifts", level: 0.6 },
  ]);
  const first = { ...summary, eta_before: null };
  expect(remarksOn(first, [])).toEqual([{ kind: "first", value: 0.93 }]);
  expect(remarksOn({ ...first, eta_after: null }, [])).toEqual([]);
});

test("a finished session has no field to write in, unless words wait there unsent", async () => {
  const data = oneSession();
  data.sessions = [session({ id: "s1", title: "Timber frames", ...done, summary })];
  await renderApp("/interview/s1", data);
  await screen.findByTestId("summary");
  expect(screen.queryByTestId("composer")).toBeNull();
  cleanup();
  data.drafts.s1 = "Too late";
  await renderApp("/interview/s1", data);
  expect(await screen.findByTestId("composer")).toHaveValue("Too late");
});

test("the summary shows figures, η with its change and regime, insights, and copies them", async () => {
  const data = oneSession();
  data.sessions = [session({ id: "s1", title: "Timber frames", ...done, summary })];
  data.findings = findings;
  const { user, container, fake } = await renderApp("/interview/s1", data);
  const view = await screen.findByTestId("summary");
  fake.emit({
    type: "insight_received",
    insight: {
      id: "i1",
      version: 1,
      kind: "contradiction",
      text: "Two levels were given for Joinery.",
      created_at: "2026-11-20T09:30:00Z",
      read_at: null,
      dismissed_at: null,
    },
  });
  expect(await within(view).findByText("Two levels were given for Joinery.")).toBeVisible();
  expect(view).toHaveTextContent("0.84before0.93after80 % between 0.71 and 1.20+0.09Threshold");
  expect(
    within(view).getByText("Leadership came up most: Crew leadership and Planning."),
  ).toBeVisible();
  expect(within(view).getByTestId("summary-confirmed")).toHaveTextContent("5");
  expect(await axeViolations(container)).toEqual([]);
  const copied = vi.spyOn(navigator.clipboard, "writeText");
  await user.click(within(view).getByRole("button", { name: "Copy as Markdown" }));
  expect(await within(view).findByRole("button", { name: "Copied" })).toBeVisible();
  expect(copied.mock.calls[0]?.[0]).toBe(`# Timber frames

November 20 · 12 answers · 840 words · 12 minutes · 5 findings confirmed · 1 finding rejected · 1 finding to review

Some of the 5 confirmed findings are about the same thing; together they are 4 entries below.

**Escape Index η 0.84 before, 0.93 (80 %: 0.71 to 1.20) after**

- η moved by +0.09.
- η crossed into Threshold.
- Leadership came up most: Crew leadership and Planning.
- The highest level is Joinery, 8.0.
- The heaviest constraint is Night shifts, severity 6.0.
- Two levels were given for Joinery.

## Skills confirmed

- Crew leadership, 7.0
  > split the crew
  >
  > seven men

- Planning, 5.0
  > a plan for each day

- Joinery, 8.0
  > the joint

## Constraints confirmed

- Night shifts, 6.0
  > nights \\*again\\*
`);
});

test("what a person wrote stays text in Markdown", () => {
  const quotes = ["1. <b>first</b>", "- not a\nlist"];
  const groups = [{ title: "Skills", gains: [{ name: "# C", quotes }] }];
  const text = summaryMarkdown({
    title: "A_b",
    day: "",
    figures: [],
    together: "",
    eta: "η",
    remarks: [],
    groups,
  });
  expect(text).toContain("# A\\_b\n");
  expect(text).toContain("- \\# C\n  > 1\\. \\<b\\>first\\</b\\>\n  >\n  > \\- not a list\n");
});
