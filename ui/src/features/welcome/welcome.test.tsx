// The first run.
import { screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { emptyData } from "../../platform/fake-records";
import { pretendLayout } from "../../testing/layout";
import { axeViolations, renderApp } from "../../testing/render-app";
import "./welcome-screen";

beforeEach(pretendLayout);

test("the first answer makes the session, and the interview goes on with it", async () => {
  const { user, fake, router } = await renderApp("/welcome", { ...emptyData(), pace: 2 });
  await user.type(screen.getByRole("textbox", { name: "Your name, if you like" }), "Daniel");
  await user.type(
    screen.getByTestId("welcome-answer"),
    "I stopped{Shift>}{Enter}{/Shift}the crane.{Enter}",
  );
  await waitFor(() => expect(router.state.location.pathname).toMatch(/^\/interview\/.+/));
  const send = fake.commands.filter((one) => one.type === "send_message");
  expect(send).toEqual([
    {
      type: "send_message",
      session_id: expect.any(String),
      kind: "intake",
      text: "I stopped\nthe crane.",
      resume: false,
    },
  ]);
  expect(fake.data.bootstrap.preferences).toMatchObject({ welcomed: true, name: "Daniel" });
  expect(await screen.findAllByTestId("message")).not.toHaveLength(0);
  expect(await screen.findByTestId("finding")).toHaveAttribute("data-decision", "suggested");
});

test("nothing is stored while nothing is said", async () => {
  const { user, fake } = await renderApp("/welcome", emptyData());
  await user.type(screen.getByTestId("welcome-answer"), "   {Enter}");
  await user.click(screen.getByTestId("welcome-send"));
  expect(fake.commands.some((one) => one.type === "new_session")).toBe(false);
  expect(fake.data.bootstrap.preferences.welcomed).toBe(false);
});

test("a refused answer stays in the field", async () => {
  const { user, fake } = await renderApp("/welcome", emptyData());
  fake.refuse("send_message", { code: "storage_full", title: "", retryable: true });
  await user.type(screen.getByTestId("welcome-answer"), "Keep me{Enter}");
  expect(await screen.findByTestId("toast")).toHaveTextContent(/disk is full/);
  expect(screen.getByTestId("welcome-answer")).toHaveValue("Keep me");
  expect(fake.data.bootstrap.preferences.welcomed).toBe(false);
});

test("no rule of accessibility is broken", async () => {
  const { container } = await renderApp("/welcome", emptyData());
  expect(await axeViolations(container)).toEqual([]);
});
