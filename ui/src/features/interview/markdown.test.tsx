// What the interviewer writes: Markdown while it grows, code in colours that can be copied, tools as
// folded lines, and nothing that runs or loads.
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import type { Block } from "../../bindings/Block";
import { job, sent } from "../../platform/fake-records";
import { pretendLayout } from "../../testing/layout";
import { oneSession, said } from "../../testing/one-session";
import { axeViolations, renderApp } from "../../testing/render-app";
import { MarkdownText } from "./markdown-text";
import { toolRuns } from "./tool-runs";
import "../../testing/whole-interview";
import "./coloured-code";

beforeEach(pretendLayout);

const program = "```ts\nconst answer = 42; // <b>sure</b>\n```";

test("code has its language, colours, and a button that copies it as it was written", async () => {
  const user = userEvent.setup();
  const copied = vi.spyOn(navigator.clipboard, "writeText");
  const { container } = render(<MarkdownText text={program} />);
  const block = await screen.findByTestId("code-block");
  expect(within(block).getByText("ts")).toBeVisible();
  await waitFor(() => expect(container.querySelector(".hljs-keyword")).toHaveTextContent("const"));
  expect(block.querySelector("pre")?.textContent).toBe("const answer = 42; // <b>sure</b>");
  await user.click(within(block).getByRole("button", { name: "Copy code" }));
  expect(copied).toHaveBeenCalledWith("const answer = 42; // <b>sure</b>");
  expect(await within(block).findByRole("button", { name: "Copied" })).toBeVisible();
});

test("a clipboard that refuses is said", async () => {
  const data = oneSession();
  data.messages.push(sent(said({ id: "m3", ordinal: 3, role: "assistant" }, program)));
  const { user } = await renderApp("/interview/s1", data);
  vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new Error("not allowed"));
  await user.click(await screen.findByRole("button", { name: "Copy code" }));
  expect(await screen.findByTestId("toast")).toHaveTextContent("The words could not be copied.");
});

test("code of a language nobody knows, and code that is still open, stand as they are", async () => {
  const { container } = render(<MarkdownText writing text={"```klingon\nQapla' <script>"} />);
  const block = await screen.findByTestId("code-block");
  expect(block.querySelector("pre")?.textContent).toBe("Qapla' <script>");
  expect(container.querySelector("script, [class^=hljs]")).toBeNull();
});

test("marks whose end has not come yet are drawn as if it had", async () => {
  const { rerender, container } = render(<MarkdownText writing text="It was **quite" />);
  await waitFor(() => expect(container.querySelector("strong")).toHaveTextContent("quite"));
  expect(container.textContent).toBe("It was quite");
  rerender(<MarkdownText writing text={"Use `cargo"} />);
  await waitFor(() => expect(container.querySelector("code")).toHaveTextContent("cargo"));
});

test("tables, tasks and links are drawn; a link says where it leads and leads nowhere", async () => {
  const text = [
    "| what | hours |\n| --- | ---: |\n| Frames | 12 |",
    "- [x] Lists cut\n- [ ] Crane ordered",
    "See [the plan](https://example.org/plan) or https://example.org.",
  ].join("\n\n");
  const { container } = render(<MarkdownText text={text} />);
  const table = await screen.findByRole("table");
  expect(within(table).getByRole("cell", { name: "12" })).toBeVisible();
  expect(screen.getByRole("img", { name: "Done" }).closest("li")).toHaveTextContent("Lists cut");
  expect(screen.getByRole("img", { name: "Open" })).toBeVisible();
  expect(container).toHaveTextContent(
    "See the plan (https://example.org/plan) or https://example.org.",
  );
  expect(container.querySelector("a, input")).toBeNull();
  expect(await axeViolations(container)).toEqual([]);
});

const used: Block[] = [
  { type: "tool_use", name: "record_skill", input: '{"name":"Joinery"}' },
  { type: "tool_result", name: "record_skill", output: 'skill Joinery "re-drew"', count: 1 },
  { type: "tool_use", name: "weather", input: "{}" },
  { type: "text", text: "And then?" },
];

test("what tools did stands folded above the words and opens by key", async () => {
  const data = oneSession();
  const reply = said({ id: "m3", ordinal: 3, role: "assistant" }, "");
  data.messages.push(sent({ ...reply, blocks: used }));
  const { user, container } = await renderApp("/interview/s1", data);
  const [skill, other] = await screen.findAllByTestId("tool-row");
  if (!skill || !other) throw new Error("two tools were used");
  expect(skill).toHaveTextContent(/^Noted a skill1 result/);
  expect(skill).not.toHaveAttribute("open");
  expect(other).toHaveTextContent(/^Used weatherno result/);
  const message = skill.closest("[data-testid=message]");
  expect(message?.querySelector("[data-testid=message-text]")?.textContent).toBe("And then?");
  await user.click(within(skill).getByText("Noted a skill"));
  expect(skill).toHaveAttribute("open");
  expect(within(skill).getByText('skill Joinery "re-drew"')).toBeVisible();
  expect(await axeViolations(container)).toEqual([]);
});

test("what was noted is there while the reply is being written", async () => {
  const data = oneSession();
  data.jobs = [job({ id: "j1", message_id: "m2", tools: used.slice(0, 2) })];
  data.jobTexts = { j1: "And th" };
  await renderApp("/interview/s1", data);
  const row = within(await screen.findByTestId("streaming")).getByTestId("tool-row");
  expect(row).toHaveTextContent(/^Noted a skill1 result/);
});

test("a result belongs to the oldest use of its tool that has none", () => {
  const use = (input: string): Block => ({ type: "tool_use", name: "simulate", input });
  const result = (output: string): Block => ({
    type: "tool_result",
    name: "simulate",
    output,
    count: 1,
  });
  expect(toolRuns([use("a"), use("b"), result("of a"), result("of b"), result("of none")])).toEqual(
    [
      { name: "simulate", input: "a", result: { output: "of a", count: 1 } },
      { name: "simulate", input: "b", result: { output: "of b", count: 1 } },
      { name: "simulate", input: "", result: { output: "of none", count: 1 } },
    ],
  );
});
