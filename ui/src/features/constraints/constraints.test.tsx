// Constraints and the load of the week on the fake platform.
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { demoData } from "../../platform/fake-data";
import { emptyData } from "../../platform/fake-records";
import { axeViolations, renderApp } from "../../testing/render-app";
import "./constraints-screen";
import "../../components/dialog-frame";

test("a constraint is entered with its kind and weight", async () => {
  const { user, fake } = await renderApp("/constraints", emptyData());
  await screen.findByText("No constraints yet");
  await user.click(screen.getByRole("button", { name: "Add constraint" }));
  const dialog = await screen.findByRole("dialog");
  await user.type(within(dialog).getByLabelText("Name"), "Debt");
  await user.selectOptions(within(dialog).getByLabelText("Kind"), "Financial");
  fireEvent.change(within(dialog).getByLabelText("How heavy it is"), { target: { value: "80" } });
  await user.click(within(dialog).getByRole("button", { name: "Add constraint" }));
  expect(await screen.findByTestId("constraint-row")).toHaveTextContent("DebtFinancial80%");
  expect(fake.commands).toContainEqual({
    type: "create_constraint",
    constraint: { name: "Debt", kind: "financial", severity: 0.8 },
  });
});

test("a constraint can be resolved and made active again", async () => {
  const { user } = await renderApp("/constraints", demoData());
  const row = (await screen.findAllByTestId("constraint-row"))[0];
  if (!row) throw new Error("no constraint");
  await user.click(within(row).getByRole("button", { name: "Resolved" }));
  await user.click(await screen.findByRole("button", { name: "Active again" }));
  await waitFor(() =>
    expect(screen.queryByRole("button", { name: "Active again" })).not.toBeInTheDocument(),
  );
});

test("people and hours outside their range are named, inside they are kept", async () => {
  const { user, fake } = await renderApp("/constraints", demoData());
  await user.click(await screen.findByRole("button", { name: "Edit the load of the week" }));
  const people = screen.getByLabelText("People who depend on you");
  await user.clear(people);
  await user.type(people, "2.5");
  expect(screen.getByText("A whole number from 0 to 50.")).toBeVisible();
  await user.clear(people);
  await user.type(people, "3");
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(fake.data.bootstrap.state.dependants).toBe(3));
  expect(await screen.findByText(/3 people depend on you/)).toBeVisible();
});

test("axe finds nothing on constraints", async () => {
  const { container } = await renderApp("/constraints", demoData());
  await screen.findAllByTestId("constraint-row");
  expect(await axeViolations(container)).toEqual([]);
});
