// The interviewer's words, written in Markdown. HTML in them is shown as text; a link shows where
// it leads and an image its description, because nothing is loaded from the network.
import Markdown, { type Components } from "react-markdown";

const components: Components = {
  a: ({ children, href }) => (
    <span>
      <span className="underline decoration-line-control underline-offset-2">{children}</span>
      {href && ` (${href})`}
    </span>
  ),
  img: ({ alt }) => <span>{alt}</span>,
  h1: ({ children }) => <p className="font-semibold">{children}</p>,
  h2: ({ children }) => <p className="font-semibold">{children}</p>,
  h3: ({ children }) => <p className="font-semibold">{children}</p>,
  strong: ({ children }) => <strong className="font-semibold">{children}</strong>,
  ul: ({ children }) => <ul className="list-disc pl-5">{children}</ul>,
  ol: ({ children }) => <ol className="list-decimal pl-5">{children}</ol>,
  code: ({ children }) => (
    <code className="rounded-xs bg-sunken px-1 font-mono text-12">{children}</code>
  ),
  pre: ({ children }) => (
    <pre className="whitespace-pre-wrap break-words rounded-md border border-line bg-sunken p-2">
      {children}
    </pre>
  ),
  blockquote: ({ children }) => (
    <blockquote className="border-line border-l-2 pl-2.5 text-text-2">{children}</blockquote>
  ),
};

/** Words with emphasis, lists and code. */
export function MarkdownText({ text }: { readonly text: string }) {
  return <Markdown components={components}>{text}</Markdown>;
}
