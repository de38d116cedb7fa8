// Markdown cut into blocks: read apart it is drawn as the whole is.
import { render } from "@testing-library/react";
import fc from "fast-check";
import { renderToStaticMarkup } from "react-dom/server";
import Markdown from "react-markdown";
import remarkGfm from "remark-gfm";
import { expect, test, vi } from "vitest";
import { markdownBlocks } from "./markdown-blocks";
import { RichText } from "./rich-text";

vi.mock("react-markdown", async (original) => {
  const library = await original<typeof import("react-markdown")>();
  return { ...library, default: vi.fn(library.default) };
});

function drawn(text: string): string {
  const html = renderToStaticMarkup(<Markdown remarkPlugins={[remarkGfm]}>{text}</Markdown>);
  return html.replaceAll(/>\n+</g, "><").trim();
}

const lines = fc.constantFrom(
  "",
  "",
  "",
  "plain words",
  "**strong** and `code`",
  "- an entry",
  "* another",
  "1. first",
  "2) second",
  "  more of it",
  "    deeper",
  "\tby a tab",
  "```",
  "```js",
  "  ```",
  "~~~",
  "````",
  "> said",
  "> ```",
  "# heading",
  "---",
  "| a | b |",
  "| - | - |",
  "<pre>",
  "</pre>",
  "<b>bold</b>",
  "[a]: https://example.org",
  "see [a] and [^1]",
  "[^1]: a note",
);

test("blocks read apart are drawn as the whole is", () => {
  fc.assert(
    fc.property(fc.array(lines, { maxLength: 14 }), (some) => {
      const text = some.join("\n");
      expect(markdownBlocks(text).map(drawn).join("")).toBe(drawn(text));
    }),
    { numRuns: 500 },
  );
});

test("a blank line ends a block, but not inside of code or between entries of a list", () => {
  const code = "```js\nlet a;\n\nlet b;\n```";
  const list = "- one\n\n- two\n\n  more of two";
  expect(markdownBlocks(`Words.\n\n${code}\n\n${list}\n\nThe end.`)).toEqual([
    "Words.",
    code,
    list,
    "The end.",
  ]);
});

test("of words that grow only the last block is read again", () => {
  const read = vi.mocked(Markdown);
  const settled = "This stands already, and nothing of it changes.";
  const { rerender, container } = render(<RichText writing text={`${settled}\n\nThis`} />);
  for (const more of ["This **gro", "This **grows** and", "This **grows** and ends."]) {
    rerender(<RichText writing text={`${settled}\n\n${more}`} />);
  }
  rerender(<RichText writing={false} text={`${settled}\n\nThis **grows** and ends.`} />);
  expect(container.textContent).toBe(`${settled}This grows and ends.`);
  expect(read.mock.calls.filter(([{ children }]) => children?.includes(settled))).toHaveLength(1);
});
