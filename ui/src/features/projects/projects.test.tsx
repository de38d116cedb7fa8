// Projects and the direction on the fake platform.
import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { demoData } from "../../platform/fake-data";
import { emptyData } from "../../platform/fake-records";
import { axeViolations, renderApp } from "../../testing/render-app";
import "./projects-screen";
import "../../components/dialog-frame";

test("a project begins with its name and counts as active", async () => {
  const { user, fake } = await renderApp("/projects", emptyData());
  await screen.findByText("No active projects");
  await user.click(screen.getByRole("button", { name: "Add project" }));
  const dialog = await screen.findByRole("dialog");
  await user.type(within(dialog).getByLabelText("Name"), "Evening school{Enter}");
  expect(await screen.findByTestId("project-row")).toHaveTextContent("Evening school");
  expect(fake.commands).toContainEqual({
    type: "create_project",
    project: { name: "Evening school" },
  });
});

test("hours, alignment and weight are sent in the units of the engine", async () => {
  const { user, fake } = await renderApp("/projects", demoData());
  await user.click(await screen.findByRole("button", { name: "Edit ICU charge shifts" }));
  const hours = screen.getByLabelText("Hours a week");
  await user.clear(hours);
  await user.type(hours, "200");
  expect(screen.getByText("Weekly hours go from 0 to 168.")).toBeVisible();
  await user.clear(hours);
  await user.type(hours, "20");
  const alignment = screen.getByLabelText("Alignment in %");
  await user.clear(alignment);
  await user.type(alignment, "70");
  await user.selectOptions(screen.getByLabelText("Weight"), "Key");
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(screen.queryByLabelText("Weight")).not.toBeInTheDocument());
  expect(fake.commands.at(-1)).toEqual({
    type: "update_project",
    id: "p3",
    change: { weight: "key", weekly_hours: 20, alignment: 0.7 },
  });
});

test("a suggested project can be confirmed", async () => {
  const { user, fake } = await renderApp("/projects", demoData());
  await user.click(await screen.findByRole("button", { name: "Confirm" }));
  await waitFor(() => expect(screen.queryByText("Suggested")).not.toBeInTheDocument());
  expect(fake.data.projects.find(({ id }) => id === "p5")?.status).toBe("active");
});

test("the direction can be changed", async () => {
  const { user, fake } = await renderApp("/projects", demoData());
  await user.click(await screen.findByRole("button", { name: "Edit where you want to go" }));
  const field = screen.getByLabelText("Your direction, in one or two sentences");
  await user.clear(field);
  await user.type(field, "Teach.");
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(fake.data.bootstrap.state.direction).toBe("Teach."));
  expect(await screen.findByText("Teach.")).toBeVisible();
});

test("axe finds nothing on projects with an open form", async () => {
  const { user, container } = await renderApp("/projects", demoData());
  await user.click(await screen.findByRole("button", { name: "Edit ICU charge shifts" }));
  expect(await axeViolations(container)).toEqual([]);
});
