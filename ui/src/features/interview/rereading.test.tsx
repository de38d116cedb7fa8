// A session read again, on the fake platform.
import { screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import type { FakeData } from "../../platform/fake";
import { finding } from "../../platform/fake-records";
import { pretendLayout } from "../../testing/layout";
import { oneSession } from "../../testing/one-session";
import { axeViolations, renderApp } from "../../testing/render-app";
import "../../testing/whole-interview";

beforeEach(pretendLayout);

/** One finding each that is new, seen otherwise and no longer found, and one that is decided. */
function learned(): FakeData {
  const data = oneSession("I split the crew of seven and ordered the oak.");
  const lead = finding({ id: "f1", name: "Crew leadership", probability: 0.5 }, "split the crew");
  const oak = finding({ id: "f2", name: "Oak" }, "oak");
  const plan = finding({ id: "f3", name: "Planning", decision: "confirmed" }, "ordered");
  data.findings = [lead, oak, plan];
  data.reread = {
    found: [
      { ...lead, probability: 0.9, level: 0.8 },
      finding({ id: "f4", name: "Purchasing" }, "ordered the oak"),
    ],
    gone: ["f2", "f3"],
  };
  return data;
}

async function openMenu(user: UserEvent): Promise<void> {
  const item = await screen.findByTestId("session-item");
  const opener = within(item).getByRole("button", { name: "Actions for Timber frames" });
  await user.click(opener);
}

async function fromMenu(data: FakeData) {
  const app = await renderApp("/interview/s1", data);
  await openMenu(app.user);
  await app.user.click(await screen.findByText("Read again"));
  return { ...app, dialog: await screen.findByTestId("rereading") };
}

function findingsShown(): (string | null)[] {
  return screen.getAllByTestId("finding").map((card) => card.getAttribute("data-finding-id"));
}

test("what would be different stands in three groups with its words and changes nothing", async () => {
  const { dialog, container } = await fromMenu(learned());
  const fresh = await within(dialog).findByTestId("rereading-new");
  expect(fresh).toHaveTextContent("Purchasing");
  expect(within(fresh).getByText("ordered the oak")).toBeInTheDocument();
  const changed = within(dialog).getByTestId("rereading-changed");
  expect(changed).toHaveTextContent("Technical · 8.0 · 90 % sure");
  expect(changed).toHaveTextContent("Before: Crew leadership, Technical · 6.0 · 50 % sure");
  const gone = within(dialog).getByTestId("rereading-gone");
  expect(within(gone).getAllByTestId("rereading-line")).toHaveLength(1);
  expect(gone).toHaveTextContent("Oak");
  expect(dialog).not.toHaveTextContent("Planning");
  expect(await axeViolations(dialog)).toEqual([]);
  expect(container.querySelectorAll("[data-finding-id=f2]")).toHaveLength(1);
});

test("applied, the suggestions are as shown and the decision stays", async () => {
  const { user, dialog, fake } = await fromMenu(learned());
  await user.click(await within(dialog).findByTestId("apply-rereading"));
  await waitFor(() => expect(screen.queryByTestId("rereading")).not.toBeInTheDocument());
  expect(await screen.findByText("3 differences applied.")).toBeInTheDocument();
  expect(findingsShown().toSorted()).toEqual(["f1", "f3", "f4"]);
  const cards = screen.getAllByTestId("finding");
  const kept = cards.find((card) => card.getAttribute("data-finding-id") === "f3");
  expect(kept).toHaveAttribute("data-decision", "confirmed");
  expect(fake.commands.filter(({ type }) => type === "apply_rereading")).toHaveLength(1);
});

test("cancelled, nothing is sent", async () => {
  const { user, dialog, fake } = await fromMenu(learned());
  await within(dialog).findByTestId("rereading-new");
  await user.click(within(dialog).getByRole("button", { name: "Cancel" }));
  expect(fake.commands.some(({ type }) => type === "apply_rereading")).toBe(false);
  expect(findingsShown().toSorted()).toEqual(["f1", "f2", "f3"]);
});

test("where nothing is different there is nothing to apply", async () => {
  const { dialog } = await fromMenu(oneSession());
  expect(await within(dialog).findByText(/Nothing is different/)).toBeInTheDocument();
  expect(within(dialog).queryByTestId("apply-rereading")).not.toBeInTheDocument();
});

test("a session that is being answered is not read again", async () => {
  const data = oneSession();
  data.sessions = data.sessions.map((one) => ({ ...one, active_job: "j1" }));
  const { user } = await renderApp("/interview/s1", data);
  await openMenu(user);
  const item = await screen.findByRole("menuitem", { name: "Read again" });
  expect(item).toHaveAttribute("aria-disabled", "true");
});

test("a finished session is read again from its summary, and an unreachable server is named", async () => {
  const data = learned();
  const summary = {
    answers: 1,
    words: 10,
    minutes: 2,
    suggested: 3,
    confirmed: 1,
    rejected: 0,
    eta_before: null,
    eta_after: null,
    range_before: null,
    range_after: null,
  };
  const finalized_at = "2026-11-20T10:00:00Z";
  data.sessions = data.sessions.map((one) => ({
    ...one,
    status: "finalized",
    finalized_at,
    summary,
  }));
  const { user, fake } = await renderApp("/interview/s1", data);
  fake.refuse("preview_rereading", { code: "unavailable", title: "", retryable: true });
  await user.click(await screen.findByTestId("reread"));
  const problem = await screen.findByTestId("rereading-problem");
  expect(problem).toHaveTextContent("the server is needed");
  expect(within(problem).queryByRole("button", { name: "Read without the model" })).toBeNull();
});

test("a model that fails can be left out", async () => {
  const data = learned();
  const { user, fake } = await renderApp("/interview/s1", data);
  fake.refuse("preview_rereading", { code: "model_silent", title: "", retryable: true });
  await openMenu(user);
  await user.click(await screen.findByText("Read again"));
  await user.click(await screen.findByRole("button", { name: "Read without the model" }));
  await waitFor(() => {
    const asked = fake.commands.filter(({ type }) => type === "preview_rereading");
    expect(asked.at(-1)).toMatchObject({ without_model: true });
  });
});
