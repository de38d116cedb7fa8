// What happens to findings: chosen for a session, with a default for new ones, each explained.
import { screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { pretendLayout } from "../../testing/layout";
import { oneSession } from "../../testing/one-session";
import { axeViolations, renderApp } from "../../testing/render-app";
import "../../testing/whole-interview";

beforeEach(pretendLayout);

test("a session takes another permission, each with what it means", async () => {
  const { user, fake } = await renderApp("/interview/s1", oneSession());
  const button = await screen.findByRole("button", { name: "Findings: Ask before accepting" });
  await user.click(button);
  const observe = await screen.findByRole("menuitemradio", { name: /^Only observe/ });
  expect(observe).toHaveTextContent("Nothing changes your profile.");
  expect(screen.getByRole("menuitemradio", { checked: true })).toHaveTextContent(
    "Each finding waits for you.",
  );
  expect(screen.getByText(/New sessions begin with: Ask before accepting/)).toBeVisible();
  expect(await axeViolations(screen.getByRole("menu"))).toEqual([]);
  await user.click(observe);
  expect(fake.commands).toContainEqual({ type: "set_permission", id: "s1", permission: "observe" });
  await waitFor(() =>
    expect(screen.getByTestId("permission")).toHaveAttribute("data-mode", "observe"),
  );
  expect(fake.data.bootstrap.preferences.permission).toBe("ask");
});

test("before anything is stored the default is shown and chosen", async () => {
  const data = oneSession();
  data.bootstrap.preferences.permission = "auto";
  const { user, fake } = await renderApp("/interview/not-stored", data);
  await user.click(await screen.findByRole("button", { name: "Findings: Accept the sure ones" }));
  expect(await screen.findByText(/this holds for this session and every new one/)).toBeVisible();
  await user.click(screen.getByRole("menuitemradio", { name: /^Ask before accepting/ }));
  await waitFor(() => expect(fake.data.bootstrap.preferences.permission).toBe("ask"));
  expect(fake.commands.some((one) => one.type === "set_permission")).toBe(false);
});
