// Markdown as elements. HTML in it is shown as text; a link shows where it leads and an image its
// description, because nothing is loaded from the network. Marks that are still open in words that
// are being written are closed, so that nothing changes its look when their end comes.
import { Square, SquareCheck } from "lucide-react";
import type { ComponentProps, ReactElement } from "react";
import { useTranslation } from "react-i18next";
import Markdown, { type Components, type ExtraProps } from "react-markdown";
import remarkGfm from "remark-gfm";
import remend from "remend";
import { CodeBlock } from "./code-block";
import { markdownBlocks } from "./markdown-blocks";

type Element = NonNullable<ExtraProps["node"]>;

const components: Components = {
  a: ({ children, href }) => (
    <span>
      <span className="underline decoration-line-control underline-offset-2">{children}</span>
      {href && !href.startsWith("#") && href !== children && ` (${href})`}
    </span>
  ),
  img: ({ alt }) => <span>{alt}</span>,
  h1: ({ children }) => <p className="font-semibold">{children}</p>,
  h2: ({ children }) => <p className="font-semibold">{children}</p>,
  h3: ({ children }) => <p className="font-semibold">{children}</p>,
  h4: ({ children }) => <p className="font-semibold">{children}</p>,
  strong: ({ children }) => <strong className="font-semibold">{children}</strong>,
  ul: ({ children }) => <ul className="flex list-disc flex-col gap-1 pl-5">{children}</ul>,
  ol: ({ children, start }) => (
    <ol start={start} className="flex list-decimal flex-col gap-1 pl-5">
      {children}
    </ol>
  ),
  input: ({ checked }) => <Task done={checked === true} />,
  hr: () => <hr className="border-line" />,
  table: ({ children }) => <Table>{children}</Table>,
  th: ({ children, style }) => (
    <th
      style={style}
      className="border-line border-b px-2.5 py-1.5 text-left font-medium first:pl-0"
    >
      {children}
    </th>
  ),
  td: ({ children, style }) => (
    <td style={style} className="border-line-subtle border-b px-2.5 py-1.5 align-top first:pl-0">
      {children}
    </td>
  ),
  code: ({ children }) => (
    <code className="rounded-xs bg-sunken px-1 font-mono text-12">{children}</code>
  ),
  pre: ({ node }) => <CodeBlock {...codeIn(node)} />,
  blockquote: ({ children }) => (
    <blockquote className="border-line border-l-2 pl-2.5 text-text-2">{children}</blockquote>
  ),
};

// So many blocks are kept as they were drawn, for rows that come into view again.
const mostKept = 1_000;
const kept = new Map<string, ReactElement>();

/** Words drawn as their marks say; `writing` while more of them come. */
export function RichText({ text, writing }: { readonly text: string; readonly writing: boolean }) {
  const blocks = markdownBlocks(text);
  return blocks.map((block, index) => {
    const grows = writing && index === blocks.length - 1;
    // biome-ignore lint/suspicious/noArrayIndexKey: a block stays in its place
    return <Block key={index} text={block} grows={grows} />;
  });
}

function Block({ text, grows }: { readonly text: string; readonly grows: boolean }) {
  return grows ? read(remend(text, { katex: false, htmlTags: false })) : drawn(text);
}

/** A block as elements, read once while it is kept. */
function drawn(text: string): ReactElement {
  const known = kept.get(text);
  if (known) return known;
  const made = read(text);
  const [oldest] = kept.keys();
  if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest);
  kept.set(text, made);
  return made;
}

// The library's component is a plain function of what it is given.
function read(text: string): ReactElement {
  return Markdown({ children: text, remarkPlugins: [remarkGfm], components });
}

/** A box of a list of tasks, to be read and not to be ticked. */
function Task({ done }: { readonly done: boolean }) {
  const { t } = useTranslation("interview");
  const Icon = done ? SquareCheck : Square;
  return (
    <Icon
      role="img"
      aria-label={t(done ? "markdown.done" : "markdown.open")}
      className="mr-1 inline size-3.5 align-[-2px]"
    />
  );
}

function Table({ children }: ComponentProps<"table">) {
  const { t } = useTranslation("interview");
  return (
    <section
      aria-label={t("markdown.table")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
      tabIndex={0}
      className="max-w-full overflow-x-auto"
    >
      <table className="num border-collapse text-13">{children}</table>
    </section>
  );
}

/** The program text of a block and the name of its language, if it has one. */
function codeIn(pre: Element | undefined): { code: string; language: string | null } {
  const inner = pre?.children.find((child) => child.type === "element");
  const text = inner?.children.find((child) => child.type === "text");
  const { className: classes } = inner?.properties ?? {};
  const named = Array.isArray(classes) ? classes.map(String) : [];
  const language = named.find((name) => name.startsWith("language-"))?.slice("language-".length);
  return { code: (text?.value ?? "").replace(/\n$/, ""), language: language ?? null };
}
