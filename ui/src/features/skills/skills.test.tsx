// Skills on the fake platform: list, filter, the person's word, editing.
import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { fakePlatform } from "../../platform/fake";
import { demoData } from "../../platform/fake-data";
import { emptyData } from "../../platform/fake-records";
import { axeViolations, renderApp } from "../../testing/render-app";
import "./skills-screen";
import "../../components/dialog-frame";

test("suggested skills come first, then categories, then the rejected", async () => {
  await renderApp("/skills", demoData());
  const rows = await screen.findAllByTestId("skill-row");
  expect(rows).toHaveLength(10);
  expect(rows[0]).toHaveAttribute("data-status", "suggested");
  expect(rows.at(-1)).toHaveAttribute("data-status", "rejected");
  expect(screen.getByRole("region", { name: "Health" })).toHaveTextContent("Sepsis recognition");
});

test("slash goes to the filter, which keeps names and categories that match", async () => {
  const { user } = await renderApp("/skills", demoData());
  await screen.findAllByTestId("skill-row");
  await user.keyboard("/communi");
  expect(screen.getByRole("searchbox")).toHaveFocus();
  const names = screen.getAllByTestId("skill-row").map((row) => row.textContent);
  expect(names).toEqual([
    expect.stringContaining("Clinical handover"),
    expect.stringContaining("Family conversations"),
  ]);
  await user.keyboard("zzz");
  expect(screen.getByText("No skill matches.")).toBeVisible();
});

test("a skill shows the exact words it rests on", async () => {
  await renderApp("/skills/k1", demoData());
  const quotes = await screen.findAllByTestId("evidence-quote");
  expect(quotes[0]?.textContent).toBe(
    "I called the outreach team twelve minutes after the lactate came back, before the second set of bloods.",
  );
  expect(screen.getByTestId("skill-level")).toHaveTextContent("7.7");
});

test("confirming counts at once and can be undone from the toast", async () => {
  const { user, fake } = await renderApp("/skills/k9", demoData());
  await user.click(await screen.findByTestId("skill-confirm"));
  const detail = screen.getByTestId("skill-detail");
  await waitFor(() => expect(within(detail).getByText("Confirmed")).toBeVisible());
  expect(fake.commands).toContainEqual({
    type: "update_skill",
    id: "k9",
    change: { decision: "confirmed" },
  });
  const toast = await screen.findByTestId("toast");
  expect(toast).toHaveTextContent("Incident review confirmed.");
  await user.click(within(toast).getByRole("button", { name: "Undo" }));
  await waitFor(() => expect(within(detail).getByText("Suggested")).toBeVisible());
});

test("rejecting strikes it through and Undo brings it back", async () => {
  const { user } = await renderApp("/skills/k8", demoData());
  await user.click(await screen.findByTestId("skill-reject"));
  const undo = await screen.findByTestId("skill-undo");
  await waitFor(() => expect(screen.queryByTestId("skill-reject")).not.toBeInTheDocument());
  await user.click(undo);
  expect(await screen.findByTestId("skill-confirm")).toBeVisible();
});

test("an edited level is sent from 0 to 1, and only what changed", async () => {
  const { user, fake } = await renderApp("/skills/k1", demoData());
  await user.click(await screen.findByTestId("skill-edit"));
  const level = await screen.findByTestId("edit-level");
  await user.clear(level);
  await user.type(level, "11");
  expect(screen.getByText("Levels go from 0 to 10.")).toBeVisible();
  await user.clear(level);
  await user.type(level, "6,5");
  await user.click(screen.getByTestId("edit-save"));
  await waitFor(() => expect(screen.queryByTestId("edit-level")).not.toBeInTheDocument());
  expect(fake.commands).toContainEqual({ type: "update_skill", id: "k1", change: { level: 0.65 } });
  expect(screen.getByTestId("skill-level")).toHaveTextContent("6.5");
});

test("a refused change is said in words and changes nothing", async () => {
  const fake = fakePlatform(demoData());
  fake.refuse("update_skill", { code: "storage_full", title: "no", retryable: true });
  const { user } = await renderApp("/skills/k9", undefined, fake);
  await user.click(await screen.findByTestId("skill-confirm"));
  expect(await screen.findByRole("alert")).toHaveTextContent("The disk is full.");
  expect(screen.getByTestId("skill-confirm")).toBeVisible();
});

test("a new skill by hand appears in its category", async () => {
  const { user } = await renderApp("/skills", emptyData());
  await screen.findByText("No skills yet");
  await user.click(screen.getByRole("button", { name: "Add skill" }));
  const dialog = await screen.findByRole("dialog", { name: "Add skill" });
  await user.type(within(dialog).getByLabelText("Name"), "Joinery");
  await user.selectOptions(within(dialog).getByLabelText("Category"), "Craft and trades");
  await user.click(within(dialog).getByRole("button", { name: "Add skill" }));
  expect(await screen.findByTestId("skill-row")).toHaveTextContent("Joinery");
});

test("axe finds nothing on a skill", async () => {
  const { container } = await renderApp("/skills/k9", demoData());
  await screen.findByTestId("skill-detail");
  expect(await axeViolations(container)).toEqual([]);
});
