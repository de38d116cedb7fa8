// The language model in Settings, on the fake platform.
import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { fakePlatform } from "../../platform/fake";
import { demoData } from "../../platform/fake-data";
import { axeViolations, renderApp } from "../../testing/render-app";
import "./settings-screen";

const local = {
  kind: "open_ai" as const,
  base_url: "http://127.0.0.1:8080/v1",
  models: ["tiny", "small"],
};

test("a model found on this machine is filled in, tried and used", async () => {
  const data = demoData();
  data.localModels = [local];
  const { user, fake } = await renderApp("/settings", data);
  expect(await screen.findByTestId("model-in-use")).toHaveTextContent("The built-in interviewer");
  await user.click(await screen.findByTestId("take-local"));
  expect(screen.getByTestId("model-name")).toHaveValue("tiny");
  await user.click(screen.getByTestId("test-model"));
  await waitFor(() => expect(screen.getByTestId("model-trial")).toHaveTextContent("0.3 s"));
  await user.click(screen.getByTestId("use-model"));
  await waitFor(() => expect(screen.getByTestId("model-in-use")).toHaveTextContent("tiny words"));
  const choice = { kind: "open_ai", base_url: local.base_url, model: "tiny" };
  expect(fake.commands).toContainEqual({ type: "choose_model", choice, key: null });
  await user.click(screen.getByTestId("use-built-in"));
  expect(fake.commands).toContainEqual({ type: "choose_model", choice: null, key: null });
});

test("a key is given once and not shown again", async () => {
  const { user, fake } = await renderApp("/settings", demoData());
  await user.type(await screen.findByTestId("model-name"), "m");
  await user.type(screen.getByTestId("model-key"), "my key");
  expect(screen.getByTestId("model-key")).toHaveAttribute("type", "password");
  await user.click(screen.getByTestId("use-model"));
  await waitFor(() => expect(screen.getByTestId("model-key")).toHaveValue(""));
  expect(screen.getByTestId("model-key")).toHaveAttribute("placeholder", "A key is kept");
  const choice = { kind: "open_ai", base_url: "", model: "m" };
  expect(fake.commands).toContainEqual({ type: "choose_model", choice, key: "my key" });
});

test.each([
  ["model_refused", "The model's server wants another key. Change it in Settings."],
  ["model_unreachable", "No model answers at this address."],
] as const)("a test says what to mend, and nothing of words: %s", async (code, words) => {
  const fake = fakePlatform(demoData());
  fake.refuse("test_model", { code, title: "", retryable: true });
  const { user } = await renderApp("/settings", undefined, fake);
  await user.type(await screen.findByTestId("model-name"), "m");
  await user.click(screen.getByTestId("test-model"));
  const trial = screen.getByTestId("model-trial");
  await waitFor(() => expect(trial).toHaveTextContent(words, { normalizeWhitespace: true }));
  expect(trial).not.toHaveTextContent("saved");
});

test("where the server runs elsewhere, so is the model chosen, and the screen says so", async () => {
  const data = demoData();
  data.models = { ...data.models, here: false };
  data.bootstrap.host = { ...data.bootstrap.host, server: "work.example" };
  await renderApp("/settings", data);
  expect(await screen.findByText("You use work.example.", { exact: false })).toBeVisible();
  expect(screen.queryByTestId("model-form")).not.toBeInTheDocument();
});

test("the models of Settings are accessible", async () => {
  const data = demoData();
  data.localModels = [local];
  const { container } = await renderApp("/settings", data);
  await screen.findByTestId("take-local");
  expect(await axeViolations(container)).toEqual([]);
});
