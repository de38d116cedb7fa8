// The dashboard on the fake platform: full, empty, loading, refused, and live.
import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { fakePlatform } from "../../platform/fake";
import { demoData } from "../../platform/fake-data";
import { emptyData, skillView } from "../../platform/fake-records";
import { axeViolations, renderApp } from "../../testing/render-app";
import "./dashboard-screen";
import "../../components/dialog-frame";

test("η is shown with its interval, its regime and its terms", async () => {
  await renderApp("/", demoData());
  expect(await screen.findByTestId("eta-value")).toHaveTextContent(/^\d\.\d\d$/);
  expect(screen.getByTestId("eta-value")).toHaveAttribute(
    "data-eta",
    expect.stringMatching(/^1\.08/),
  );
  expect(screen.getByTestId("eta-interval")).toHaveTextContent(/^\d\.\d\d – \d\.\d\d$/);
  expect(screen.getByTestId("eta-regime")).toHaveAttribute("data-regime", "threshold");
  expect(screen.getByTestId("eta-regime")).toHaveTextContent("Threshold");
  for (const term of ["T", "A", "G", "M"]) {
    expect(screen.getByTestId(`term-${term}`)).toHaveTextContent(/\d\.\d\d/);
  }
  expect(screen.getByText(/Probably Threshold; the interval reaches into Escaping/)).toBeVisible();
});

test("five recent skills without the rejected, the latest first, and the active projects", async () => {
  await renderApp("/", demoData());
  const skills = await screen.findAllByTestId("recent-skill");
  expect(skills).toHaveLength(5);
  expect(screen.queryByText("Excel modelling")).not.toBeInTheDocument();
  expect(screen.getAllByTestId("project-row")).toHaveLength(4);
  expect(screen.getByTestId("confirmed-count")).toHaveTextContent("8");
});

test("without evidence there is no number, and it says what is missing", async () => {
  await renderApp("/", emptyData());
  expect(await screen.findByTestId("eta-value")).toHaveTextContent("–");
  expect(screen.getByTestId("eta-regime")).toHaveTextContent("Not enough evidence");
  expect(screen.queryByTestId("eta-interval")).not.toBeInTheDocument();
  const missing = within(screen.getByTestId("missing"));
  expect(missing.getByText("5 more confirmed skills")).toBeVisible();
  expect(missing.getByText("What holds you back")).toBeVisible();
  expect(screen.getByText("No skills yet")).toBeVisible();
  expect(screen.getByTestId("start-interview")).toHaveTextContent("Start interview");
});

test("a confirmed skill changes η without a read", async () => {
  const { fake } = await renderApp("/", demoData());
  const eta = await screen.findByTestId("eta-value");
  const before = eta.getAttribute("data-eta");
  const reads = fake.commands.length;
  await fake.dispatch({
    type: "create_skill",
    skill: { name: "Python", category: "data", level: 0.9 },
  });
  await waitFor(() => expect(eta.getAttribute("data-eta")).not.toBe(before));
  expect(screen.getByTestId("confirmed-count")).toHaveTextContent("9");
  expect(fake.commands).toHaveLength(reads + 1);
});

test("a term opens what it is made of, and Escape closes it and gives the focus back", async () => {
  const { user } = await renderApp("/", demoData());
  const term = await screen.findByTestId("term-G");
  await user.click(term);
  const dialog = await screen.findByRole("dialog", { name: "What gravity is made of" });
  expect(within(dialog).getByText("Care for my mother")).toBeVisible();
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  await waitFor(() => expect(term).toHaveFocus());
});

test("a refused read says so and can be repeated", async () => {
  const fake = fakePlatform(demoData());
  fake.refuse("list_projects", { code: "storage_damaged", title: "", retryable: false });
  await renderApp("/", undefined, fake);
  const alert = await screen.findByRole("alert");
  expect(alert).toHaveTextContent("This could not be read");
  expect(alert).toHaveTextContent("was damaged and moved aside");
  expect(await screen.findByTestId("eta-value")).toBeVisible();
});

test("while skills are on their way the rest is already there", async () => {
  const fake = fakePlatform(demoData());
  fake.silence("list_skills");
  await renderApp("/", undefined, fake);
  expect(await screen.findByTestId("eta-value")).toBeVisible();
  const card = await screen.findByRole("region", { name: "Recent skills" });
  expect(await within(card).findByRole("status", { name: "Loading" })).toBeInTheDocument();
});

test("the numbers of a skill suggested by an event appear at once", async () => {
  const { fake } = await renderApp("/", emptyData());
  await screen.findByText("No skills yet");
  fake.emit({
    type: "skill_updated",
    skill: skillView({ id: "k1", name: "Welding", status: "suggested" }),
  });
  expect(await screen.findByTestId("recent-skill")).toHaveTextContent(
    "WeldingTechnical · level 6.0",
  );
});

test("axe finds nothing on the full and the empty dashboard", async () => {
  const full = await renderApp("/", demoData());
  await screen.findByTestId("eta-value");
  expect(await axeViolations(full.container)).toEqual([]);
  full.unmount();
  const empty = await renderApp("/", emptyData());
  await screen.findByText("No skills yet");
  expect(await axeViolations(empty.container)).toEqual([]);
});
