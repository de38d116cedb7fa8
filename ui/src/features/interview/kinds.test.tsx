// What a session is for: chosen when it is begun, shown, sent with the first message, and still so
// after a restart.
import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { FakePlatform } from "../../platform/fake";
import { session } from "../../platform/fake-records";
import { pretendLayout } from "../../testing/layout";
import { oneSession } from "../../testing/one-session";
import { axeViolations, renderApp } from "../../testing/render-app";
import { setWidth } from "../../testing/width";
import { forgetDrafts } from "./draft-sessions";
import "../../testing/whole-interview";

beforeEach(pretendLayout);
afterEach(() => {
  forgetDrafts();
  setWidth(1280);
});

function kindsMade(fake: FakePlatform) {
  return fake.commands.flatMap((one) => (one.type === "new_session" ? [one.kind] : []));
}

async function choose(user: Awaited<ReturnType<typeof renderApp>>["user"], name: RegExp) {
  await user.click(await screen.findByRole("button", { name: "Choose what a new session is for" }));
  await user.click(await screen.findByRole("menuitem", { name }));
}

test("the three kinds are offered, each with what it is for, and the keys reach them", async () => {
  const { user, fake } = await renderApp("/interview/s1", oneSession());
  (await screen.findByTestId("new-session")).focus();
  await user.tab();
  await user.keyboard("{Enter}");
  const menu = await screen.findByRole("menu");
  const kinds = within(menu).getAllByRole("menuitem");
  expect(kinds.map((one) => one.textContent)).toEqual([
    "IntakeBroad: work, limits and direction.",
    "ExplorationOne theme, looked at closely.",
    "GuidanceA decision or a next step, from your η.",
  ]);
  expect(await axeViolations(menu)).toEqual([]);
  await waitFor(() => expect(kinds[0]).toHaveFocus());
  await user.keyboard("{ArrowDown}{ArrowDown}{Enter}");
  expect(await screen.findByText("Draft, not stored until you send")).toBeVisible();
  expect(kindsMade(fake)).toEqual(["guidance"]);
});

test("the kind is shown of a draft and goes with its first message", async () => {
  const { user, fake } = await renderApp("/interview/s1", oneSession());
  await choose(user, /^Exploration/);
  const draft = (await screen.findByText("Draft, not stored until you send")).closest("li");
  expect(draft).toHaveTextContent("Exploration");
  expect(screen.getByTestId("session-kind")).toHaveTextContent(/^Exploration$/);
  expect(screen.getByText("What would you like this session to be about?")).toBeVisible();
  await user.type(screen.getByTestId("composer"), "Estimating.{Enter}");
  await waitFor(() =>
    expect(fake.commands).toContainEqual(
      expect.objectContaining({ type: "send_message", kind: "exploration", resume: false }),
    ),
  );
});

test("the button itself and its key go on beginning an intake", async () => {
  const { user, fake } = await renderApp("/interview/s1", oneSession());
  await choose(user, /^Guidance/);
  await screen.findByText("Draft, not stored until you send");
  await user.click(screen.getByTestId("new-session"));
  await waitFor(() => expect(kindsMade(fake)).toEqual(["guidance", "intake"]));
  await waitFor(() => expect(screen.getByTestId("session-kind")).toHaveTextContent("Intake"));
  await user.keyboard("{Control>}n{/Control}");
  await waitFor(() => expect(kindsMade(fake)).toEqual(["guidance", "intake", "intake"]));
});

test.each([
  ["where it was left", undefined],
  ["from another screen", "/interview"],
])("a draft is still of its kind after a restart, %s", async (_, path) => {
  const { user, fake } = await renderApp("/interview/s1", oneSession());
  await choose(user, /^Guidance/);
  await user.type(await screen.findByTestId("composer"), "Shall I leave the yard?");
  await waitFor(() => expect(fake.data.bootstrap.preferences.last_session).not.toBe("s1"));
  const left = fake.data.bootstrap.preferences.last_session;
  cleanup();
  forgetDrafts();
  const again = await renderApp(path ?? `/interview/${left}`, fake.data);
  expect(await screen.findByDisplayValue("Shall I leave the yard?")).toBeVisible();
  expect(await screen.findByTestId("session-kind")).toHaveTextContent("Guidance");
  expect(await screen.findByText("What are you weighing up at the moment?")).toBeVisible();
  await again.user.type(screen.getByTestId("composer"), "{Enter}");
  await waitFor(() =>
    expect(again.fake.commands).toContainEqual(
      expect.objectContaining({ type: "send_message", session_id: left, kind: "guidance" }),
    ),
  );
});

test("an unknown session of a link is an intake, whatever was begun before, and stays one", async () => {
  const data = oneSession();
  data.bootstrap.preferences.last_session = "earlier";
  data.bootstrap.preferences.session_kind = "guidance";
  const { fake } = await renderApp("/interview/from-a-link", data);
  expect(await screen.findByTestId("session-kind")).toHaveTextContent("Intake");
  await waitFor(() =>
    expect(fake.data.bootstrap.preferences).toMatchObject({
      last_session: "from-a-link",
      session_kind: "intake",
    }),
  );
  expect(screen.getByTestId("session-kind")).toHaveTextContent("Intake");
});

test("a session that was removed elsewhere opens as what it was, not as what was begun last", async () => {
  const data = oneSession();
  data.bootstrap.preferences.session_kind = "guidance";
  const { fake } = await renderApp("/interview/s1", data);
  await waitFor(() => expect(fake.data.bootstrap.preferences.last_session).toBe("s1"));
  cleanup();
  fake.data.sessions = [];
  await renderApp("/interview", fake.data);
  expect(await screen.findByTestId("session-kind")).toHaveTextContent("Intake");
});

test("the steps of a session are those of its kind", async () => {
  const data = oneSession();
  const progress = { stage: "depth", asked: 2, minutes_left: 7, finished: false } as const;
  data.sessions = [session({ id: "s1", kind: "guidance", progress })];
  await renderApp("/interview/s1", data);
  const steps = await screen.findByRole("img", { name: "Stage 2 of 5: Depth" });
  expect(steps.children).toHaveLength(5);
});

test("at 400 px the kinds are in the drawer, which closes on the choice", async () => {
  setWidth(400);
  const { user, fake, baseElement } = await renderApp("/interview/s1", oneSession());
  await user.click(await screen.findByRole("button", { name: "Show sessions" }));
  await screen.findByRole("dialog", { name: "Sessions" });
  expect(await axeViolations(baseElement)).toEqual([]);
  await choose(user, /^Exploration/);
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  expect(kindsMade(fake)).toEqual(["exploration"]);
  expect(await screen.findByTestId("session-kind")).toHaveTextContent("Exploration");
});
