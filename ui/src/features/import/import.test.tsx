// Import on the fake platform.
import { act, screen, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { emptyData } from "../../platform/fake-records";
import { pretendLayout } from "../../testing/layout";
import { axeViolations, renderApp } from "../../testing/render-app";
import { setWidth } from "../../testing/width";
import "./import-screen";
import "../skills/skills-screen";

beforeEach(pretendLayout);

test("what was read is shown, a file can stay out, and the rest becomes a session", async () => {
  const { user, fake, router } = await renderApp("/import", emptyData());
  await user.click(await screen.findByRole("button", { name: "Choose files" }));
  const files = await screen.findAllByTestId("read-file");
  expect(files.map((file) => file.querySelector("summary")?.textContent)).toEqual([
    "cv.pdf2 passages",
    "notes.md1 passage",
  ]);
  expect(within(files[0] as HTMLElement).getByText("cv.pdf · 2")).toBeInTheDocument();
  expect(screen.getByRole("button", { name: "Import 3 passages" })).toBeEnabled();
  await user.click(screen.getByRole("switch", { name: "Import cv.pdf" }));
  await user.click(screen.getByRole("button", { name: "Import 1 passage" }));
  const sent = fake.commands.find(({ type }) => type === "start_import");
  expect(sent).toMatchObject({ leave_out: ["cv.pdf"] });
  const id = sent?.type === "start_import" ? sent.id : "";
  expect(router.state.location.pathname).toBe(`/interview/${id}`);
  expect(await screen.findByTestId("message-text")).toHaveTextContent("I keep bees.");
});

test("a file that cannot be read says why", async () => {
  const { user } = await renderApp("/import", emptyData());
  await user.click(await screen.findByRole("button", { name: "Choose folder" }));
  const refused = await screen.findByTestId("refused-file");
  expect(refused).toHaveTextContent("scan.pdf");
  expect(refused).toHaveTextContent("There is no text in it, as in a scan.");
});

test("what is left out is counted or said in part, with what to do", async () => {
  const data = emptyData();
  data.chosen = {
    documents: [{ name: "a.md", passages: [{ origin: "a.md", text: "I sew." }] }],
    refusals: [
      { name: "21 × notes/*.md", why: "empty" },
      { name: "21 × notes/*.md", why: "too_much" },
      { name: "talk.jsonl · 301–512 / 512", why: "too_much" },
    ],
  };
  const { user } = await renderApp("/import", data);
  await user.click(await screen.findByRole("button", { name: "Choose folder" }));
  const [, notes, rest] = await screen.findAllByTestId("refused-file");
  expect(screen.getByText("Not read")).toBeVisible();
  expect(notes).toHaveTextContent("21 × notes/*.md");
  expect(rest).toHaveTextContent("talk.jsonl · 301–512 / 512");
  expect(rest).toHaveTextContent("the rest of a long file as a file of its own");
});

test("without any file nothing can be imported", async () => {
  const { user } = await renderApp("/import", emptyData());
  await user.click(await screen.findByRole("button", { name: "Choose files" }));
  for (const one of await screen.findAllByRole("switch")) await user.click(one);
  expect(screen.getByTestId("start-import")).toBeDisabled();
});

test("what was read stays on the screen when the window changes its width", async () => {
  setWidth(1280);
  const { user } = await renderApp("/import", emptyData());
  await user.click(await screen.findByRole("button", { name: "Choose files" }));
  await user.click(await screen.findByRole("switch", { name: "Import cv.pdf" }));
  for (const width of [400, 800, 1280]) {
    act(() => setWidth(width));
    expect(screen.getByRole("button", { name: "Import 1 passage" })).toBeEnabled();
  }
});

test("a closed dialog changes nothing", async () => {
  const data = emptyData();
  data.chosen = null;
  const { user } = await renderApp("/import", data);
  await user.click(await screen.findByRole("button", { name: "Choose files" }));
  expect(await screen.findByText("Bring what you already have")).toBeVisible();
});

test("import is reached from skills and settings", async () => {
  const { user, router } = await renderApp("/skills", emptyData());
  await user.click(await screen.findByRole("link", { name: "Import files" }));
  expect(router.state.location.pathname).toBe("/import");
  await user.click((await screen.findAllByRole("link", { name: "Settings" }))[0] as HTMLElement);
  await user.click(await screen.findByRole("link", { name: "Import files" }));
  expect(router.state.location.pathname).toBe("/import");
});

test("axe finds nothing on a preview", async () => {
  const { user, container } = await renderApp("/import", emptyData());
  await user.click(await screen.findByRole("button", { name: "Choose files" }));
  await screen.findByTestId("start-import");
  expect(await axeViolations(container)).toEqual([]);
});
