// Settings on the fake platform.
import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { fakePlatform } from "../../platform/fake";
import { demoData } from "../../platform/fake-data";
import { axeViolations, renderApp } from "../../testing/render-app";
import { shortcutOf } from "./shortcut-of";
import "./settings-screen";

test("a theme is on the page at once and kept by the engine", async () => {
  const { user, fake } = await renderApp("/settings", demoData());
  await user.click(await screen.findByTestId("theme-dark"));
  await waitFor(() => expect(document.documentElement.dataset.theme).toBe("dark"));
  expect(fake.data.bootstrap.preferences.theme).toBe("dark");
  await user.click(screen.getByTestId("theme-light"));
  await waitFor(() => expect(document.documentElement.dataset.theme).toBe("light"));
});

test("a refused choice is taken back and said", async () => {
  const fake = fakePlatform(demoData());
  fake.refuse("change_preferences", { code: "storage_full", title: "", retryable: true });
  const { user } = await renderApp("/settings", undefined, fake);
  await user.click(await screen.findByTestId("permission-observe"));
  expect(await screen.findByTestId("toast")).toHaveTextContent("The disk is full.");
  expect(screen.getByRole("radio", { name: "Ask" })).toBeChecked();
});

test("the name is kept after typing", async () => {
  const { user, fake } = await renderApp("/settings", demoData());
  const field = await screen.findByTestId("name-field");
  await user.clear(field);
  await user.type(field, "Jo Ek");
  await waitFor(() => expect(fake.data.bootstrap.preferences.name).toBe("Jo Ek"));
});

test("text size goes up in steps and scales the page", async () => {
  const { user } = await renderApp("/settings", demoData());
  await user.click(await screen.findByRole("button", { name: "Larger text" }));
  await waitFor(() =>
    expect(document.documentElement.style.getPropertyValue("--text-scale")).toBe("1.1"),
  );
});

test("an export says where it was written", async () => {
  const { user, fake } = await renderApp("/settings", demoData());
  await user.click(await screen.findByTestId("export-json-resume"));
  expect(await screen.findByTestId("toast")).toHaveTextContent("Written to /home/you/");
  expect(fake.commands).toContainEqual({ type: "export_profile", format: "json_resume" });
});

test("a refused shortcut is said, and new keys are kept", async () => {
  const data = demoData();
  data.bootstrap.host.shortcuts_refused = ["Ctrl+Alt+T"];
  const { user, fake } = await renderApp("/settings", data);
  expect(await screen.findByText("Another program uses Ctrl+Alt+T. Choose another.")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Change: Show or hide the window" }));
  await user.keyboard("{Control>}{Shift>}[KeyJ]{/Shift}{/Control}");
  await waitFor(() => expect(fake.data.bootstrap.preferences.shortcut_toggle).toBe("Ctrl+Shift+J"));
});

test("no keyring, Wayland and notices are said", async () => {
  const data = demoData();
  data.bootstrap.host = {
    ...data.bootstrap.host,
    keyring: false,
    wayland: true,
    notices: ["A damaged file was moved aside."],
  };
  const { user } = await renderApp("/settings", data);
  expect(await screen.findByTestId("keyring-notice")).toHaveTextContent("No keyring found");
  expect(screen.getByTestId("wayland-notice")).toBeVisible();
  const notice = screen.getByTestId("notice");
  await user.click(within(notice).getByRole("button", { name: "Dismiss" }));
  expect(screen.queryByTestId("notice")).not.toBeInTheDocument();
});

test("offline there is Retry now, and the numbers of the connection are there", async () => {
  const data = demoData();
  data.bootstrap.link = {
    state: "offline",
    transport: null,
    behind: 0,
    attempt: 3,
    retry_at: null,
    problem: null,
  };
  const { user } = await renderApp("/settings", data);
  await user.click(await screen.findByTestId("retry-now"));
  await waitFor(() => expect(screen.getByTestId("link-status")).toHaveTextContent("Live"));
  expect(await screen.findByText("340")).toBe(screen.getByTestId("diagnostics-events"));
});

test("a shortcut needs a modifier and a key", () => {
  const none = { ctrlKey: false, altKey: false, shiftKey: false, metaKey: false };
  expect(shortcutOf({ ...none, code: "KeyT" })).toBeNull();
  expect(shortcutOf({ ...none, ctrlKey: true, code: "ControlLeft" })).toBeNull();
  expect(shortcutOf({ ...none, altKey: true, code: "Space" })).toBe("Alt+Space");
});

test("axe finds nothing on the settings", async () => {
  const { container } = await renderApp("/settings", demoData());
  await screen.findByTestId("theme-dark");
  expect(await axeViolations(container)).toEqual([]);
});
