// Who words the questions of one session: the model of Settings, another of its server, or none.
import { screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { pretendLayout } from "../../testing/layout";
import { oneSession } from "../../testing/one-session";
import { axeViolations, renderApp } from "../../testing/render-app";
import "../../testing/whole-interview";

beforeEach(pretendLayout);

const base_url = "http://127.0.0.1:8080/v1";

test("a session takes another model of the server, or the built-in interviewer", async () => {
  const data = oneSession();
  data.models = { ...data.models, chosen: { kind: "open_ai", base_url, model: "large" } };
  data.localModels = [{ kind: "open_ai", base_url, models: ["large", "small"] }];
  const { user, fake } = await renderApp("/interview/s1", data);
  await user.click(await screen.findByRole("button", { name: "Questions by: large" }));
  const small = await screen.findByRole("menuitemradio", { name: "small" });
  expect(screen.getAllByRole("menuitemradio")).toHaveLength(3);
  expect(screen.getByRole("menuitemradio", { checked: true })).toHaveTextContent("large");
  expect(await axeViolations(screen.getByRole("menu"))).toEqual([]);
  await user.click(small);
  const named = { type: "model", name: "small" };
  expect(fake.commands).toContainEqual({ type: "set_voice", id: "s1", voice: named });
  await waitFor(() =>
    expect(screen.getByTestId("voice")).toHaveAttribute("data-voice", "model:small"),
  );
  await user.click(screen.getByTestId("voice"));
  await user.click(await screen.findByRole("menuitemradio", { name: /^Built-in interviewer/ }));
  const builtIn = { type: "built_in" };
  expect(fake.commands).toContainEqual({ type: "set_voice", id: "s1", voice: builtIn });
});

test("where no model is chosen there is nothing to choose", async () => {
  await renderApp("/interview/s1", oneSession());
  expect(await screen.findByTestId("permission")).toBeVisible();
  expect(screen.queryByTestId("voice")).not.toBeInTheDocument();
});
